// The cluster: what is said of it, its tables, and the view with mouse and keyboard; the session on a mock cluster.
#include <QAbstractButton>
#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

#include "cluster/aclmodel.h"
#include "cluster/brokermodel.h"
#include "cluster/brokerssession.h"
#include "cluster/clusterview.h"
#include "cluster/clusterwords.h"
#include "cluster/featuremodel.h"
#include "common/findingcard.h"
#include "common/rowtable.h"
#include "common/settingmodel.h"
#include "common/theme.h"
#include "common/translations.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

QString cell(const QAbstractItemView *view, int row, int column, int role = Qt::DisplayRole)
{
    return view->model()->index(row, column).data(role).toString();
}

} // namespace

class TestCluster : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void releasesInWords_data();
    void releasesInWords();
    void theControllerIsOnlyNamedWhereItIsTold();
    void rulesOrWhyThereAreNone();
    void anInsideAddressIsExplained();
    void modelsKeepTheirPromises();
    void settingsOfABroker();

    void showsWhoCarriesWhat();
    void aBrokerThatIsGoneIsShown();
    void enterShowsABrokersSettings();
    void onlyWhatIsSetAndFiltered();
    void rulesAreFiltered();
    void whatCannotBeReadSaysWhy();
    void aFailureKeepsWhatWasTrue();
    void everyControlHasAName();
    void aSessionThatReachesNobodySaysSo();

private:
    void show(ClusterFacts facts) { m_view->setFacts(Background::shared(std::move(facts))); }
    // What is said where there is no table.
    bool says(const QString &words) const
    {
        const auto labels = m_view->findChildren<QLabel *>();
        return std::any_of(labels.begin(), labels.end(),
                           [&](const QLabel *label) { return label->isVisible() && label->text().contains(words); });
    }

    std::unique_ptr<ClusterView> m_view;
};

void TestCluster::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English));
    installTranslations(*qApp, QLocale(QLocale::English));
    applyTheme(*qApp, Scheme::Light);
}

void TestCluster::init()
{
    m_view = std::make_unique<ClusterView>();
    m_view->resize(1096, 720);
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void TestCluster::cleanup()
{
    m_view.reset();
}

void TestCluster::releasesInWords_data()
{
    QTest::addColumn<int>("api");
    QTest::addColumn<int>("version");
    QTest::addColumn<QString>("words");
    QTest::newRow("one") << 1 << 15 << s("3.5");
    QTest::newRow("two that are alike") << 29 << 3 << s("3.3 to 3.4");
    QTest::newRow("newest") << 1 << 18 << s("4.1 or later");
    QTest::newRow("unknown") << 1 << 1 << QString();
}

void TestCluster::releasesInWords()
{
    QFETCH(int, api);
    QFETCH(int, version);
    probe::BrokerFacts facts;
    QCOMPARE(releaseText(facts), QString());
    facts.versions = kafka::ApiVersions{{{api, 0, version}}, {}};
    QTEST(releaseText(facts), "words");
}

void TestCluster::theControllerIsOnlyNamedWhereItIsTold()
{
    const ClusterFacts zooKeeper = samples::clusterFacts();
    ClusterFacts kraft = samples::troubledCluster();
    QCOMPARE(controllerText(zooKeeper), s("broker 1"));
    QCOMPARE(kindText(zooKeeper), s("ZooKeeper"));
    QCOMPARE(controllerText(kraft), s("broker 1"));
    kraft.brokers[1].quorum.reset(); // metadata names broker 1, and would name any
    QCOMPARE(controllerText(kraft), s("clients are not told"));
    QCOMPARE(kindText(kraft), s("KRaft"));
    kraft.brokers[1].quorum = kafka::Quorum{2, {1, 2, 3}};
    QCOMPARE(controllerText(kraft), s("broker 2"));
    kraft.brokers[1].quorum = kafka::Quorum{3000, {3000}};
    QCOMPARE(controllerText(kraft), s("node 3000"));
    kraft.brokers.clear(); // not asked yet
    QCOMPARE(controllerText(kraft), s("…"));
    QCOMPARE(kindText(kraft), s("…"));
}

void TestCluster::rulesOrWhyThereAreNone()
{
    ClusterFacts facts = samples::clusterFacts();
    QVERIFY(aclSentence(facts).contains(s("no authorizer")));
    facts.acls->kind = kafka::AclList::Kind::NotAllowed;
    QVERIFY(aclSentence(facts).contains(s("may not see them")));
    facts.acls->kind = kafka::AclList::Kind::NoneSeen;
    QVERIFY(aclSentence(facts).contains(s("none is set, or")));
    facts.acls.reset();
    facts.aclsError = Error{ErrorCode::Timeout, s("No answer in time."), {}, {}};
    QVERIFY(aclSentence(facts).contains(s("No answer in time.")));
    QVERIFY(aclSentence(samples::troubledCluster()).isEmpty());
}

void TestCluster::anInsideAddressIsExplained()
{
    QVERIFY(!mappedFinding(samples::clusterFacts()));
    show(samples::clusterFacts());
    QVERIFY(!m_view->mappedCard()->isVisible());
    show(samples::insideCluster());
    QVERIFY(m_view->mappedCard()->isVisible());
    const Finding finding = m_view->mappedCard()->finding();
    QVERIFY(finding.title.contains(s("your own programs")));
    QVERIFY2(finding.text.contains(s("kafka:29092 → 127.0.0.1:9092")), qPrintable(finding.text));
    QCOMPARE(finding.raw, s("advertised.listeners=INSIDE://kafka:29092"));
    QCOMPARE(cell(m_view->brokers(), 0, BrokerModel::Reached), s("127.0.0.1:9092"));
}

void TestCluster::modelsKeepTheirPromises()
{
    BrokerModel brokers;
    AclModel acls;
    FeatureModel features;
    const QAbstractItemModelTester brokersTester(&brokers, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester aclsTester(&acls, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester featuresTester(&features, QAbstractItemModelTester::FailureReportingMode::QtTest);
    for (const ClusterFacts &facts : {samples::clusterFacts(), samples::insideCluster(), samples::troubledCluster(),
                                      ClusterFacts(), samples::clusterFacts()}) {
        brokers.setFacts(facts);
        acls.setAcls(facts.acls ? facts.acls->acls : std::vector<kafka::Acl>());
        acls.setFilter(s("billing"));
        acls.setFilter({});
        features.setFeatures(facts.features());
    }
    QCOMPARE(brokers.rowCount(), 1);
    QVERIFY(!brokers.brokerAt(7));
}

void TestCluster::settingsOfABroker()
{
    SettingModel model(nullptr, SettingOf::Broker);
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setEntries(samples::clusterFacts().brokers[1].config);
    const auto row = [&](const char *name) {
        for (int i = 0; i < model.rowCount(); ++i) {
            if (model.at(i)->name == s(name)) {
                return i;
            }
        }
        return -1;
    };
    const auto text = [&](const char *name, int column) {
        return model.index(row(name), column).data(Qt::DisplayRole).toString();
    };
    QCOMPARE(text("ssl.key.password", SettingModel::Value), s("(secret)"));
    QCOMPARE(text("broker.rack", SettingModel::Value), s("(not set)"));
    QCOMPARE(text("log.retention.hours", SettingModel::Words), s("7 days"));
    QCOMPARE(text("num.partitions", SettingModel::Source), s("its start-up settings"));
    QCOMPARE(text("log.cleaner.threads", SettingModel::Source), s("all brokers, as they ran"));
    QVERIFY(row("num.partitions") < row("auto.create.topics.enable")); // what is set comes first
    model.setOnlySet(true);
    QCOMPARE(row("auto.create.topics.enable"), -1);
    QVERIFY(row("num.partitions") >= 0);
}

void TestCluster::showsWhoCarriesWhat()
{
    QVERIFY(says(s("Asking the broker")));
    show(samples::clusterFacts());
    QVERIFY(!says(s("Asking the broker")));
    const RowTable *table = m_view->brokers();
    QCOMPARE(table->model()->rowCount(), 1);
    QCOMPARE(cell(table, 0, BrokerModel::State), s("controller"));
    QCOMPARE(cell(table, 0, BrokerModel::Advertised), s("localhost:9092"));
    QCOMPARE(cell(table, 0, BrokerModel::Reached), s("localhost:9092"));
    QCOMPARE(cell(table, 0, BrokerModel::Kafka), s("3.9"));
    QCOMPARE(cell(table, 0, BrokerModel::Leads), s("63"));
    QCOMPARE(cell(table, 0, BrokerModel::Leads, Qt::AccessibleTextRole), s("Leads: 63"));
    QVERIFY(says(s("ZooKeeper")));
}

void TestCluster::aBrokerThatIsGoneIsShown()
{
    show(samples::troubledCluster());
    const RowTable *table = m_view->brokers();
    QCOMPARE(table->model()->rowCount(), 3);
    QCOMPARE(cell(table, 2, BrokerModel::State), s("not there"));
    QCOMPARE(cell(table, 2, BrokerModel::Advertised), QString());
    QCOMPARE(cell(table, 2, BrokerModel::OutOfSync), s("6"));
    QCOMPARE(cell(table, 1, BrokerModel::Kafka), s("not known"));
    QVERIFY(cell(table, 1, BrokerModel::Kafka, Qt::ToolTipRole).contains(s("did not answer")));
    QCOMPARE(cell(table, 0, BrokerModel::Rack), s("rack-1"));
    QVERIFY(m_view->brokerChoice()->findData(3) < 0);
}

void TestCluster::enterShowsABrokersSettings()
{
    show(samples::troubledCluster());
    m_view->brokers()->setFocus(Qt::TabFocusReason);
    QTest::keyClick(m_view->brokers(), Qt::Key_Down);
    QTest::keyClick(m_view->brokers(), Qt::Key_Return);
    QCOMPARE(m_view->tabs()->currentIndex(), int(ClusterView::SettingsTab));
    QCOMPARE(m_view->brokerChoice()->currentData().toInt(), 2);
    QTRY_VERIFY(m_view->settings()->hasFocus());
    QVERIFY(cell(m_view->settings(), 0, SettingModel::Value).contains(s("kafka-2")));
    show(samples::troubledCluster()); // the next look
    QCOMPARE(m_view->brokerChoice()->currentData().toInt(), 2);
    m_view->tabs()->setCurrentIndex(ClusterView::BrokersTab);
    m_view->brokers()->selectRow(2); // it is gone: there is nothing to show
    QTest::keyClick(m_view->brokers(), Qt::Key_Return);
    QCOMPARE(m_view->tabs()->currentIndex(), int(ClusterView::BrokersTab));
}

void TestCluster::onlyWhatIsSetAndFiltered()
{
    show(samples::clusterFacts());
    m_view->tabs()->setCurrentIndex(ClusterView::SettingsTab);
    QVERIFY(!m_view->brokerChoice()->isVisible()); // there is one only
    const int set = m_view->settings()->model()->rowCount();
    QTest::mouseClick(m_view->onlySet(), Qt::LeftButton, {}, QPoint(8, m_view->onlySet()->height() / 2));
    QVERIFY(m_view->settings()->model()->rowCount() > set);
    QTest::keyClick(m_view.get(), Qt::Key_F, Qt::ControlModifier);
    QTRY_VERIFY(m_view->filter()->hasFocus());
    QTest::keyClicks(m_view->filter(), s("segment"));
    QCOMPARE(m_view->settings()->model()->rowCount(), 1);
    QTest::keyClicks(m_view->filter(), s("xyz"));
    QVERIFY(says(s("No setting matches «segmentxyz».")));
    QTest::keyClick(m_view->filter(), Qt::Key_Escape);
    QVERIFY(m_view->settings()->isVisible());
}

void TestCluster::rulesAreFiltered()
{
    show(samples::troubledCluster());
    m_view->tabs()->setCurrentIndex(ClusterView::RulesTab);
    QCOMPARE(m_view->rules()->model()->rowCount(), 4);
    QCOMPARE(cell(m_view->rules(), 2, AclModel::Permission), s("denied"));
    QCOMPARE(cell(m_view->rules(), 2, AclModel::Name), s("all"));
    QVERIFY(cell(m_view->rules(), 1, AclModel::Name).startsWith(s("billing-…")));
    m_view->filter()->setText(s("user:billing"));
    QCOMPARE(m_view->rules()->model()->rowCount(), 2);
    m_view->filter()->setText(s("nobody"));
    QVERIFY(m_view->filter()->isVisible()); // else nobody could take it back
    m_view->tabs()->setCurrentIndex(ClusterView::FeaturesTab);
    QCOMPARE(m_view->features()->model()->rowCount(), 2);
    QCOMPARE(cell(m_view->features(), 1, FeatureModel::Words), s("metadata as in Kafka 3.9"));
    QVERIFY(m_view->filter()->text().isEmpty());
    show(samples::clusterFacts());
    QVERIFY(says(s("No broker tells of any")));
}

void TestCluster::whatCannotBeReadSaysWhy()
{
    ClusterFacts facts = samples::clusterFacts();
    facts.brokers[1].config.clear();
    facts.brokers[1].configError = Error{ErrorCode::Kafka, s("The settings of broker 1 cannot be read"), {}, {}};
    show(std::move(facts));
    m_view->tabs()->setCurrentIndex(ClusterView::SettingsTab);
    QVERIFY(says(s("cannot be read")));
    QVERIFY(!m_view->settings()->isVisible());
    QVERIFY(says(s("not known"))); // who keeps the metadata
}

void TestCluster::aFailureKeepsWhatWasTrue()
{
    const Error error{ErrorCode::Unreachable, s("No broker of kc-backend runs"), s("Start the stack first."), {}};
    m_view->setFailure(error);
    QVERIFY(m_view->failureCard()->isVisible());
    QVERIFY(!m_view->tabs()->isVisible());
    show(samples::clusterFacts());
    QVERIFY(!m_view->failureCard()->isVisible());
    m_view->setFailure(error);
    QVERIFY(m_view->failureCard()->isVisible());
    QCOMPARE(m_view->brokers()->model()->rowCount(), 1);
}

void TestCluster::everyControlHasAName()
{
    show(samples::troubledCluster());
    for (const int tab : {0, 1, 2, 3}) {
        m_view->tabs()->setCurrentIndex(tab);
        for (const QWidget *widget : m_view->findChildren<QWidget *>()) {
            const auto *button = qobject_cast<const QAbstractButton *>(widget);
            const bool isField = qobject_cast<const QLineEdit *>(widget) || qobject_cast<const RowTable *>(widget)
                                 || qobject_cast<const QComboBox *>(widget);
            QVERIFY(!button || !button->text().isEmpty() || !button->accessibleName().isEmpty()
                    || button->parentWidget()->inherits("QLineEdit") || !button->isVisible());
            QVERIFY(!isField || !widget->isVisible() || !widget->accessibleName().isEmpty());
        }
    }
}

void TestCluster::aSessionThatReachesNobodySaysSo()
{
    std::atomic<int> asked = 0;
    BrokersSession session([&asked](std::stop_token) -> Result<ClusterLink> {
        ++asked;
        return fail(ErrorCode::Unreachable, s("No broker runs"));
    });
    QSignalSpy failed(&session, &BrokersSession::lookFailed);
    QTest::qWait(50);
    QCOMPARE(asked.load(), 0); // nobody looks
    session.setWatched(true);
    QVERIFY(failed.wait());
    QCOMPARE(failed.first().first().value<Error>().message, s("No broker runs"));
    QVERIFY(!session.facts());
}

QTEST_MAIN(TestCluster)
#include "tst_cluster.moc"
