#include "topics/topiccomparison.h"

#include <map>

#include <QAbstractTableModel>
#include <QComboBox>
#include <QCompleter>
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/cells.h"
#include "common/dialogs.h"
#include "common/labels.h"
#include "common/rowdelegate.h"
#include "common/rowtable.h"
#include "common/theme.h"
#include "common/words.h"
#include "topics/topicwords.h"

namespace bd::app {

class DifferenceModel : public QAbstractTableModel
{
public:
    enum Column { Name, One, Other, ColumnCount };

    explicit DifferenceModel(QObject *parent) : QAbstractTableModel(parent) {}

    void setRows(std::vector<TopicDifferenceRow> rows, const QString &one, const QString &other)
    {
        if (rows != m_rows || one != m_one || other != m_other) {
            beginResetModel();
            m_rows = std::move(rows);
            m_one = one;
            m_other = other;
            endResetModel();
        }
    }

    int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }
    int columnCount(const QModelIndex &parent = {}) const override { return parent.isValid() ? 0 : ColumnCount; }

    QVariant data(const QModelIndex &index, int role) const override
    {
        if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
            return {};
        }
        const int column = index.column();
        switch (role) {
        case Qt::DisplayRole: return text(m_rows.at(index.row()), column);
        case Qt::ToolTipRole: return plainToolTip(text(m_rows.at(index.row()), column));
        case Qt::AccessibleTextRole: return cellAsHeard(*this, column, text(m_rows.at(index.row()), column));
        case CellLookRole: return static_cast<int>(column == Name ? CellLook::Plain : CellLook::Code);
        default: return {};
        }
    }

    QVariant headerData(int section, Qt::Orientation orientation, int role) const override
    {
        if (orientation != Qt::Horizontal || role != Qt::DisplayRole) {
            return {};
        }
        return section == Name ? TopicComparison::tr("What differs") : plainText(section == One ? m_one : m_other, 260);
    }

private:
    static QString text(const TopicDifferenceRow &row, int column)
    {
        if (column == Name) {
            return row.name.isEmpty() ? row.words : plainText(row.name, 200);
        }
        const QString value = plainText(column == One ? row.one : row.other, 500);
        const QString words = row.name.isEmpty() ? QString() : valueInWords(row.name, value);
        return words.isEmpty() ? value : TopicComparison::tr("%1 (%2)", "a value, the same in words").arg(value, words);
    }

    std::vector<TopicDifferenceRow> m_rows;
    QString m_one, m_other;
};

std::vector<TopicDifferenceRow> topicDifferences(const kafka::Topic &one,
                                                 const std::vector<kafka::ConfigEntry> &oneConfig,
                                                 const kafka::Topic &other,
                                                 const std::vector<kafka::ConfigEntry> &otherConfig)
{
    std::vector<TopicDifferenceRow> rows;
    const kafka::TopicSummary first = kafka::summaryOf(one, {}), second = kafka::summaryOf(other, {});
    const auto add = [&rows](const QString &words, int a, int b) {
        if (a != b) {
            rows.push_back({{}, words, countText(a), countText(b)});
        }
    };
    add(TopicComparison::tr("Partitions"), first.partitions, second.partitions);
    add(TopicComparison::tr("Replicas of each"), first.replicationFactor, second.replicationFactor);
    std::map<QString, std::pair<QString, QString>> values;
    for (const kafka::ConfigEntry &entry : oneConfig) {
        values[entry.name].first = entry.value.value_or(QString());
    }
    for (const kafka::ConfigEntry &entry : otherConfig) {
        values[entry.name].second = entry.value.value_or(QString());
    }
    for (const auto &[name, both] : values) {
        if (both.first != both.second) {
            rows.push_back({name, {}, both.first, both.second});
        }
    }
    return rows;
}

TopicComparison::TopicComparison(QWidget *parent, const QString &topic, const TopicsSnapshotPtr &topics)
    : QObject(parent), m_topic(topic), m_topics(topics), m_choice(new QComboBox), m_sentence(wrappedLabel()),
      m_model(new DifferenceModel(this)), m_table(new RowTable)
{
    constexpr int width = 560, height = 280;
    const auto [dialog, column, buttons] = dialogFrame(parent, tr("Compare %1 with").arg(plainText(topic, 260)));
    setParent(dialog);
    for (const TopicRow &row : topics->table->rows) {
        if (row.expected != TopicRow::Expected::Missing && row.summary.name != topic) {
            m_choice->addItem(row.summary.name);
        }
    }
    m_choice->setAccessibleName(tr("The other topic"));
    m_choice->setEditable(true); // thousands are found by typing
    m_choice->setInsertPolicy(QComboBox::NoInsert);
    m_choice->completer()->setFilterMode(Qt::MatchContains);
    m_choice->completer()->setCompletionMode(QCompleter::PopupCompletion);
    m_choice->setCurrentIndex(-1);
    m_choice->lineEdit()->setPlaceholderText(tr("Name of the other topic"));
    m_table->setModel(m_model);
    m_table->setAccessibleName(tr("What differs"));
    m_table->setFixedSize(width, height);
    m_table->setColumns({.stretched = DifferenceModel::Name,
                         .leastStretched = 160,
                         .fixed = {{DifferenceModel::One, 180}, {DifferenceModel::Other, 180}},
                         .hiddenFirst = {}});
    setLook(m_sentence, Look::Muted);
    m_sentence->setFixedWidth(width);
    column->addWidget(m_choice);
    column->addWidget(m_table);
    column->addWidget(m_sentence);
    QPushButton *close = acceptButton(tr("Close"), dialog);
    close->setAutoDefault(false);
    buttons->addWidget(close);
    column->addLayout(buttons);
    connect(m_choice, &QComboBox::currentTextChanged, this, &TopicComparison::chosen);
    connect(dialog, &QDialog::finished, this, &TopicComparison::closed);
    show();
    dialog->open();
    m_choice->setFocus();
}

void TopicComparison::setTopics(const TopicsSnapshotPtr &topics)
{
    m_topics = topics;
    show();
}

void TopicComparison::chosen()
{
    if (m_topics->table->row(m_choice->currentText())) {
        Q_EMIT detailsWanted({m_topic, m_choice->currentText()});
    }
    show();
}

void TopicComparison::show()
{
    const QString name = m_choice->currentText();
    const kafka::Topic *one = m_topics->metadata.topic(m_topic), *other = m_topics->metadata.topic(name);
    const TopicDetails first = m_topics->details.value(m_topic), second = m_topics->details.value(name);
    const bool isKnown = one && other && first.configAsOf && second.configAsOf;
    m_model->setRows(isKnown ? topicDifferences(*one, first.config, *other, second.config)
                             : std::vector<TopicDifferenceRow>(),
                     m_topic, name);
    m_table->setVisible(m_model->rowCount() > 0);
    m_sentence->setText(!one                       ? tr("There is no topic %1 any more.").arg(plainText(m_topic, 260))
                        : !other                   ? tr("Only what differs is shown.")
                        : !isKnown                 ? tr("Asking the broker…")
                        : m_model->rowCount() == 0 ? tr("Nothing differs: partitions, replicas and settings are alike.")
                                                   : QString());
    m_sentence->setVisible(!m_sentence->text().isEmpty());
}

} // namespace bd::app
