#include "shell/pickerpage.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QPainter>
#include <QPushButton>

#include "base/text.h"
#include "common/findingcard.h"
#include "common/labels.h"
#include "common/layouts.h"
#include "common/page.h"
#include "common/words.h"
#include "shell/projectkey.h"

namespace bd::app {

namespace {

constexpr int rowHeight = 44;

// A card with a heading and a column of rows under it that reach its edges.
Card *listCard(const QString &heading, QVBoxLayout *rows)
{
    auto *card = new Card;
    card->column()->setContentsMargins(1, 14, 1, 8);
    QLabel *title = plainLabel(heading);
    title->setContentsMargins(15, 0, 15, 0);
    setLook(title, Look::Heading);
    rows->setSpacing(0);
    card->column()->addWidget(title);
    card->column()->addLayout(rows);
    return card;
}

ProjectRow::Content contentOf(const compose::FoundProject &project)
{
    const bool runs = project.running > 0;
    ProjectRow::Content content;
    content.name = project.name;
    content.path = !project.filesExist ? PickerPage::tr("its compose file is gone; what the engine knows can be shown")
                                       : shortPath(project.call.files.value(0));
    content.state = runs ? PickerPage::tr("%1 of %n up", nullptr, project.total).arg(project.up())
                         : PickerPage::tr("not running");
    content.shape = !runs                           ? StatePill::Shape::Idle
                    : project.up() == project.total ? StatePill::Shape::Good
                                                    : StatePill::Shape::Working;
    return content;
}

OpenRequest requestFor(const compose::FoundProject &project)
{
    OpenRequest request;
    request.call = project.call;
    request.call.project = project.name;
    if (!project.filesExist) {
        request.call.files.clear();
    }
    return request;
}

// Its folder says more than «compose.yaml» does; but a name that somebody gave says most.
ProjectRow::Content contentOf(const engine::ComposeCall &call)
{
    const QFileInfo file(call.files.value(0));
    ProjectRow::Content content;
    content.name = call.project.isEmpty() ? file.dir().dirName() : call.project;
    content.path = shortPath(file.filePath());
    return content;
}

} // namespace

ProjectRow::ProjectRow(Content content, QWidget *parent) : QAbstractButton(parent), m_content(std::move(content))
{
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_Hover);
    setCursor(Qt::PointingHandCursor);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(m_content.name);
    setAccessibleDescription(m_content.path + QLatin1Char(' ') + m_content.state);
    setToolTip(plainToolTip(m_content.name + QLatin1Char('\n') + m_content.path));
}

QSize ProjectRow::sizeHint() const
{
    return {300, rowHeight};
}

void ProjectRow::paintEvent(QPaintEvent *)
{
    const Theme &theme = Theme::of(this);
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    if (underMouse() || isDown()) {
        painter.fillRect(rect(), theme.window);
    }
    if (hasFocus()) {
        painter.setPen(QPen(theme.accent, 2));
        painter.drawRoundedRect(QRectF(rect()).adjusted(4, 2, -4, -2), 4, 4);
    }
    QRect inside = rect().adjusted(15, 5, -15, -5);
    if (!m_content.state.isEmpty()) {
        const QSize pill = StatePill::sizeFor(m_content.state);
        StatePill::paint(painter, QRect(inside.right() - pill.width(), inside.top(), pill.width() + 1, inside.height()),
                         m_content.shape, m_content.state, theme);
        inside.setRight(inside.right() - pill.width() - 12);
    }
    const int half = inside.height() / 2;
    QFont font = textFont();
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(theme.text);
    painter.drawText(QRect(inside.left(), inside.top(), inside.width(), half), Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(plainText(m_content.name, 200), Qt::ElideMiddle, inside.width()));
    font = textFont();
    font.setPixelSize(12);
    painter.setFont(font);
    painter.setPen(theme.muted);
    painter.drawText(QRect(inside.left(), inside.top() + half, inside.width(), half),
                     Qt::AlignVCenter | Qt::TextSingleLine,
                     painter.fontMetrics().elidedText(plainText(m_content.path, 400), Qt::ElideMiddle, inside.width()));
}

void ProjectRow::keyPressEvent(QKeyEvent *event)
{
    switch (event->key()) {
    case Qt::Key_Return:
    case Qt::Key_Enter: click(); return;
    case Qt::Key_Down: Q_EMIT moveWanted(1); return;
    case Qt::Key_Up: Q_EMIT moveWanted(-1); return;
    default: QAbstractButton::keyPressEvent(event);
    }
}

PickerPage::PickerPage(QWidget *parent)
    : QWidget(parent), m_return(new QPushButton(tr("Back to the project"))),
      m_file(new QPushButton(tr("Open a compose file…"))), m_connect(new QPushButton(tr("Connect to a cluster…"))),
      m_practice(new QPushButton(tr("Practice…"))), m_new(new QPushButton(tr("New stack…"))),
      m_openCard(new FindingCard), m_engineCard(new FindingCard), m_foundHint(wrappedLabel()), m_found(new QVBoxLayout),
      m_recent(new QVBoxLayout), m_bundled(new QVBoxLayout)
{
    QVBoxLayout *page = scrolledPage(this).column;
    QHBoxLayout *head = pageHead(tr("Open a project"), tr("A Compose project with Kafka in it."));
    setLook(m_file, Look::Primary);
    setPlainToolTip(m_connect, tr("Any Kafka, without a Compose project: its topics, records and groups"));
    setPlainToolTip(m_new, tr("A compose file for a stack that there is not yet"));
    setPlainToolTip(m_practice, tr("Lessons: a stack of your own, broken on purpose, for you to mend"));
    head->addWidget(m_return);
    head->addWidget(m_practice);
    head->addWidget(m_new);
    head->addWidget(m_connect);
    head->addWidget(m_file);
    m_foundCard = listCard(tr("On this engine"), m_found);
    m_foundHint->setContentsMargins(15, 0, 15, 6);
    setLook(m_foundHint, Look::Muted);
    m_foundCard->column()->addWidget(m_foundHint);
    m_recentCard = listCard(tr("Opened before"), m_recent);
    m_bundledCard = listCard(tr("Try a bundled stack"), m_bundled);
    QLabel *drop = wrappedLabel(tr("A compose file or its folder can also be dropped on this window."));
    setLook(drop, Look::Muted);

    page->addLayout(head);
    for (QWidget *part :
         {static_cast<QWidget *>(m_openCard), static_cast<QWidget *>(m_engineCard), static_cast<QWidget *>(m_foundCard),
          static_cast<QWidget *>(m_recentCard), static_cast<QWidget *>(m_bundledCard), static_cast<QWidget *>(drop)}) {
        page->addWidget(part);
    }
    page->addStretch(1);
    m_openCard->hide();
    m_engineCard->hide();
    m_recentCard->hide();
    m_bundledCard->hide();
    m_return->hide();

    connect(m_file, &QPushButton::clicked, this, &PickerPage::fileWanted);
    connect(m_return, &QPushButton::clicked, this, &PickerPage::returnWanted);
    connect(m_practice, &QPushButton::clicked, this, &PickerPage::practiceWanted);
    connect(m_new, &QPushButton::clicked, this, &PickerPage::newStackWanted);
    connect(m_connect, &QPushButton::clicked, this, &PickerPage::connectionsWanted);
    connect(m_engineCard, &FindingCard::accepted, this, &PickerPage::lookWanted);
    connect(m_openCard, &FindingCard::accepted, this, &PickerPage::retryWanted);
    setFocusProxy(m_file);
    setLooking();
}

void PickerPage::setLooking()
{
    m_engineCard->hide();
    m_foundCard->show();
    m_foundHint->setText(tr("Looking for projects…"));
    m_foundHint->setVisible(m_found->count() == 0);
}

void PickerPage::setFound(const std::vector<compose::FoundProject> &projects)
{
    clearLayout(m_found);
    m_engineCard->hide();
    m_foundCard->show();
    m_foundHint->setText(tr("The engine knows no Compose project yet. Open a compose file, or try a bundled stack."));
    m_foundHint->setVisible(projects.empty());
    m_foundCalls.clear();
    for (const compose::FoundProject &project : projects) {
        const OpenRequest request = requestFor(project);
        addRow(m_found, contentOf(project), request);
        m_foundCalls.push_back(request.call);
    }
    showRecent();
}

void PickerPage::setEngineError(const Error &error)
{
    clearLayout(m_found);
    m_foundCard->hide();
    m_engineCard->setFinding(findingOf(error, tr("Try again")));
    m_engineCard->show();
    m_foundCalls.clear();
    showRecent();
}

void PickerPage::setRecent(const QStringList &keys)
{
    m_recentKeys = keys;
    showRecent();
}

// Where nobody named it, its files are all that it can be known by.
bool PickerPage::isFound(const engine::ComposeCall &call) const
{
    return std::any_of(m_foundCalls.begin(), m_foundCalls.end(), [&](const engine::ComposeCall &found) {
        return found.files == call.files && (call.project.isEmpty() || call.project == found.project);
    });
}

// What the engine knows is listed there already, with its state.
void PickerPage::showRecent()
{
    clearLayout(m_recent);
    for (const QString &key : m_recentKeys) {
        OpenRequest request;
        request.call = callFromKey(key);
        if (!request.call.files.isEmpty() && !isFound(request.call)) {
            addRow(m_recent, contentOf(request.call), request);
        }
    }
    m_recentCard->setVisible(m_recent->count() > 0);
    orderTabs();
}

void PickerPage::setBundled(const std::vector<BundledStack> &stacks)
{
    clearLayout(m_bundled);
    for (const BundledStack &stack : stacks) {
        OpenRequest request;
        request.path = stack.directory;
        addRow(m_bundled,
               {.name = stack.title,
                .path = tr("%1 · %2", "what is in a stack, and its folder").arg(stack.text, shortPath(stack.directory)),
                .state = {},
                .shape = StatePill::Shape::Idle},
               request);
    }
    m_bundledCard->setVisible(!stacks.empty());
    orderTabs();
}

void PickerPage::setOpenError(const std::optional<Error> &error)
{
    if (error) {
        m_openCard->setFinding(findingOf(*error, tr("Try again")));
    }
    m_openCard->setVisible(error.has_value());
}

void PickerPage::setCanReturn(bool can)
{
    m_return->setVisible(can);
}

void PickerPage::addRow(QVBoxLayout *column, ProjectRow::Content content, const OpenRequest &request)
{
    auto *row = new ProjectRow(std::move(content));
    connect(row, &QAbstractButton::clicked, this, [this, request] { Q_EMIT openWanted(request); });
    connect(row, &ProjectRow::moveWanted, this, [this, row](int by) {
        const auto rows = findChildren<ProjectRow *>(); // as they stand on the page
        if (ProjectRow *next = rows.value(rows.indexOf(row) + by)) {
            next->setFocus(Qt::TabFocusReason);
        }
    });
    column->addWidget(row);
}

void PickerPage::orderTabs()
{
    QWidget *last = m_engineCard->orderAfter(m_openCard->orderAfter(m_file));
    for (ProjectRow *row : findChildren<ProjectRow *>()) {
        setTabOrder(last, row);
        last = row;
    }
}

} // namespace bd::app
