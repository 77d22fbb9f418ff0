// The stability audit, and what the overview says of it.
#include "shots/shot.h"

#include "audit/auditview.h"
#include "audit/auditwords.h"
#include "audit/fixdialog.h"
#include "newcomer/newstackdialog.h"
#include "newcomer/sheetdialog.h"
#include "sheet/sheet.h"
#include "shell/mainwindow.h"

#include <QLineEdit>
#include <QPlainTextEdit>

namespace bd::app {

namespace {

AuditView *show(MainWindow &window, const AuditFactsPtr &facts)
{
    openWith(window, samples::healthy());
    window.showView(View::Audit);
    window.setAudit(facts);
    return window.auditView();
}

} // namespace

std::vector<Shot> auditShots()
{
    return {
        {"overview-audit",
         [](MainWindow &window) {
             openWith(window, samples::healthy());
             window.showView(View::Overview);
             window.setAudit(samples::auditFacts());
         }},
        {"audit", [](MainWindow &window) { show(window, samples::auditFacts()); }},
        {"audit-narrow",
         [](MainWindow &window) {
             window.resize(720, 800);
             show(window, samples::auditFacts());
         }},
        {"audit-preview",
         [](MainWindow &window) {
             show(window, samples::auditFacts());
             auto *dialog = new FixDialog(14, &window);
             dialog->setFix(samples::auditFix());
             dialog->show();
         }},
        {"audit-applied",
         [](MainWindow &window) {
             AuditView *view = show(window, samples::mendedFacts());
             const FixPtr fix = samples::auditFix();
             view->setNotice(appliedFinding(*fix, {QStringLiteral("/x/compose.yaml.2026-11-27T124100.bak")},
                                            staleServices(*fix, {QStringLiteral("zookeeper"), QStringLiteral("kafka")}),
                                            true));
         }},
        {"audit-broken",
         [](MainWindow &window) { show(window, samples::auditFacts())->setFailure(samples::composeFileError()); }},
        {"new-stack",
         [](MainWindow &window) {
             openWith(window, samples::healthy());
             auto *dialog = new NewStackDialog(QStringLiteral("~/code/shop"), &window);
             dialog->topics()->setPlainText(QStringLiteral("purchase-created 3\ndead-letter-queue 1"));
             dialog->workers()->setText(QStringLiteral("mail-worker"));
             dialog->show();
         }},
        {"sheet",
         [](MainWindow &window) {
             openWith(window, samples::healthy());
             const auto page = sheet::sheetOf(samples::auditFacts()->audit.project, QDate(2026, 11, 27));
             (new SheetDialog(QStringLiteral("kc-backend"), page, &window))->show();
         }},
    };
}

} // namespace bd::app
