#include "shell/topbar.h"

#include <QAction>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QResizeEvent>
#include <QStyle>

#include "base/text.h"
#include "common/labels.h"
#include "shell/actions.h"
#include "shell/topbuttons.h"

namespace bd::app {

namespace {

constexpr int barHeight = 48;
constexpr int narrow = 1000; // below this the program's name and the words of «Find anything» make room

} // namespace

TopBar::TopBar(const Actions &actions, QWidget *parent)
    : Band(Qt::BottomEdge, parent), m_brand(plainLabel(QStringLiteral("Brokerdeck"))), m_project(new ProjectButton),
      m_status(new StatePill),
      m_find(new FindButton(actions.findAnything->text(),
                            actions.findAnything->shortcut().toString(QKeySequence::NativeText))),
      m_start(buttonFor(actions.start)), m_menu(new QPushButton(QStringLiteral("⋯"))),
      m_profiles(new QMenu(tr("Profiles"), this))
{
    setFixedHeight(barHeight);
    setLook(m_brand, Look::Heading);
    connect(m_project, &QPushButton::clicked, actions.openProject, &QAction::trigger);
    connect(m_find, &QPushButton::clicked, actions.findAnything, &QAction::trigger);
    m_menu->setMenu(makeMenu(actions));
    m_menu->setAccessibleName(tr("More"));
    m_menu->setToolTip(tr("More"));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(16, 0, 16, 1);
    row->setSpacing(12);
    row->addWidget(m_brand);
    row->addWidget(m_project);
    row->addWidget(m_status);
    row->addStretch(1);
    row->addWidget(m_find);
    row->addWidget(m_start);
    for (QAction *action : {actions.stop, actions.restart, actions.reset, actions.cancel}) {
        QPushButton *button = buttonFor(action);
        if (action == actions.reset) {
            setLook(button, Look::Danger);
        }
        row->addWidget(button);
    }
    row->addWidget(m_menu);
    m_status->hide();
    setProfiles({}, {});
}

QMenu *TopBar::makeMenu(const Actions &actions)
{
    auto *menu = new QMenu(m_menu);
    menu->setToolTipsVisible(true);
    menu->addActions({actions.verify, actions.brokers, actions.refresh, actions.strictGates});
    menu->addMenu(m_profiles);
    menu->addAction(actions.openFolder);
    menu->addActions({actions.sheet, actions.newStack});
    QMenu *lines = menu->addMenu(tr("Copy as command line"));
    lines->addActions({actions.copyStart, actions.copyStop, actions.copyRestart});
    menu->addSeparator();
    menu->addActions({actions.shortcuts, actions.about, actions.quit});
    return menu;
}

void TopBar::setProfiles(const QStringList &available, const QStringList &active)
{
    m_profiles->clear();
    for (const QString &name : available) {
        QAction *action = m_profiles->addAction(plainText(name, 80).replace(QLatin1Char('&'), QLatin1String("&&")));
        action->setCheckable(true);
        action->setChecked(active.contains(name));
        const auto choose = [this, active, name](bool on) {
            QStringList wanted = active;
            wanted.removeAll(name);
            if (on) {
                wanted << name;
            }
            Q_EMIT profilesWanted(wanted);
        };
        // Queued: what follows fills this menu anew, and the action must not go inside its own signal.
        connect(action, &QAction::triggered, this, choose, Qt::QueuedConnection);
    }
    m_profiles->menuAction()->setVisible(!available.isEmpty());
}

void TopBar::setProfilesEnabled(bool enabled)
{
    m_profiles->setEnabled(enabled);
}

QPushButton *TopBar::buttonFor(QAction *action)
{
    auto *button = new QPushButton(this);
    const auto show = [button, action] {
        button->setText(action->text());
        button->setToolTip(action->shortcut().toString(QKeySequence::NativeText));
        button->setEnabled(action->isEnabled());
        button->setVisible(action->isVisible());
    };
    show();
    connect(action, &QAction::changed, button, show);
    connect(button, &QPushButton::clicked, action, &QAction::trigger);
    return button;
}

void TopBar::setProject(const QString &name, const QString &path)
{
    m_project->setProject(name, path);
}

void TopBar::setStatus(StatePill::Shape shape, const QString &text)
{
    m_status->setState(shape, text);
    m_status->setVisible(!text.isEmpty());
}

void TopBar::setStartIsPrimary(bool primary)
{
    const QString look = m_start->property("look").toString();
    if (primary == look.isEmpty()) {
        m_start->setProperty("look", QString());
        if (primary) {
            setLook(m_start, Look::Primary);
        } else {
            m_start->style()->unpolish(m_start);
            m_start->style()->polish(m_start);
        }
    }
}

void TopBar::resizeEvent(QResizeEvent *event)
{
    Band::resizeEvent(event);
    const bool wide = event->size().width() >= narrow;
    m_brand->setVisible(wide);
    m_find->setShort(!wide);
}

} // namespace bd::app
