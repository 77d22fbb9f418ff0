#include "troubleshoot/bundledialog.h"

#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/dialogs.h"
#include "common/labels.h"
#include "common/rawtext.h"
#include "common/theme.h"

namespace bd::app {

namespace {

constexpr QSize usualSize(860, 560);
constexpr int listWidth = 230;
constexpr qsizetype mostShown = 256 << 10; // characters of one file

} // namespace

BundleDialog::BundleDialog(const QString &project, QWidget *parent)
    : QDialog(parent), m_sentence(wrappedLabel(tr("Asking the engine, the brokers and the logs…"))),
      m_files(new QListWidget), m_text(new RawText), m_save(new QPushButton(tr("Save…")))
{
    setWindowTitle(tr("Diagnostics bundle of %1").arg(plainText(project, 100)));
    fitToWindow(this, usualSize);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(10);
    QLabel *title = wrappedLabel(windowTitle());
    setLook(title, Look::Heading);
    setLook(m_sentence, Look::Muted);
    m_files->setAccessibleName(tr("Files of the bundle"));
    m_files->setFixedWidth(listWidth);
    m_files->setSpacing(2);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_text->setAccessibleName(tr("What is in the file"));
    setLook(m_save, Look::Primary);
    m_save->setEnabled(false);
    auto *parts = new QHBoxLayout;
    parts->setSpacing(10);
    parts->addWidget(m_files);
    parts->addWidget(m_text, 1);
    auto *close = new QPushButton(tr("Close"));
    auto *buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(m_save);
    column->addWidget(title);
    column->addWidget(m_sentence);
    column->addLayout(parts, 1);
    column->addLayout(buttons);
    connect(m_files, &QListWidget::currentRowChanged, this, &BundleDialog::showFile);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_save, &QPushButton::clicked, this, [this] { Q_EMIT saveWanted(m_bundle); });
    m_files->setFocus();
}

QString BundleDialog::sentence() const
{
    return m_sentence->text();
}

void BundleDialog::setBundle(const Result<bundle::Bundle> &bundle)
{
    if (!bundle) {
        m_sentence->setText(
            plainText((bundle.error().message + QLatin1Char(' ') + bundle.error().hint).trimmed(), 600));
        return;
    }
    m_bundle = std::make_shared<const bundle::Bundle>(*bundle);
    m_sentence->setText(
        tr("%Ln file(s), %1. What sounds or looks like a secret is masked; read it before you pass it on.", nullptr,
           static_cast<int>(m_bundle->files.size()))
            .arg(dataSizeText(m_bundle->bytes())));
    for (const bundle::File &file : m_bundle->files) {
        m_files->addItem(plainText(file.name, 200));
    }
    m_files->setCurrentRow(0);
    m_save->setEnabled(true);
}

void BundleDialog::showFile(int row)
{
    const QByteArray bytes = row < 0 ? QByteArray() : m_bundle->files[static_cast<size_t>(row)].text;
    const QString text = QString::fromUtf8(bytes.first(qMin<qsizetype>(bytes.size(), 4 * mostShown)));
    m_text->setPlainText(plainText(text, mostShown));
}

} // namespace bd::app
