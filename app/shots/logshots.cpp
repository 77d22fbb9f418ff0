// Logs.
#include "shots/shot.h"

#include <QCoreApplication>
#include <QLineEdit>

#include "common/rowtable.h"
#include "logs/logmodel.h"
#include "logs/logsview.h"
#include "shell/mainwindow.h"

namespace bd::app {

namespace {

LogsView *showLogs(MainWindow &window)
{
    openWith(window, samples::healthy());
    window.showView(View::Logs);
    LogsView *view = window.logsView();
    QStringList services;
    for (const compose::Service &service : samples::project().services) {
        services += service.name;
    }
    view->setServices(services);
    while (view->model()->isFiltering()) {
        QCoreApplication::processEvents(QEventLoop::AllEvents, 10);
    }
    view->begin();
    view->add(samples::logLines());
    return view;
}

} // namespace

std::vector<Shot> logShots()
{
    return {
        {"logs", [](MainWindow &window) { showLogs(window); }},
        {"logs-search",
         [](MainWindow &window) {
             LogsView *view = showLogs(window);
             view->searchField()->setText(QStringLiteral("brokers/ids"));
             view->table()->setCurrentIndex(view->model()->index(7, 0));
             view->table()->scrollToTop();
         }},
        {"logs-trace",
         [](MainWindow &window) {
             LogsView *view = showLogs(window);
             view->model()->toggleTrace(8);
             view->table()->setCurrentIndex(view->model()->index(8, 0));
             view->table()->scrollToTop();
         }},
        {"logs-none",
         [](MainWindow &window) {
             openWith(window, samples::stopped());
             window.showView(View::Logs);
         }},
    };
}

} // namespace bd::app
