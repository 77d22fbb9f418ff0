#include "common/choice.h"

#include <QCoreApplication>
#include <QDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSet>
#include <QSignalBlocker>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/dialogs.h"
#include "common/theme.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Dialogs)
};

constexpr int listHeight = 240;
constexpr int nameRole = Qt::UserRole;

QStringList tickedIn(const QListWidget &list)
{
    QStringList names;
    for (int row = 0; row < list.count(); ++row) {
        if (list.item(row)->checkState() == Qt::Checked) {
            names += list.item(row)->data(nameRole).toString();
        }
    }
    return names;
}

// Of those that the filter shows. The list says nothing of each: there may be thousands.
void tickAll(QListWidget &list, Qt::CheckState state)
{
    const QSignalBlocker quiet(&list);
    for (int row = 0; row < list.count(); ++row) {
        if (!list.item(row)->isHidden()) {
            list.item(row)->setCheckState(state);
        }
    }
}

} // namespace

QDialog *chooseNames(QWidget *parent, const NameChoice &choice, std::function<void(const QStringList &)> accepted)
{
    const DialogFrame frame = dialogFrame(parent, choice.title);
    auto *filter = new QLineEdit;
    filter->setPlaceholderText(Tr::tr("Filter by name"));
    filter->setAccessibleName(Tr::tr("Filter by name"));
    auto *list = new QListWidget;
    list->setFixedSize(dialogWidth, listHeight);
    list->setAccessibleName(choice.title);
    list->setFont(codeFont());
    list->setSpacing(4);
    list->setUniformItemSizes(true);
    const QSet<QString> chosen(choice.chosen.begin(), choice.chosen.end());
    for (const QString &name : choice.all) {
        auto *item = new QListWidgetItem(plainText(name, 249), list);
        item->setData(nameRole, name);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(chosen.contains(name) ? Qt::Checked : Qt::Unchecked);
    }
    auto *every = new QPushButton(Tr::tr("All"));
    auto *none = new QPushButton(Tr::tr("None"));
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(filter, 1);
    for (QPushButton *button : {every, none}) {
        button->setAutoDefault(false);
        row->addWidget(button);
    }
    frame.column->addLayout(row);
    frame.column->addWidget(list);
    QPushButton *accept = acceptButton(Tr::tr("Take these"), frame.dialog);
    setLook(accept, Look::Primary);
    addButtons(frame, accept);
    const auto check = [list, accept] { accept->setEnabled(!tickedIn(*list).isEmpty()); };
    check();
    QObject::connect(list, &QListWidget::itemChanged, accept, check);
    QObject::connect(every, &QPushButton::clicked, list, [list, check] {
        tickAll(*list, Qt::Checked);
        check();
    });
    QObject::connect(none, &QPushButton::clicked, list, [list, check] {
        tickAll(*list, Qt::Unchecked);
        check();
    });
    QObject::connect(filter, &QLineEdit::textChanged, list, [list](const QString &part) {
        for (int at = 0; at < list->count(); ++at) {
            list->item(at)->setHidden(!list->item(at)->text().contains(part.trimmed(), Qt::CaseInsensitive));
        }
    });
    QObject::connect(frame.dialog, &QDialog::accepted, parent,
                     [list, accepted = std::move(accepted)] { accepted(tickedIn(*list)); });
    frame.dialog->open();
    return frame.dialog;
}

} // namespace bd::app
