// What would be written into files, as `diff -u` shows it, in colours; to read and to copy.
#pragma once

#include <vector>

#include "audit/diff.h"
#include "common/readonlytext.h"

namespace bd::app {

class DiffView : public ReadOnlyText
{
    Q_OBJECT

public:
    explicit DiffView(QWidget *parent = nullptr);

    void setFiles(const std::vector<audit::EditedFile> &files);

protected:
    void changeEvent(QEvent *event) override;

private:
    void colour();

    std::vector<audit::DiffLine::Kind> m_kinds; // by line; a file's name is a Gap
};

} // namespace bd::app
