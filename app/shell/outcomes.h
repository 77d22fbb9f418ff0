// What is said of an operation: when it has ended, and before somebody leaves while it goes on. Pure.
#pragma once

#include <optional>

#include "common/dialogs.h"
#include "common/findingcard.h"
#include "groups/groupsession.h"
#include "shell/projectsession.h"
#include "topics/clustersession.h"

namespace bd::app {

// Nothing where the screen says it already.
std::optional<Finding> noticeOf(const Operation &operation, const Result<startup::StartReport> &outcome);

// Of a topic or a group that was changed as it was wanted: «Deleted the topic orders».
QString doneText(const TopicChange &change);
QString doneText(const GroupChange &change);

// Of one that the broker has not answered yet: «Deleting the topic orders…»
QString goingOnText(const TopicChange &change);
QString goingOnText(const GroupChange &change);
// While it is waited for, and when somebody has stopped to.
Finding waitingFinding(const QString &goingOn);
Finding stoppedWaitingFinding();

// Whoever leaves a project stops waiting for what goes on in it. Nothing is asked where it is being cancelled already.
enum class Leaving { ToOpen, ToClose };
bool isWaitedFor(const std::optional<Operation> &operation);
Question stopWaitingQuestion(const QString &project, const Operation &operation, Leaving leaving);

} // namespace bd::app
