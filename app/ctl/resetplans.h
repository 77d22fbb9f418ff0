// What a reset would do, as JSON and as text, for --dry-run.
#pragma once

#include "output.h"
#include "reset/resetplan.h"
#include "reset/topicplan.h"

namespace bd::ctl {

QJsonObject jsonOf(const reset::FullPlan &plan, const guard::Ruling &ruling, const QMap<QString, qint64> &sizes);
QJsonObject jsonOf(const reset::TopicPlan &plan, const guard::Ruling &ruling);
void tell(const Output &output, const reset::FullPlan &plan, const QMap<QString, qint64> &sizes);
void tell(const Output &output, const reset::TopicPlan &plan);
void tell(const Output &output, const guard::Ruling &ruling, const QString &context);

} // namespace bd::ctl
