#include "verify/verificationdialog.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/band.h"
#include "common/dialogs.h"
#include "common/findingcard.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/theme.h"
#include "verify/checklist.h"

namespace bd::app {

namespace {

constexpr QSize usualSize(860, 520);

} // namespace

VerificationDialog::VerificationDialog(const QString &project, QWidget *parent)
    : QDialog(parent), m_sentence(wrappedLabel()), m_failure(new FindingCard), m_list(new Checklist),
      m_again(new QPushButton(tr("Check again"))), m_copy(new QPushButton(tr("Copy as text")))
{
    setWindowTitle(tr("Verification of %1").arg(plainText(project, 100)));
    fitToWindow(this, usualSize);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *body = new QWidget;
    body->setBackgroundRole(QPalette::Base);
    body->setAutoFillBackground(true);
    QVBoxLayout *page = scrolledPage(body).column;
    QLabel *title = wrappedLabel(tr("Is %1 as it should be?").arg(plainText(project, 100)));
    setLook(title, Look::Title);
    setLook(m_sentence, Look::Muted);
    for (QWidget *widget : std::initializer_list<QWidget *>{title, m_sentence, m_failure, m_list}) {
        page->addWidget(widget);
    }
    page->addStretch(1);
    m_failure->hide();
    column->addWidget(body, 1);

    auto *band = new Band(Qt::TopEdge);
    auto *row = new QHBoxLayout(band);
    row->setContentsMargins(16, 14, 16, 14);
    row->setSpacing(10);
    auto *close = new QPushButton(tr("Close"));
    row->addWidget(m_copy);
    row->addStretch(1);
    row->addWidget(m_again);
    row->addWidget(close);
    column->addWidget(band);
    setLook(close, Look::Primary);
    close->setDefault(true);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(m_again, &QPushButton::clicked, this, &VerificationDialog::againWanted);
    connect(m_copy, &QPushButton::clicked, this, [this] { Q_EMIT copyWanted(checklistText(m_checks)); });
    connect(m_list, &Checklist::viewWanted, this, [this](verify::Check::What what) {
        accept();
        Q_EMIT viewWanted(what);
    });
    setChecking();
}

QString VerificationDialog::sentence() const
{
    return m_sentence->text();
}

void VerificationDialog::setChecking()
{
    m_failure->hide();
    m_sentence->setText(tr("Looking at containers, brokers, volumes, topics and workers…"));
    m_again->setEnabled(false);
    m_copy->setEnabled(!m_checks.empty());
}

void VerificationDialog::setChecks(const std::vector<verify::Check> &checks)
{
    m_checks = checks;
    m_failure->hide();
    m_list->setChecks(checks);
    m_sentence->setText(tr("%1. A title leads to the view that explains it.").arg(checklistSummary(checks)));
    m_again->setEnabled(true);
    m_copy->setEnabled(true);
}

void VerificationDialog::setFailure(const Error &error)
{
    m_sentence->setText(tr("Nothing could be checked."));
    m_failure->setFinding(findingOf(error));
    m_failure->show();
    m_again->setEnabled(true);
}

} // namespace bd::app
