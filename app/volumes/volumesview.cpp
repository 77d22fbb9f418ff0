#include "volumes/volumesview.h"

#include <algorithm>

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QSignalBlocker>
#include <QSpinBox>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/dialogs.h"
#include "common/findingcard.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/rowtable.h"
#include "common/theme.h"
#include "common/words.h"
#include "snapshot/exchange.h"
#include "store/settings.h"
#include "volumes/pendingcard.h"
#include "volumes/snapshotmodel.h"
#include "volumes/volumemodel.h"
#include "volumes/volumewords.h"

namespace bd::app {

namespace {

const RowTable::Columns volumeColumns{
    .stretched = VolumeModel::MountedBy,
    .leastStretched = 240,
    .fixed = {{VolumeModel::Name, 270},
              {VolumeModel::Purpose, 190},
              {VolumeModel::Size, 96},
              {VolumeModel::Created, 140},
              {VolumeModel::Driver, 80},
              {VolumeModel::Labels, 240},
              {VolumeModel::Lock, 100}},
    .hiddenFirst = {VolumeModel::Labels, VolumeModel::Driver, VolumeModel::Created, VolumeModel::Purpose},
};

const RowTable::Columns snapshotColumns{
    .stretched = SnapshotModel::Name,
    .leastStretched = 200,
    .fixed = {{SnapshotModel::Content, 200},
              {SnapshotModel::Size, 96},
              {SnapshotModel::Taken, 150},
              {SnapshotModel::Why, 140},
              {SnapshotModel::Kept, 120}},
    .hiddenFirst = {SnapshotModel::Why, SnapshotModel::Kept, SnapshotModel::Content},
};

QString menuText(const QString &text)
{
    return QString(text).replace(QLatin1Char('&'), QLatin1String("&&"));
}

} // namespace

VolumesView::VolumesView(QWidget *parent)
    : QWidget(parent), m_volumeModel(new VolumeModel(this)), m_snapshotModel(new SnapshotModel(this)),
      m_pending(new PendingCard), m_failure(new FindingCard), m_finding(new FindingCard)
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(pageMargin, pageMargin - 4, pageMargin, pageMargin);
    column->setSpacing(pageGap);
    column->addWidget(makeHead());
    column->addWidget(m_failure);
    column->addWidget(m_pending);
    column->addWidget(m_finding);
    column->addWidget(makeVolumes(), 3);
    column->addWidget(makeSnapshots(), 2);
    for (QWidget *later :
         {static_cast<QWidget *>(m_failure), static_cast<QWidget *>(m_pending), static_cast<QWidget *>(m_finding)}) {
        later->hide();
    }
    connectParts();
    setFocusProxy(m_volumes);
}

QWidget *VolumesView::makeHead()
{
    auto *widget = new QWidget;
    QHBoxLayout *head = pageHead(tr("Volumes"), {});
    head->setContentsMargins(0, 0, 0, 0);
    widget->setLayout(head);
    m_sentence = widget->findChild<ElidedLabel *>();
    m_take = menuButton(tr("Take a snapshot"));
    QMenu *kinds = m_take->menu();
    kinds->addAction(tr("Of the volumes: Kafka stops meanwhile…"), this, &VolumesView::askTake);
    kinds->addAction(tr("Of topics, records and offsets: Kafka stays up…"), this, &VolumesView::askTakeRecords);
    m_reset = new QPushButton(tr("Reset…"));
    setLook(m_reset, Look::Danger);
    head->addWidget(m_take);
    head->addWidget(m_reset);
    return widget;
}

QWidget *VolumesView::makeVolumes()
{
    auto *card = new Card;
    card->column()->setContentsMargins(1, 6, 1, 1);
    m_volumes = new RowTable;
    m_volumes->setModel(m_volumeModel);
    m_volumes->setColumns(volumeColumns);
    m_volumes->setAccessibleName(tr("Volumes"));
    m_noVolumes = emptySentence(tr("Asking the engine…"));
    card->column()->addWidget(m_volumes, 1);
    card->column()->addWidget(m_noVolumes);
    m_volumes->hide();
    return card;
}

QWidget *VolumesView::makeSnapshots()
{
    auto *card = new Card;
    card->column()->setContentsMargins(1, 12, 1, 1);
    card->column()->setSpacing(6);
    QLabel *heading = plainLabel(tr("Snapshots"));
    setLook(heading, Look::Heading);
    m_days = new QSpinBox;
    m_days->setRange(0, store::Settings::mostSnapshotDays);
    m_days->setSuffix(tr(" days"));
    m_days->setSpecialValueText(tr("ever"));
    m_days->setKeyboardTracking(false);
    m_days->setEnabled(false);
    QLabel *daysLabel = plainLabel(tr("&Keep a reset’s way back for"));
    daysLabel->setBuddy(m_days);
    setLook(daysLabel, Look::Small);
    auto *top = new QHBoxLayout;
    top->setContentsMargins(15, 0, 15, 0);
    top->setSpacing(8);
    top->addWidget(heading, 1);
    top->addWidget(daysLabel);
    top->addWidget(m_days);
    m_import = new QPushButton(tr("Import…"));
    m_import->setToolTip(tr("A snapshot that somebody has exported, from its file"));
    m_import->setEnabled(false);
    top->addSpacing(8);
    top->addWidget(m_import);
    m_where = wrappedLabel();
    m_where->setContentsMargins(15, 0, 15, 2);
    setLook(m_where, Look::Small);
    m_snapshots = new RowTable;
    m_snapshots->setModel(m_snapshotModel);
    m_snapshots->setColumns(snapshotColumns);
    m_snapshots->setAccessibleName(tr("Snapshots"));
    m_noSnapshots = emptySentence(tr(
        "None yet. A snapshot is an archive of the stack’s volumes that can be restored; a full reset takes one first."));
    card->column()->addLayout(top);
    card->column()->addWidget(m_where);
    card->column()->addWidget(m_snapshots, 1);
    card->column()->addWidget(m_noSnapshots);
    m_snapshots->hide();
    m_where->hide();
    return card;
}

void VolumesView::connectParts()
{
    connect(m_days, &QSpinBox::valueChanged, this, &VolumesView::snapshotDaysWanted);
    connect(m_import, &QPushButton::clicked, this, &VolumesView::askImport);
    connect(m_reset, &QPushButton::clicked, this, &VolumesView::resetWanted);
    connect(m_pending, &PendingCard::goOnWanted, this, &VolumesView::goOnWanted);
    connect(m_pending, &PendingCard::abandonWanted, this, &VolumesView::abandonWanted);
    connect(m_pending, &PendingCard::restoreWanted, this, &VolumesView::restoreWanted);
    connect(m_volumes, &RowTable::menuWanted, this,
            [this](const QModelIndex &index, const QPoint &at) { showVolumeMenu(index.row(), at); });
    connect(m_volumes, &RowTable::opened, this, [this](const QModelIndex &index) {
        if (const stack::ProjectVolume *volume = m_volumeModel->volumeAt(index.row())) {
            Q_EMIT browseWanted(volume->volume.name);
        }
    });
    connect(m_snapshots, &RowTable::menuWanted, this,
            [this](const QModelIndex &index, const QPoint &at) { showSnapshotMenu(index.row(), at); });
    connect(m_snapshots, &RowTable::deleteWanted, this, [this](const QModelIndex &index) {
        if (const snapshot::Manifest *snapshot = m_snapshotModel->snapshotAt(index.row())) {
            askRemove(*snapshot);
        }
    });
}

void VolumesView::setProject(const QString &name)
{
    m_project = name;
}

void VolumesView::setFacts(const VolumesFactsPtr &facts, TimePoint now)
{
    m_facts = facts;
    setFailure({});
    m_volumeModel->setFacts(facts, now);
    m_snapshotModel->setFacts(facts, now);
    const bool hasVolumes = m_volumeModel->rowCount() > 0;
    m_volumes->setVisible(hasVolumes);
    m_noVolumes->setVisible(!hasVolumes);
    m_noVolumes->setText(tr("This project has no volumes yet. Starting it makes them."));
    const bool hasSnapshots = m_snapshotModel->rowCount() > 0;
    m_snapshots->setVisible(hasSnapshots);
    m_noSnapshots->setVisible(!hasSnapshots);
    m_where->setText(
        tr("In %1; %2 are free there.").arg(shortPath(facts->snapshotDirectory), dataSizeText(facts->bytesAvailable)));
    m_where->setVisible(hasSnapshots);
    const QString count = tr("%Ln volume(s)", nullptr, m_volumeModel->rowCount());
    m_sentence->setText(
        facts->sizesAsOf
            ? tr("%1, %2, measured %3").arg(count, dataSizeText(facts->knownBytes()), dayText(*facts->sizesAsOf, now))
            : count);
    if (!m_days->hasFocus()) {
        const QSignalBlocker quiet(m_days);
        m_days->setValue(facts->snapshotDays);
    }
    m_days->setEnabled(true);
    showFindings();
    setBusy(m_busy);
}

void VolumesView::showFindings()
{
    m_pending->setVisible(m_facts->pending.has_value());
    if (m_facts->pending) {
        m_pending->setStanding(*m_facts->pending);
    }
    QStringList unheld;
    for (const stack::Unheld &one : m_facts->list.unheld) {
        unheld += tr("%1 of %2").arg(plainText(one.path.path, 200), plainText(one.service, 100));
    }
    m_finding->setVisible(m_facts->list.isHalfASet || !unheld.isEmpty());
    Finding finding;
    finding.edge = Card::Edge::Waiting;
    if (m_facts->list.isHalfASet) {
        finding.title = tr("Only half of the set is on volumes");
        finding.text = tr("Kafka’s data and ZooKeeper’s belong together: one without the other is worse than none, for "
                          "Kafka then starts with every topic there and empty, or not at all.");
    }
    if (!unheld.isEmpty()) {
        const QString where = tr("Not on a volume: %1").arg(listText(unheld));
        const QString meaning = tr(
            "It goes with the container, whenever that is made anew. A named volume there would keep it.");
        if (finding.title.isEmpty()) {
            finding.title = where;
            finding.text = meaning;
        } else {
            finding.text += u'\n' + where + QStringLiteral(". ") + meaning;
        }
    }
    if (!finding.title.isEmpty()) {
        m_finding->setFinding(finding);
    }
}

void VolumesView::setFailure(const std::optional<Error> &failure)
{
    m_failure->setVisible(failure.has_value());
    if (failure) {
        Finding finding = m_facts ? staleFinding(*failure) : findingOf(*failure);
        finding.edge = Card::Edge::Waiting;
        m_failure->setFinding(finding);
    }
}

void VolumesView::setBusy(bool busy)
{
    m_busy = busy;
    const bool isPending = m_facts && m_facts->pending;
    m_take->setEnabled(!busy && m_facts && m_volumeModel->rowCount() > 0);
    m_reset->setEnabled(!busy && m_facts && !isPending);
    m_import->setEnabled(!busy && m_facts); // one writes to where they lie at a time
    m_pending->setBusy(busy);
}

void VolumesView::showVolumeMenu(int row, const QPoint &at)
{
    const stack::ProjectVolume *found = m_volumeModel->volumeAt(row);
    if (!found) {
        return;
    }
    const stack::ProjectVolume volume = *found;
    const QString name = volume.volume.name;
    const bool isLocked = m_volumeModel->isLocked(row);
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    menu->addAction(tr("Look into it…"), this, [this, name] { Q_EMIT browseWanted(name); });
    QAction *take = menu->addAction(tr("Take a snapshot of it…"), this, [this, volume] { askTakeOne(volume); });
    take->setEnabled(!m_busy);
    QAction *lock = menu->addAction(isLocked ? tr("Unlock") : tr("Lock against every reset"), this,
                                    [this, name, isLocked] { Q_EMIT lockWanted(name, !isLocked); });
    lock->setEnabled(!m_facts->lockedByTeam.contains(name));
    menu->addSeparator();
    menu->addAction(tr("Copy its name"), this, [this, name] { Q_EMIT copyWanted(name); });
    menu->addSeparator();
    QAction *remove = menu->addAction(menuText(tr("Delete %1…").arg(nameText(volume))), this,
                                      [this, name] { Q_EMIT deleteVolumeWanted(name); });
    remove->setEnabled(!m_busy && !isLocked && volume.isNobodys());
    menu->popup(at);
}

void VolumesView::showSnapshotMenu(int row, const QPoint &at)
{
    const snapshot::Manifest *found = m_snapshotModel->snapshotAt(row);
    if (!found) {
        return;
    }
    const snapshot::Manifest snapshot = *found;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *restore = menu->addAction(tr("Restore…"), this, [this, id = snapshot.id] { Q_EMIT restoreWanted(id); });
    restore->setEnabled(!m_busy);
    menu->addAction(tr("Verify"), this, [this, id = snapshot.id] { Q_EMIT verifyWanted(id); });
    menu->addAction(tr("Export…"), this, [this, snapshot] { askExport(snapshot); });
    menu->addAction(tr("Rename…"), this, [this, snapshot] { askRename(snapshot); });
    menu->addAction(snapshot.isKept ? tr("Let it go when its days are over") : tr("Keep it for good"), this,
                    [this, id = snapshot.id, kept = snapshot.isKept] { Q_EMIT keepWanted(id, !kept); });
    menu->addAction(tr("Copy its folder’s path"), this, [this, id = snapshot.id] {
        Q_EMIT copyWanted(m_facts->snapshotDirectory + QLatin1Char('/') + id);
    });
    menu->addSeparator();
    menu->addAction(tr("Delete…"), this, [this, snapshot] { askRemove(snapshot); });
    menu->popup(at);
}

void VolumesView::askTake()
{
    askSnapshotName({.title = tr("Take a snapshot of the stack’s volumes"),
                     .label = tr("Name"),
                     .accept = tr("Stop, take it, start again")},
                    {});
}

// What a restore of it will be is said before it is relied on.
void VolumesView::askTakeOne(const stack::ProjectVolume &volume)
{
    const auto ofTheSet = std::ranges::count_if(m_facts->list.volumes,
                                                [](const stack::ProjectVolume &one) { return one.holds.has_value(); });
    QString later;
    if (!volume.holds) {
        later = tr("It holds no data of Kafka or ZooKeeper, and nothing else is ever deleted here. It is put back by "
                   "hand: «Restore» shows the commands.");
    } else if (ofTheSet > 1) {
        later = tr("Kafka’s and ZooKeeper’s volumes are put back together or not at all. This one alone can be looked "
                   "into, and put back by hand.");
    }
    askSnapshotName({.title = tr("Take a snapshot of %1").arg(nameText(volume)),
                     .label = tr("Name"),
                     .accept = volume.uses.empty() ? tr("Take it") : tr("Stop, take it, start again"),
                     .text = later},
                    {volume.volume.name});
}

void VolumesView::askSnapshotName(const NameQuestion &question, const QStringList &volumes)
{
    askName(
        this, question, [](const QString &name) { return name.isEmpty() ? tr("It needs a name") : QString(); },
        [this, volumes](const QString &name) { Q_EMIT takeWanted(name, volumes); });
}

void VolumesView::askTakeRecords()
{
    const NameQuestion question{.title = tr("Take a snapshot of topics, records and offsets"),
                                .label = tr("Name"),
                                .accept = tr("Take it")};
    askName(
        this, question, [](const QString &name) { return name.isEmpty() ? tr("It needs a name") : QString(); },
        [this](const QString &name) { Q_EMIT takeRecordsWanted(name); });
}

void VolumesView::askExport(const snapshot::Manifest &snapshot)
{
    auto *dialog = new QFileDialog(this, tr("Export «%1» into a file").arg(plainText(snapshot.name, 60)));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->selectFile(snapshot::exportNameOf(snapshot));
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, id = snapshot.id](const QString &path) { Q_EMIT exportWanted(id, path); });
    dialog->open();
}

void VolumesView::askImport()
{
    auto *dialog = new QFileDialog(this, tr("Import a snapshot"), {},
                                   tr("Snapshots (*%1);;All files (*)").arg(snapshot::exportSuffix()));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, &VolumesView::importWanted);
    dialog->open();
}

void VolumesView::askRename(const snapshot::Manifest &snapshot)
{
    const NameQuestion question{.title = tr("Rename «%1»").arg(snapshot.name),
                                .label = tr("Name"),
                                .accept = tr("Rename")};
    askName(
        this, question, [](const QString &name) { return name.isEmpty() ? tr("It needs a name") : QString(); },
        [this, id = snapshot.id](const QString &name) { Q_EMIT renameWanted(id, name); });
}

void VolumesView::askRemove(const snapshot::Manifest &snapshot)
{
    ask(this,
        {.title = tr("Delete the snapshot «%1»?").arg(snapshot.name),
         .text = tr("%1, %2, from %3. It is gone for good; the stack stays as it is.")
                     .arg(contentText(snapshot), dataSizeText(snapshot.bytes()), toLocalText(snapshot.takenAt)),
         .accept = tr("Delete the snapshot")},
        [this, id = snapshot.id] { Q_EMIT removeWanted(id); });
}

void VolumesView::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    Q_EMIT watchedChanged(true);
}

void VolumesView::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    Q_EMIT watchedChanged(false);
}

} // namespace bd::app
