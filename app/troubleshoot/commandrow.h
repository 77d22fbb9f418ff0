// What a person would type for a step or a check, beside what it is about.
#pragma once

#include <functional>

#include <QString>

class QHBoxLayout;
class QVBoxLayout;

namespace bd::app {

constexpr int besideButton = 6; // px above a line that stands beside a button

// Below the texts, with «Copy» at the row's end; nothing where there is no command.
void addCommand(QHBoxLayout *row, QVBoxLayout *texts, const QString &command, const std::function<void()> &copy);

} // namespace bd::app
