// Lessons for who is new: each starts a stack of the learner's own and breaks it; the views are the main window's. Not modal. Shows
// values; what is wanted leaves as signals.
#pragma once

#include <vector>

#include <QDialog>

#include "base/error.h"
#include "practice/lesson.h"

class QLabel;
class QListWidget;
class QPushButton;

namespace bd::app {

class Card;
class FindingCard;

struct LessonRow {
    practice::Lesson lesson;
    bool isDone = false;
    bool goesOn = false;
    bool operator==(const LessonRow &) const = default;
};

class PracticeDialog : public QDialog
{
    Q_OBJECT

public:
    explicit PracticeDialog(QWidget *parent = nullptr);

    void setLessons(const std::vector<LessonRow> &rows); // what is chosen stays
    void choose(const QString &lesson);
    void setWorking(const QString &what); // in a sentence; empty: nothing goes on any more
    void setChecked(const QString &lesson, bool isMended, const QString &sentence);
    void setFailure(const Error &error);

    QListWidget *list() const { return m_list; }
    QPushButton *startButton() const { return m_start; }
    QPushButton *openButton() const { return m_open; }
    QPushButton *hintButton() const { return m_hint; }
    QPushButton *checkButton() const { return m_check; }
    QPushButton *stopButton() const { return m_stop; }
    QString hintsText() const;
    QString outcomeText() const; // title and text of what a check has said

Q_SIGNALS:
    void startWanted(const QString &lesson);
    void openWanted(const QString &lesson);
    void checkWanted(const QString &lesson);
    void stopWanted(const QString &lesson); // it; while something goes on: that

private:
    const LessonRow *chosen() const; // nullptr: none
    void showChosen();
    void showButtons();
    void addHint();

    std::vector<LessonRow> m_rows;
    QString m_working;
    int m_hints = 0; // that are shown
    QListWidget *m_list;
    QLabel *m_title;
    QLabel *m_story;
    QLabel *m_goal;
    QLabel *m_hintsText;
    QLabel *m_work;
    FindingCard *m_outcome;
    QPushButton *m_start;
    QPushButton *m_open;
    QPushButton *m_hint;
    QPushButton *m_check;
    QPushButton *m_stop;
};

} // namespace bd::app
