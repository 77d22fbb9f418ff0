// What brokerdeckctl prints: JSON for programs, a live line on a terminal, plain lines in a pipe. Whatever text comes
// in, no escape or control character of it goes out.
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
    // `streams`: the document is one object a line, each with what an event has.
    Output(bool json, bool streams);

    void document(const QJsonObject &json) const;
    void object(const QJsonObject &json) const; // in one line, of many
    void line(const QString &text) const;
    // Columns as wide as their widest cell; the last one is not padded, and cut to the terminal's width.
    void table(const QStringList &header, const std::vector<QStringList> &rows) const;
    void note(const QString &text) const; // to standard error: beside the answer, not part of it
    // To standard error; with --json as an object {"error": …}, which among events is one of them, of kind «error».
    void error(const Error &error) const;

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
    bool m_streams;
    bool m_terminal;
    bool m_colour;
    std::mutex m_mutex;
    TimePoint m_start{};
    int m_serviceWidth = 0;
    QMap<QString, QString> m_waits; // service -> what it waits for now
    bool m_statusShown = false;
};

void print(Output &output, const stack::StackState &state);

// Says it, and gives the exit code that it stands for.
int failed(Output &output, const Error &error);

} // namespace bd::ctl
