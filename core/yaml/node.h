// A YAML document as a tree that knows where each part stands in the text.
#pragma once

#include <vector>

#include <QString>

namespace bd::yaml {

// A place in the text, between two characters.
struct Mark {
    int line = 1;         // from 1
    int column = 1;       // from 1, in characters
    qsizetype offset = 0; // from 0, in bytes

    bool operator==(const Mark &) const = default;
};

struct Entry;

struct Node {
    enum class Kind { Scalar, Sequence, Mapping };
    enum class Style { Plain, Quoted, Literal, Folded, Block, Flow }; // the last two: of collections

    Kind kind = Kind::Scalar;
    Style style = Style::Plain;
    QString text;               // of a scalar
    std::vector<Node> items;    // of a sequence
    std::vector<Entry> entries; // of a mapping, in the order of the text
    QString anchor;             // &anchor
    QString alias;              // *alias: the rest is a copy of what it refers to, start and end are the alias's own
    QString tag;                // as written: !reset, tag:yaml.org,2002:str

    // Anchor and tag belong to [start, end). A block collection ends with its last child, so that comments
    // after it are not in it.
    Mark start;
    Mark end;

    // Values for edits: a string is quoted where it must be to stay one, raw text is written as it is (18000, true).
    static Node string(const QString &text);
    static Node raw(const QString &text);
    static Node sequence(std::vector<Node> items);
    static Node mapping(std::vector<Entry> entries);

    bool isScalar() const { return kind == Kind::Scalar; }
    bool isSequence() const { return kind == Kind::Sequence; }
    bool isMapping() const { return kind == Kind::Mapping; }
    bool isEmpty() const;  // a scalar of which nothing is written: «key:»
    bool isNull() const;   // empty, ~ or null
    bool isString() const; // a scalar that YAML 1.1 and 1.2 take for text, not for a number, a truth value or null

    // The value of a key of this mapping; merge keys (<<) are not followed.
    const Node *find(QStringView key) const;
    Node *find(QStringView key);

    // Same content: styles, marks, the order of keys and what aliases refer to aside.
    bool sameAs(const Node &other) const;

    bool operator==(const Node &) const;
};

struct Entry {
    Node key;
    Node value;
    bool operator==(const Entry &) const = default;
};

// Whether a plain scalar of this text would be read as a number, a truth value, null, a date or a merge key.
bool readsAsOtherThanString(const QString &text);

} // namespace bd::yaml
