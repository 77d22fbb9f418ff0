#include "common/dialogs.h"

#include <algorithm>

#include <QCoreApplication>
#include <QDialog>
#include <QFormLayout>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>

#include "common/labels.h"
#include "common/theme.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Dialogs)
};

} // namespace

DialogFrame dialogFrame(QWidget *parent, const QString &title)
{
    auto *dialog = new QDialog(parent);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    auto *column = new QVBoxLayout(dialog);
    column->setContentsMargins(20, 18, 20, 18);
    column->setSpacing(10);
    column->setSizeConstraint(QLayout::SetFixedSize);
    QLabel *heading = wrappedLabel(title);
    heading->setFixedWidth(dialogWidth);
    setLook(heading, Look::Heading);
    column->addWidget(heading);
    auto *buttons = new QHBoxLayout;
    buttons->setContentsMargins(0, 8, 0, 0);
    buttons->setSpacing(8);
    buttons->addStretch(1);
    return {dialog, column, buttons};
}

QPushButton *acceptButton(const QString &text, const QDialog *dialog)
{
    constexpr int widest = 260;
    auto *made = new QPushButton;
    made->setAccessibleName(text);
    made->setText(
        made->fontMetrics().elidedText(text, Qt::ElideMiddle, widest).replace(QLatin1Char('&'), QLatin1String("&&")));
    QObject::connect(made, &QPushButton::clicked, dialog, &QDialog::accept);
    return made;
}

QPushButton *addCommandLine(const DialogFrame &frame, std::function<QStringList()> verb, TellCommand tell)
{
    auto *copy = new QPushButton(Tr::tr("Copy as command line"));
    setLook(copy, Look::Link);
    copy->setAutoDefault(false);
    frame.buttons->insertWidget(0, copy);
    QObject::connect(copy, &QPushButton::clicked, frame.dialog,
                     [verb = std::move(verb), tell = std::move(tell)] { tell(verb()); });
    return copy;
}

void addButtons(const DialogFrame &frame, QPushButton *accept)
{
    auto *cancel = new QPushButton(Tr::tr("Cancel"));
    cancel->setAutoDefault(false);
    QObject::connect(cancel, &QPushButton::clicked, frame.dialog, &QDialog::reject);
    frame.buttons->addWidget(cancel);
    frame.buttons->addWidget(accept);
    frame.column->addLayout(frame.buttons);
}

void fitToWindow(QDialog *dialog, QSize usual)
{
    constexpr QSize margins(40, 40);
    const QWidget *over = dialog->parentWidget();
    dialog->resize(over ? usual.boundedTo(over->window()->size() - margins) : usual);
}

QLabel *dialogText(const QString &text)
{
    QLabel *label = wrappedLabel(text);
    label->setFixedWidth(dialogWidth);
    setLook(label, Look::Muted);
    return label;
}

QLabel *problemLabel()
{
    QLabel *label = wrappedLabel();
    label->setFixedWidth(dialogWidth);
    setLook(label, Look::Problem);
    label->hide();
    return label;
}

QSpinBox *numberBox(int from, int to, int value, const QString &name)
{
    auto *box = new QSpinBox;
    box->setRange(from, to);
    box->setValue(value);
    box->setAccessibleName(name);
    return box;
}

void showText(QLabel *label, const QString &text)
{
    label->setText(text);
    label->setVisible(!text.isEmpty());
}

QDialog *askName(QWidget *parent, const NameQuestion &question, const std::function<QString(const QString &)> &problem,
                 std::function<void(const QString &)> accepted)
{
    const DialogFrame frame = dialogFrame(parent, question.title);
    if (!question.text.isEmpty()) {
        frame.column->addWidget(dialogText(question.text));
        frame.dialog->setAccessibleDescription(question.text);
    }
    auto *name = new QLineEdit;
    name->setAccessibleName(question.label);
    auto *rows = new QFormLayout;
    rows->setHorizontalSpacing(16);
    rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    rows->addRow(question.label, name);
    frame.column->addLayout(rows);
    QLabel *wrong = problemLabel();
    frame.column->addWidget(wrong);
    QPushButton *accept = acceptButton(question.accept, frame.dialog);
    setLook(accept, Look::Primary);
    accept->setDefault(true);
    accept->setEnabled(false);
    addButtons(frame, accept);
    QObject::connect(name, &QLineEdit::textChanged, frame.dialog, [wrong, accept, problem](const QString &text) {
        const QString found = problem(text.trimmed());
        showText(wrong, text.isEmpty() ? QString() : found);
        accept->setEnabled(found.isEmpty());
    });
    QObject::connect(frame.dialog, &QDialog::accepted, parent,
                     [name, accepted = std::move(accepted)] { accepted(name->text().trimmed()); });
    frame.dialog->open();
    name->setFocus();
    return frame.dialog;
}

QDialog *ask(QWidget *parent, const Question &question, std::function<void()> accepted)
{
    const auto [dialog, column, buttons] = dialogFrame(parent, question.title);
    QLabel *text = wrappedLabel(question.text);
    text->setFixedWidth(dialogWidth);
    setLook(text, Look::Muted);
    column->addWidget(text);
    dialog->setAccessibleDescription(question.text);

    auto *cancel = new QPushButton(question.refuse.isEmpty() ? Tr::tr("Cancel") : question.refuse);
    QObject::connect(cancel, &QPushButton::clicked, dialog, &QDialog::reject);
    QPushButton *accept = acceptButton(question.accept, dialog);
    setLook(accept, Look::Primary);
    accept->setDefault(true);
    buttons->addWidget(cancel);
    buttons->addWidget(accept);
    column->addLayout(buttons);
    QObject::connect(dialog, &QDialog::accepted, parent, std::move(accepted));
    dialog->open();
    accept->setFocus();
    return dialog;
}

QDialog *showRows(QWidget *parent, const QString &title, const QList<std::pair<QString, QString>> &rows)
{
    const auto [dialog, column, buttons] = dialogFrame(parent, title);
    auto *grid = new QGridLayout;
    grid->setHorizontalSpacing(24);
    grid->setVerticalSpacing(6);
    for (int row = 0; row < rows.size(); ++row) {
        QLabel *left = plainLabel(rows.at(row).first);
        const QString &value = rows.at(row).second;
        QLabel *right = wrappedLabel(value);
        right->setFixedWidth(std::min(dialogWidth, right->fontMetrics().horizontalAdvance(value) + 2));
        setLook(right, Look::Muted);
        right->setTextInteractionFlags(Qt::TextSelectableByMouse);
        grid->addWidget(left, row, 0, Qt::AlignTop);
        grid->addWidget(right, row, 1, Qt::AlignLeft);
    }
    grid->setColumnStretch(1, 1);
    column->addLayout(grid);
    QPushButton *close = acceptButton(Tr::tr("Close"), dialog);
    close->setDefault(true);
    buttons->addWidget(close);
    column->addLayout(buttons);
    dialog->open();
    return dialog;
}

} // namespace bd::app
