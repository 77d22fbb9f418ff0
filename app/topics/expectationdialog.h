// What the team expects of a topic, asked and changed. Never blocks and deletes itself.
#pragma once

#include <functional>

#include "compose/project.h"

class QDialog;
class QWidget;

namespace bd::app {

struct Expectation {
    compose::ExpectedTopic topic;
    bool isExpected = false; // already
    int others = 0;          // of an init service, that come into the team file along with it
};

// `accepted` with what is expected from now on; `forgotten`: nothing is.
QDialog *askExpectation(QWidget *parent, const Expectation &so,
                        std::function<void(const compose::ExpectedTopic &)> accepted, std::function<void()> forgotten);

} // namespace bd::app
