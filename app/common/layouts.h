// What is done with layouts wherever rows are shown anew.
#pragma once

class QLayout;

namespace bd::app {

void clearLayout(QLayout *layout); // all that is in it goes, also what is in layouts within it

} // namespace bd::app
