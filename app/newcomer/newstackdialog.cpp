#include "newcomer/newstackdialog.h"

#include <QButtonGroup>
#include <QComboBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRadioButton>
#include <QRegularExpression>
#include <QSpinBox>
#include <QVBoxLayout>

#include "audit/sourceview.h"
#include "base/text.h"
#include "common/card.h"
#include "common/dialogs.h"
#include "common/labels.h"
#include "common/theme.h"
#include "common/words.h"

namespace bd::app {

namespace {

using newstack::Coordination;
using newstack::Family;

constexpr QSize usualSize(1040, 640);
constexpr int formWidth = 400;
constexpr int topicsHeight = 84;

struct Pick {
    int id;
    QString text;
};

// Radio buttons beside each other, the first one chosen.
QHBoxLayout *picks(QButtonGroup *group, const std::vector<Pick> &all)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(14);
    for (const Pick &one : all) {
        auto *button = new QRadioButton(one.text);
        button->setChecked(group->buttons().isEmpty());
        group->addButton(button, one.id);
        row->addWidget(button);
    }
    row->addStretch(1);
    return row;
}

QStringList namesIn(const QString &text)
{
    static const QRegularExpression between(QStringLiteral("[\\s,]+"));
    return text.split(between, Qt::SkipEmptyParts);
}

// A line each: its name, and then maybe its partitions.
std::vector<compose::ExpectedTopic> topicsIn(const QString &text, int brokers)
{
    std::vector<compose::ExpectedTopic> topics;
    for (const QString &line : text.split(QLatin1Char('\n'))) {
        const QStringList words = namesIn(line);
        if (words.isEmpty()) {
            continue;
        }
        compose::ExpectedTopic topic;
        topic.name = words.front();
        topic.partitions = words.size() == 1 ? 3 : words.size() == 2 ? words.at(1).toInt() : 0;
        topic.replicationFactor = brokers;
        topics.push_back(topic);
    }
    return topics;
}

} // namespace

NewStackDialog::NewStackDialog(const QString &folder, QWidget *parent)
    : QDialog(parent), m_clusterId(newstack::newClusterId()), m_folder(new QLineEdit(folder)), m_name(new QLineEdit),
      m_coordination(new QButtonGroup(this)), m_brokers(new QButtonGroup(this)), m_family(new QComboBox),
      m_image(new QLineEdit), m_port(numberBox(1024, 65000, 9092, tr("Port on this machine"))),
      m_topics(new QPlainTextEdit), m_workers(new QLineEdit), m_problem(wrappedLabel()), m_preview(new SourceView),
      m_write(new QPushButton(tr("Write compose.yaml and open it")))
{
    setWindowTitle(tr("New stack"));
    fitToWindow(this, usualSize);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 18, 20, 18);
    column->setSpacing(10);
    QLabel *title = wrappedLabel(tr("New stack"));
    setLook(title, Look::Heading);
    QLabel *sentence = wrappedLabel(
        tr("A compose file with everything that keeps Kafka stable, and the reason beside each setting."));
    setLook(sentence, Look::Muted);
    setLook(m_problem, Look::Problem);
    setLook(m_write, Look::Primary);
    auto *left = new QVBoxLayout;
    left->addLayout(madeForm());
    left->addWidget(m_problem);
    left->addStretch(1);
    auto *leftBox = new QWidget;
    leftBox->setLayout(left);
    left->setContentsMargins(0, 0, 0, 0);
    leftBox->setFixedWidth(formWidth);
    auto *file = new Card;
    file->column()->setContentsMargins(1, 8, 1, 8);
    file->column()->addWidget(m_preview);
    auto *parts = new QHBoxLayout;
    parts->setSpacing(16);
    parts->addWidget(leftBox);
    parts->addWidget(file, 1);
    auto *cancel = new QPushButton(tr("Cancel"));
    cancel->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(m_write);
    column->addWidget(title);
    column->addWidget(sentence);
    column->addLayout(parts, 1);
    column->addLayout(buttons);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_write, &QPushButton::clicked, this, [this] {
        m_write->setEnabled(false);
        Q_EMIT writeWanted(this->folder(), choice());
    });
    nameAfterFolder();
    m_write->setDefault(true);
    update();
    m_folder->setFocus();
}

QFormLayout *NewStackDialog::madeForm()
{
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(14);
    form->setVerticalSpacing(9);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    auto *choose = new QPushButton(tr("Choose…"));
    choose->setAutoDefault(false);
    auto *place = new QHBoxLayout;
    place->setSpacing(6);
    place->addWidget(m_folder, 1);
    place->addWidget(choose);
    m_family->addItem(tr("Confluent"), static_cast<int>(Family::Confluent));
    m_family->addItem(tr("Apache (KRaft only)"), static_cast<int>(Family::Apache));
    m_topics->setTabChangesFocus(true);
    m_topics->setFixedHeight(topicsHeight);
    m_topics->setFont(codeFont());
    m_topics->setPlaceholderText(tr("purchase-created 3\ndead-letter-queue 1"));
    m_workers->setPlaceholderText(tr("mail-worker, billing-worker"));
    const auto add = [form](const QString &label, auto *field, QWidget *named) {
        named->setAccessibleName(label);
        form->addRow(label, field);
    };
    add(tr("Folder"), place, m_folder);
    add(tr("Project"), m_name, m_name);
    form->addRow(tr("Kind"), picks(m_coordination, {{static_cast<int>(Coordination::KRaft), tr("KRaft")},
                                                    {static_cast<int>(Coordination::ZooKeeper), tr("ZooKeeper")}}));
    form->addRow(tr("Brokers"), picks(m_brokers, {{1, tr("one")}, {3, tr("three")}}));
    add(tr("Images"), m_family, m_family);
    add(tr("Kafka’s image"), m_image, m_image);
    add(tr("Port on this machine"), m_port, m_port);
    add(tr("Topics, a line each"), m_topics, m_topics);
    add(tr("Workers"), m_workers, m_workers);
    connect(choose, &QPushButton::clicked, this, [this] {
        const QString chosen = QFileDialog::getExistingDirectory(this, tr("Folder of the new stack"), folder());
        if (!chosen.isEmpty()) {
            m_folder->setText(chosen);
        }
    });
    connect(m_folder, &QLineEdit::textChanged, this, &NewStackDialog::nameAfterFolder);
    connect(m_name, &QLineEdit::textEdited, this, [this] { m_isNamed = true; });
    connect(m_port, &QSpinBox::valueChanged, this, [this] { m_isPortChosen = true; });
    for (QLineEdit *field : {m_folder, m_name, m_image, m_workers}) {
        connect(field, &QLineEdit::textChanged, this, &NewStackDialog::update);
    }
    connect(m_topics, &QPlainTextEdit::textChanged, this, &NewStackDialog::update);
    connect(m_port, &QSpinBox::valueChanged, this, &NewStackDialog::update);
    connect(m_coordination, &QButtonGroup::idToggled, this, &NewStackDialog::update);
    connect(m_brokers, &QButtonGroup::idToggled, this, &NewStackDialog::update);
    connect(m_family, &QComboBox::currentIndexChanged, this, &NewStackDialog::update);
    return form;
}

QString NewStackDialog::folder() const
{
    const QString text = m_folder->text().trimmed();
    const bool isHome = text == QLatin1String("~") || text.startsWith(QLatin1String("~/"));
    return isHome ? QDir::homePath() + text.sliced(1) : text;
}

// As Compose names a project after its folder.
void NewStackDialog::nameAfterFolder()
{
    if (!m_isNamed) {
        m_name->setText(newstack::nameForFolder(folder()));
    }
}

newstack::Choice NewStackDialog::choice() const
{
    newstack::Choice choice;
    choice.name = m_name->text().trimmed();
    choice.coordination = static_cast<Coordination>(m_coordination->checkedId());
    choice.brokers = m_brokers->checkedId();
    choice.family = static_cast<Family>(m_family->currentData().toInt());
    choice.kafkaImage = m_image->text().trimmed();
    choice.clusterId = m_clusterId;
    choice.kafkaPort = static_cast<quint16>(m_port->value());
    choice.topics = topicsIn(m_topics->toPlainText(), choice.brokers);
    choice.workers = namesIn(m_workers->text());
    return choice;
}

QString NewStackDialog::problem() const
{
    return m_problem->text();
}

void NewStackDialog::update()
{
    const newstack::Choice chosen = choice();
    m_image->setPlaceholderText(newstack::defaultImage(chosen));
    const auto checked = newstack::check(chosen);
    const QString noFolder = folder().isEmpty() ? tr("Which folder shall it be in?") : QString();
    const QString wrong = checked ? noFolder
                                  : QStringLiteral("%1. %2").arg(checked.error().message, checked.error().hint);
    showText(m_problem, plainText(wrong, 400));
    m_write->setEnabled(wrong.isEmpty());
    if (checked) { // else what was right before stays to be seen
        m_preview->setSource(QString::fromUtf8(newstack::composeFile(chosen)));
    }
}

void NewStackDialog::setFreePort(quint16 port)
{
    if (!m_isPortChosen) {
        m_port->setValue(port);
        m_isPortChosen = false;
    }
}

void NewStackDialog::setWritten(const Result<QString> &path)
{
    if (path) {
        accept();
        return;
    }
    showText(m_problem, plainText(QStringLiteral("%1. %2").arg(path.error().message, path.error().hint), 400));
    m_write->setEnabled(true);
}

} // namespace bd::app
