// The volumes of a project and its snapshots: what each is for, what is wrong with them, and what can be done. Shows values;
// what is wanted leaves as signals.
#pragma once

#include <optional>

#include <QWidget>

#include "base/error.h"
#include "volumes/volumesfacts.h"

class QLabel;
class QPushButton;
class QSpinBox;

namespace bd::app {

class Card;
class ElidedLabel;
class FindingCard;
class PendingCard;
class RowTable;
class SnapshotModel;
class VolumeModel;
struct NameQuestion;

class VolumesView : public QWidget
{
    Q_OBJECT

public:
    explicit VolumesView(QWidget *parent = nullptr);

    void setProject(const QString &name);
    void setFacts(const VolumesFactsPtr &facts, TimePoint now);
    void setFailure(const std::optional<Error> &failure); // of the last look; what is shown was true before
    void setBusy(bool busy);                              // an operation on the project goes on

    RowTable *volumes() const { return m_volumes; }
    RowTable *snapshots() const { return m_snapshots; }
    QPushButton *takeButton() const { return m_take; }
    QPushButton *resetButton() const { return m_reset; }
    QPushButton *importButton() const { return m_import; }
    PendingCard *pendingCard() const { return m_pending; }
    FindingCard *findingCard() const { return m_finding; }

Q_SIGNALS:
    void watchedChanged(bool watched);                                // it is on screen, or no longer
    void resetWanted();                                               // the wizard
    void takeWanted(const QString &name, const QStringList &volumes); // volumes empty: the stack's
    void takeRecordsWanted(const QString &name);                      // of all topics, and where groups are
    void snapshotDaysWanted(int days);
    void lockWanted(const QString &volume, bool locked);
    void browseWanted(const QString &volume);
    void deleteVolumeWanted(const QString &volume); // nobody has confirmed it yet, nor the next one
    void restoreWanted(const QString &snapshot);
    void verifyWanted(const QString &snapshot);
    void exportWanted(const QString &snapshot, const QString &path);
    void importWanted(const QString &path);
    void renameWanted(const QString &snapshot, const QString &name);
    void keepWanted(const QString &snapshot, bool kept);
    void removeWanted(const QString &snapshot);
    void goOnWanted();
    void abandonWanted();
    void copyWanted(const QString &text);

protected:
    void showEvent(QShowEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    QWidget *makeHead();
    QWidget *makeVolumes();
    QWidget *makeSnapshots();
    void connectParts();
    void askTake();
    void askTakeOne(const stack::ProjectVolume &volume);
    void askSnapshotName(const NameQuestion &question, const QStringList &volumes);
    void askTakeRecords();
    void askExport(const snapshot::Manifest &snapshot);
    void askImport();
    void askRename(const snapshot::Manifest &snapshot);
    void askRemove(const snapshot::Manifest &snapshot);
    void showVolumeMenu(int row, const QPoint &at);
    void showSnapshotMenu(int row, const QPoint &at);
    void showFindings();

    QString m_project;
    VolumesFactsPtr m_facts; // none: nothing is known yet
    bool m_busy = false;
    VolumeModel *m_volumeModel;
    SnapshotModel *m_snapshotModel;
    PendingCard *m_pending;
    FindingCard *m_failure;
    FindingCard *m_finding; // half a set, or data that is on no volume
    ElidedLabel *m_sentence = nullptr;
    QPushButton *m_take = nullptr;
    QPushButton *m_reset = nullptr;
    QPushButton *m_import = nullptr;
    RowTable *m_volumes = nullptr;
    RowTable *m_snapshots = nullptr;
    QLabel *m_noVolumes = nullptr;
    QLabel *m_noSnapshots = nullptr;
    QLabel *m_where = nullptr;
    QSpinBox *m_days = nullptr;
};

} // namespace bd::app
