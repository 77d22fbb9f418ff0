#include "groups/groupdialogs.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include "base/text.h"
#include "common/dialogs.h"
#include "common/labels.h"
#include "common/theme.h"
#include "groups/groupwords.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(GroupDialogs)
};

QPushButton *dangerButton(const QString &text, const QDialog *dialog)
{
    QPushButton *accept = acceptButton(text, dialog);
    setLook(accept, Look::Danger);
    accept->setAutoDefault(false);
    return accept;
}

} // namespace

QDialog *askGroupRemoval(QWidget *parent, const GroupRow &row, std::function<void()> accepted, TellCommand tell)
{
    const QString name = row.name;
    const bool hasCommitted = row.lag.records || !row.lag.isComplete();
    const DialogFrame frame = dialogFrame(parent, Tr::tr("Delete the group %1?").arg(plainText(name, 260)));
    frame.column->addWidget(dialogText(
        hasCommitted
            ? Tr::tr("What it has committed is gone for good. When its members come back they begin where their "
                     "auto.offset.reset says: at the first record, or only with what comes from then on.")
            : Tr::tr("It has committed nothing. It is made again when a member connects.")));
    QPushButton *accept = dangerButton(Tr::tr("Delete %1").arg(plainText(name, 260)), frame.dialog);
    QLineEdit *typed = nullptr;
    if (hasCommitted) {
        typed = new QLineEdit;
        typed->setAccessibleName(Tr::tr("The group’s name"));
        frame.column->addWidget(wrappedLabel(Tr::tr("Type the group’s name to confirm:")));
        frame.column->addWidget(typed);
        accept->setEnabled(false);
        QObject::connect(typed, &QLineEdit::textChanged, accept,
                         [accept, name](const QString &text) { accept->setEnabled(text == name); });
    }
    addCommandLine(
        frame,
        [name] {
            return QStringList{QStringLiteral("groups"), QStringLiteral("delete"), name};
        },
        std::move(tell));
    addButtons(frame, accept);
    QObject::connect(frame.dialog, &QDialog::accepted, parent, std::move(accepted));
    frame.dialog->open();
    if (typed) {
        typed->setFocus();
    }
    return frame.dialog;
}

QDialog *askOffsetsRemoval(QWidget *parent, const QString &group, const QStringList &topics,
                           std::function<void(const QString &)> accepted, TellCommand tell)
{
    const DialogFrame frame = dialogFrame(parent, Tr::tr("Delete offsets of %1").arg(plainText(group, 260)));
    frame.column->addWidget(
        dialogText(Tr::tr("The group does not know any more how far it has read in this topic. Kafka refuses it while "
                          "members are connected that have subscribed to it.")));
    auto *topic = new QComboBox;
    topic->setAccessibleName(Tr::tr("Topic"));
    for (const QString &one : topics) {
        topic->addItem(plainText(one, 100), one);
    }
    auto *rows = new QFormLayout;
    rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    rows->addRow(Tr::tr("Topic"), topic);
    frame.column->addLayout(rows);
    auto *typed = new QLineEdit;
    typed->setAccessibleName(Tr::tr("The topic’s name"));
    frame.column->addWidget(wrappedLabel(Tr::tr("Type the topic’s name to confirm:")));
    frame.column->addWidget(typed);
    QPushButton *accept = dangerButton(Tr::tr("Delete its offsets"), frame.dialog);
    const auto check = [accept, topic, typed] {
        accept->setEnabled(typed->text() == topic->currentData().toString() && topic->currentIndex() >= 0);
    };
    QObject::connect(typed, &QLineEdit::textChanged, accept, check);
    QObject::connect(topic, &QComboBox::currentIndexChanged, accept, check);
    check();
    addCommandLine(
        frame,
        [group, topic] {
            return QStringList{QStringLiteral("groups"), QStringLiteral("delete-offsets"), group,
                               QStringLiteral("--topic"), topic->currentData().toString()};
        },
        std::move(tell));
    addButtons(frame, accept);
    QObject::connect(frame.dialog, &QDialog::accepted, parent,
                     [topic, accepted = std::move(accepted)] { accepted(topic->currentData().toString()); });
    frame.dialog->open();
    (topics.size() > 1 ? static_cast<QWidget *>(topic) : typed)->setFocus();
    return frame.dialog;
}

} // namespace bd::app
