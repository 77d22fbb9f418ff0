#include "decode/indented.h"

#include <algorithm>

namespace bd::decode {

namespace {

constexpr int deepest = 100;

class Indenting
{
public:
    explicit Indenting(qsizetype limit) : m_limit(limit) {}

    bool isFull() const { return m_text.size() >= m_limit; }

    void take(QChar one, QChar next)
    {
        if (m_isInside) {
            inString(one);
        } else if (one == u'"') {
            m_isInside = true;
            m_text += one;
        } else if (one == u'{' || one == u'[') {
            m_text += one;
            ++m_depth;
            if (next != u'}' && next != u']')
                line();
        } else if (one == u'}' || one == u']') {
            const bool isEmpty = m_text.endsWith(u'{') || m_text.endsWith(u'[');
            --m_depth;
            if (!isEmpty)
                line();
            m_text += one;
        } else if (one == u',') {
            m_text += one;
            line();
        } else if (one == u':') {
            m_text += QLatin1String(": ");
        } else if (!one.isSpace()) {
            m_text += one;
        }
    }

    QString text() const { return m_text; }

private:
    void inString(QChar one)
    {
        m_text += one;
        m_isInside = one != u'"' || m_isEscaped;
        m_isEscaped = one == u'\\' && !m_isEscaped;
    }

    void line()
    {
        m_text += u'\n';
        m_text += QString(2 * std::clamp(m_depth, 0, deepest), u' ');
    }

    const qsizetype m_limit;
    QString m_text;
    int m_depth = 0;
    bool m_isInside = false;
    bool m_isEscaped = false;
};

} // namespace

QString indented(const QString &json, qsizetype limit)
{
    Indenting indenting(limit);
    qsizetype at = 0;
    const auto skipBlanks = [&](qsizetype from) {
        while (from < json.size() && json.at(from).isSpace())
            ++from;
        return from;
    };
    for (; at < json.size() && !indenting.isFull(); ++at) {
        const QChar one = json.at(at);
        const bool opens = one == u'{' || one == u'[';
        const qsizetype next = opens ? skipBlanks(at + 1) : at + 1;
        indenting.take(one, next < json.size() ? json.at(next) : QChar());
    }
    return indenting.text();
}

} // namespace bd::decode
