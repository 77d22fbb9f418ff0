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
#include "common/namedrows.h"
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

void showMatching(QListWidget &list, const QString &words)
{
    std::vector<QString> folded;
    for (int row = 0; row < list.count(); ++row) {
        folded.push_back(list.item(row)->text().toCaseFolded());
        list.item(row)->setHidden(true);
    }
    for (const int row : matchingNames(folded, words)) {
        list.item(row)->setHidden(false);
    }
}

// A list with the field that filters it, and room beside that; it is put into the column.
struct FilteredList {
    QListWidget *list;
    QHBoxLayout *top;
};
FilteredList addList(const DialogFrame &frame, const QString &title, const QStringList &names)
{
    auto *filter = new QLineEdit;
    filter->setPlaceholderText(Tr::tr("Filter by name"));
    filter->setAccessibleName(Tr::tr("Filter by name"));
    auto *list = new QListWidget;
    list->setFixedSize(dialogWidth, listHeight);
    list->setAccessibleName(title);
    list->setFont(codeFont());
    list->setSpacing(4);
    list->setUniformItemSizes(true);
    for (const QString &name : names) {
        auto *item = new QListWidgetItem(plainText(name, 249), list);
        item->setData(nameRole, name);
    }
    auto *top = new QHBoxLayout;
    top->setSpacing(8);
    top->addWidget(filter, 1);
    frame.column->addLayout(top);
    frame.column->addWidget(list);
    QObject::connect(filter, &QLineEdit::textChanged, list,
                     [list](const QString &words) { showMatching(*list, words); });
    return {list, top};
}

} // namespace

QDialog *chooseNames(QWidget *parent, const NameChoice &choice, std::function<void(const QStringList &)> accepted)
{
    const DialogFrame frame = dialogFrame(parent, choice.title);
    const auto [list, top] = addList(frame, choice.title, choice.all);
    const QSet<QString> chosen(choice.chosen.begin(), choice.chosen.end());
    for (int row = 0; row < list->count(); ++row) {
        QListWidgetItem *item = list->item(row);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(chosen.contains(choice.all.at(row)) ? Qt::Checked : Qt::Unchecked);
    }
    auto *every = new QPushButton(Tr::tr("All"));
    auto *none = new QPushButton(Tr::tr("None"));
    for (QPushButton *button : {every, none}) {
        button->setAutoDefault(false);
        button->setFocusPolicy(Qt::TabFocus); // a click leaves the keys to the filter
        top->addWidget(button);
    }
    QPushButton *accept = acceptButton(Tr::tr("Take these"), frame.dialog);
    setLook(accept, Look::Primary);
    addButtons(frame, accept);
    const auto check = [list = list, accept, mayBeNone = choice.mayBeNone] {
        accept->setEnabled(mayBeNone || !tickedIn(*list).isEmpty());
    };
    check();
    QObject::connect(list, &QListWidget::itemChanged, accept, check);
    QObject::connect(every, &QPushButton::clicked, list, [list = list, check] {
        tickAll(*list, Qt::Checked);
        check();
    });
    QObject::connect(none, &QPushButton::clicked, list, [list = list, check] {
        tickAll(*list, Qt::Unchecked);
        check();
    });
    QObject::connect(frame.dialog, &QDialog::accepted, parent,
                     [list = list, accepted = std::move(accepted)] { accepted(tickedIn(*list)); });
    frame.dialog->open();
    return frame.dialog;
}

QDialog *showNames(QWidget *parent, const QString &title, const QStringList &names)
{
    const DialogFrame frame = dialogFrame(parent, title);
    addList(frame, title, names);
    QPushButton *close = acceptButton(Tr::tr("Close"), frame.dialog);
    close->setDefault(true);
    frame.buttons->addWidget(close);
    frame.column->addLayout(frame.buttons);
    frame.dialog->open();
    return frame.dialog;
}

} // namespace bd::app
