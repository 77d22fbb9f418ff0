// Reads a document of ours field by field: the first thing that is wrong stays, with its place, and all that is read after it does
// not count.
#pragma once

#include <functional>
#include <map>
#include <optional>

#include <QStringList>

#include "base/error.h"
#include "yaml/node.h"

namespace bd::yaml {

class FieldReader
{
public:
    using Field = std::function<void(const Node &)>;

    explicit FieldReader(QString file) : m_file(std::move(file)) {} // as it is named in errors

    const std::optional<Error> &error() const { return m_error; } // Parse: «file:line:column: what is wrong»
    void wrong(const Node &node, const QString &what);

    bool each(const Node &node, const std::map<QString, Field> &fields); // of a mapping that has no other keys
    void list(const Node &node, const Field &item);                      // of a sequence
    void read(const Node &node, QString &text);                          // that is not empty
    void read(const Node &node, QStringList &texts);

private:
    QString m_file;
    std::optional<Error> m_error;
};

} // namespace bd::yaml
