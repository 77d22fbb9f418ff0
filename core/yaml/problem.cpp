#include "yaml/problem.h"

#include <algorithm>

#include <QCoreApplication>

namespace bd::yaml {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Yaml)
};

struct Words {
    QString message;
    QString hint;
};

QString indentationHint()
{
    return Tr::tr("Compare the indentation of this line with the lines around it: keys of one mapping start in the "
                  "same column.");
}

Words wordsFor(const QString &problem, const QString &context)
{
    const auto says = [&problem](const char *words) { return problem.contains(QLatin1String(words)); };
    if (says("cannot start any token")) {
        return {Tr::tr("a character that nothing can start with"),
                Tr::tr("Indent with spaces, never with tabs, and quote values that start with @, ` or %.")};
    }
    if (says("mapping values are not allowed"))
        return {Tr::tr("a «:» where no key can be"),
                Tr::tr("Either the indentation is wrong or a value that has «: » in it needs quotes.")};
    if (says("did not find expected key"))
        return {Tr::tr("a key is expected here"), indentationHint()};
    if (says("did not find expected '-' indicator"))
        return {Tr::tr("a list entry («- ») is expected here"), indentationHint()};
    if (says("block sequence entries are not allowed"))
        return {Tr::tr("a list entry («- ») where none can be"), indentationHint()};
    if (says("could not find expected ':'"))
        return {Tr::tr("a «:» is missing after a key"), Tr::tr("A line in a mapping reads «key: value».")};
    if (says("found unexpected end of stream") && context.contains(QLatin1String("quoted")))
        return {Tr::tr("a quoted text does not end"), Tr::tr("Close the quote that was opened before.")};
    if (says("expected ',' or ']'"))
        return {Tr::tr("a «[» is not closed, or a «,» is missing"), Tr::tr("Separate entries by «,», end with «]».")};
    if (says("expected ',' or '}'"))
        return {Tr::tr("a «{» is not closed, or a «,» is missing"), Tr::tr("Separate entries by «,», end with «}».")};
    if (says("control characters are not allowed"))
        return {Tr::tr("a control character"), Tr::tr("Remove it, or write it as an escape in double quotes.")};
    if (says("UTF-8"))
        return {Tr::tr("bytes that are not UTF-8"), Tr::tr("Save the file as UTF-8.")};
    return {problem, {}};
}

yaml_mark_t markOf(const yaml_parser_t &parser, const QString &problem, const QString &context)
{
    // Of these, people look for the beginning: the key without a colon, the quote that was opened.
    const bool isNoticedLate = problem.contains(QLatin1String("could not find expected ':'"))
                               || context.contains(QLatin1String("quoted"))
                               || problem.contains(QLatin1String("expected ',' or"));
    return isNoticedLate ? parser.context_mark : parser.problem_mark;
}

// Of what is no text at all libyaml knows the byte alone.
Mark markOfByte(QByteArrayView text, size_t offset)
{
    const QByteArrayView before = text.first(std::min(static_cast<qsizetype>(offset), text.size()));
    const qsizetype line = before.lastIndexOf('\n') + 1;
    const qsizetype column = QString::fromUtf8(before.sliced(line)).size();
    return {static_cast<int>(std::ranges::count(before, '\n')) + 1, static_cast<int>(column) + 1, 0};
}

} // namespace

Error errorAt(const QString &fileName, const Mark &at, const QString &message, const QString &hint)
{
    return {ErrorCode::Parse,
            QStringLiteral("%1:%2:%3: %4").arg(fileName).arg(at.line).arg(at.column).arg(message),
            hint,
            {}};
}

Error problemOf(const yaml_parser_t &parser, const QString &fileName, QByteArrayView text)
{
    const QString problem = QString::fromUtf8(parser.problem ? parser.problem : "");
    const QString context = QString::fromUtf8(parser.context ? parser.context : "");
    const yaml_mark_t mark = markOf(parser, problem, context);
    const Mark at = parser.error == YAML_READER_ERROR
                        ? markOfByte(text, parser.problem_offset)
                        : Mark{static_cast<int>(mark.line) + 1, static_cast<int>(mark.column) + 1, 0};
    const Words words = parser.error == YAML_MEMORY_ERROR ? Words{Tr::tr("out of memory"), {}}
                                                          : wordsFor(problem, context);
    Error error = errorAt(fileName, at, words.message, words.hint);
    error.detail = context.isEmpty() ? problem : QStringLiteral("%1: %2").arg(context, problem);
    return error;
}

} // namespace bd::yaml
