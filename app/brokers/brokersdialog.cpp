#include "brokers/brokersdialog.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>

#include "base/text.h"
#include "brokers/laddercard.h"
#include "common/dialogs.h"
#include "common/findingcard.h"
#include "common/labels.h"
#include "common/rowdelegate.h"
#include "common/rowtable.h"
#include "common/theme.h"

namespace bd::app {

namespace {

using namespace std::chrono_literals;

constexpr QSize usualSize(860, 600);
constexpr int mostRows = 4; // before the table is scrolled

const RowTable::Columns columns{.stretched = RegistrationModel::OnEngine,
                                .leastStretched = 200,
                                .fixed = {{RegistrationModel::Id, 100},
                                          {RegistrationModel::InZooKeeper, 220},
                                          {RegistrationModel::InKafka, 180}},
                                .hiddenFirst = {}};

} // namespace

BrokersDialog::BrokersDialog(const QString &project, QWidget *parent)
    : QDialog(parent), m_model(new RegistrationModel(this)),
      m_sentence(wrappedLabel(tr("Asking ZooKeeper, Kafka and the engine…"))), m_failure(new FindingCard),
      m_table(new RowTable), m_ladder(new LadderCard), m_nodes(new QPushButton(tr("ZooKeeper’s nodes…")))
{
    setWindowTitle(tr("Brokers of %1").arg(plainText(project, 100)));
    fitToWindow(this, usualSize);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(10);
    QLabel *title = wrappedLabel(tr("Brokers, as ZooKeeper, Kafka and the engine have them"));
    setLook(title, Look::Heading);
    setLook(m_sentence, Look::Muted);
    m_table->setModel(m_model);
    m_table->setColumns(columns);
    m_table->setAccessibleName(tr("Brokers"));
    auto *card = new Card;
    card->column()->setContentsMargins(1, 4, 1, 1);
    card->column()->addWidget(m_table);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    auto *inner = new QWidget;
    auto *innerColumn = new QVBoxLayout(inner);
    innerColumn->setContentsMargins(0, 0, 0, 0);
    innerColumn->addWidget(m_ladder);
    innerColumn->addStretch(1);
    scroll->setWidget(inner);
    auto *close = new QPushButton(tr("Close"));
    close->setAutoDefault(false);
    m_nodes->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_nodes);
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addWidget(title);
    column->addWidget(m_sentence);
    column->addWidget(m_failure);
    column->addWidget(card);
    column->addWidget(scroll, 1);
    column->addLayout(buttons);
    m_failure->hide();
    m_ladder->hide();
    m_table->setFixedHeight(RowTable::headerHeight + RowDelegate::rowHeight + 2);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &BrokersDialog::choose);
    connect(m_ladder, &LadderCard::rungWanted, this, &BrokersDialog::rungWanted);
    connect(m_nodes, &QPushButton::clicked, this, &BrokersDialog::nodesWanted);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (m_seen) {
            m_ladder->setNow(now());
        }
    });
    m_tick.start(1s);
    m_look.callOnTimeout(this, &BrokersDialog::lookWanted);
    m_look.start(3s);
    m_table->setFocus();
}

QString BrokersDialog::sentence() const
{
    return m_sentence->text();
}

TimePoint BrokersDialog::now() const
{
    return m_seen->at + Millis(m_since.elapsed());
}

void BrokersDialog::setSeen(const SeenBrokers &seen)
{
    const int chosen = m_model->idAt(m_table->currentIndex().row());
    m_seen = seen;
    m_since.start();
    m_failure->hide();
    m_model->setSeen(seen);
    m_table->setFixedHeight(RowTable::headerHeight
                            + RowDelegate::rowHeight * std::clamp(m_model->rowCount(), 1, mostRows) + 2);
    const bool isWell = m_model->firstWrong() < 0;
    if (seen->zookeeperError) {
        m_sentence->setText(
            plainText(QStringLiteral("%1. %2").arg(seen->zookeeperError->message, seen->zookeeperError->hint), 400));
    } else if (isWell) {
        m_sentence->setText(
            tr("No registration stands in the way. ZooKeeper was asked over %1.").arg(seen->zookeeperWay));
    } else {
        m_sentence->setText(
            tr("A registration stands in the way. ZooKeeper was asked over %1.").arg(seen->zookeeperWay));
    }
    int row = m_model->rowOf(chosen);
    if (row < 0) {
        row = isWell ? 0 : m_model->firstWrong();
    }
    if (m_table->currentIndex().row() != row && row < m_model->rowCount()) {
        m_table->selectRow(row); // which chooses it
    }
    choose();
}

void BrokersDialog::choose()
{
    const int broker = m_model->idAt(m_table->currentIndex().row());
    m_ladder->setVisible(m_seen && broker >= 0);
    if (m_seen && broker >= 0) {
        m_ladder->showBroker(m_seen, broker, now());
    }
}

void BrokersDialog::setFailure(const Error &error)
{
    if (!m_seen) {
        m_sentence->setText({});
    }
    m_failure->setFinding(m_seen ? staleFinding(error) : findingOf(error));
    m_failure->show();
}

void BrokersDialog::setBusy(bool busy)
{
    m_ladder->setBusy(busy);
}

} // namespace bd::app
