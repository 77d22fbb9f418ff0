#include "topics/expectationdialog.h"

#include <QCoreApplication>
#include <QDialog>
#include <QFormLayout>
#include <QLabel>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSpinBox>

#include "base/text.h"
#include "common/dialogs.h"
#include "common/theme.h"
#include "topics/topicform.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ExpectationDialog)
};

QString linesOf(const QMap<QString, QString> &config)
{
    QStringList lines;
    for (auto it = config.cbegin(); it != config.cend(); ++it) {
        lines += it.key() + QLatin1Char('=') + it.value();
    }
    return lines.join(QLatin1Char('\n'));
}

QString aboutText(const Expectation &so)
{
    QString about = Tr::tr(
        "The team file .brokerdeck.yaml beside the compose file says it to everyone who opens this "
        "project: what is missing or otherwise stands out then, and one click makes it so. The broker "
        "is not touched now.");
    if (so.others > 0) {
        about += QLatin1Char(' ')
                 + Tr::tr("The %n other topic(s) that the init service makes are written there, too.", nullptr,
                          so.others);
    }
    return about;
}

struct Fields {
    QSpinBox *partitions;
    QSpinBox *replicas;
    QPlainTextEdit *settings;

    compose::ExpectedTopic topic(const QString &name) const
    {
        return {name, partitions->value(), replicas->value(),
                settingsFrom(settings->toPlainText()).value_or(QMap<QString, QString>()),
                compose::ExpectedTopic::Source::TeamFile};
    }
};

Fields addFields(const DialogFrame &frame, const compose::ExpectedTopic &topic)
{
    const Fields fields{numberBox(1, 10'000, topic.partitions, Tr::tr("Partitions")),
                        numberBox(1, 100, topic.replicationFactor, Tr::tr("Replicas of each")), new QPlainTextEdit};
    fields.settings->setAccessibleName(Tr::tr("Settings, one NAME=VALUE a line"));
    fields.settings->setPlaceholderText(QStringLiteral("cleanup.policy=compact"));
    fields.settings->setPlainText(linesOf(topic.config));
    fields.settings->setFixedHeight(84);
    fields.settings->setTabChangesFocus(true);
    auto *rows = new QFormLayout;
    rows->setHorizontalSpacing(16);
    rows->setVerticalSpacing(8);
    rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    rows->addRow(Tr::tr("Partitions"), fields.partitions);
    rows->addRow(Tr::tr("Replicas of each"), fields.replicas);
    rows->addRow(Tr::tr("Settings"), fields.settings);
    frame.column->addLayout(rows);
    return fields;
}

} // namespace

QDialog *askExpectation(QWidget *parent, const Expectation &so,
                        std::function<void(const compose::ExpectedTopic &)> accepted, std::function<void()> forgotten)
{
    const QString name = so.topic.name;
    const DialogFrame frame = dialogFrame(parent, Tr::tr("What the team expects of %1").arg(plainText(name, 260)));
    frame.column->addWidget(dialogText(aboutText(so)));
    const Fields fields = addFields(frame, so.topic);
    QLabel *problem = problemLabel();
    frame.column->addWidget(problem);
    QPushButton *accept = acceptButton(so.isExpected ? Tr::tr("Expect this") : Tr::tr("Expect it"), frame.dialog);
    setLook(accept, Look::Primary);
    accept->setDefault(true);
    if (so.isExpected) {
        auto *forget = new QPushButton(Tr::tr("No longer expect it"));
        forget->setAutoDefault(false);
        frame.buttons->insertWidget(0, forget);
        QObject::connect(forget, &QPushButton::clicked, frame.dialog,
                         [dialog = frame.dialog, forgotten = std::move(forgotten)] {
                             dialog->reject();
                             forgotten();
                         });
    }
    addButtons(frame, accept);
    QObject::connect(fields.settings, &QPlainTextEdit::textChanged, frame.dialog, [fields, problem, accept] {
        const auto settings = settingsFrom(fields.settings->toPlainText());
        showText(problem, settings ? QString() : settings.error().message);
        accept->setEnabled(settings.has_value());
    });
    QObject::connect(frame.dialog, &QDialog::accepted, parent,
                     [fields, name, accepted = std::move(accepted)] { accepted(fields.topic(name)); });
    frame.dialog->open();
    fields.partitions->setFocus();
    fields.partitions->selectAll();
    return frame.dialog;
}

} // namespace bd::app
