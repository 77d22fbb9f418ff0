// A timeline as a file: picture or data. Pure but for the painting, and fit for a worker thread.
#pragma once

#include <optional>

#include <QByteArray>
#include <QString>

#include "common/theme.h"
#include "timeline/timeline.h"

namespace bd::app {

enum class ExportFormat { Png, Svg, Csv, TraceEvents };

struct TimelineExport {
    ExportFormat format = ExportFormat::Png;
    timeline::Timeline timeline;
    std::optional<timeline::Timeline> other; // laid under it in the pictures
    QString title;                           // «kc-backend, run of today 14:02»
    QString project;
    Theme theme = Theme::light();
    int width = 1200;
    double scale = 2; // pixels of a PNG for each of ours
};

Result<QByteArray> exported(const TimelineExport &what);

QString suffixOf(ExportFormat format);                                            // png, svg, csv, json
QString fileNameOf(const QString &project, TimePoint begin, ExportFormat format); // kc-backend 2026-11-23 14-02.png

} // namespace bd::app
