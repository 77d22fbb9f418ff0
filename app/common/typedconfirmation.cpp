#include "common/typedconfirmation.h"

#include <algorithm>

#include <QCheckBox>
#include <QCoreApplication>
#include <QDialog>
#include <QKeyEvent>
#include <QLineEdit>
#include <QListWidget>
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

// For a button that no Enter presses, whatever the desktop's style does with one that has the focus.
class EnterFilter : public QObject
{
public:
    using QObject::QObject;

protected:
    bool eventFilter(QObject *, QEvent *event) override
    {
        const bool isKey = event->type() == QEvent::KeyPress || event->type() == QEvent::KeyRelease;
        const int key = isKey ? static_cast<QKeyEvent *>(event)->key() : 0;
        return key == Qt::Key_Return || key == Qt::Key_Enter;
    }
};

QLineEdit *addField(const DialogFrame &frame, const QString &text)
{
    QLabel *label = wrappedLabel(text);
    label->setFixedWidth(dialogWidth);
    frame.column->addWidget(label);
    auto *typed = new QLineEdit;
    typed->setAccessibleName(text);
    frame.column->addWidget(typed);
    return typed;
}

// As high as what is in it, up to a few lines; then it is scrolled.
void addNames(const DialogFrame &frame, const QStringList &names)
{
    constexpr int most = 7;
    auto *list = new QListWidget;
    list->addItems(names);
    list->setUniformItemSizes(true);
    list->setSpacing(1);
    list->setWordWrap(false);
    list->setTextElideMode(Qt::ElideMiddle);
    list->setSelectionMode(QAbstractItemView::NoSelection);
    list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    list->setAccessibleName(Tr::tr("What goes"));
    list->setFixedSize(dialogWidth,
                       (list->sizeHintForRow(0) + 2) * static_cast<int>(std::min<qsizetype>(most, names.size()))
                           + 2 * list->frameWidth());
    for (int row = 0; row < list->count(); ++row) {
        list->item(row)->setToolTip(list->item(row)->text().toHtmlEscaped());
    }
    frame.column->addWidget(list);
}

} // namespace

QDialog *askTyped(QWidget *parent, const TypedQuestion &question, std::function<void()> accepted)
{
    const DialogFrame frame = dialogFrame(parent, question.title);
    frame.column->addWidget(dialogText(question.text));
    if (!question.goes.isEmpty()) {
        addNames(frame, question.goes);
    }
    QCheckBox *stated = question.statement.isEmpty() ? nullptr : new QCheckBox(question.statement);
    if (stated) {
        frame.column->addWidget(stated);
    }
    QLineEdit *typed = addField(frame, Tr::tr("Type %1 to confirm.").arg(question.name));
    QLineEdit *context = question.context.isEmpty()
                             ? nullptr
                             : addField(frame, Tr::tr("Type %1, its engine, as well.").arg(question.context));
    QPushButton *accept = acceptButton(question.accept, frame.dialog);
    setLook(accept, Look::Destroy);
    accept->setAutoDefault(false);
    accept->installEventFilter(new EnterFilter(accept));
    accept->setEnabled(false);
    addButtons(frame, accept);
    const auto check = [=, name = question.name, engine = question.context] {
        accept->setEnabled(typed->text() == name && (!context || context->text() == engine)
                           && (!stated || stated->isChecked()));
    };
    QObject::connect(typed, &QLineEdit::textChanged, accept, check);
    if (stated) {
        QObject::connect(stated, &QCheckBox::toggled, accept, check);
    }
    if (context) {
        QObject::connect(context, &QLineEdit::textChanged, accept, check);
    }
    QObject::connect(frame.dialog, &QDialog::accepted, parent, std::move(accepted));
    typed->setFocus();
    frame.dialog->open();
    return frame.dialog;
}

} // namespace bd::app
