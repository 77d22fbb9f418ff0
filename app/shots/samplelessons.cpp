// The lessons that there are: the first one is done.
#include "shots/samples.h"

namespace bd::app::samples {

std::vector<LessonRow> lessons()
{
    std::vector<LessonRow> rows;
    for (const practice::Lesson &one :
         practice::readLessons(QStringLiteral(":/practice")).value_or(std::vector<practice::Lesson>())) {
        rows.push_back({one, rows.empty(), false});
    }
    return rows;
}

} // namespace bd::app::samples
