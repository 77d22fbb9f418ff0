// Writes new records, or one again. The dialog never blocks and deletes itself; what follows is a call once somebody has
// decided.
#pragma once

#include <functional>
#include <map>

#include "records/recordtemplates.h"

class QDialog;
class QWidget;

namespace bd::app {

// What is kept under a name, and what changes it.
struct TemplateStore {
    RecordTemplates templates;
    std::function<void(const RecordTemplates &)> changed;
};

// `topics`: those that are there, and how many partitions they have.
struct RecordTarget {
    QString topic;
    std::vector<kafka::NewRecord> records;
};
QDialog *askRecords(QWidget *parent, const QString &title, const RecordForm &form, const std::map<QString, int> &topics,
                    const TemplateStore &store, std::function<void(const RecordTarget &)> accepted);

} // namespace bd::app
