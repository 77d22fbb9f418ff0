#include "audit/auditview.h"

#include <algorithm>

#include <QCheckBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QScrollArea>
#include <QSplitter>
#include <QTabBar>
#include <QVBoxLayout>

#include "audit/auditmodel.h"
#include "audit/auditwords.h"
#include "audit/findingdetail.h"
#include "audit/findinglist.h"
#include "audit/sourceview.h"
#include "audit/words.h"
#include "base/text.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/theme.h"
#include "common/words.h"

namespace bd::app {

namespace {

constexpr int besideEachOther = 600; // px; in a narrower view list and file stand above each other
constexpr int listWidth = 380;
constexpr int leastList = 240;   // wide, and high
constexpr int leastSource = 170; // high

} // namespace

AuditView::AuditView(QWidget *parent)
    : QWidget(parent), m_model(new AuditModel(this)), m_list(new FindingList(m_model)), m_detail(new FindingDetail),
      m_source(new SourceView), m_files(new QTabBar), m_score(wrappedLabel(tr("Reading the compose file…"))),
      m_none(emptySentence({})), m_all(new QCheckBox(tr("Show what is right, too"))),
      m_mendAll(new QCheckBox(tr("Mend all that can be"))), m_notice(new FindingCard), m_failure(new FindingCard),
      m_preview(new QPushButton), m_undo(new QPushButton(tr("Take back the last change"))), m_parts(new QSplitter)
{
    auto *page = new QVBoxLayout(this);
    page->setContentsMargins(pageMargin, pageMargin - 4, pageMargin, pageMargin);
    page->setSpacing(pageGap);
    QHBoxLayout *head = pageHead(tr("Stability audit"), tr("What will bring the next crash, and its mend."));
    setLook(m_preview, Look::Primary);
    head->addWidget(m_undo);
    head->addWidget(m_preview);
    page->addLayout(head);
    page->addWidget(m_failure);
    page->addWidget(m_notice);
    m_parts->setChildrenCollapsible(false);
    m_parts->setHandleWidth(pageGap);
    m_parts->addWidget(madeLeft());
    m_parts->addWidget(madeRight());
    m_parts->setStretchFactor(0, 2);
    m_parts->setStretchFactor(1, 3);
    m_parts->setSizes({listWidth, 600});
    page->addWidget(m_parts, 1);
    m_failure->hide();
    m_notice->hide();
    m_none->hide();
    m_undo->hide();
    setFocusProxy(m_list);
    connect(m_list, &FindingList::chosen, this, &AuditView::showFinding);
    connect(m_model, &AuditModel::tickedChanged, this, &AuditView::showTicked);
    connect(m_files, &QTabBar::currentChanged, this, &AuditView::showFile);
    connect(m_source, &SourceView::lineChosen, this, &AuditView::chooseLine);
    connect(m_preview, &QPushButton::clicked, this, [this] { Q_EMIT previewWanted(m_model->ticked()); });
    connect(m_detail, &FindingDetail::mendWanted, this, [this](const FindingKey &key) { Q_EMIT previewWanted({key}); });
    connect(m_undo, &QPushButton::clicked, this, &AuditView::undoWanted);
    connect(m_notice, &FindingCard::accepted, this, &AuditView::noticeAccepted);
    connect(m_notice, &FindingCard::dismissed, m_notice, &QWidget::hide);
    connect(m_all, &QCheckBox::toggled, this, [this](bool all) {
        m_model->setAll(all);
        choose(m_chosen);
    });
    // In between it shows that some are ticked; pressed, it ticks all of them or none.
    connect(m_mendAll, &QCheckBox::clicked, m_model, [this] { m_model->tickAll(m_model->allTicked() != Qt::Checked); });
    showTicked();
}

QWidget *AuditView::madeLeft()
{
    auto *card = new Card;
    card->column()->setContentsMargins(1, 12, 1, 1);
    card->column()->setSpacing(8);
    auto *head = new QVBoxLayout;
    head->setContentsMargins(14, 0, 14, 0);
    head->setSpacing(6);
    setLook(m_score, Look::Heading);
    head->addWidget(m_score);
    head->addWidget(m_all);
    head->addWidget(m_mendAll);
    card->column()->addLayout(head);
    card->column()->addWidget(m_none);
    card->column()->addWidget(m_list, 1);
    card->setMinimumSize(leastList, leastList);
    return card;
}

QWidget *AuditView::madeRight()
{
    auto *right = new QWidget;
    auto *column = new QVBoxLayout(right);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(pageGap);
    auto *file = new Card;
    file->column()->setContentsMargins(1, 6, 1, 8);
    file->column()->setSpacing(4);
    m_files->setDrawBase(false);
    m_files->setExpanding(false);
    m_files->setUsesScrollButtons(true);
    m_files->setAccessibleName(tr("Files that the audit has read"));
    file->column()->addWidget(m_files);
    file->column()->addWidget(m_source, 1);
    column->addWidget(m_detail);
    column->addWidget(file, 1);
    file->setMinimumHeight(leastSource);
    auto *scroll = new QScrollArea; // a small window has no room for both
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidgetResizable(true);
    scroll->setWidget(right);
    return scroll;
}

void AuditView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    m_parts->setOrientation(width() < besideEachOther ? Qt::Vertical : Qt::Horizontal);
}

QString AuditView::score() const
{
    return m_score->text();
}

void AuditView::setFacts(const AuditFactsPtr &facts)
{
    m_failure->hide();
    m_facts = facts;
    m_texts = filesOf(facts->audit.sources);
    m_score->setText(audit::scoreText(audit::scoreOf(facts->audit.findings)));
    m_undo->setVisible(facts->canUndo);
    m_model->setFacts(facts);
    const bool isEmpty = facts->audit.findings.empty();
    const bool isRight = std::ranges::none_of(facts->audit.findings, audit::isWrong);
    m_none->setText(isEmpty ? tr("There is no Kafka and no ZooKeeper in these files that could be judged.")
                            : tr("Nothing here will bring the next crash, as far as the audit knows."));
    m_none->setVisible(isRight);
    m_all->setVisible(!isEmpty);
    showFiles();
    choose(m_chosen);
}

// Where it is gone, the worst one.
void AuditView::choose(const FindingKey &key)
{
    const QModelIndex same = m_model->indexOf(key);
    const QModelIndex first = m_model->index(0, 0, m_model->index(0, 0));
    const QModelIndex chosen = same.isValid() ? same : first;
    m_list->setCurrentIndex(chosen);
    showFinding(chosen);
}

void AuditView::showFiles()
{
    const QSignalBlocker quiet(m_files);
    const QString shown = m_files->tabData(m_files->currentIndex()).toString();
    while (m_files->count() > 0) {
        m_files->removeTab(m_files->count() - 1);
    }
    int current = 0;
    for (const AuditedFile &file : m_texts) {
        const int at = m_files->addTab(
            plainText(QFileInfo(file.path).fileName(), 60).replace(QLatin1Char('&'), QLatin1String("&&")));
        m_files->setTabData(at, file.path);
        // A tab's tooltip is its description, too: text, in which nothing may look like markup.
        m_files->setTabToolTip(at, plainText(file.path, 400).replace(QLatin1Char('<'), QChar(0x2039)));
        current = file.path == shown ? at : current;
    }
    m_files->setCurrentIndex(current);
    showFile(current);
}

void AuditView::showFile(int at)
{
    if (at < 0 || !m_facts) {
        return;
    }
    const QString path = m_files->tabData(at).toString();
    const auto file = std::ranges::find(m_texts, path, &AuditedFile::path);
    SourceView::Marks marks; // the worst comes first
    for (const audit::Finding &finding : m_facts->audit.findings) {
        if (!isWrong(finding) || finding.place.file != path || finding.place.line <= 0) {
            continue;
        }
        SourceView::Mark &mark =
            marks.try_emplace(finding.place.line, SourceView::Mark{shapeOf(finding.status), {}}).first->second;
        const QString line = QStringLiteral("%1: %2").arg(plainText(finding.service, 100),
                                                          audit::titleOf(finding.rule));
        mark.text += (mark.text.isEmpty() ? QString() : QStringLiteral("\n")) + line;
    }
    m_source->setSource(file == m_texts.end() ? QString() : file->text);
    m_source->setMarks(marks);
}

void AuditView::showFinding(const QModelIndex &index)
{
    const audit::Finding *finding = m_model->finding(index);
    m_detail->setFinding(finding);
    if (!finding) {
        m_source->showLine(0);
        return;
    }
    m_chosen = keyOf(*finding);
    for (int at = 0; at < m_files->count(); ++at) {
        if (m_files->tabData(at).toString() == finding->place.file) {
            m_files->setCurrentIndex(at);
            m_source->showLine(finding->place.line);
        }
    }
}

void AuditView::chooseLine(int line)
{
    const QString path = m_files->tabData(m_files->currentIndex()).toString();
    for (const audit::Finding &finding : m_facts->audit.findings) {
        if (isWrong(finding) && finding.place == audit::Place{path, line}) {
            choose(keyOf(finding));
            return;
        }
    }
}

void AuditView::showTicked()
{
    const auto count = static_cast<int>(m_model->ticked().size());
    m_preview->setText(count == 0 ? tr("Preview…") : tr("Preview %Ln mend(s)…", nullptr, count));
    m_preview->setEnabled(count > 0);
    const auto all = m_model->allTicked();
    m_mendAll->setVisible(all.has_value());
    m_mendAll->setTristate(all == Qt::PartiallyChecked);
    m_mendAll->setCheckState(all.value_or(Qt::Unchecked));
}

void AuditView::setFailure(const Error &failure)
{
    m_failure->setFinding(m_facts ? staleFinding(failure) : findingOf(failure));
    m_failure->show();
    if (!m_facts) {
        m_score->setText(tr("The compose file cannot be judged"));
    }
}

void AuditView::setNotice(const Finding &notice)
{
    m_notice->setFinding(notice);
    m_notice->show();
}

} // namespace bd::app
