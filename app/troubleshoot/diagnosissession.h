// Looks for what is wrong while something is: as soon as a service gets into trouble, and again and again while it is. On worker
// threads; what comes of it arrives as signals on this object's thread.
#pragma once

#include <optional>

#include <QObject>
#include <QTimer>

#include "common/background.h"
#include "engine/engine.h"
#include "stack/state.h"
#include "troubleshoot/diagnosisfacts.h"

namespace bd::app {

class DiagnosisSession : public QObject
{
    Q_OBJECT

public:
    DiagnosisSession(std::shared_ptr<const engine::Engine> engine, compose::Project project, QObject *parent = nullptr);

    void setProject(const compose::Project &project); // read anew
    void setState(const stack::StackState &state);
    void look(); // now, whether anything seems wrong or not

    const DiagnosisFactsPtr &facts() const { return m_facts; } // none: nothing was looked at yet

Q_SIGNALS:
    void changed(const bd::app::DiagnosisFactsPtr &facts);
    void lookFailed(const bd::Error &error);

private:
    void looked(const Result<DiagnosisFactsPtr> &outcome);
    void set(const DiagnosisFactsPtr &facts);

    std::shared_ptr<const engine::Engine> m_engine;
    compose::Project m_project;
    DiagnosisFactsPtr m_facts;
    QStringList m_trouble; // what it was when it was looked at last: a line a service
    bool m_isLooking = false;
    bool m_lookAgain = false;
    int m_looks = 0; // since the trouble changed
    QTimer m_pace;
    Background m_background;
};

} // namespace bd::app
