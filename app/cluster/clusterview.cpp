#include "cluster/clusterview.h"

#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QStackedWidget>
#include <QTabBar>
#include <QVBoxLayout>

#include "base/text.h"
#include "cluster/aclmodel.h"
#include "cluster/brokermodel.h"
#include "cluster/clusterwords.h"
#include "cluster/featuremodel.h"
#include "common/findingcard.h"
#include "common/flowlayout.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/rowtable.h"
#include "common/settingmodel.h"
#include "common/theme.h"

namespace bd::app {

namespace {

const RowTable::Columns brokerColumns{
    .stretched = BrokerModel::Advertised,
    .leastStretched = 150,
    .fixed = {{BrokerModel::Id, 84},
              {BrokerModel::State, 124},
              {BrokerModel::Reached, 170},
              {BrokerModel::Rack, 96},
              {BrokerModel::Kafka, 116},
              {BrokerModel::Leads, 84},
              {BrokerModel::Replicas, 96},
              {BrokerModel::OutOfSync, 116}},
    .hiddenFirst = {BrokerModel::Rack, BrokerModel::Replicas, BrokerModel::Leads, BrokerModel::Kafka},
};

const RowTable::Columns settingColumns{
    .stretched = SettingModel::Value,
    .leastStretched = 160,
    .fixed = {{SettingModel::Name, 300}, {SettingModel::Words, 150}, {SettingModel::Source, 180}},
    .hiddenFirst = {SettingModel::Words, SettingModel::Source},
};

const RowTable::Columns ruleColumns{
    .stretched = AclModel::Name,
    .leastStretched = 150,
    .fixed = {{AclModel::Resource, 130},
              {AclModel::Principal, 200},
              {AclModel::Host, 130},
              {AclModel::Operation, 140},
              {AclModel::Permission, 124}},
    .hiddenFirst = {AclModel::Host},
};

const RowTable::Columns featureColumns{
    .stretched = FeatureModel::Name,
    .leastStretched = 180,
    .fixed = {{FeatureModel::Level, 90}, {FeatureModel::Possible, 130}, {FeatureModel::Words, 220}},
    .hiddenFirst = {},
};

} // namespace

ClusterView::ClusterView(QWidget *parent)
    : QWidget(parent), m_brokerModel(new BrokerModel(this)), m_settingModel(new SettingModel(this, SettingOf::Broker)),
      m_aclModel(new AclModel(this)), m_featureModel(new FeatureModel(this)), m_failure(new FindingCard),
      m_mapped(new FindingCard), m_empty(wrappedLabel(tr("Asking the broker…")))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(pageMargin, pageMargin - 4, pageMargin, pageMargin);
    column->setSpacing(pageGap);
    column->addWidget(makeHead());
    column->addWidget(m_failure);
    column->addWidget(m_mapped);
    column->addWidget(m_factsCard = makeFacts());
    column->addWidget(m_tabsCard = makeTabs(), 1);
    column->addWidget(m_empty);
    column->addStretch(0);
    setLook(m_empty, Look::Muted);
    for (QWidget *later :
         {static_cast<QWidget *>(m_failure), static_cast<QWidget *>(m_mapped), m_factsCard, m_tabsCard}) {
        later->hide();
    }
    m_brokers->setColumns(brokerColumns);
    m_settings->setColumns(settingColumns);
    m_rules->setColumns(ruleColumns);
    m_features->setColumns(featureColumns);
    connectParts();
    m_onlySet->setChecked(true);
    showTab(BrokersTab);
    setFocusProxy(m_brokers);
}

QWidget *ClusterView::makeHead()
{
    auto *widget = new QWidget;
    QHBoxLayout *head = pageHead(tr("Cluster"), {});
    head->setContentsMargins(0, 0, 0, 0);
    widget->setLayout(head);
    m_sentence = widget->findChild<ElidedLabel *>();
    return widget;
}

QWidget *ClusterView::makeFacts()
{
    constexpr int gap = 32;
    auto *card = new Card;
    auto *facts = new FlowLayout(gap);
    m_kind = addFact(facts, tr("Metadata in"));
    m_controller = addFact(facts, tr("Controller"));
    m_release = addFact(facts, tr("Kafka"));
    m_topics = addFact(facts, tr("Topics"));
    m_partitions = addFact(facts, tr("Partitions"));
    m_underReplicated = addFact(facts, tr("Under-replicated"));
    m_leaderless = addFact(facts, tr("Without leader"));
    setPlainToolTip(m_release, tr("By the requests that the brokers know. It may be any patch of that release."));
    card->column()->addLayout(facts);
    return card;
}

// On a line of their own: beside the tabs there is no room in a narrow window.
QWidget *ClusterView::makeControls()
{
    auto *widget = new QWidget;
    auto *line = new QHBoxLayout(widget);
    line->setContentsMargins(14, 2, 14, 2);
    line->setSpacing(12);
    m_choice = new QComboBox;
    m_choice->setAccessibleName(tr("Settings of which broker"));
    m_onlySet = new QCheckBox(tr("Only what is set"));
    setPlainToolTip(m_onlySet, tr("Leave out what has Kafka’s default"));
    m_filter = new QLineEdit;
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedWidth(200);
    line->addWidget(m_filter);
    line->addWidget(m_choice);
    line->addWidget(m_onlySet);
    line->addStretch(1);
    return widget;
}

QWidget *ClusterView::makeTabs()
{
    auto *card = new Card;
    card->column()->setContentsMargins(1, 6, 1, 1);
    card->column()->setSpacing(6);
    m_tabs = new QTabBar;
    m_tabs->setDrawBase(false);
    m_tabs->setExpanding(false);
    m_tabs->insertTab(BrokersTab, tr("Brokers"));
    m_tabs->insertTab(SettingsTab, tr("Settings"));
    m_tabs->insertTab(RulesTab, tr("Who may do what"));
    m_tabs->insertTab(FeaturesTab, tr("Features"));
    auto *line = new QHBoxLayout;
    line->setContentsMargins(8, 0, 14, 0);
    line->addWidget(m_tabs);
    line->addStretch(1);
    card->column()->addLayout(line);
    card->column()->addWidget(m_controls = makeControls());
    m_stack = new QStackedWidget;
    m_brokers = addTable(tr("Brokers"), m_brokerModel, m_noBrokers);
    m_settings = addTable(tr("Settings of a broker"), m_settingModel, m_noSettings);
    m_rules = addTable(tr("Who may do what"), m_aclModel, m_noRules);
    m_features = addTable(tr("Features"), m_featureModel, m_noFeatures);
    card->column()->addWidget(m_stack, 1);
    return card;
}

// A table on a page of its own, and the sentence that stands there instead.
RowTable *ClusterView::addTable(const QString &name, QAbstractItemModel *model, QLabel *&sentence)
{
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 0, 0);
    auto *table = new RowTable;
    table->setModel(model);
    table->setAccessibleName(name);
    sentence = wrappedLabel();
    sentence->setContentsMargins(16, 10, 16, 16);
    setLook(sentence, Look::Muted);
    sentence->hide();
    column->addWidget(table, 1);
    column->addWidget(sentence);
    column->addStretch(0);
    m_stack->addWidget(page);
    return table;
}

void ClusterView::connectParts()
{
    connect(m_tabs, &QTabBar::currentChanged, this, &ClusterView::showTab);
    connect(m_brokers, &RowTable::opened, this, &ClusterView::openBroker);
    connect(m_brokers, &QTableView::doubleClicked, this, &ClusterView::openBroker);
    connect(m_choice, &QComboBox::currentIndexChanged, this, &ClusterView::showSettings);
    connect(m_onlySet, &QCheckBox::toggled, this, [this](bool only) {
        m_settingModel->setOnlySet(only);
        showSettings();
    });
    connect(m_filter, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_settingModel->setFilter(text);
        m_aclModel->setFilter(text);
        showSettings();
    });
    auto *find = new QShortcut(QKeySequence::Find, this);
    find->setContext(Qt::WidgetWithChildrenShortcut);
    connect(find, &QShortcut::activated, m_filter, [this] { m_filter->setFocus(Qt::ShortcutFocusReason); });
    auto *clear = new QShortcut(Qt::Key_Escape, m_filter);
    clear->setContext(Qt::WidgetShortcut);
    connect(clear, &QShortcut::activated, m_filter, &QLineEdit::clear);
}

void ClusterView::showTab(int tab)
{
    m_stack->setCurrentIndex(tab);
    m_choice->setVisible(tab == SettingsTab && m_choice->count() > 1);
    m_onlySet->setVisible(tab == SettingsTab);
    m_controls->setVisible(tab == SettingsTab || (tab == RulesTab && m_aclModel->rowCount() > 0));
    const QString what = tab == SettingsTab ? tr("Filter settings") : tr("Filter");
    m_filter->setPlaceholderText(what);
    m_filter->setAccessibleName(what);
    m_filter->clear(); // what narrows one list says nothing of another
}

void ClusterView::setFacts(const ClusterFactsPtr &facts)
{
    m_facts = facts;
    setFailure({});
    m_factsCard->show();
    m_tabsCard->show();
    m_sentence->setText(facts->clusterId.isEmpty() ? QString() : tr("id %1").arg(plainText(facts->clusterId, 60)));
    const auto mapped = mappedFinding(*facts);
    m_mapped->setVisible(mapped.has_value());
    if (mapped) {
        m_mapped->setFinding(*mapped);
    }
    showNumbers();
    m_brokerModel->setFacts(*facts);
    m_featureModel->setFeatures(facts->features());
    m_aclModel->setAcls(facts->acls ? facts->acls->acls : std::vector<kafka::Acl>());
    showSentence(m_noRules, m_rules, aclSentence(*facts));
    const QString noFeatures = facts->brokers.isEmpty()
                                   ? tr("Asking the brokers…")
                                   : tr("No broker tells of any: Kafka has them from 2.7 on, and with KRaft.");
    showSentence(m_noFeatures, m_features, m_featureModel->rowCount() > 0 ? QString() : noFeatures);
    showChoice();
    showSettings();
}

void ClusterView::showNumbers()
{
    const kafka::ClusterSummary &summary = m_facts->summary;
    const auto number = [](QLabel *label, int value, bool isBad) {
        label->setText(countText(value));
        setLook(label, isBad && value > 0 ? Look::Problem : Look::Strong);
    };
    m_kind->setText(kindText(*m_facts));
    m_controller->setText(controllerText(*m_facts));
    m_release->setText(releasesText(*m_facts));
    number(m_topics, summary.topics, false);
    number(m_partitions, summary.partitions, false);
    number(m_underReplicated, summary.underReplicated, true);
    number(m_leaderless, summary.leaderless, true);
}

void ClusterView::setFailure(const std::optional<Error> &failure)
{
    m_failure->setVisible(failure.has_value());
    if (failure) {
        Finding finding = m_facts ? staleFinding(*failure) : findingOf(*failure);
        finding.edge = Card::Edge::Waiting;
        m_failure->setFinding(finding);
    }
    m_empty->setVisible(!m_facts && !failure);
}

// Those whose settings are known or have a reason why not; the chosen one stays chosen.
void ClusterView::showChoice()
{
    const QVariant chosen = m_choice->currentData();
    QList<int> ids;
    for (int i = 0; i < m_choice->count(); ++i) {
        ids += m_choice->itemData(i).toInt();
    }
    if (ids != m_facts->brokers.keys()) {
        const QSignalBlocker blocker(m_choice);
        m_choice->clear();
        for (auto it = m_facts->brokers.cbegin(); it != m_facts->brokers.cend(); ++it) {
            m_choice->addItem(tr("Broker %1").arg(it.key()), it.key());
        }
        m_choice->setCurrentIndex(std::max(0, m_choice->findData(chosen)));
    }
    m_choice->setVisible(m_tabs->currentIndex() == SettingsTab && m_choice->count() > 1);
}

void ClusterView::showSettings()
{
    if (!m_facts) {
        return;
    }
    const probe::BrokerFacts facts = m_facts->brokers.value(m_choice->currentData().toInt());
    m_settingModel->setEntries(facts.config);
    const bool isFiltered = !m_filter->text().isEmpty();
    const QString none = m_facts->brokers.isEmpty()   ? tr("Asking the brokers…")
                         : facts.configError          ? facts.configError->message
                         : m_settingModel->rowCount() ? QString()
                         : isFiltered ? tr("No setting matches «%1».").arg(plainText(m_filter->text(), 100))
                                      : tr("Nothing is set: everything has Kafka’s default.");
    showSentence(m_noSettings, m_settings, none);
}

void ClusterView::showSentence(QLabel *sentence, RowTable *table, const QString &text)
{
    sentence->setText(text);
    sentence->setVisible(!text.isEmpty());
    table->setVisible(text.isEmpty());
}

void ClusterView::openBroker(const QModelIndex &index)
{
    const auto broker = m_brokerModel->brokerAt(index.row());
    const int at = broker ? m_choice->findData(*broker) : -1;
    if (at < 0) { // one that is not there
        return;
    }
    m_choice->setCurrentIndex(at);
    m_tabs->setCurrentIndex(SettingsTab);
    m_settings->setFocus(Qt::OtherFocusReason);
}

void ClusterView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    Q_EMIT watchedChanged(true);
}

void ClusterView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    Q_EMIT watchedChanged(false);
}

} // namespace bd::app
