// The onboarding sheet: one page on a project for whoever is new to it. Its services, where they are reached, topics and volumes; how
// to start, verify and reset. Pure, from the files alone; no value of a variable is in it.
#pragma once

#include <QDate>

#include "compose/project.h"
#include "sheet/document.h"

namespace bd::sheet {

Document sheetOf(const compose::Project &project, const QDate &today);

} // namespace bd::sheet
