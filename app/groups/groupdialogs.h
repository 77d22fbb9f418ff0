// What is asked before something of a group is deleted. The dialogs never block and delete themselves; what follows is a
// call once somebody has decided. Enter does not press the button.
#pragma once

#include <functional>

#include "common/dialogs.h"
#include "groups/grouprow.h"

class QDialog;
class QWidget;

namespace bd::app {

// One that has committed something, or may, goes only when its name was typed.
QDialog *askGroupRemoval(QWidget *parent, const GroupRow &row, std::function<void()> accepted, TellCommand tell);

// Of one of these topics, whose name is typed.
QDialog *askOffsetsRemoval(QWidget *parent, const QString &group, const QStringList &topics,
                           std::function<void(const QString &topic)> accepted, TellCommand tell);

} // namespace bd::app
