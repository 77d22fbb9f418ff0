#include "records/recorddialog.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRandomGenerator>
#include <QSpinBox>
#include <QVBoxLayout>

#include "base/text.h"
#include "common/dialogs.h"
#include "common/labels.h"
#include "common/page.h"
#include "common/theme.h"
#include "records/topicbox.h"

namespace bd::app {

namespace {

using Format = RecordForm::Format;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(RecordDialog)
};

constexpr int mostRecords = 100'000;

QString menuText(const QString &name)
{
    return plainText(name, 60).replace(QLatin1Char('&'), QLatin1String("&&"));
}

// Fills a form and keeps saying what is wrong with it.
class RecordDialog : public QObject
{
public:
    RecordDialog(const DialogFrame &frame, RecordForm form, const std::map<QString, int> &topics, TemplateStore store)
        : QObject(frame.dialog), m_form(std::move(form)), m_topics(topics), m_store(std::move(store)),
          m_dialog(frame.dialog), m_topic(new TopicBox), m_partition(new QComboBox),
          m_keyFormat(formatBox(m_form.keyFormat, Tr::tr("The key is"))), m_key(new QLineEdit(m_form.key)),
          m_valueFormat(formatBox(m_form.valueFormat, Tr::tr("The value is"))),
          m_value(new QPlainTextEdit(m_form.value)), m_headers(new QPlainTextEdit(m_form.headers)),
          m_count(new QSpinBox), m_problem(problemLabel()), m_accept(acceptButton(Tr::tr("Write it"), frame.dialog))
    {
        m_topic->setTopics(names());
        m_topic->setTopic(m_form.topic);
        m_key->setAccessibleName(Tr::tr("Key"));
        m_value->setAccessibleName(Tr::tr("Value"));
        m_value->setFont(codeFont());
        m_value->setMinimumHeight(150);
        m_value->setTabChangesFocus(true);
        m_headers->setAccessibleName(Tr::tr("Headers, one NAME=VALUE a line"));
        m_headers->setPlaceholderText(Tr::tr("NAME=VALUE, one a line"));
        m_headers->setFixedHeight(58);
        m_headers->setTabChangesFocus(true);
        m_partition->setAccessibleName(Tr::tr("Partition"));
        m_count->setRange(1, mostRecords);
        m_count->setAccessibleName(Tr::tr("How many records"));
        arrange(frame);
        setLook(m_accept, Look::Primary);
        m_accept->setDefault(true);
        connect(m_templates->menu(), &QMenu::aboutToShow, this, &RecordDialog::fillTemplates);
        connect(m_topic, &TopicBox::textChanged, this, [this] {
            fillPartitions();
            check();
        });
        for (QComboBox *box : {m_keyFormat, m_valueFormat}) {
            connect(box, &QComboBox::currentIndexChanged, this, [this] { check(); });
        }
        connect(m_key, &QLineEdit::textEdited, this, [this] {
            if (formatOf(m_keyFormat) == Format::Null) { // whoever writes a key means one
                m_keyFormat->setCurrentIndex(m_keyFormat->findData(static_cast<int>(Format::Text)));
            }
            check();
        });
        connect(m_value, &QPlainTextEdit::textChanged, this, [this] { check(); });
        connect(m_headers, &QPlainTextEdit::textChanged, this, [this] { check(); });
        connect(m_count, &QSpinBox::valueChanged, this, [this] { check(); });
        fillPartitions();
        check();
        m_value->setFocus();
    }

    RecordTarget target() const
    {
        const RecordForm form = filledIn();
        return {form.topic, recordsFrom(form, names(), Clock::system().now(), seed()).records};
    }

private:
    static QComboBox *formatBox(Format chosen, const QString &name)
    {
        auto *box = new QComboBox;
        box->addItem(Tr::tr("null"), static_cast<int>(Format::Null));
        box->addItem(Tr::tr("text"), static_cast<int>(Format::Text));
        box->addItem(Tr::tr("JSON"), static_cast<int>(Format::Json));
        box->addItem(Tr::tr("hex"), static_cast<int>(Format::Hex));
        box->setCurrentIndex(box->findData(static_cast<int>(chosen)));
        box->setAccessibleName(name);
        return box;
    }

    static Format formatOf(const QComboBox *box) { return static_cast<Format>(box->currentData().toInt()); }

    static std::uint64_t seed() { return QRandomGenerator::global()->generate64(); }

    QStringList names() const
    {
        QStringList names;
        for (const auto &[name, partitions] : m_topics) {
            names += name;
        }
        return names;
    }

    void arrange(const DialogFrame &frame)
    {
        const auto beside = [](QComboBox *format, QWidget *field) {
            auto *row = new QHBoxLayout;
            row->setSpacing(8);
            format->setFixedWidth(84);
            row->addWidget(format, 0, Qt::AlignTop);
            row->addWidget(field, 1);
            return row;
        };
        auto *rows = new QFormLayout;
        rows->setHorizontalSpacing(16);
        rows->setVerticalSpacing(8);
        rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
        rows->addRow(Tr::tr("Topic"), m_topic);
        rows->addRow(Tr::tr("Partition"), m_partition);
        rows->addRow(Tr::tr("Key"), beside(m_keyFormat, m_key));
        rows->addRow(Tr::tr("Value"), beside(m_valueFormat, m_value));
        rows->addRow(Tr::tr("Headers"), m_headers);
        rows->addRow(Tr::tr("How many"), m_count);
        frame.column->addLayout(rows);
        QString variables = Tr::tr(
            "Variables are filled in anew for each record: ${n}, ${time}, ${ms}, ${uuid}, ${random:1:100}.");
        variables.replace(QLatin1String("${"), QStringLiteral("$\u2060{")); // no line ends in the middle of one
        QLabel *hint = dialogText(variables);
        frame.column->addWidget(hint);
        frame.column->addWidget(m_problem);
        m_templates = menuButton(Tr::tr("Templates"));
        frame.buttons->insertWidget(0, m_templates);
        addButtons(frame, m_accept);
    }

    void fillTemplates()
    {
        QMenu *menu = m_templates->menu();
        menu->clear();
        for (const auto &[name, form] : m_store.templates) {
            menu->addAction(menuText(name), this, [this, content = form] { show(content); });
        }
        menu->addSeparator();
        menu->addAction(Tr::tr("Keep this as a template…"), this, &RecordDialog::keepTemplate);
        delete m_forget; // clear() only takes it out
        m_forget = menu->addMenu(Tr::tr("Forget"));
        m_forget->setEnabled(!m_store.templates.empty());
        for (const auto &[name, form] : m_store.templates) {
            m_forget->addAction(menuText(name), this, [this, forgotten = name] {
                m_store.templates.erase(forgotten);
                m_store.changed(m_store.templates);
            });
        }
    }

    void show(const RecordForm &content)
    {
        m_form = withContent(filledIn(), content);
        m_keyFormat->setCurrentIndex(m_keyFormat->findData(static_cast<int>(m_form.keyFormat)));
        m_key->setText(m_form.key);
        m_valueFormat->setCurrentIndex(m_valueFormat->findData(static_cast<int>(m_form.valueFormat)));
        m_value->setPlainText(m_form.value);
        m_headers->setPlainText(m_form.headers);
        m_count->setValue(m_form.count);
        check();
    }

    void keepTemplate()
    {
        askName(
            m_dialog, {Tr::tr("Keep this as a template"), Tr::tr("Name"), Tr::tr("Keep it")},
            [this](const QString &name) { return templateProblem(m_store.templates, name, filledIn()); },
            [this](const QString &name) {
                m_store.templates.insert_or_assign(name, withContent({}, filledIn()));
                m_store.changed(m_store.templates);
            });
    }

    void fillPartitions()
    {
        const auto known = m_topics.find(m_topic->topic());
        const int count = known == m_topics.end() ? 0 : known->second;
        if (m_partition->count() == count + 1) {
            return;
        }
        m_partition->clear();
        m_partition->addItem(Tr::tr("by the key, or any"));
        for (int partition = 0; partition < count; ++partition) {
            m_partition->addItem(QString::number(partition), partition);
        }
    }

    RecordForm filledIn() const
    {
        RecordForm form = m_form;
        form.topic = m_topic->topic();
        const QVariant partition = m_partition->currentData();
        form.partition = partition.isValid() ? std::optional(partition.toInt()) : std::nullopt;
        form.keyFormat = formatOf(m_keyFormat);
        form.key = m_key->text();
        form.valueFormat = formatOf(m_valueFormat);
        form.value = m_value->toPlainText();
        form.headers = m_headers->toPlainText();
        form.count = m_count->value();
        return form;
    }

    void check()
    {
        RecordForm form = filledIn();
        form.count = 1; // what is wrong with one is wrong with all
        const RecordFormResult result = recordsFrom(form, names(), {}, 0);
        const bool isEmpty = form.topic.isEmpty() || (form.valueFormat == Format::Json && form.value.isEmpty());
        showText(m_problem, result.problem && !isEmpty ? result.problem->text : QString());
        m_accept->setEnabled(!result.problem);
        m_value->setEnabled(form.valueFormat != Format::Null);
        const int count = m_count->value();
        m_accept->setText(count > 1 ? Tr::tr("Write %Ln records", nullptr, count) : Tr::tr("Write it"));
        m_accept->setAccessibleName(m_accept->text());
    }

    RecordForm m_form;
    std::map<QString, int> m_topics;
    TemplateStore m_store;
    QDialog *m_dialog;
    QPushButton *m_templates = nullptr;
    QMenu *m_forget = nullptr; // in the menu of that
    TopicBox *m_topic;
    QComboBox *m_partition;
    QComboBox *m_keyFormat;
    QLineEdit *m_key;
    QComboBox *m_valueFormat;
    QPlainTextEdit *m_value;
    QPlainTextEdit *m_headers;
    QSpinBox *m_count;
    QLabel *m_problem;
    QPushButton *m_accept;
};

} // namespace

QDialog *askRecords(QWidget *parent, const QString &title, const RecordForm &form, const std::map<QString, int> &topics,
                    const TemplateStore &store, std::function<void(const RecordTarget &)> accepted)
{
    const DialogFrame frame = dialogFrame(parent, title);
    auto *fields = new RecordDialog(frame, form, topics, store);
    QObject::connect(frame.dialog, &QDialog::accepted, parent,
                     [fields, accepted = std::move(accepted)] { accepted(fields->target()); });
    frame.dialog->open();
    return frame.dialog;
}

} // namespace bd::app
