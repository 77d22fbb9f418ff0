// YAML files of ours, a folder full: data that needs no C++.
#pragma once

#include <type_traits>
#include <vector>

#include <QByteArray>

#include "base/error.h"

namespace bd::yaml {

struct File {
    QString name; // as it is named in errors
    QByteArray text;
};

// Every *.yaml, by name; also a folder in Qt's resources. Io, or NotFound where there is none.
Result<std::vector<File>> filesIn(const QString &folder);

Error otherId(const File &file, const QString &id); // than it is named after

// What each of them is, where each is named after its id.
template<typename Parse>
auto readEach(const QString &folder, Parse parse)
    -> Result<std::vector<typename std::invoke_result_t<Parse, const File &>::value_type>>
{
    const auto files = filesIn(folder);
    if (!files)
        return tl::unexpected(files.error());
    std::vector<typename std::invoke_result_t<Parse, const File &>::value_type> all;
    for (const File &file : *files) {
        auto one = parse(file);
        if (!one)
            return tl::unexpected(one.error());
        if (one->id + QLatin1String(".yaml") != file.name)
            return tl::unexpected(otherId(file, one->id));
        all.push_back(std::move(*one));
    }
    return all;
}

} // namespace bd::yaml
