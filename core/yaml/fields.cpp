#include "yaml/fields.h"

#include <QCoreApplication>

namespace bd::yaml {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Knowledge)
};

} // namespace

void FieldReader::wrong(const Node &node, const QString &what)
{
    if (!m_error)
        m_error =
            Error{ErrorCode::Parse,
                  QStringLiteral("%1:%2:%3: %4").arg(m_file).arg(node.start.line).arg(node.start.column).arg(what),
                  {},
                  {}};
}

bool FieldReader::each(const Node &node, const std::map<QString, Field> &fields)
{
    if (!node.isMapping())
        wrong(node, Tr::tr("a mapping belongs here"));
    for (const Entry &entry : node.entries) {
        const auto field = fields.find(entry.key.text);
        if (field == fields.end())
            wrong(entry.key, Tr::tr("there is no key «%1»").arg(entry.key.text));
        else
            field->second(entry.value);
    }
    return !m_error;
}

void FieldReader::list(const Node &node, const Field &item)
{
    if (!node.isSequence())
        wrong(node, Tr::tr("a list belongs here"));
    for (const Node &one : node.items)
        item(one);
}

void FieldReader::read(const Node &node, QString &text)
{
    if (!node.isScalar() || node.text.trimmed().isEmpty())
        wrong(node, Tr::tr("a text belongs here"));
    text = node.text.trimmed();
}

void FieldReader::read(const Node &node, QStringList &texts)
{
    list(node, [&](const Node &item) {
        texts.emplaceBack();
        read(item, texts.back());
    });
}

} // namespace bd::yaml
