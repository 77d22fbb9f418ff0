#include "common/typedconfirmation.h"

#include <QCoreApplication>
#include <QDialog>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "common/dialogs.h"
#include "common/labels.h"
#include "common/theme.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Dialogs)
};

} // namespace

QDialog *askTyped(QWidget *parent, const TypedQuestion &question, std::function<void()> accepted)
{
    const DialogFrame frame = dialogFrame(parent, question.title);
    frame.column->addWidget(dialogText(question.text));
    QLabel *label = wrappedLabel(Tr::tr("Type %1 to confirm.").arg(question.name));
    label->setFixedWidth(dialogWidth);
    frame.column->addWidget(label);
    auto *typed = new QLineEdit;
    typed->setAccessibleName(Tr::tr("Type %1 to confirm.").arg(question.name));
    frame.column->addWidget(typed);
    QPushButton *accept = acceptButton(question.accept, frame.dialog);
    setLook(accept, Look::Destroy);
    accept->setAutoDefault(false);
    accept->setEnabled(false);
    addButtons(frame, accept);
    QObject::connect(typed, &QLineEdit::textChanged, accept,
                     [accept, name = question.name](const QString &text) { accept->setEnabled(text == name); });
    QObject::connect(frame.dialog, &QDialog::accepted, parent, std::move(accepted));
    typed->setFocus();
    frame.dialog->open();
    return frame.dialog;
}

} // namespace bd::app
