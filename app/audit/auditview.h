// What is wrong with the compose file, beside the file itself; ticked and mended from here. Shows values; what is wanted leaves as
// signals.
#pragma once

#include <set>

#include <QWidget>

#include "audit/auditfacts.h"
#include "base/error.h"
#include "common/findingcard.h"

class QCheckBox;
class QLabel;
class QPushButton;
class QSplitter;
class QTabBar;

namespace bd::app {

class AuditModel;
class FindingDetail;
class FindingList;
class SourceView;

class AuditView : public QWidget
{
    Q_OBJECT

public:
    explicit AuditView(QWidget *parent = nullptr);

    void setFacts(const AuditFactsPtr &facts);
    void setFailure(const Error &failure); // of the last look; what is shown was true before
    void setNotice(const Finding &notice); // what was written, and what it asks for
    void choose(const FindingKey &key);

    AuditModel *model() const { return m_model; }
    FindingList *list() const { return m_list; }
    FindingDetail *detail() const { return m_detail; }
    SourceView *source() const { return m_source; }
    QTabBar *files() const { return m_files; }
    FindingCard *notice() const { return m_notice; }
    FindingCard *failureCard() const { return m_failure; }
    QPushButton *previewButton() const { return m_preview; }
    QPushButton *undoButton() const { return m_undo; }
    QCheckBox *allBox() const { return m_all; }
    QCheckBox *mendAllBox() const { return m_mendAll; }
    QString score() const;

Q_SIGNALS:
    void previewWanted(const std::set<bd::app::FindingKey> &findings);
    void undoWanted();
    void noticeAccepted();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *madeLeft();
    QWidget *madeRight();
    void showFiles();
    void showFile(int at);
    void showFinding(const QModelIndex &index);
    void showTicked();
    void chooseLine(int line);

    AuditFactsPtr m_facts;
    std::vector<AuditedFile> m_texts;
    FindingKey m_chosen;
    AuditModel *m_model;
    FindingList *m_list;
    FindingDetail *m_detail;
    SourceView *m_source;
    QTabBar *m_files;
    QLabel *m_score;
    QLabel *m_none;
    QCheckBox *m_all;
    QCheckBox *m_mendAll;
    FindingCard *m_notice;
    FindingCard *m_failure;
    QPushButton *m_preview;
    QPushButton *m_undo;
    QSplitter *m_parts;
};

} // namespace bd::app
