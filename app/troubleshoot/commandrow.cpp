#include "troubleshoot/commandrow.h"

#include <QCoreApplication>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/labels.h"
#include "common/theme.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Troubleshoot)
};

} // namespace

void addCommand(QHBoxLayout *row, QVBoxLayout *texts, const QString &command, const std::function<void()> &copy)
{
    if (command.isEmpty()) {
        return;
    }
    QLabel *label = wrappedLabel(plainText(command, 500));
    setLook(label, Look::Code);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    texts->addWidget(label);
    auto *button = new QPushButton(Tr::tr("Copy"));
    button->setAccessibleName(Tr::tr("Copy the command: %1").arg(plainText(command, 200)));
    QObject::connect(button, &QPushButton::clicked, button, copy);
    row->addWidget(button, 0, Qt::AlignTop);
}

} // namespace bd::app
