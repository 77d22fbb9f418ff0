// The reset, page by page: what for, what goes, the way back, confirm, progress and result. Shows values; what is wanted leaves
// as signals, once it was confirmed.
#pragma once

#include <optional>
#include <vector>

#include <QDialog>

#include "reset/resetpreview.h"
#include "snapshot/manifest.h"
#include "timeline/event.h"
#include "verify/verify.h"

class QButtonGroup;
class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace bd::app {

class FindingCard;
class PlanModel;
class ProgressPage;
class RestCard;
class RowTable;

// How a reset ended.
struct ResetOutcome {
    std::optional<Error> error;
    std::optional<snapshot::Manifest> snapshot; // the way back
    QString closing;                            // of a full one, in a sentence; empty: the usual one
    QStringList left;                           // groups that were left alone, a sentence each
    std::optional<std::vector<verify::Check>> checks;
};

class ResetWizard : public QDialog
{
    Q_OBJECT

public:
    enum Page { WhatFor, WhatGoes, WayBack, Confirm, Progress };

    explicit ResetWizard(const QString &project, QWidget *parent = nullptr);

    void setPreview(const ResetPreviewPtr &preview);
    void setFailure(const Error &failure); // nothing can be shown
    void setRun(const timeline::Run &run, bool live);
    void setOutcome(const ResetOutcome &outcome);

    Page page() const;
    reset::Operation level() const { return m_level; }
    QPushButton *nextButton() const { return m_next; }
    QPushButton *backButton() const { return m_back; }
    QPushButton *cancelButton() const { return m_cancel; }
    QPushButton *scriptButton() const { return m_script; }
    QLineEdit *projectField() const { return m_typed; }
    QLineEdit *contextField() const { return m_context; }
    QCheckBox *wayBackBox() const { return m_keeps; }
    QButtonGroup *reasons() const { return m_reasons; }
    QButtonGroup *levels() const { return m_levels; }
    QPushButton *topicsButton() const { return m_topics; }
    QPushButton *groupsButton() const { return m_groups; }
    RowTable *table() const { return m_tables[0].main; }
    ProgressPage *progress() const { return m_progress; }

    void reject() override; // while it goes on: cancels it, as far as that is possible

Q_SIGNALS:
    void runWanted(const bd::app::ResetOrder &order);
    // Only these: a new preview, please.
    void choiceWanted(bd::reset::Operation level, const bd::app::ResetChoice &choice);
    void cancelWanted();
    void undoWanted(const QString &snapshot); // nobody has confirmed it yet
    void copyWanted(const QString &text);
    void viewWanted(bd::verify::Check::What what); // the one that explains an item of the verification

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override; // of its buttons

private:
    struct Tables {
        RowTable *main;
        RowTable *side;
    };
    QWidget *makeSteps();
    QLayout *makeTables(Tables &tables);
    QWidget *makeWhatFor();
    QWidget *makeWhatGoes();
    QWidget *makeWayBack();
    QWidget *makeConfirm();
    QWidget *makeButtons();
    void setPage(Page page);
    void chooseReason(ResetReason reason);
    void chooseLevel(reset::Operation level);
    void showLevel();
    void showWayBack();
    void chooseTopics();
    void chooseGroups();
    void choose(const ResetChoice &choice);
    void updateButtons();
    bool mayGoOn() const;
    bool isConfirmed() const;
    bool needsContext() const;
    void next();

    QString m_project;
    ResetPreviewPtr m_preview; // none: being looked at
    reset::Operation m_level = reset::Operation::Empty;
    bool m_isGoingOn = false;
    bool m_hasEnded = false;
    QString m_wayBack; // id of the snapshot that leads back

    std::vector<QLabel *> m_steps;
    QStackedWidget *m_pages;
    FindingCard *m_failure;
    QButtonGroup *m_reasons = nullptr;
    QButtonGroup *m_levels = nullptr;
    QLabel *m_why = nullptr;
    FindingCard *m_refusal = nullptr;
    QPushButton *m_topics = nullptr; // which ones
    QPushButton *m_groups = nullptr;
    ResetChoices m_chosen; // that the preview is to be about
    QLabel *m_goesTitle = nullptr;
    Tables m_tables[2] = {};   // on «What goes» and on «Confirm»
    RestCard *m_rests[2] = {}; // the same
    PlanModel *m_tableModel;
    PlanModel *m_sideModel;
    QCheckBox *m_keeps = nullptr;
    QLabel *m_keepsText = nullptr;
    QLabel *m_room = nullptr;
    QLabel *m_confirmTitle = nullptr;
    QLabel *m_confirmText = nullptr;
    QLabel *m_confirmKeeps = nullptr;
    QLabel *m_typedLabel = nullptr;
    QLineEdit *m_typed = nullptr;
    QLabel *m_contextLabel = nullptr;
    QLineEdit *m_context = nullptr;
    ProgressPage *m_progress;
    QPushButton *m_script = nullptr;
    QPushButton *m_back = nullptr;
    QPushButton *m_cancel = nullptr;
    QPushButton *m_next = nullptr;
};

} // namespace bd::app
