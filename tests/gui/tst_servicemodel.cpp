#include <QAbstractItemModelTester>
#include <QItemSelectionModel>
#include <QSignalSpy>
#include <QTest>

#include "overview/servicemodel.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;
using namespace std::chrono_literals;

class TestServiceModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsItsPromisesThroughEveryState();
    void changesOnlyTheRowsThatChanged();
    void saysNothingWhenNothingChanged();
    void keepsTheSelectionWhenServicesComeAndGo();
    void countsUpTimesWithTheClock();
    void writesWhatPeopleRead_data();
    void writesWhatPeopleRead();
    void saysAtTheNameWhatHasNoColumn();
    void showsMarkupAsText();
};

void TestServiceModel::keepsItsPromisesThroughEveryState()
{
    ServiceModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    stack::StackState reversed = samples::healthy();
    std::reverse(reversed.services.begin(), reversed.services.end());
    stack::StackState fewer = samples::healthy();
    fewer.services.erase(fewer.services.begin() + 1, fewer.services.begin() + 3);
    for (const stack::StackState &state : {samples::healthy(), samples::trouble(), reversed, fewer, stack::StackState(),
                                           samples::longNamed(), samples::stopped()}) {
        model.setState(state, samples::now());
        QCOMPARE(model.rowCount(), static_cast<int>(state.services.size()));
        for (int row = 0; row < model.rowCount(); ++row) {
            QCOMPARE(model.at(row)->service, state.services.at(row).service);
        }
    }
}

void TestServiceModel::changesOnlyTheRowsThatChanged()
{
    ServiceModel model;
    stack::StackState state = samples::healthy();
    model.setState(state, samples::now());
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    const QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    state.services[4].now = QStringLiteral("something else");
    model.setState(state, samples::now());
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.first().at(0).toModelIndex().row(), 4);
    QCOMPARE(changed.first().at(1).toModelIndex().row(), 4);
    QCOMPARE(reset.count(), 0);
}

void TestServiceModel::saysNothingWhenNothingChanged()
{
    ServiceModel model;
    model.setState(samples::healthy(), samples::now());
    const QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.setState(samples::healthy(), samples::now());
    model.setTime(samples::now() + 1s);
    QCOMPARE(changed.count(), 0);
}

void TestServiceModel::keepsTheSelectionWhenServicesComeAndGo()
{
    ServiceModel model;
    stack::StackState state = samples::healthy();
    model.setState(state, samples::now());
    QItemSelectionModel selection(&model);
    selection.select(model.index(3, 0), QItemSelectionModel::Select | QItemSelectionModel::Rows);
    const QString chosen = model.at(3)->service;

    state.services.erase(state.services.begin());
    std::swap(state.services[0], state.services[2]);
    model.setState(state, samples::now());

    QCOMPARE(selection.selectedRows().size(), 1);
    QCOMPARE(model.at(selection.selectedRows().first().row())->service, chosen);
}

void TestServiceModel::countsUpTimesWithTheClock()
{
    ServiceModel model;
    model.setState(samples::starting(), samples::now());
    const auto up = [&](int row) { return model.index(row, ServiceModel::Up).data().toString(); };
    QCOMPARE(up(0), QStringLiteral("5 s"));
    QVERIFY(model.countsSeconds());
    model.setTime(samples::now() + 2s);
    QCOMPARE(up(0), QStringLiteral("7 s"));
    model.setTime(samples::now() + 2h);
    QCOMPARE(up(0), QStringLiteral("2 h"));
    QVERIFY(!model.countsSeconds());
    QCOMPARE(up(2), QString()); // was never started
}

void TestServiceModel::writesWhatPeopleRead_data()
{
    QTest::addColumn<int>("row");
    QTest::addColumn<int>("column");
    QTest::addColumn<QString>("text");
    QTest::newRow("the only broker has its id") << 1 << int(ServiceModel::Role) << "Broker 1";
    QTest::newRow("healthy") << 0 << int(ServiceModel::State) << "healthy";
    QTest::newRow("finished with its exit code") << 2 << int(ServiceModel::State) << "finished, exit 0";
    QTest::newRow("restarting") << 4 << int(ServiceModel::State) << "restarting";
    QTest::newRow("address") << 1 << int(ServiceModel::Endpoint) << "127.0.0.1:9092";
    QTest::newRow("restarts") << 4 << int(ServiceModel::Restarts) << "6";
    QTest::newRow("up") << 0 << int(ServiceModel::Up) << "4 min";
    QTest::newRow("finished is not up") << 2 << int(ServiceModel::Up) << "";
}

void TestServiceModel::writesWhatPeopleRead()
{
    QFETCH(int, row);
    QFETCH(int, column);
    ServiceModel model;
    model.setState(samples::trouble(), samples::now());
    QTEST(model.index(row, column).data().toString(), "text");
}

void TestServiceModel::saysAtTheNameWhatHasNoColumn()
{
    ServiceModel model;
    stack::StackState state = samples::healthy();
    state.services[1].health = QStringLiteral("healthy");
    model.setState(state, samples::now());
    const QModelIndex name = model.index(1, ServiceModel::Service);
    const QStringList lines{QStringLiteral("kafka"),
                            QStringLiteral("Role: Broker 1"),
                            QStringLiteral("Reach it at: 127.0.0.1:9092"),
                            QStringLiteral("Up: 4 min"),
                            QStringLiteral("Restarts: 0"),
                            QStringLiteral("Image: confluentinc/cp-kafka:7.9.0"),
                            QStringLiteral("Container: kodingcaravan-kafka"),
                            QStringLiteral("Engine’s health: healthy")};
    QCOMPARE(name.data(Qt::AccessibleDescriptionRole).toString().split(QLatin1Char('\n')), lines);
    for (const QString &line : lines) {
        QVERIFY2(name.data(Qt::ToolTipRole).toString().contains(line), qPrintable(line));
    }
    QVERIFY(model.index(1, ServiceModel::State).data(Qt::AccessibleDescriptionRole).toString().isEmpty());
}

void TestServiceModel::showsMarkupAsText()
{
    ServiceModel model;
    model.setState(samples::longNamed(), samples::now());
    const QModelIndex name = model.index(3, ServiceModel::Service);
    QCOMPARE(name.data().toString(), QStringLiteral("<b>billing</b><img src=x>-worker"));
    QVERIFY(name.data(Qt::ToolTipRole).toString().contains(QStringLiteral("&lt;img src=x&gt;")));
    QVERIFY(!name.data(Qt::ToolTipRole).toString().contains(QStringLiteral("<img")));
}

QTEST_MAIN(TestServiceModel)
#include "tst_servicemodel.moc"
