#include "newcomer/sheetdialog.h"

#include <QFileDialog>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/dialogs.h"
#include "common/labels.h"
#include "common/rawtext.h"
#include "common/theme.h"

namespace bd::app {

namespace {

constexpr QSize usualSize(820, 600);

} // namespace

SheetDialog::SheetDialog(const QString &project, const sheet::Document &page, QWidget *parent)
    : QDialog(parent), m_project(project), m_page(page), m_text(new RawText), m_save(new QPushButton(tr("Save…")))
{
    setWindowTitle(tr("Onboarding sheet of %1").arg(plainText(project, 100)));
    fitToWindow(this, usualSize);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 18);
    column->setSpacing(10);
    QLabel *title = wrappedLabel(windowTitle());
    setLook(title, Look::Heading);
    QLabel *sentence = wrappedLabel(tr(
        "For the next new member of the team: what there is, how it is reached, and how to start, verify and reset it. "
        "No value of a variable is in it."));
    setLook(sentence, Look::Muted);
    setLook(m_save, Look::Primary);
    m_text->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    m_text->setAccessibleName(tr("The sheet, as Markdown"));
    const QString markdown = sheet::toMarkdown(page);
    m_text->setPlainText(plainText(markdown, 1 << 20));
    auto *copy = new QPushButton(tr("Copy"));
    auto *close = new QPushButton(tr("Close"));
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(close);
    buttons->addWidget(copy);
    buttons->addWidget(m_save);
    column->addWidget(title);
    column->addWidget(sentence);
    column->addWidget(m_text, 1);
    column->addLayout(buttons);
    connect(close, &QPushButton::clicked, this, &QDialog::reject);
    connect(copy, &QPushButton::clicked, this, [this, markdown] { Q_EMIT copyWanted(markdown); });
    connect(m_save, &QPushButton::clicked, this, &SheetDialog::save);
    m_save->setDefault(true);
    m_save->setFocus();
}

void SheetDialog::save()
{
    const QString path = QFileDialog::getSaveFileName(this, tr("Save the onboarding sheet"),
                                                      QStringLiteral("%1.html").arg(m_project),
                                                      tr("Web page (*.html);;Markdown (*.md)"));
    if (path.isEmpty()) {
        return;
    }
    const bool isHtml = QFileInfo(path).suffix().startsWith(QLatin1String("htm"), Qt::CaseInsensitive);
    Q_EMIT saveWanted(path, isHtml ? sheet::toHtml(m_page) : sheet::toMarkdown(m_page));
    accept();
}

} // namespace bd::app
