// brokerdeck-shots DIRECTORY [PART-OF-A-NAME]: draws every view from made-up states into PNG files, light and dark,
// at two window sizes, for people to look at.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QDir>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QPushButton>

#include "common/dialogs.h"
#include "common/rowtable.h"
#include "common/theme.h"
#include "common/translations.h"
#include "overview/overviewview.h"
#include "overview/servicemodel.h"
#include "overview/servicetable.h"
#include "shell/actions.h"
#include "shell/mainwindow.h"
#include "shell/palette.h"
#include "shell/pickerpage.h"
#include "shots/samples.h"
#include "shots/shot.h"

namespace {

using namespace bd::app;
using namespace std::chrono_literals;

// A run that is live is drawn against the clock, not against the samples' own day.
bd::timeline::Run begunAt(bd::timeline::Run run, bd::TimePoint start)
{
    const auto shift = start - run.startedAt;
    run.startedAt = start;
    for (bd::timeline::Event &event : run.events) {
        event.at += shift;
        if (event.until) {
            *event.until += shift;
        }
    }
    return run;
}

void start(MainWindow &window)
{
    openWith(window, samples::starting());
    Operation operation;
    operation.startedAt = bd::Clock::system().now() - 3900ms;
    window.setOperation(operation);
    window.setRun(begunAt(samples::goingRun(), operation.startedAt), true);
}

void pick(MainWindow &window)
{
    window.picker()->setFound(samples::foundProjects());
    window.picker()->setBundled(
        {{QStringLiteral("Kafka with ZooKeeper"), QStringLiteral("one broker, ZooKeeper, four topics, two workers"),
          QStringLiteral("/usr/share/brokerdeck/stacks/zookeeper")},
         {QStringLiteral("Kafka with KRaft"), QStringLiteral("one broker without ZooKeeper, four topics, two workers"),
          QStringLiteral("/usr/share/brokerdeck/stacks/kraft")}});
    window.picker()->setRecent({QDir::homePath() + QStringLiteral("/code/kc-backend/compose.yaml"),
                                QDir::homePath() + QStringLiteral("/code/shop/docker-compose.yml")});
}

std::vector<Shot> overviewShots()
{
    return {
        {"overview-healthy", [](MainWindow &window) { openWith(window, samples::healthy()); }},
        {"overview-starting", start},
        {"overview-trouble", [](MainWindow &window) { openWith(window, samples::trouble()); }},
        {"overview-proof",
         [](MainWindow &window) {
             openWith(window, samples::trouble());
             window.overview()->problemCards().front()->proofButton()->click();
         }},
        {"overview-many-troubles", [](MainWindow &window) { openWith(window, samples::manyTroubles()); }},
        {"overview-stopped", [](MainWindow &window) { openWith(window, samples::stopped()); }},
        {"overview-long-names",
         [](MainWindow &window) { openWith(window, samples::longNamed(), samples::longNamedProject()); }},
        {"overview-lost-engine", [](MainWindow &window) { openWith(window, samples::lostEngine()); }},
        {"overview-no-file",
         [](MainWindow &window) {
             bd::compose::Project project = samples::project();
             project.call.files.clear();
             openWith(window, samples::healthy(), project);
         }},
        {"overview-focus",
         [](MainWindow &window) {
             openWith(window, samples::healthy());
             window.overview()->table()->setFocus(Qt::TabFocusReason);
         }},
        {"overview-details",
         [](MainWindow &window) {
             openWith(window, samples::trouble());
             showRows(window.overview(), QStringLiteral("kafka"), window.overview()->model()->facts(1));
         }},
        {"overview-notice",
         [](MainWindow &window) {
             openWith(window, samples::healthy());
             Finding notice = findingOf(samples::composeFileError());
             notice.dismissible = true;
             window.setNotice(notice);
         }},
    };
}

std::vector<Shot> shellShots()
{
    return {
        {"timeline-finished",
         [](MainWindow &window) {
             openWith(window, samples::healthy());
             window.showView(View::Timeline);
         }},
        {"timeline-going",
         [](MainWindow &window) {
             start(window);
             window.showView(View::Timeline);
         }},
        {"timeline-compared",
         [](MainWindow &window) {
             openWith(window, samples::healthy());
             window.showView(View::Timeline);
             window.setCompared(samples::slowerRun());
         }},
        {"timeline-recovering",
         [](MainWindow &window) {
             start(window);
             window.setRun(begunAt(samples::recoveringRun(), bd::Clock::system().now() - 6200ms), true);
             window.showView(View::Timeline);
         }},
        {"picker", pick},
        {"picker-empty", [](MainWindow &window) { window.picker()->setFound({}); }},
        {"picker-no-engine",
         [](MainWindow &window) {
             pick(window);
             window.picker()->setEngineError(samples::noEngine());
         }},
        {"picker-file-error",
         [](MainWindow &window) {
             pick(window);
             window.picker()->setOpenError(samples::composeFileError());
         }},
        {"opening", [](MainWindow &window) { window.showOpening(QStringLiteral("~/code/kc-backend")); }},
        {"palette",
         [](MainWindow &window) {
             openWith(window, samples::trouble());
             window.actions().findAnything->trigger();
             window.commandPalette()->line()->setText(QStringLiteral("st"));
         }},
        {"restart-question",
         [](MainWindow &window) {
             openWith(window, samples::healthy());
             Q_EMIT window.overview()->table()->restartWanted(QStringLiteral("kafka"));
         }},
        {"stop-waiting-question",
         [](MainWindow &window) {
             start(window);
             window.close();
         }},
        {"shortcuts",
         [](MainWindow &window) {
             openWith(window, samples::healthy());
             window.actions().shortcuts->trigger();
         }},
        {"row-menu",
         [](MainWindow &window) {
             openWith(window, samples::healthy());
             QMenu *menu = window.overview()->table()->menuFor(1);
             menu->popup(window.mapToGlobal(QPoint(240, 300)));
         }},
    };
}

void settle()
{
    for (int i = 0; i < 3; ++i) {
        QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QApplication::processEvents();
    }
}

int depthOf(const QObject *object)
{
    return object ? 1 + depthOf(object->parent()) : 0;
}

// A dialog or menu is a window of its own: drawn where it would lie over ours, one over the other that it belongs to.
QPixmap grabbed(MainWindow &window)
{
    QPixmap picture = window.grab();
    QPainter painter(&picture);
    QWidgetList tops = QApplication::topLevelWidgets();
    std::ranges::stable_sort(tops, {}, depthOf);
    for (QWidget *top : tops) {
        if (top == &window || !top->isVisible()) {
            continue;
        }
        const QPoint middle((window.width() - top->width()) / 2, (window.height() - top->height()) / 3);
        const bool isDialog = qobject_cast<QDialog *>(top);
        painter.drawPixmap(isDialog ? middle : window.mapFromGlobal(top->pos()), top->grab());
        painter.setPen(Theme::of(nullptr).border);
        painter.drawRect(QRect(isDialog ? middle : window.mapFromGlobal(top->pos()), top->size()));
    }
    return picture;
}

bool draw(const Shot &shot, const QSize &size, const QString &file)
{
    MainWindow window;
    window.resize(size);
    window.show();
    settle();
    shot.prepare(window);
    settle();
    const bool saved = grabbed(window).save(file);
    if (!saved) {
        std::fprintf(stderr, "brokerdeck-shots: cannot write %s\n", qUtf8Printable(file));
    }
    return saved;
}

} // namespace

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    QLocale::setDefault(qEnvironmentVariableIsSet("BROKERDECK_SHOTS_GERMAN") ? QLocale(QLocale::German)
                                                                             : QLocale(QLocale::English));
    installTranslations(application, QLocale());
    const QStringList words = QApplication::arguments();
    if (words.size() < 2 || !QDir().mkpath(words.at(1))) {
        std::fprintf(stderr, "Usage: brokerdeck-shots DIRECTORY [PART-OF-A-NAME]\n");
        return 2;
    }
    std::vector<Shot> shots = overviewShots();
    for (const auto &more : {shellShots(), topicShots(), recordShots(), groupShots(), clusterShots(), connectionShots(),
                             careShots(), logShots(), troubleShots(), auditShots()}) {
        shots.insert(shots.end(), more.begin(), more.end());
    }
    bool good = true;
    for (const auto &[scheme, schemeName] : {std::pair(Scheme::Light, "light"), std::pair(Scheme::Dark, "dark")}) {
        applyTheme(application, scheme);
        for (const Shot &shot : shots) {
            for (const QSize &size : {QSize(1280, 800), QSize(900, 600)}) {
                const QString small = size.width() < 1000 ? QStringLiteral("-small") : QString();
                const QString name =
                    QStringLiteral("%1-%2%3.png").arg(QLatin1String(shot.name), QLatin1String(schemeName), small);
                if (words.size() < 3 || name.contains(words.at(2))) {
                    good = draw(shot, size, words.at(1) + QLatin1Char('/') + name) && good;
                }
            }
        }
    }
    return good ? 0 : 1;
}
