// One picture of the window: what it is called, and what is shown in it.
#pragma once

#include <functional>
#include <vector>

#include "shots/samples.h"

namespace bd::app {

class MainWindow;

struct Shot {
    const char *name;
    std::function<void(MainWindow &)> prepare;
};

void openWith(MainWindow &window, const stack::StackState &state, const compose::Project &project = samples::project());

std::vector<Shot> topicShots();
std::vector<Shot> recordShots();
std::vector<Shot> groupShots();
std::vector<Shot> clusterShots();
std::vector<Shot> connectionShots();
std::vector<Shot> careShots();
std::vector<Shot> logShots();
std::vector<Shot> troubleShots();
std::vector<Shot> auditShots();

} // namespace bd::app
