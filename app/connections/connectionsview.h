// The clusters that can be looked at: the stack's own, and the connections that somebody keeps. Shows values; what is
// wanted of them leaves as signals.
#pragma once

#include <QPointer>
#include <QWidget>

#include "connection/step.h"
#include "connections/connectionform.h"
#include "connections/connectionmodel.h"

class QMenu;
class QPushButton;

namespace bd::app {

class RowTable;
class TestCard;

class ConnectionsView : public QWidget
{
    Q_OBJECT

public:
    explicit ConnectionsView(QWidget *parent = nullptr);

    void setConnections(const std::vector<store::Connection> &connections);
    void setHasStack(bool hasStack); // a project is open
    void setUsed(const QString &id); // empty: the stack's own
    // Somebody must say them; what follows is provided().
    void askSecretsOf(const store::Connection &connection, const QStringList &missing, const QString &why,
                      bool forTest);

    ConnectionModel *model() const { return m_model; }
    RowTable *table() const { return m_table; }
    TestCard *testCard() const { return m_test; }
    QPushButton *addButton() const { return m_add; }
    QMenu *menuFor(int row); // belongs to the caller

    // Of the test that was wanted last, in the form where that is open.
    void beginTest(const QString &name);
    void addStep(const connection::Step &step);
    void endTest(const std::optional<Error> &error);

Q_SIGNALS:
    void watchedChanged(bool watched);
    void useWanted(const std::optional<bd::store::Connection> &connection); // nothing: the stack's own
    void testFormWanted(const bd::connection::Parts &parts);                // of a form that is open
    void testOwnWanted();                                                   // the stack's own
    void testWanted(const bd::store::Connection &connection);
    void stopTestWanted();
    void keepWanted(const bd::connection::Parts &parts);
    void removeWanted(const bd::store::Connection &connection);
    void exportWanted(const QString &path);
    void importWanted(const QString &path);
    void provided(const bd::store::Connection &connection, const bd::connection::SecretMap &secrets, bool keep,
                  bool forTest);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeHead();
    void use(int row);
    void edit(const ConnectionForm &form);
    void testForm(QWidget *form, const connection::Parts &parts);
    void paste();
    void remove(const store::Connection &connection);
    void askFile(bool forExport);
    QStringList namesBut(const QString &id) const;

    ConnectionModel *m_model;
    RowTable *m_table;
    TestCard *m_test;
    QPointer<TestCard> m_formTest;  // over a form that is open
    QPointer<TestCard> m_shownTest; // where the steps go
    QPushButton *m_add = nullptr;
};

} // namespace bd::app
