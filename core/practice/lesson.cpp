#include "practice/lesson.h"

#include <algorithm>

#include <QCoreApplication>

#include "diagnose/knowledge.h"
#include "yaml/fields.h"
#include "yaml/parse.h"

namespace bd::practice {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Practice)
};

using yaml::Node;

struct Word {
    const char *word;
    Move::What what;
    bool takesNames;
};
constexpr Word words[]{{"start", Move::What::Start, false},   {"record", Move::What::Record, false},
                       {"change", Move::What::Change, false}, {"kill", Move::What::Kill, true},
                       {"revive", Move::What::Revive, true},  {"drop-topics", Move::What::DropTopics, true}};

class Reader : private yaml::FieldReader
{
public:
    explicit Reader(const LessonFile &file) : FieldReader(file.name), m_file(file) {}

    Result<Lesson> lesson()
    {
        const auto root = yaml::parse(m_file.text, m_file.name);
        if (!root)
            return tl::unexpected(root.error());
        Lesson lesson;
        QString change;
        each(*root, {{QStringLiteral("id"), [&](const Node &node) { read(node, lesson.id); }},
                     {QStringLiteral("title"), [&](const Node &node) { read(node, lesson.title); }},
                     {QStringLiteral("order"), [&](const Node &node) { lesson.order = node.text.toInt(); }},
                     {QStringLiteral("story"), [&](const Node &node) { read(node, lesson.story); }},
                     {QStringLiteral("goal"), [&](const Node &node) { read(node, lesson.goal); }},
                     {QStringLiteral("moves"),
                      [&](const Node &node) { list(node, [&](const Node &item) { addMove(item, lesson); }); }},
                     {QStringLiteral("change"), [&](const Node &node) { read(node, change); }},
                     {QStringLiteral("hints"), [&](const Node &node) { read(node, lesson.hints); }},
                     {QStringLiteral("why"), [&](const Node &node) { read(node, lesson.why); }}});
        lesson.change = change.isEmpty() ? QByteArray() : change.toUtf8() + QByteArrayLiteral("\n");
        check(*root, lesson);
        if (error())
            return tl::unexpected(*error());
        return lesson;
    }

private:
    void addMove(const Node &node, Lesson &lesson)
    {
        QStringList parts = node.text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
        const QString first = parts.isEmpty() ? QString() : parts.takeFirst();
        const auto found = std::ranges::find_if(words,
                                                [&](const Word &one) { return first == QLatin1String(one.word); });
        if (found == std::end(words) || found->takesNames == parts.isEmpty())
            wrong(node, Tr::tr("there is no move «%1»").arg(node.text));
        else
            lesson.moves.push_back({found->what, parts});
    }

    void check(const Node &root, const Lesson &lesson)
    {
        if (lesson.id.isEmpty() || lesson.title.isEmpty() || lesson.story.isEmpty() || lesson.goal.isEmpty()
            || lesson.hints.isEmpty() || lesson.why.isEmpty())
            wrong(root, Tr::tr("a lesson has an id, a title, a story, a goal, hints and a why"));
        const bool changes = std::ranges::find(lesson.moves, Move::What::Change, &Move::what) != lesson.moves.end();
        if (changes == lesson.change.isEmpty())
            wrong(root, Tr::tr("what is changed has to be said, and the other way round"));
    }

    const LessonFile &m_file;
};

} // namespace

bool Lesson::keepsRecord() const
{
    return std::ranges::find(moves, Move::What::Record, &Move::what) != moves.end();
}

Result<Lesson> parseLesson(const LessonFile &file)
{
    return Reader(file).lesson();
}

Result<std::vector<Lesson>> readLessons(const QString &folder)
{
    auto lessons = yaml::readEach(folder, parseLesson);
    if (!lessons)
        return lessons;
    std::ranges::stable_sort(*lessons, {}, &Lesson::order);
    for (Lesson &one : *lessons)
        eachText(one, [](QString &text) { text = diagnose::inUserLanguage(text); });
    return lessons;
}

void eachText(Lesson &lesson, const std::function<void(QString &)> &visit)
{
    for (QString *text : {&lesson.title, &lesson.story, &lesson.goal, &lesson.why})
        visit(*text);
    for (QString &hint : lesson.hints)
        visit(hint);
}

} // namespace bd::practice
