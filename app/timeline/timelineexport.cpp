#include "timeline/timelineexport.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDateTime>
#include <QFontMetrics>
#include <QImage>
#include <QPainter>
#include <QRegularExpression>
#include <QSvgGenerator>

#include "base/text.h"
#include "timeline/csv.h"
#include "timeline/sentence.h"
#include "timeline/timelinepainter.h"
#include "timeline/traceevent.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(TimelineExport)
};

constexpr int margin = 20;
constexpr int headHeight = 62;
constexpr int tallest = 20'000; // of what an image may be

TimelineGeometry geometryOf(const TimelineExport &what)
{
    TimelineGeometry geometry;
    geometry.begin = what.timeline.from;
    geometry.whole = TimelineGeometry::wholeOf(what.timeline);
    if (what.other) {
        geometry.whole = std::max(geometry.whole, TimelineGeometry::wholeOf(*what.other));
    }
    geometry.lanes = static_cast<int>(what.timeline.lanes.size());
    geometry.compared = what.other.has_value();
    const double available = what.width - 2 * margin;
    geometry.left = labelWidth(what.timeline, available);
    geometry.right = timesWidth(geometry.compared);
    geometry.width = std::max(80.0, available - geometry.left - geometry.right);
    return geometry.fitted();
}

void paintHead(QPainter &painter, const TimelineExport &what)
{
    const QRect room(margin, margin, what.width - 2 * margin, 22);
    painter.setPen(what.theme.text);
    QFont bold = textFont();
    bold.setPixelSize(16);
    bold.setWeight(QFont::DemiBold);
    painter.setFont(bold);
    const auto line = [&](const QRect &rect, const QString &text) {
        painter.drawText(rect, Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         QFontMetrics(painter.font()).elidedText(plainText(text), Qt::ElideRight, rect.width()));
    };
    line(room, what.title);
    painter.setFont(textFont());
    painter.setPen(what.theme.muted);
    line(room.translated(0, 26), sentenceOf(what.timeline, what.timeline.to).text());
}

void paintAll(QPainter &painter, const TimelineExport &what, const TimelineGeometry &geometry, const QSize &size)
{
    painter.fillRect(QRect(QPoint(), size), what.theme.surface);
    paintHead(painter, what);
    painter.translate(margin, margin + headHeight);
    const std::optional<timeline::Timeline> other = what.other ? std::optional(movedTo(*what.other, what.timeline.from))
                                                               : std::nullopt;
    const timeline::Comparison comparison = other ? compare(what.timeline, *other) : timeline::Comparison();
    const TimelinePicture picture{.timeline = what.timeline,
                                  .geometry = geometry,
                                  .theme = what.theme,
                                  .other = other ? &*other : nullptr,
                                  .comparison = other ? &comparison : nullptr,
                                  .selected = {},
                                  .focused = {},
                                  .hover = {},
                                  .rulerTop = 0};
    paintTimeline(painter, picture, QRectF(0, 0, geometry.totalWidth(), geometry.height()));
}

Result<QByteArray> png(const TimelineExport &what, const TimelineGeometry &geometry, const QSize &size)
{
    const QSize pixels = size * what.scale;
    QImage image(pixels, QImage::Format_ARGB32_Premultiplied);
    if (image.isNull() || pixels.height() > tallest) {
        return fail(ErrorCode::InvalidUse, Tr::tr("The picture would be too large"),
                    Tr::tr("Export it as SVG instead."));
    }
    image.setDevicePixelRatio(what.scale);
    QPainter painter(&image);
    paintAll(painter, what, geometry, size);
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray svg(const TimelineExport &what, const TimelineGeometry &geometry, const QSize &size)
{
    QByteArray bytes;
    QBuffer buffer(&bytes);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(size);
    generator.setViewBox(QRect(QPoint(), size));
    generator.setTitle(what.title);
    QPainter painter(&generator);
    paintAll(painter, what, geometry, size);
    painter.end();
    return bytes;
}

} // namespace

Result<QByteArray> exported(const TimelineExport &what)
{
    if (what.format == ExportFormat::Csv) {
        return toCsv(what.timeline);
    }
    if (what.format == ExportFormat::TraceEvents) {
        return toTraceEvents(what.timeline, what.project);
    }
    const TimelineGeometry geometry = geometryOf(what);
    const QSize size(what.width, static_cast<int>(geometry.height()) + headHeight + 2 * margin);
    return what.format == ExportFormat::Png ? png(what, geometry, size) : svg(what, geometry, size);
}

QString suffixOf(ExportFormat format)
{
    switch (format) {
    case ExportFormat::Png: return QStringLiteral("png");
    case ExportFormat::Svg: return QStringLiteral("svg");
    case ExportFormat::Csv: return QStringLiteral("csv");
    case ExportFormat::TraceEvents: break;
    }
    return QStringLiteral("json");
}

QString fileNameOf(const QString &project, TimePoint begin, ExportFormat format)
{
    static const QRegularExpression unfit(QStringLiteral("[^\\w.-]+"), QRegularExpression::UseUnicodePropertiesOption);
    const auto millis = std::chrono::duration_cast<Millis>(begin.time_since_epoch()).count();
    const QString when = QDateTime::fromMSecsSinceEpoch(millis).toString(QStringLiteral("yyyy-MM-dd HH-mm"));
    QString name = project;
    return QStringLiteral("%1 %2.%3").arg(name.replace(unfit, QStringLiteral("-")), when, suffixOf(format));
}

} // namespace bd::app
