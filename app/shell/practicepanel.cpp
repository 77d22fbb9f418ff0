#include "shell/practicepanel.h"

#include <algorithm>

#include "base/text.h"
#include "common/stacksfolder.h"
#include "store/settings.h"

namespace bd::app {

using practice::Lesson;

PracticePanel::PracticePanel(MainWindow &window, std::shared_ptr<const engine::Engine> engine, QString settingsFile,
                             QObject *parent)
    : QObject(parent), m_window(window), m_engine(std::move(engine)),
      m_settingsFile(std::move(settingsFile)), m_place{stacksFolder() + QStringLiteral("/zookeeper")}
{
    connect(&m_window, &MainWindow::practiceWanted, this, &PracticePanel::open);
}

void PracticePanel::open()
{
    if (m_lessons.empty()) { // not as the program starts: few ever look
        m_lessons = practice::readLessons(QStringLiteral(":/practice")).value_or(std::vector<Lesson>());
    }
    if (!m_dialog) {
        m_dialog = new PracticeDialog(&m_window);
        m_dialog->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_dialog, &PracticeDialog::startWanted, this, &PracticePanel::begin);
        connect(m_dialog, &PracticeDialog::openWanted, this, &PracticePanel::openProject);
        connect(m_dialog, &PracticeDialog::checkWanted, this, &PracticePanel::check);
        connect(m_dialog, &PracticeDialog::stopWanted, this, &PracticePanel::end);
    }
    showLessons();
    m_dialog->setWorking(m_working);
    m_dialog->show();
    m_dialog->raise();
    m_dialog->activateWindow();
}

void PracticePanel::showLessons()
{
    if (!m_dialog) {
        return;
    }
    const QStringList done = store::Settings(m_settingsFile).lessonsDone();
    std::vector<LessonRow> rows;
    for (const Lesson &one : m_lessons) {
        rows.push_back({one, done.contains(one.id), practice::isGoingOn(one, m_place)});
    }
    m_dialog->setLessons(rows);
}

const Lesson *PracticePanel::lesson(const QString &id) const
{
    const auto found = std::ranges::find(m_lessons, id, &Lesson::id);
    return found == m_lessons.end() ? nullptr : &*found;
}

void PracticePanel::begin(const QString &id)
{
    m_working = tr("Preparing…");
    m_dialog->setWorking(m_working);
    const auto tell = [this, mailbox = m_background.mailbox()](const QString &what) {
        mailbox->post([this, what] {
            m_working = what;
            if (m_dialog) {
                m_dialog->setWorking(what);
            }
        });
    };
    m_work = m_background.run([engine = m_engine, lesson = *lesson(id), place = m_place, tell](
                                  std::stop_token stop) { return practice::begin(engine, lesson, place, tell, stop); },
                              [this, id](const Result<> &begun) {
                                  ended(begun);
                                  if (begun) {
                                      openProject(id);
                                  }
                              });
}

void PracticePanel::openProject(const QString &id)
{
    const auto call = practice::callOf(*lesson(id), m_place);
    if (!call) {
        m_dialog->setFailure(call.error());
        return;
    }
    OpenRequest request;
    request.call = *call;
    Q_EMIT openWanted(request);
}

void PracticePanel::check(const QString &id)
{
    m_working = tr("Looking at it…");
    m_dialog->setWorking(m_working);
    m_work = m_background.run([engine = m_engine, lesson = *lesson(id), place = m_place](
                                  std::stop_token stop) { return practice::look(engine, lesson, place, stop); },
                              [this, id](const Result<practice::State> &state) {
                                  if (!state) {
                                      ended(tl::unexpected(state.error()));
                                      return;
                                  }
                                  const Lesson &one = *lesson(id);
                                  if (state->isMended(one)) {
                                      store::Settings(m_settingsFile).addLessonDone(id);
                                  }
                                  ended({});
                                  if (m_dialog) {
                                      m_dialog->setChecked(id, state->isMended(one), redacted(state->sentence(one)));
                                  }
                              });
}

void PracticePanel::end(const QString &id)
{
    if (!m_working.isEmpty()) {
        m_work.request_stop();
        return;
    }
    Q_EMIT closeWanted(practice::projectOf(*lesson(id), m_place));
    m_working = tr("Taking it away…");
    m_dialog->setWorking(m_working);
    m_work = m_background.run([engine = m_engine, lesson = *lesson(id), place = m_place](
                                  std::stop_token stop) { return practice::end(*engine, lesson, place, stop); },
                              [this](const Result<> &outcome) { ended(outcome); });
}

void PracticePanel::ended(const Result<> &outcome)
{
    m_working.clear();
    if (!m_dialog) {
        return;
    }
    m_dialog->setWorking({});
    showLessons();
    if (!outcome) {
        m_dialog->setFailure(outcome.error());
    }
}

} // namespace bd::app
