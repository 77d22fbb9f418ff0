// Finds in a log what the knowledge tells failures by, line by line, in one pass that is linear in the text whatever it is.
#pragma once

#include <memory>
#include <vector>

#include <QMap>

#include "diagnose/failure.h"

namespace bd::diagnose {

// A line that tells something.
struct Evidence {
    qint64 line = 0; // of the log, from 1; 0: it is no line of a log
    QString text;    // plain, at most 1000 characters
    bool operator==(const Evidence &) const = default;
};

// A sign's pattern, and where it was found in one run of a process.
struct Hit {
    size_t failure = 0; // places in the knowledge
    size_t sign = 0;
    std::vector<Evidence> lines;   // the first ones, at most 3
    int count = 0;                 // of all lines
    QMap<QString, QString> values; // of the first line: by the pattern's named groups
    bool isBeforeReady = false;    // a line that says «ready» came after the last of them
    bool operator==(const Hit &) const = default;
};

// What the pattern's named groups hold in the text; empty where it is not found.
QMap<QString, QString> valuesIn(const QString &pattern, const QString &text);

class LogScan
{
public:
    explicit LogScan(const Knowledge &knowledge); // which must outlive it
    ~LogScan();
    LogScan(LogScan &&) noexcept;
    LogScan &operator=(LogScan &&) = delete;

    void line(const QByteArray &line); // without its end; escapes may be in it
    void text(const QByteArray &text); // whole lines
    // What counts now: of the last run of the process; while that has said nothing yet, of the one before it.
    std::vector<Hit> hits() const;
    qint64 readyLine() const; // by which the last run said that it is, from 1; 0: it has not
    // Lines of that run that sound alarming, the last ones, at most 5: for what nobody knows. A healthy log has such, too.
    std::vector<Evidence> alarms() const;
    qint64 lines() const;

private:
    struct Private;
    std::unique_ptr<Private> m_p;
};

} // namespace bd::diagnose
