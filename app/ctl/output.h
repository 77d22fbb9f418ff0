// What brokerdeckctl prints: JSON for programs, a live line on a terminal, plain lines in a pipe.
#pragma once

#include <mutex>

#include <QJsonArray>
#include <QJsonObject>
#include <QMap>

#include "base/error.h"
#include "stack/state.h"
#include "timeline/event.h"

namespace bd::ctl {

class Output
{
public:
    explicit Output(bool json);

    void document(const QJsonObject &json) const;
    void line(const QString &text) const;
    // Columns as wide as their widest cell; the last one is not padded, and cut to the terminal's width.
    void table(const QStringList &header, const std::vector<QStringList> &rows) const;
    void error(const Error &error) const; // to standard error; with --json as an object {"error": …}

    // Events of an operation, as they happen.
    void begin(const timeline::Run &run);
    void event(const timeline::Event &event);
    void end();

    bool json() const { return m_json; }
    int columns() const; // of the terminal; 100 where there is none

private:
    void print(const timeline::Event &event);
    void status(const QString &text);

    bool m_json;
    bool m_terminal;
    bool m_colour;
    std::mutex m_mutex;
    TimePoint m_start{};
    int m_serviceWidth = 0;
    QMap<QString, QString> m_waits; // service -> what it waits for now
    bool m_statusShown = false;
};

void print(Output &output, const stack::StackState &state);

} // namespace bd::ctl
