#include "common/page.h"

#include <algorithm>

#include <QEvent>
#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

#include "common/labels.h"
#include "common/theme.h"

namespace bd::app {

namespace {

constexpr int barWidth = 10;   // as in the style sheet
constexpr int headHeight = 30; // a button's, whether there is one or not

// As wide as what is seen of it and as high as that asks for. The bar's room is always kept and only its handle comes
// and goes: text that wraps would otherwise make the bar come, be narrower, and make it go again.
class PageArea : public QScrollArea
{
public:
    PageArea()
    {
        setFrameShape(QFrame::NoFrame);
        setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);
        setFocusPolicy(Qt::NoFocus);
        QScrollBar *bar = verticalScrollBar();
        bar->setStyleSheet(QStringLiteral("QScrollBar::handle:disabled { background: transparent; }"));
        bar->setEnabled(false);
        connect(bar, &QScrollBar::rangeChanged, bar, [bar](int min, int max) { bar->setEnabled(min < max); });
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QScrollArea::resizeEvent(event);
        fit();
    }

    bool eventFilter(QObject *watched, QEvent *event) override
    {
        if (watched == widget() && event->type() == QEvent::LayoutRequest) {
            fit();
        }
        return QScrollArea::eventFilter(watched, event);
    }

private:
    void fit()
    {
        const int width = viewport()->width();
        const int wanted = widget()->layout()->totalHeightForWidth(width);
        widget()->resize(width, std::max(viewport()->height(), wanted));
    }
};

} // namespace

QHBoxLayout *pageHead(const QString &title, const QString &sentence)
{
    QLabel *name = plainLabel(title);
    setLook(name, Look::Title);
    name->setMinimumHeight(headHeight);
    auto *said = new ElidedLabel;
    said->setText(sentence);
    said->setForegroundRole(QPalette::PlaceholderText);
    said->setContentsMargins(0, 5, 0, 0); // on the title's base line
    auto *head = new QHBoxLayout;
    head->setSpacing(12);
    head->addWidget(name);
    head->addWidget(said, 1);
    return head;
}

QLabel *addFact(QLayout *layout, const QString &name)
{
    auto *fact = new QWidget;
    auto *lines = new QVBoxLayout(fact);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(2);
    QLabel *above = plainLabel(name);
    setLook(above, Look::Small);
    QLabel *value = plainLabel();
    setLook(value, Look::Strong);
    lines->addWidget(above);
    lines->addWidget(value);
    layout->addWidget(fact);
    return value;
}

QLabel *emptySentence(const QString &text)
{
    QLabel *label = wrappedLabel(text);
    label->setContentsMargins(16, 10, 16, 16);
    setLook(label, Look::Muted);
    return label;
}

QPushButton *menuButton(const QString &text)
{
    auto *button = new QPushButton(text + QStringLiteral(" ▾"));
    button->setMenu(new QMenu(button));
    button->setAccessibleName(text);
    return button;
}

ScrolledPage scrolledPage(QWidget *widget)
{
    auto *scroll = new PageArea;
    auto *page = new QWidget;
    auto *column = new QVBoxLayout(page);
    column->setContentsMargins(pageMargin, pageMargin - 4, pageMargin - barWidth, pageMargin);
    column->setSpacing(pageGap);
    scroll->setWidget(page);
    page->setAutoFillBackground(false);
    scroll->viewport()->setAutoFillBackground(false);
    auto *outer = new QVBoxLayout(widget);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scroll);
    return {scroll, column};
}

} // namespace bd::app
