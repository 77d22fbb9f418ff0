// What the services write: followed, filtered, searched, saved. Shows values; what is wanted leaves as signals.
#pragma once

#include <QWidget>

#include "logs/logfeed.h"
#include "logs/logsearch.h"

class QCheckBox;
class QComboBox;
class QLabel;
class QLineEdit;
class QMenu;
class QPushButton;

namespace bd::app {

class LogModel;
class RowTable;
class TimeChoice;

class LogsView : public QWidget
{
    Q_OBJECT

public:
    explicit LogsView(QWidget *parent = nullptr);

    void setServices(const QStringList &services); // of the project, in its order
    void setMostMegabytes(int megabytes);
    void begin(); // what was shown is none of what comes
    void add(const std::vector<bd::logs::Fed> &lines);
    void showOnly(const QString &service); // and jumps to its first error

    LogModel *model() const { return m_model; }
    RowTable *table() const { return m_table; }
    QLineEdit *searchField() const { return m_search; }
    QCheckBox *patternBox() const { return m_isPattern; }
    QLabel *foundLabel() const { return m_found; }
    QPushButton *pauseButton() const { return m_pause; }
    QPushButton *errorButton() const { return m_error; }
    QComboBox *levelBox() const { return m_level; }
    TimeChoice *time() const { return m_time; }
    QMenu *servicesMenu() const;
    QMenu *moreMenu() const;
    QString sentence() const; // how many lines, below them

Q_SIGNALS:
    void watchedChanged(bool watched);
    void followWanted(bd::logs::FeedWish::Since since); // anew
    void copyWanted(const QString &text);
    void saveListedWanted(const QString &path); // into this file
    void copyListedWanted();
    void mostMegabytesWanted(int megabytes);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeSearch();
    void makeMore(QMenu *menu);
    void connectParts();
    QStringList shownServices() const;
    void applyFilter();
    void applySearch();
    void showFound();
    void showSentence();
    void step(int by); // to the next one that was found, or back
    void goTo(qint64 number);
    void toFirstError();
    void setPaused(bool paused);
    void openLine(const QModelIndex &index);
    void openMenu(const QModelIndex &index, const QPoint &at);
    void save();

    LogModel *m_model;
    RowTable *m_table;
    QLabel *m_sentence = nullptr;
    QPushButton *m_services = nullptr;
    QComboBox *m_level = nullptr;
    TimeChoice *m_time = nullptr;
    QPushButton *m_pause = nullptr;
    QPushButton *m_more = nullptr;
    QLineEdit *m_search = nullptr;
    QCheckBox *m_isPattern = nullptr;
    QLabel *m_found = nullptr;
    QLabel *m_none = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_next = nullptr;
    QPushButton *m_error = nullptr;
    QStringList m_names;
    int m_megabytes = 256;
    bool m_isPaused = false;
    bool m_follows = true; // the newest is in sight
};

} // namespace bd::app
