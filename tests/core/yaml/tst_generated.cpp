// Properties of reading and editing on generated documents: whatever the style of the text, an edit succeeds, the
// outcome reads as wanted, and every byte outside of the edited range is as it was.
#include <optional>

#include <QRandomGenerator>
#include <QTest>

#include "yaml/edit.h"
#include "yaml/parse.h"

using namespace bd;
using namespace bd::yaml;

namespace {

// Random text in the styles that people write compose files in.
class Writer
{
public:
    explicit Writer(quint32 seed) : m_random(seed)
    {
        m_break = one(4) == 0 ? "\r\n" : "\n";
        m_step = one(3) == 0 ? 4 : 2;
    }

    QByteArray document()
    {
        if (one(10) == 0)
            m_text = "\xef\xbb\xbf";
        comments(0);
        mapping(0, 0);
        if (one(3) == 0)
            comments(one(2) * m_step);
        if (one(4) == 0 && !m_endsInBlockScalar)
            m_text.chop(m_break.size());
        return m_text;
    }

    int one(int below) { return m_random.bounded(below); }

    QByteArray key()
    {
        const QByteArray name = "k" + QByteArray::number(m_next++);
        switch (one(6)) {
        case 0: return '"' + name + " x\"";
        case 1: return '\'' + name + '\'';
        case 2: return name + "ä";
        default: return name;
        }
    }

private:
    void line(const QByteArray &text) { m_text += text + m_break; }
    QByteArray comment() { return one(4) == 0 ? " # c" + QByteArray::number(m_next++) : QByteArray(); }

    void comments(int indent)
    {
        for (int count = one(3) == 0 ? one(3) : 0; count > 0; --count)
            line(one(2) ? QByteArray(indent, ' ') + "# about " + QByteArray::number(m_next++) : QByteArray());
    }

    QByteArray scalar(bool flow)
    {
        static const QByteArrayList plain{"v", "1", "true", "a b", "x:y", "30s", "€", "~", "-Xmx1g", "http://a/b"};
        static const QByteArrayList quoted{"\"q # \\\"\"", "'it''s'", "\"\"", "\"1\"", "'a: b'"};
        const QByteArray text = one(3) == 0 ? quoted[one(quoted.size())] : plain[one(plain.size())];
        return flow && text.contains(':') && !text.startsWith('\'') ? "'" + text + "'" : text;
    }

    QByteArray flow(int depth)
    {
        QByteArrayList parts;
        const bool isMapping = one(2);
        for (int count = one(4); count > 0; --count) {
            const QByteArray value = depth < 2 && one(4) == 0 ? flow(depth + 1) : scalar(true);
            parts += isMapping ? key() + ": " + (one(8) == 0 ? QByteArray() : value) : value;
        }
        const QByteArray pad(one(2), ' ');
        return (isMapping ? '{' : '[') + pad + parts.join(", ") + pad + (isMapping ? '}' : ']');
    }

    void blockScalar(int indent)
    {
        static const QByteArrayList headers{"|", "|-", "|+", ">", ">-"};
        line(' ' + headers[one(headers.size())] + comment());
        for (int count = 1 + one(3); count > 0; --count)
            line(QByteArray(indent + m_step, ' ') + "line # " + QByteArray::number(m_next++));
        for (int count = one(3); count > 0; --count)
            line({});
        m_endsInBlockScalar = true;
    }

    void value(int indent, int depth)
    {
        m_endsInBlockScalar = false;
        switch (depth < 4 ? one(9) : one(5)) {
        case 0: return line(comment());
        case 1: return line(' ' + flow(0) + comment());
        case 2: return blockScalar(indent);
        case 5:
        case 6:
            line(comment());
            comments(indent + m_step);
            return mapping(indent + m_step, depth + 1);
        case 7: line(comment()); return sequence(indent + (one(2) ? m_step : 0), depth + 1);
        default: return line(' ' + scalar(false) + comment());
        }
    }

    void mapping(int indent, int depth, bool firstIsPlaced = false)
    {
        for (int count = 1 + one(4); count > 0; --count) {
            m_text += (firstIsPlaced ? QByteArray() : QByteArray(indent, ' ')) + key() + ':';
            firstIsPlaced = false;
            value(indent, depth);
            if (!m_endsInBlockScalar && count > 1)
                comments(indent);
        }
    }

    void sequence(int indent, int depth)
    {
        for (int count = 1 + one(3); count > 0; --count) {
            m_text += QByteArray(indent, ' ') + '-';
            if (one(3) == 0) {
                m_text += ' ';
                mapping(indent + 2, depth + 1, true);
            } else {
                m_endsInBlockScalar = false;
                line(' ' + scalar(false) + comment());
            }
        }
    }

    QRandomGenerator m_random;
    QByteArray m_text;
    QByteArray m_break;
    int m_step = 2;
    int m_next = 0;
    bool m_endsInBlockScalar = false;
};

struct Found {
    Path path;
    Node node;
    std::optional<Mark> key; // where it stands, in a mapping
};

void collect(const Node &node, const Path &path, std::vector<Found> &all)
{
    for (const Entry &entry : node.entries) {
        const Path below = path + Path{entry.key.text};
        all.push_back({below, entry.value, entry.key.start});
        collect(entry.value, below, all);
    }
    for (size_t index = 0; index < node.items.size(); ++index) {
        const Path below = path + Path{QString::number(index)};
        all.push_back({below, node.items[index], {}});
        collect(node.items[index], below, all);
    }
}

Node *at(Node &root, const Path &path)
{
    Node *node = &root;
    for (const QString &step : path)
        node = node->isMapping() ? node->find(step) : &node->items[step.toULong()];
    return node;
}

// What of the old text is not in the new one: between a common beginning and a common end.
QByteArray lost(const QByteArray &before, const QByteArray &after)
{
    qsizetype first = 0;
    while (first < before.size() && first < after.size() && before[first] == after[first])
        ++first;
    qsizetype last = 0;
    while (last < before.size() - first && last < after.size() - first
           && before[before.size() - 1 - last] == after[after.size() - 1 - last])
        ++last;
    return before.sliced(first, before.size() - first - last);
}

QByteArray report(quint32 seed, const Path &path, const QByteArray &before, const Result<QByteArray> &after)
{
    return "seed " + QByteArray::number(seed) + ", path " + path.join(QLatin1Char('.')).toUtf8() + "\n" + before
           + "\n=====\n" + (after ? *after : after.error().message.toUtf8());
}

constexpr quint32 documents = 1000;

} // namespace

class TestGenerated : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void setsEachScalarAndNothingElse();
    void insertsIntoEachMappingAndLosesNothing();
    void removesEachKeyAndOnlyItsLines();
    void editsEachItem();
    void survivesAndBoundsMutatedText();
};

void TestGenerated::setsEachScalarAndNothingElse()
{
    static const QStringList values{QStringLiteral("v"),     QStringLiteral("no"),         QStringLiteral("a: b # c"),
                                    QStringLiteral("x, y]"), QStringLiteral("two\nlines"), QString()};
    int edits = 0;
    for (quint32 seed = 0; seed < documents; ++seed) {
        const QByteArray before = Writer(seed).document();
        const Result<Node> root = parse(before, {});
        QVERIFY2(root, root ? "" : report(seed, {}, before, root.error().message.toUtf8()).constData());
        std::vector<Found> all;
        collect(*root, {}, all);
        for (const Found &found : all) {
            if (!found.node.isScalar())
                continue;
            const Node value = Node::string(values[edits++ % values.size()]);
            const Result<QByteArray> after = setScalar(before, found.path, value);
            QVERIFY2(after, report(seed, found.path, before, after).constData());
            Node wanted = *root;
            *at(wanted, found.path) = value;
            QVERIFY2(parse(*after, {})->sameAs(wanted), report(seed, found.path, before, after).constData());
            QVERIFY2(after->startsWith(before.first(found.node.start.offset))
                         && after->endsWith(before.sliced(found.node.end.offset)),
                     report(seed, found.path, before, after).constData());
        }
    }
    QVERIFY2(edits > 5000, qPrintable(QString::number(edits)));
}

void TestGenerated::insertsIntoEachMappingAndLosesNothing()
{
    const Node value = Node::mapping(
        {{Node::string(QStringLiteral("inner")), Node::raw(QStringLiteral("5"))},
         {Node::string(QStringLiteral("list")), Node::sequence({Node::string(QStringLiteral("a: b"))})}});
    int edits = 0;
    for (quint32 seed = 0; seed < documents; ++seed) {
        const QByteArray before = Writer(seed).document();
        const Result<Node> root = parse(before, {});
        std::vector<Found> all{{{}, *root, {}}};
        collect(*root, {}, all);
        for (const Found &found : all) {
            if (!found.node.isMapping() && !found.node.isEmpty())
                continue;
            ++edits;
            const Result<QByteArray> after = insertKey(before, found.path, QStringLiteral("new key"), value);
            QVERIFY2(after, report(seed, found.path, before, after).constData());
            Node wanted = *root;
            Node *node = at(wanted, found.path);
            if (!node->isMapping())
                *node = Node::mapping({});
            node->entries.push_back({Node::string(QStringLiteral("new key")), value});
            QVERIFY2(parse(*after, {})->sameAs(wanted), report(seed, found.path, before, after).constData());
            QVERIFY2(lost(before, *after).isEmpty(), report(seed, found.path, before, after).constData());
        }
    }
    QVERIFY2(edits > 2000, qPrintable(QString::number(edits)));
}

void TestGenerated::removesEachKeyAndOnlyItsLines()
{
    int edits = 0;
    for (quint32 seed = 0; seed < documents; ++seed) {
        const QByteArray before = Writer(seed).document();
        const Result<Node> root = parse(before, {});
        std::vector<Found> all;
        collect(*root, {}, all);
        for (const Found &found : all) {
            if (!found.key)
                continue;
            ++edits;
            const Result<QByteArray> after = removeKey(before, found.path);
            QVERIFY2(after, report(seed, found.path, before, after).constData());
            Node wanted = *root;
            Node *mapping = at(wanted, found.path.first(found.path.size() - 1));
            std::erase_if(mapping->entries,
                          [&found](const Entry &entry) { return entry.key.text == found.path.last(); });
            QVERIFY2(parse(*after, {})->sameAs(wanted), report(seed, found.path, before, after).constData());

            // Comments on lines of their own, outside of the value, stay (each has a number of its own), but for
            // those that are indented deeper: they could become part of a block scalar above.
            QByteArray outside = before;
            outside.remove(found.key->offset, found.node.end.offset - found.key->offset);
            for (const QByteArray &line : outside.split('\n')) {
                const qsizetype indent = line.size() - QByteArray(line + 'x').trimmed().size() + 1;
                if (line.trimmed().startsWith("# about") && indent < found.key->column)
                    QVERIFY2(after->contains(line.trimmed()), report(seed, found.path, before, after).constData());
            }
        }
    }
    QVERIFY2(edits > 5000, qPrintable(QString::number(edits)));
}

// What the edits give reads as it was wanted to, by their own look; here, that they hardly ever give up.
void TestGenerated::editsEachItem()
{
    const Node value = Node::mapping({{Node::string(QStringLiteral("name")), Node::string(QStringLiteral("a: b"))},
                                      {Node::string(QStringLiteral("count")), Node::raw(QStringLiteral("5"))}});
    int edits = 0, refused = 0;
    const auto check = [&](quint32 seed, const Path &path, const QByteArray &before, const Result<QByteArray> &after,
                           const Node &wanted) {
        ++edits;
        refused += after ? 0 : 1;
        const bool isRight = !after || parse(*after, {})->sameAs(wanted);
        QVERIFY2(isRight, report(seed, path, before, after).constData());
    };
    for (quint32 seed = 0; seed < documents; ++seed) {
        const QByteArray before = Writer(seed).document();
        const Result<Node> root = parse(before, {});
        std::vector<Found> all;
        collect(*root, {}, all);
        for (const Found &found : all) {
            Node wanted = *root;
            if (found.node.isSequence() && found.node.alias.isEmpty()) {
                at(wanted, found.path)->items.push_back(value);
                const auto appended = appendItem(before, found.path, value);
                check(seed, found.path, before, appended, wanted);
                if (appended && !found.node.items.empty())
                    QVERIFY2(lost(before, *appended).isEmpty(), report(seed, found.path, before, appended).constData());
            }
            if (found.key)
                continue;
            Node replaced = *root;
            *at(replaced, found.path) = value;
            check(seed, found.path, before, replaceItem(before, found.path, value), replaced);
            Node without = *root;
            auto &items = at(without, found.path.first(found.path.size() - 1))->items;
            items.erase(items.begin() + found.path.last().toInt());
            check(seed, found.path, before, removeItem(before, found.path), without);
        }
    }
    QVERIFY2(edits > 2000 && refused * 50 < edits, qPrintable(QStringLiteral("%1 of %2").arg(refused).arg(edits)));
}

void TestGenerated::survivesAndBoundsMutatedText()
{
    QRandomGenerator random(1);
    static constexpr char characters[] = "{}[]:,-&*!|>'\"%@`#?\n\t \r\0\xff\xc2\x85"
                                         "a1~<";
    static const QByteArray alphabet(characters, sizeof characters - 1);
    for (quint32 round = 0; round < 5000; ++round) {
        QByteArray text = Writer(round % 300).document();
        for (int count = 1 + random.bounded(6); count > 0 && !text.isEmpty(); --count) {
            const qsizetype from = random.bounded(static_cast<int>(text.size()));
            const char c = alphabet[random.bounded(static_cast<int>(alphabet.size()))];
            switch (random.bounded(3)) {
            case 0: text[from] = c; break;
            case 1: text.insert(from, c); break;
            default: text.remove(from, random.bounded(20)); break;
            }
        }
        const Result<Node> root = parse(text, QStringLiteral("f"));
        if (!root) {
            QVERIFY(root.error().message.startsWith(QStringLiteral("f:")));
            continue;
        }
        std::vector<Found> all;
        collect(*root, {}, all);
        for (const Found &found : all) {
            QVERIFY(0 <= found.node.start.offset && found.node.start.offset <= found.node.end.offset
                    && found.node.end.offset <= text.size());
        }
        if (!all.empty()) {
            const Found &found = all[static_cast<size_t>(random.bounded(static_cast<int>(all.size())))];
            const Result<QByteArray> removed = removeKey(text, found.path);
            const Result<QByteArray> set = setScalar(text, found.path, Node::string(QStringLiteral("v")));
            QVERIFY(!removed || parse(*removed, {}));
            QVERIFY(!set || parse(*set, {}));
        }
    }
}

QTEST_APPLESS_MAIN(TestGenerated)
#include "tst_generated.moc"
