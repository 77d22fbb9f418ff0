// Which project? Those that the engine knows, recent ones, a file, or a bundled stack to try.
#pragma once

#include <vector>

#include <QAbstractButton>

#include "common/statepill.h"
#include "compose/load.h"
#include "shell/bundledstacks.h"
#include "shell/projectsession.h"

class QLabel;
class QPushButton;
class QVBoxLayout;

namespace bd::app {

class Card;
class FindingCard;

// One project as a row that can be clicked, or chosen with the keyboard.
class ProjectRow : public QAbstractButton
{
    Q_OBJECT

public:
    struct Content {
        QString name;
        QString path;
        QString state; // «4 of 5 running»; empty: not known
        StatePill::Shape shape = StatePill::Shape::Idle;
    };
    explicit ProjectRow(Content content, QWidget *parent = nullptr);

    QSize sizeHint() const override;

Q_SIGNALS:
    void moveWanted(int by); // to another row, by the arrow keys

protected:
    void paintEvent(QPaintEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    Content m_content;
};

class PickerPage : public QWidget
{
    Q_OBJECT

public:
    explicit PickerPage(QWidget *parent = nullptr);

    void setLooking(); // the engine is being asked
    void setFound(const std::vector<compose::FoundProject> &projects);
    void setEngineError(const Error &error);
    void setRecent(const QStringList &keys); // see projectkey.h
    void setBundled(const std::vector<BundledStack> &stacks);
    void setOpenError(const std::optional<Error> &error); // why the last one could not be opened
    void setCanReturn(bool can);                          // a project is open behind this page

    FindingCard *engineCard() const { return m_engineCard; }
    FindingCard *openCard() const { return m_openCard; }

Q_SIGNALS:
    void openWanted(const bd::app::OpenRequest &request);
    void fileWanted();
    void lookWanted();  // ask the engine again
    void retryWanted(); // open the same again
    void returnWanted();
    void connectionsWanted(); // a cluster without a project
    void practiceWanted();    // lessons
    void newStackWanted();

private:
    void showRecent();
    bool isFound(const engine::ComposeCall &call) const;
    void orderTabs();
    void addRow(QVBoxLayout *column, ProjectRow::Content content, const OpenRequest &request);

    std::vector<engine::ComposeCall> m_foundCalls; // of the projects on the engine
    QStringList m_recentKeys;
    QPushButton *m_return;
    QPushButton *m_file;
    QPushButton *m_connect;
    QPushButton *m_practice;
    QPushButton *m_new;
    FindingCard *m_openCard;
    FindingCard *m_engineCard;
    Card *m_foundCard;
    QLabel *m_foundHint;
    QVBoxLayout *m_found;
    Card *m_recentCard;
    QVBoxLayout *m_recent;
    QVBoxLayout *m_bundled;
    Card *m_bundledCard;
};

} // namespace bd::app
