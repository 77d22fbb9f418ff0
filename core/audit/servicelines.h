// A file's text that is changed service by service: the lines of one that shares nothing with others are read and changed by
// themselves, which takes as long as they are and not as long as the file is.
#pragma once

#include <map>

#include <QByteArray>
#include <QString>

namespace bd::audit {

class ServiceLines
{
public:
    explicit ServiceLines(QByteArray text);

    const QByteArray &text() const { return m_text; }
    void setText(const QByteArray &text);

    bool hasOwn(const QString &service) const; // lines that stand for themselves
    // «services:» and these lines; of another service all of the text. A text that is put must begin with «services:» as well.
    QByteArray textFor(const QString &service) const;
    void putFor(const QString &service, const QByteArray &text);

private:
    struct Lines {
        qsizetype from = 0; // bytes
        qsizetype to = 0;
    };
    QByteArray head() const;

    QByteArray m_text;
    std::map<QString, Lines> m_own;
};

} // namespace bd::audit
