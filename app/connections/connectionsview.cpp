#include "connections/connectionsview.h"

#include <utility>

#include <QDialog>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

#include "common/card.h"
#include "common/dialogs.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/rowdelegate.h"
#include "common/rowtable.h"
#include "common/theme.h"
#include "connections/connectiondialog.h"
#include "connections/testcard.h"

namespace bd::app {

namespace {

const RowTable::Columns columns{
    .stretched = ConnectionModel::Addresses,
    .leastStretched = 180,
    .fixed = {{ConnectionModel::Name, 220},
              {ConnectionModel::Protection, 160},
              {ConnectionModel::Changes, 130},
              {ConnectionModel::Use, 110}},
    .hiddenFirst = {ConnectionModel::Changes, ConnectionModel::Protection},
};

} // namespace

ConnectionsView::ConnectionsView(QWidget *parent)
    : QWidget(parent), m_model(new ConnectionModel(this)), m_table(new RowTable), m_test(new TestCard)
{
    const ScrolledPage page = scrolledPage(this);
    page.column->addWidget(makeHead());
    auto *card = new Card;
    card->column()->setContentsMargins(1, 1, 1, 1);
    card->column()->addWidget(m_table);
    page.column->addWidget(card);
    page.column->addWidget(m_test);
    page.column->addStretch(1);
    m_test->hide();
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("Connections"));
    m_table->setColumns(columns);
    m_table->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff); // the page scrolls
    setConnections({});
    setFocusProxy(m_table);
    connect(m_table, &RowTable::opened, this, [this](const QModelIndex &at) { use(at.row()); });
    connect(m_table, &QTableView::doubleClicked, this, [this](const QModelIndex &at) { use(at.row()); });
    connect(m_table, &RowTable::deleteWanted, this, [this](const QModelIndex &at) {
        if (const store::Connection *connection = m_model->at(at.row())) {
            remove(*connection);
        }
    });
    connect(m_table, &RowTable::menuWanted, this, [this](const QModelIndex &at, const QPoint &place) {
        QMenu *menu = menuFor(at.row());
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->popup(place);
        menu->setActiveAction(menu->actions().constFirst());
    });
    connect(m_test, &TestCard::stopWanted, this, &ConnectionsView::stopTestWanted);
    connect(m_test, &TestCard::dismissed, m_test, &QWidget::hide);
}

QWidget *ConnectionsView::makeHead()
{
    auto *widget = new QWidget;
    QHBoxLayout *head = pageHead(tr("Connections"), tr("Which cluster the views of Kafka show."));
    head->setContentsMargins(0, 0, 0, 0);
    widget->setLayout(head);
    QPushButton *more = menuButton(tr("More"));
    more->menu()->addAction(tr("Paste a .properties file…"), this, &ConnectionsView::paste);
    more->menu()->addSeparator();
    more->menu()->addAction(tr("Import…"), this, [this] { askFile(false); });
    more->menu()->addAction(tr("Export, without passwords…"), this, [this] { askFile(true); });
    m_add = new QPushButton(tr("Add a connection…"));
    setLook(m_add, Look::Primary);
    head->addWidget(more);
    head->addWidget(m_add);
    connect(m_add, &QPushButton::clicked, this, [this] { edit({}); });
    return widget;
}

void ConnectionsView::setConnections(const std::vector<store::Connection> &connections)
{
    m_model->setConnections(connections);
    m_table->setFixedHeight(RowTable::headerHeight + m_model->rowCount() * RowDelegate::rowHeight + 2);
}

void ConnectionsView::setUsed(const QString &id)
{
    m_model->setUsed(id);
}

void ConnectionsView::setHasStack(bool hasStack)
{
    m_model->setHasStack(hasStack);
}

void ConnectionsView::use(int row)
{
    const store::Connection *connection = m_model->at(row);
    Q_EMIT useWanted(connection ? std::optional(*connection) : std::nullopt);
}

QMenu *ConnectionsView::menuFor(int row)
{
    auto *menu = new QMenu(this);
    const store::Connection *known = m_model->at(row);
    menu->addAction(tr("Use it"), this, [this, row] { use(row); });
    if (!known) {
        menu->addAction(tr("Test it"), this, &ConnectionsView::testOwnWanted);
        return menu;
    }
    const store::Connection connection = *known;
    menu->addAction(tr("Test it"), this, [this, connection] { Q_EMIT testWanted(connection); });
    menu->addSeparator();
    menu->addAction(tr("Edit…"), this, [this, connection] { edit(formOf(connection)); });
    menu->addAction(tr("Remove…"), this, [this, connection] { remove(connection); });
    return menu;
}

QStringList ConnectionsView::namesBut(const QString &id) const
{
    QStringList names;
    for (int row = 1; row < m_model->rowCount(); ++row) {
        if (m_model->at(row)->id != id) {
            names += m_model->at(row)->name;
        }
    }
    return names;
}

void ConnectionsView::edit(const ConnectionForm &form)
{
    askConnection(
        this, form, namesBut(form.id), [this](const connection::Parts &parts) { Q_EMIT keepWanted(parts); },
        [this](QWidget *over, const connection::Parts &parts) { testForm(over, parts); });
}

// Over the form, which may fill the window already.
void ConnectionsView::testForm(QWidget *form, const connection::Parts &parts)
{
    constexpr QSize usual(560, 380);
    auto *dialog = new QDialog(form);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Test of %1").arg(parts.connection.name));
    const ScrolledPage page = scrolledPage(dialog);
    m_formTest = new TestCard;
    page.column->addWidget(m_formTest);
    page.column->addStretch(1);
    connect(m_formTest, &TestCard::stopWanted, this, &ConnectionsView::stopTestWanted);
    connect(m_formTest, &TestCard::dismissed, dialog, &QDialog::close);
    connect(dialog, &QDialog::finished, this, [this] {
        if (m_formTest && m_formTest->isRunning()) {
            Q_EMIT stopTestWanted();
        }
        m_formTest.clear();
    });
    dialog->resize(usual);
    dialog->open();
    m_formTest->stopButton()->setFocus();
    Q_EMIT testFormWanted(parts);
}

void ConnectionsView::beginTest(const QString &name)
{
    m_shownTest = m_formTest ? m_formTest.data() : m_test;
    m_shownTest->show();
    m_shownTest->begin(name);
}

void ConnectionsView::addStep(const connection::Step &step)
{
    if (m_shownTest) {
        m_shownTest->add(step);
    }
}

void ConnectionsView::endTest(const std::optional<Error> &error)
{
    if (m_shownTest) {
        m_shownTest->end(error);
    }
}

void ConnectionsView::paste()
{
    askProperties(this, [this](const PastedForm &pasted) {
        if (pasted.notes.isEmpty()) {
            edit(pasted.form);
            return;
        }
        ask(this,
            {.title = tr("Not all of it could be taken over"),
             .text = pasted.notes.join(QStringLiteral("\n")),
             .accept = tr("Go on with the rest"),
             .refuse = {}},
            [this, form = pasted.form] { edit(form); });
    });
}

void ConnectionsView::remove(const store::Connection &connection)
{
    ask(this,
        {.title = tr("Remove the connection %1?").arg(connection.name),
         .text = tr("Its passwords go from the keychain, too. The cluster is not touched."),
         .accept = tr("Remove it"),
         .refuse = {}},
        [this, connection] { Q_EMIT removeWanted(connection); });
}

void ConnectionsView::askFile(bool forExport)
{
    auto *dialog = new QFileDialog(this, forExport ? tr("Export the connections") : tr("Import connections"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setNameFilters({tr("Connections (*.json)"), tr("All files (*)")});
    if (forExport) {
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(QStringLiteral("json"));
        dialog->selectFile(QStringLiteral("kafka-connections.json"));
        connect(dialog, &QFileDialog::fileSelected, this, &ConnectionsView::exportWanted);
    } else {
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &ConnectionsView::importWanted);
    }
    dialog->open();
}

void ConnectionsView::askSecretsOf(const store::Connection &connection, const QStringList &missing, const QString &why,
                                   bool forTest)
{
    askSecrets(this, connection.name, missing, why,
               [this, connection, forTest](const connection::SecretMap &secrets, bool keep) {
                   Q_EMIT provided(connection, secrets, keep, forTest);
               });
}

void ConnectionsView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    Q_EMIT watchedChanged(true);
}

void ConnectionsView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    Q_EMIT watchedChanged(false);
}

} // namespace bd::app
