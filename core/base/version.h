// A version that is compared as numbers: 2.26.1-4, v5.0.2, 26.1.5+dfsg1.
#pragma once

#include <compare>
#include <optional>

#include <QStringView>

namespace bd {

struct Version {
    int major = 0;
    int minor = 0;
    int patch = 0;

    auto operator<=>(const Version &) const = default;

    // The first number.number[.number] in the text.
    static std::optional<Version> in(QStringView text);
    QString text() const;
};

} // namespace bd
