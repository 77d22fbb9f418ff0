#include "volumes/filesdialog.h"

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/card.h"
#include "common/dialogs.h"
#include "common/labels.h"
#include "common/namefilter.h"
#include "common/rawtext.h"
#include "common/rowtable.h"
#include "common/theme.h"
#include "volumes/filemodel.h"

namespace bd::app {

namespace {

using snapshot::TarEntry;

constexpr QSize usualSize(820, 560);
constexpr qsizetype mostShown = 64 << 10; // characters

const RowTable::Columns columns{.stretched = FileModel::Path,
                                .leastStretched = 260,
                                .fixed = {{FileModel::Size, 90}, {FileModel::Changed, 130}},
                                .hiddenFirst = {FileModel::Changed}};

} // namespace

FilesDialog::FilesDialog(const QString &volume, QWidget *parent)
    : QDialog(parent), m_model(new FileModel(this)), m_sentence(wrappedLabel(tr("Reading what is in it…"))),
      m_table(new RowTable), m_chosen(wrappedLabel()), m_preview(new RawText)
{
    setWindowTitle(tr("Files in %1").arg(plainText(volume, 100)));
    fitToWindow(this, usualSize);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(10);
    QLabel *title = wrappedLabel(tr("Files in %1").arg(plainText(volume, 255)));
    setLook(title, Look::Heading);
    setLook(m_sentence, Look::Muted);
    m_table->setModel(m_model);
    m_table->setColumns(columns);
    m_table->setAccessibleName(tr("Files"));
    m_filter = nameFilter(this, m_table);
    setLook(m_chosen, Look::Small);
    m_preview->setAccessibleName(tr("The beginning of the file"));
    auto *close = new QPushButton(tr("Close"));
    close->setAutoDefault(false); // Enter goes from the filter to the rows
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    column->addWidget(title);
    column->addWidget(m_sentence);
    column->addWidget(m_filter);
    auto *card = new Card;
    card->column()->setContentsMargins(1, 4, 1, 1);
    card->column()->addWidget(m_table);
    column->addWidget(card, 3);
    column->addWidget(m_chosen);
    column->addWidget(m_preview, 2);
    column->addLayout(buttons);
    m_chosen->setText(tr("Choose a file to read its beginning."));
    connect(m_filter, &QLineEdit::textChanged, m_model, &FileModel::setFilter);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &FilesDialog::choose);
    connect(close, &QPushButton::clicked, this, &QDialog::accept);
    m_filter->setFocus();
}

QString FilesDialog::sentence() const
{
    return m_sentence->text();
}

void FilesDialog::setFiles(const Result<std::vector<TarEntry>> &files)
{
    if (!files) {
        m_sentence->setText(plainText((files.error().message + QLatin1Char(' ') + files.error().hint).trimmed(), 600));
        return;
    }
    m_model->setFiles(*files, Clock::system().now());
    m_sentence->setText(tr("%Ln file(s), %1, as they were a moment ago", nullptr, m_model->fileCount())
                            .arg(dataSizeText(snapshot::contentBytes(*files))));
}

void FilesDialog::choose()
{
    const TarEntry *file = m_model->fileAt(m_table->currentIndex().row());
    m_preview->clear();
    m_path = file && file->kind == TarEntry::Kind::File ? FileModel::pathOf(*file) : QString();
    if (m_path.isEmpty()) {
        m_chosen->setText(tr("Choose a file to read its beginning."));
        return;
    }
    m_chosen->setText(tr("Reading %1…").arg(plainText(m_path, 300)));
    Q_EMIT previewWanted(m_path);
}

void FilesDialog::setPreview(const QString &path, const Result<QByteArray> &beginning)
{
    if (path != m_path) {
        return;
    }
    if (!beginning) {
        m_chosen->setText(plainText(beginning.error().message, 400));
        return;
    }
    m_chosen->setText(beginning->isEmpty() ? tr("%1 is empty").arg(plainText(path, 300))
                                           : tr("The beginning of %1").arg(plainText(path, 300)));
    m_preview->setPlainText(plainText(QString::fromUtf8(*beginning), mostShown));
}

} // namespace bd::app
