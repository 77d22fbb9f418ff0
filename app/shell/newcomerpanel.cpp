#include "shell/newcomerpanel.h"

#include <QDir>

#include "common/words.h"
#include "net/net.h"
#include "newcomer/sheetdialog.h"
#include "newstack/create.h"
#include "sheet/sheet.h"
#include "store/store.h"

namespace bd::app {

namespace {

constexpr quint16 usualPort = 9092;
constexpr int mostBrokers = 3;

} // namespace

NewcomerPanel::NewcomerPanel(MainWindow &window, QObject *parent) : QObject(parent), m_window(window)
{
    connect(&m_window, &MainWindow::newStackWanted, this, &NewcomerPanel::openNewStack);
    connect(&m_window, &MainWindow::sheetWanted, this, &NewcomerPanel::openSheet);
}

void NewcomerPanel::setProject(const std::optional<compose::Project> &project)
{
    m_project = project;
}

void NewcomerPanel::openNewStack()
{
    m_dialog = new NewStackDialog(shortPath(QDir::homePath() + QStringLiteral("/kafka")), &m_window);
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &NewStackDialog::writeWanted, this,
            [this](const QString &folder, const newstack::Choice &choice) {
                m_background.run([folder, choice](std::stop_token) { return newstack::create(folder, choice); },
                                 [this](const Result<QString> &path) {
                                     if (!m_dialog) {
                                         return; // somebody has thought better of it
                                     }
                                     m_dialog->setWritten(path);
                                     if (path) {
                                         OpenRequest request;
                                         request.path = *path;
                                         Q_EMIT openWanted(request);
                                     }
                                 });
            });
    m_background.run([](std::stop_token) { return net::freePortsFrom(usualPort, mostBrokers); },
                     [this](quint16 port) {
                         if (m_dialog) {
                             m_dialog->setFreePort(port);
                         }
                     });
    m_dialog->open();
}

void NewcomerPanel::openSheet()
{
    if (!m_project) {
        return;
    }
    auto *dialog = new SheetDialog(m_project->name, sheet::sheetOf(*m_project, QDate::currentDate()), &m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &SheetDialog::copyWanted, &m_window, &MainWindow::copyWanted);
    connect(dialog, &SheetDialog::saveWanted, this, [this](const QString &path, const QString &text) {
        m_background.run([path, text](std::stop_token) { return store::writeFile(path, text.toUtf8()); },
                         [this, path](const Result<> &saved) {
                             if (saved) {
                                 m_window.say(tr("Saved: %1").arg(shortPath(path)));
                             } else {
                                 m_window.setNotice(dismissible(findingOf(saved.error())));
                             }
                         });
    });
    dialog->open();
}

} // namespace bd::app
