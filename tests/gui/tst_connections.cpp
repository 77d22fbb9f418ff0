// The connections: the form and back, the session over a file and a keychain in memory, the view.
#include <algorithm>

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "common/rowtable.h"
#include "common/theme.h"
#include "common/translations.h"
#include "connections/connectionssession.h"
#include "connections/connectionstrip.h"
#include "connections/connectionsview.h"
#include "connections/testcard.h"
#include "fakes/memorykeychain.h"
#include "shots/samples.h"

using namespace bd;
using namespace bd::app;

namespace {

QString s(const char *text)
{
    return QString::fromUtf8(text);
}

ConnectionForm filledForm()
{
    ConnectionForm form;
    form.name = s("Staging");
    form.bootstrap = s("staging.example.org:9094");
    form.protection = ConnectionForm::Protection::SaslTls;
    form.mechanism = s("SCRAM-SHA-256");
    form.user = s("ann");
    form.password = s("secret");
    form.registryUrl = s("http://registry.example.org:8081");
    form.registryUser = s("reg");
    form.registryPassword = s("other secret");
    form.others = s("socket.timeout.ms=30000\n");
    form.colour = store::Colour::Orange;
    form.readOnly = true;
    return form;
}

} // namespace

class TestConnections : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();

    void aFormIsKeptWithoutItsSecrets();
    void aFormComesBack();
    void certificatesOfEitherKind();
    void formsSayWhatIsWrong_data();
    void formsSayWhatIsWrong();
    void propertiesFillAForm();

    void sessionKeepsOpensAndRemoves();
    void sessionAsksForWhatIsMissing();
    void theModelKeepsItsPromises();
    void addingChecksWhileTyping();
    void whatIsFilledInIsTestedBeforeItIsKept();
    void aSessionTestsAForm();
    void pastingFillsTheForm();
    void theMenuTestsAndUses();
    void secretsAreAskedFor();
    void theTestSaysWhereItFails();
    void theStripSaysWhichCluster();
    void everyControlHasAName();

private:
    QDialog *dialog() const { return m_view->findChild<QDialog *>(); }
    template<typename T>
    T *inDialog(const char *accessibleName) const
    {
        for (T *widget : dialog()->findChildren<T *>()) {
            if (widget->accessibleName() == s(accessibleName)) {
                return widget;
            }
        }
        return nullptr;
    }

    QPushButton *buttonInDialog(const char *text) const
    {
        const QList<QPushButton *> buttons = dialog()->findChildren<QPushButton *>();
        const auto found = std::ranges::find(buttons, s(text), &QPushButton::text);
        return found == buttons.end() ? nullptr : *found;
    }

    std::unique_ptr<ConnectionsView> m_view;
};

void TestConnections::initTestCase()
{
    QLocale::setDefault(QLocale(QLocale::English));
    installTranslations(*qApp, QLocale(QLocale::English));
    applyTheme(*qApp, Scheme::Light);
}

void TestConnections::init()
{
    m_view = std::make_unique<ConnectionsView>();
    m_view->resize(1096, 720);
    m_view->setConnections(samples::connections());
    m_view->show();
    m_view->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_view.get()));
}

void TestConnections::cleanup()
{
    m_view.reset();
}

void TestConnections::aFormIsKeptWithoutItsSecrets()
{
    const auto parts = partsOf(filledForm(), {});
    QVERIFY2(parts, parts ? "" : qPrintable(parts.error().message));
    QCOMPARE(parts->secrets,
             (connection::SecretMap{{s("sasl.password"), s("secret")}, {store::RegistryPassword, s("other secret")}}));
    const store::Connection &kept = parts->connection;
    QCOMPARE(kept.secrets, (QStringList{s("sasl.password"), store::RegistryPassword}));
    QCOMPARE(kept.properties.value(s("security.protocol")), s("SASL_SSL"));
    QCOMPARE(kept.properties.value(s("socket.timeout.ms")), s("30000"));
    QVERIFY(!store::exported({kept}).contains("secret\""));
    QVERIFY(kept.readOnly && kept.colour == store::Colour::Orange);
    const kafka::Settings settings = connection::settingsOf(kept, parts->secrets);
    QCOMPARE(settings.properties.value(s("sasl.password")), s("secret"));
    QVERIFY(settings.readOnly);
}

void TestConnections::aFormComesBack()
{
    const ConnectionForm form = filledForm();
    ConnectionForm back = formOf(partsOf(form, {})->connection);
    QCOMPARE(back.password, QString());
    back.password = form.password;
    back.registryPassword = form.registryPassword;
    QCOMPARE(back, form);
}

void TestConnections::certificatesOfEitherKind()
{
    QTemporaryDir folder;
    const auto file = [&folder](const char *name) {
        QFile made(folder.filePath(s(name)));
        return made.open(QIODevice::WriteOnly) ? made.fileName() : QString();
    };
    ConnectionForm form;
    form.name = s("x");
    form.bootstrap = s("x:1");
    form.protection = ConnectionForm::Protection::Tls;
    form.certificateFile = file("me.p12");
    auto parts = partsOf(form, {});
    QCOMPARE(parts->connection.properties.value(s("ssl.keystore.location")), form.certificateFile);
    QCOMPARE(parts->connection.secrets, QStringList{s("ssl.keystore.password")});
    form.certificateFile = file("me.pem");
    parts = partsOf(form, {});
    QCOMPARE(parts->connection.properties.value(s("ssl.certificate.location")), form.certificateFile);
    QCOMPARE(parts->connection.properties.value(s("ssl.key.location")), form.certificateFile);
    QVERIFY(parts->connection.secrets.isEmpty());
}

void TestConnections::formsSayWhatIsWrong_data()
{
    QTest::addColumn<ConnectionForm>("form");
    QTest::addColumn<QString>("says");
    const auto with = [](auto change) {
        ConnectionForm form = filledForm();
        change(form);
        return form;
    };
    QTest::newRow("no name") << with([](ConnectionForm &form) { form.name = s(" "); }) << s("needs a name");
    QTest::newRow("taken") << with([](ConnectionForm &form) { form.name = s("Production"); }) << s("already");
    QTest::newRow("no address") << with([](ConnectionForm &form) { form.bootstrap.clear(); }) << s("needs an address");
    QTest::newRow("no user") << with([](ConnectionForm &form) { form.user.clear(); }) << s("needs a user");
    QTest::newRow("no such file") << with([](ConnectionForm &form) { form.caFile = s("/nowhere.pem"); })
                                  << s("no file /nowhere.pem");
    QTest::newRow("JKS") << with([](ConnectionForm &form) { form.certificateFile = s("me.jks"); }) << s("keytool");
    QTest::newRow("secret among others") << with([](ConnectionForm &form) { form.others = s("sasl.password=x"); })
                                         << s("is a secret");
    QTest::newRow("no setting") << with([](ConnectionForm &form) { form.others = s("debug"); }) << s("NAME=VALUE");
    QTest::newRow("registry") << with([](ConnectionForm &form) { form.registryUrl = s("ftp://x"); }) << s("ftp");
}

void TestConnections::formsSayWhatIsWrong()
{
    QFETCH(ConnectionForm, form);
    QFETCH(QString, says);
    const auto parts = partsOf(form, {s("Production")});
    QVERIFY(!parts);
    QVERIFY2(parts.error().message.contains(says), qPrintable(parts.error().message));
}

void TestConnections::propertiesFillAForm()
{
    const auto pasted = formOfProperties(s("bootstrap.servers=a:9093,b:9093\n"
                                           "security.protocol=SASL_SSL\n"
                                           "sasl.mechanism=SCRAM-SHA-512\n"
                                           "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule "
                                           "required username=\"ann\" password=\"a=b\";\n"
                                           "client.dns.lookup=use_all_dns_ips\n"
                                           "interceptor.classes=com.acme.Spy\n"));
    QVERIFY(pasted);
    QCOMPARE(pasted->form.bootstrap, s("a:9093,b:9093"));
    QVERIFY(pasted->form.protection == ConnectionForm::Protection::SaslTls);
    QCOMPARE(pasted->form.user, s("ann"));
    QCOMPARE(pasted->form.password, s("a=b"));
    QVERIFY(pasted->notes.join(u' ').contains(s("interceptor.classes")));
    QVERIFY(!formOfProperties(s("acks=all")));
}

void TestConnections::sessionKeepsOpensAndRemoves()
{
    QTemporaryDir folder;
    const auto keychain = std::make_shared<fakes::MemoryKeychain>();
    ConnectionsSession session(folder.filePath(s("connections.json")), keychain);
    QSignalSpy changed(&session, &ConnectionsSession::changed);
    session.keep(*partsOf(filledForm(), {}));
    QTRY_COMPARE(session.all().size(), size_t(1));

    ConnectionsSession other(folder.filePath(s("connections.json")), keychain); // as if after a restart
    QSignalSpy opened(&other, &ConnectionsSession::opened);
    QSignalSpy wanted(&other, &ConnectionsSession::secretsWanted);
    other.refresh();
    QTRY_COMPARE(other.all().size(), size_t(1));
    other.open(other.all().front());
    QTRY_COMPARE(opened.size(), 1);
    QVERIFY(wanted.isEmpty());
    QCOMPARE(opened.at(0).at(1).value<kafka::Settings>().properties.value(s("sasl.password")), s("secret"));
    QCOMPARE(opened.at(0).at(2).toString(), s("other secret"));

    other.remove(other.all().front());
    QTRY_VERIFY(other.all().empty());
    session.refresh();
    QTRY_VERIFY(session.all().empty());
}

void TestConnections::sessionAsksForWhatIsMissing()
{
    QTemporaryDir folder;
    ConnectionsSession session(folder.filePath(s("connections.json")), std::make_shared<fakes::MemoryKeychain>());
    ConnectionForm form = filledForm();
    form.password.clear();
    form.registryUrl.clear();
    session.keep(*partsOf(form, {}));
    QTRY_COMPARE(session.all().size(), size_t(1));
    QSignalSpy opened(&session, &ConnectionsSession::opened);
    QSignalSpy wanted(&session, &ConnectionsSession::secretsWanted);
    const store::Connection kept = session.all().front();
    session.open(kept);
    QTRY_COMPARE(wanted.size(), 1);
    QCOMPARE(wanted.at(0).at(1).toStringList(), QStringList{s("sasl.password")});
    QVERIFY(opened.isEmpty());
    session.provide(kept, {{s("sasl.password"), s("typed")}}, false);
    session.open(kept);
    QTRY_COMPARE(opened.size(), 1);
    QCOMPARE(opened.at(0).at(1).value<kafka::Settings>().properties.value(s("sasl.password")), s("typed"));
}

void TestConnections::theModelKeepsItsPromises()
{
    ConnectionModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setConnections(samples::connections());
    QCOMPARE(model.rowCount(), 4);
    QVERIFY(!model.at(0) && model.at(1)->name == s("Integration"));
    model.setUsed(s("Production"));
    QCOMPARE(model.index(2, ConnectionModel::Use).data().toString(), s("in use"));
    QCOMPARE(model.index(2, ConnectionModel::Changes).data().toString(), s("read-only"));
    QCOMPARE(model.rowOf(s("Staging")), 3);
    QCOMPARE(model.rowOf(s("nobody")), -1);
    model.setConnections({});
    QCOMPARE(model.rowCount(), 1);
}

void TestConnections::addingChecksWhileTyping()
{
    m_view->addButton()->click();
    QPushButton *accept = inDialog<QPushButton>("Keep it");
    QVERIFY(!accept->isEnabled());
    QTest::keyClicks(inDialog<QLineEdit>("Name"), s("Test"));
    inDialog<QLineEdit>("Addresses")->setText(s("test:9092"));
    QVERIFY(accept->isEnabled());
    QVERIFY(!inDialog<QLineEdit>("User")->isVisible());
    inDialog<QComboBox>("Protection")->setCurrentIndex(3);
    QVERIFY(inDialog<QLineEdit>("User")->isVisible());
    QVERIFY(!accept->isEnabled());
    QTest::keyClicks(inDialog<QLineEdit>("User"), s("ann"));
    QCOMPARE(inDialog<QLineEdit>("Password")->echoMode(), QLineEdit::Password);
    QVERIFY(accept->isEnabled());
    inDialog<QLineEdit>("Name")->setText(s("Staging")); // there is one
    QVERIFY(!accept->isEnabled());
    inDialog<QLineEdit>("Name")->setText(s("Test"));
    QSignalSpy wanted(m_view.get(), &ConnectionsView::keepWanted);
    accept->click();
    QCOMPARE(wanted.size(), 1);
    QCOMPARE(wanted.at(0).at(0).value<connection::Parts>().connection.name, s("Test"));
}

void TestConnections::whatIsFilledInIsTestedBeforeItIsKept()
{
    m_view->addButton()->click();
    QSignalSpy tested(m_view.get(), &ConnectionsView::testFormWanted);
    QSignalSpy stopped(m_view.get(), &ConnectionsView::stopTestWanted);
    QPushButton *test = buttonInDialog("Test it");
    QVERIFY(test && !test->isEnabled());
    inDialog<QLineEdit>("Name")->setText(s("Test"));
    inDialog<QLineEdit>("Addresses")->setText(s("test:9092"));
    QVERIFY(test->isEnabled());
    QDialog *form = dialog();
    test->click();
    auto *card = form->findChild<TestCard *>();
    QVERIFY(card && card->isVisible());
    QCOMPARE(tested.size(), 1);
    QCOMPARE(tested.at(0).at(0).value<connection::Parts>().connection.bootstrap, s("test:9092"));
    m_view->beginTest(s("Test"));
    QVERIFY(card->isVisible() && !m_view->testCard()->isVisible());
    m_view->addStep({.kind = connection::Step::Kind::Port,
                     .state = connection::Step::State::Failed,
                     .target = s("test:9092"),
                     .message = s("Nothing listens at test:9092"),
                     .hint = {},
                     .detail = s("Connection refused <b>raw</b>")});
    QPlainTextEdit *raw = nullptr;
    for (QPlainTextEdit *text : card->findChildren<QPlainTextEdit *>()) {
        raw = text;
    }
    QVERIFY(raw && !raw->isVisible());
    buttonInDialog("Show the proof")->click();
    QTRY_VERIFY(raw->isVisible());
    QCOMPARE(raw->toPlainText(), s("Connection refused <b>raw</b>"));
    form->findChild<QDialog *>()->reject();
    QCOMPARE(stopped.size(), 1); // nobody waits for it any more
    m_view->endTest({});         // and what comes late goes nowhere
    QVERIFY(form->isVisible());  // what was filled in is there still
    form->reject();
    QTRY_VERIFY(!dialog());
    m_view->beginTest(s("Staging"));
    QVERIFY(m_view->testCard()->isVisible());
}

void TestConnections::aSessionTestsAForm()
{
    QTemporaryDir folder;
    auto keychain = std::make_shared<fakes::MemoryKeychain>();
    ConnectionsSession session(folder.filePath(s("connections.json")), keychain);
    QSignalSpy steps(&session, &ConnectionsSession::stepDone);
    QSignalSpy ended(&session, &ConnectionsSession::testEnded);
    ConnectionForm form;
    form.name = s("Test");
    form.bootstrap = s("127.0.0.1:1");
    session.testForm(*partsOf(form, {}));
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 1, 20'000);
    QVERIFY(!steps.isEmpty());
    QVERIFY(session.all().empty()); // a test keeps nothing
    ConnectionForm login = filledForm();
    login.id.clear();
    login.password.clear();
    session.testForm(*partsOf(login, {}));
    QTRY_COMPARE_WITH_TIMEOUT(ended.size(), 2, 20'000);
    const auto error = ended.at(1).at(0).value<std::optional<Error>>();
    QVERIFY(error && error->message.contains(s("sasl.password")));
}

void TestConnections::pastingFillsTheForm()
{
    for (QAction *action : m_view->findChildren<QAction *>()) {
        if (action->text() == s("Paste a .properties file…")) {
            action->trigger();
        }
    }
    auto *text = inDialog<QPlainTextEdit>("The file’s text");
    QVERIFY(text);
    text->setPlainText(s("acks=all"));
    QVERIFY(!inDialog<QPushButton>("Take it over")->isEnabled());
    text->setPlainText(s("bootstrap.servers=a:9092\n"));
    QDialog *paste = dialog();
    inDialog<QPushButton>("Take it over")->click();
    QTRY_VERIFY(dialog() && dialog() != paste);
    QCOMPARE(inDialog<QLineEdit>("Addresses")->text(), s("a:9092"));
}

void TestConnections::theMenuTestsAndUses()
{
    QSignalSpy used(m_view.get(), &ConnectionsView::useWanted);
    QSignalSpy tested(m_view.get(), &ConnectionsView::testWanted);
    m_view->table()->setFocus();
    m_view->table()->selectRow(3);
    QTest::keyClick(m_view->table(), Qt::Key_Return);
    QCOMPARE(used.size(), 1);
    QCOMPARE(used.at(0).at(0).value<std::optional<store::Connection>>()->name, s("Staging"));
    m_view->table()->selectRow(0);
    QTest::keyClick(m_view->table(), Qt::Key_Return);
    QVERIFY(!used.at(1).at(0).value<std::optional<store::Connection>>());
    const std::unique_ptr<QMenu> menu(m_view->menuFor(2));
    menu->actions().at(1)->trigger();
    QCOMPARE(tested.at(0).at(0).value<store::Connection>().name, s("Production"));
    QSignalSpy ownTested(m_view.get(), &ConnectionsView::testOwnWanted);
    const std::unique_ptr<QMenu> own(m_view->menuFor(0));
    QCOMPARE(own->actions().size(), 2); // the stack's own stays
    own->actions().at(1)->trigger();
    QCOMPARE(ownTested.count(), 1);
    QSignalSpy removed(m_view.get(), &ConnectionsView::removeWanted);
    m_view->table()->selectRow(2);
    QTest::keyClick(m_view->table(), Qt::Key_Delete);
    QCOMPARE(removed.size(), 0); // asked first
    inDialog<QPushButton>("Remove it")->click();
    QCOMPARE(removed.size(), 1);
}

void TestConnections::secretsAreAskedFor()
{
    QSignalSpy provided(m_view.get(), &ConnectionsView::provided);
    m_view->askSecretsOf(samples::connections().at(1), {s("sasl.password")}, {}, true);
    auto *field = inDialog<QLineEdit>("Password");
    QCOMPARE(field->echoMode(), QLineEdit::Password);
    QTRY_VERIFY(field->hasFocus());
    QTest::keyClicks(field, s("typed"));
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(provided.size(), 1);
    QCOMPARE(provided.at(0).at(1).value<connection::SecretMap>().value(s("sasl.password")), s("typed"));
    QVERIFY(provided.at(0).at(3).toBool());
}

void TestConnections::theTestSaysWhereItFails()
{
    TestCard card;
    card.begin(s("Staging"));
    for (const connection::Step &step : samples::testSteps()) {
        card.add(step);
    }
    QSignalSpy stopped(&card, &TestCard::stopWanted);
    card.stopButton()->click();
    QCOMPARE(stopped.size(), 1);
    card.end({});
    QStringList texts;
    for (const QLabel *label : card.findChildren<QLabel *>()) {
        texts += label->text();
    }
    QVERIFY(texts.contains(s("Staging does not work")));
    QVERIFY(texts.join(u' ').contains(s("have the certificate made for this name"))); // what to do
    card.begin(s("Staging"));
    QVERIFY(card.sentences().isEmpty());
    card.add(samples::testSteps().front());
    card.end({});
    QVERIFY(card.findChild<QLabel *>()->text() == s("Staging works"));
}

void TestConnections::theStripSaysWhichCluster()
{
    QWidget parent;
    auto *strip = new ConnectionStrip(&parent);
    parent.show();
    strip->setInView(true);
    QVERIFY(strip->isHidden());
    strip->setConnection(samples::connections().at(1));
    QVERIFY(!strip->isHidden());
    strip->setInView(false);
    QVERIFY(strip->isHidden());
    strip->setInView(true);
    QSignalSpy back(strip, &ConnectionStrip::ownBrokersWanted);
    strip->backButton()->click();
    QCOMPARE(back.size(), 1);
}

void TestConnections::everyControlHasAName()
{
    m_view->addButton()->click();
    for (const QWidget *widget : m_view->findChildren<QWidget *>()) {
        const bool isControl = qobject_cast<const QLineEdit *>(widget) || qobject_cast<const QComboBox *>(widget)
                               || qobject_cast<const QPlainTextEdit *>(widget);
        QVERIFY2(!isControl || !widget->accessibleName().isEmpty() || qobject_cast<QComboBox *>(widget->parentWidget()),
                 widget->metaObject()->className());
        const auto *button = qobject_cast<const QPushButton *>(widget);
        QVERIFY(!button || !button->text().isEmpty());
    }
}

QTEST_MAIN(TestConnections)
#include "tst_connections.moc"
