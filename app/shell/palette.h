// «Find anything»: type a few letters, choose with the arrows, Enter does it.
#pragma once

#include <functional>
#include <vector>

#include <QFrame>
#include <QPointer>

class QLineEdit;
class QListWidget;

namespace bd::app {

struct PaletteItem {
    QString text;
    QString hint; // at the right: its key, or what it belongs to
    std::function<void()> run;
};

// Items whose text holds every word of what was typed; those that begin with it come first.
std::vector<PaletteItem> matching(const std::vector<PaletteItem> &items, const QString &typed);

// Lies over its parent until something was chosen, Escape was pressed or the focus went elsewhere.
class Palette : public QFrame
{
    Q_OBJECT

public:
    explicit Palette(QWidget *parent);

    void open(std::vector<PaletteItem> items);
    QLineEdit *line() const { return m_line; }
    QListWidget *list() const { return m_list; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fill();
    void place();
    void runCurrent();
    void close();

    std::vector<PaletteItem> m_items;
    std::vector<PaletteItem> m_shown;
    QLineEdit *m_line;
    QListWidget *m_list;
    QPointer<QWidget> m_focusBefore;
};

} // namespace bd::app
