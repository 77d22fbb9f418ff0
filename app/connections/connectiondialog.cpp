#include "connections/connectiondialog.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCoreApplication>
#include <QDialog>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

#include "common/dialogs.h"
#include "common/labels.h"
#include "common/theme.h"
#include "connections/connectionwords.h"

namespace bd::app {

namespace {

using Protection = ConnectionForm::Protection;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ConnectionDialog)
};

QLineEdit *field(const QString &text, const QString &name, const QString &placeholder = {})
{
    auto *made = new QLineEdit(text);
    made->setAccessibleName(name);
    made->setPlaceholderText(placeholder);
    return made;
}

QLineEdit *secretField(const QString &text, const QString &name, const QString &placeholder = {})
{
    QLineEdit *made = field(text, name, placeholder);
    made->setEchoMode(QLineEdit::Password);
    return made;
}

QIcon dotIcon(const QColor &color)
{
    QPixmap picture(14, 14);
    picture.fill(Qt::transparent);
    if (color.isValid()) {
        QPainter painter(&picture);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color);
        painter.drawEllipse(2, 2, 10, 10);
    }
    return picture;
}

// Fills a form and keeps saying what is wrong with it.
class ConnectionDialog : public QObject
{
public:
    ConnectionDialog(const DialogFrame &frame, const ConnectionForm &form, QStringList taken)
        : QObject(frame.dialog), m_form(form), m_taken(std::move(taken)),
          m_name(field(form.name, Tr::tr("Name"), Tr::tr("Staging"))),
          m_bootstrap(field(form.bootstrap, Tr::tr("Addresses"), QStringLiteral("kafka.example.org:9092"))),
          m_protection(new QComboBox), m_mechanism(new QComboBox), m_user(field(form.user, Tr::tr("User"))),
          m_password(secretField(form.password, Tr::tr("Password"), unchangedHint(form))),
          m_ca(field(form.caFile, Tr::tr("Trusted certificates"), Tr::tr("those of this machine"))),
          m_certificate(
              field(form.certificateFile, Tr::tr("Own certificate"), Tr::tr("PEM or PKCS#12, if it wants one"))),
          m_key(field(form.keyFile, Tr::tr("Its key"), Tr::tr("in the same file"))),
          m_keyPassword(secretField(form.keyPassword, Tr::tr("Password of the key"), unchangedHint(form))),
          m_registry(
              field(form.registryUrl, Tr::tr("Schema Registry"), QStringLiteral("http://registry.example.org:8081"))),
          m_registryUser(field(form.registryUser, Tr::tr("User of the registry"))),
          m_registryPassword(
              secretField(form.registryPassword, Tr::tr("Password of the registry"), unchangedHint(form))),
          m_others(new QPlainTextEdit(form.others)),
          m_readOnly(new QCheckBox(Tr::tr("Read-only: refuse every change"))), m_colour(new QComboBox),
          m_rows(new QFormLayout), m_problem(problemLabel()), m_accept(acceptButton(Tr::tr("Keep it"), frame.dialog)),
          m_try(new QPushButton(Tr::tr("Test it")))
    {
        fillChoices(form);
        arrange(frame);
        setLook(m_accept, Look::Primary);
        m_accept->setDefault(true);
        for (QLineEdit *line : frame.dialog->findChildren<QLineEdit *>()) {
            connect(line, &QLineEdit::textChanged, this, [this] { check(); });
        }
        for (QComboBox *box : {m_protection, m_mechanism}) {
            connect(box, &QComboBox::currentIndexChanged, this, [this] { check(); });
        }
        connect(m_others, &QPlainTextEdit::textChanged, this, [this] { check(); });
        check();
        m_name->setFocus();
    }

    Result<connection::Parts> parts() const { return partsOf(filledIn(), m_taken); }
    QPushButton *tryButton() const { return m_try; }

private:
    static QString unchangedHint(const ConnectionForm &form)
    {
        return form.id.isEmpty() ? Tr::tr("asked for if it is empty") : Tr::tr("as it is");
    }

    void fillChoices(const ConnectionForm &form)
    {
        m_protection->setAccessibleName(Tr::tr("Protection"));
        m_protection->addItem(Tr::tr("none: clear text, no login"), static_cast<int>(Protection::Plain));
        m_protection->addItem(Tr::tr("TLS"), static_cast<int>(Protection::Tls));
        m_protection->addItem(Tr::tr("login, in clear text"), static_cast<int>(Protection::Sasl));
        m_protection->addItem(Tr::tr("TLS and login"), static_cast<int>(Protection::SaslTls));
        m_protection->setCurrentIndex(m_protection->findData(static_cast<int>(form.protection)));
        m_mechanism->setAccessibleName(Tr::tr("Kind of login"));
        m_mechanism->addItems(
            {QStringLiteral("PLAIN"), QStringLiteral("SCRAM-SHA-256"), QStringLiteral("SCRAM-SHA-512")});
        if (m_mechanism->findText(form.mechanism) < 0) {
            m_mechanism->addItem(form.mechanism);
        }
        m_mechanism->setCurrentText(form.mechanism);
        m_colour->setAccessibleName(Tr::tr("Colour"));
        for (qsizetype i = 0; i < store::colourNames().size(); ++i) {
            const auto colour = static_cast<store::Colour>(i);
            m_colour->addItem(dotIcon(colourOf(colour, Theme::of(nullptr))), colourText(colour), static_cast<int>(i));
        }
        m_colour->setCurrentIndex(m_colour->findData(static_cast<int>(form.colour)));
        m_readOnly->setChecked(form.readOnly);
        m_others->setAccessibleName(Tr::tr("Other settings, one NAME=VALUE a line"));
        m_others->setPlaceholderText(QStringLiteral("socket.timeout.ms=30000"));
        m_others->setFixedHeight(52);
        m_others->setTabChangesFocus(true);
    }

    QWidget *withChooser(QLineEdit *line)
    {
        auto *both = new QWidget;
        auto *row = new QHBoxLayout(both);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(8);
        auto *choose = new QPushButton(Tr::tr("Choose…"));
        choose->setAutoDefault(false);
        choose->setAccessibleName(Tr::tr("Choose a file: %1").arg(line->accessibleName()));
        row->addWidget(line, 1);
        row->addWidget(choose);
        connect(choose, &QPushButton::clicked, line, [line] {
            auto *dialog = new QFileDialog(line->window(), line->accessibleName());
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            dialog->setFileMode(QFileDialog::ExistingFile);
            QObject::connect(dialog, &QFileDialog::fileSelected, line, &QLineEdit::setText);
            dialog->open();
        });
        return both;
    }

    void arrange(const DialogFrame &frame)
    {
        m_rows->setHorizontalSpacing(16);
        m_rows->setVerticalSpacing(8);
        m_rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
        m_rows->addRow(Tr::tr("Name"), m_name);
        m_rows->addRow(Tr::tr("Addresses"), m_bootstrap);
        m_rows->addRow(Tr::tr("Protection"), m_protection);
        add(m_login, Tr::tr("Kind of login"), m_mechanism);
        add(m_login, Tr::tr("User"), m_user);
        add(m_login, Tr::tr("Password"), m_password);
        add(m_tls, Tr::tr("Trusted certificates"), withChooser(m_ca));
        add(m_tls, Tr::tr("Own certificate"), withChooser(m_certificate));
        add(m_own, Tr::tr("Its key"), withChooser(m_key));
        add(m_own, Tr::tr("Password of the key"), m_keyPassword);
        m_rows->addRow(Tr::tr("Schema Registry"), m_registry);
        add(m_registryLogin, Tr::tr("Its user"), m_registryUser);
        add(m_registryLogin, Tr::tr("Its password"), m_registryPassword);
        m_rows->addRow(Tr::tr("Other settings"), m_others);
        m_rows->addRow(Tr::tr("Colour"), m_colour);
        m_rows->addRow(QString(), m_readOnly);
        frame.column->addLayout(m_rows);
        frame.column->addWidget(m_problem);
        m_try->setAutoDefault(false);
        frame.buttons->insertWidget(0, m_try);
        addButtons(frame, m_accept);
    }

    void add(QList<QWidget *> &group, const QString &label, QWidget *widget)
    {
        m_rows->addRow(label, widget);
        group += widget;
    }

    void showRows(const QList<QWidget *> &widgets, bool shown)
    {
        for (QWidget *widget : widgets) {
            m_rows->setRowVisible(widget, shown);
        }
    }

    ConnectionForm filledIn() const
    {
        ConnectionForm form = m_form;
        form.name = m_name->text();
        form.bootstrap = m_bootstrap->text();
        form.protection = static_cast<Protection>(m_protection->currentData().toInt());
        form.mechanism = m_mechanism->currentText();
        form.user = m_user->text();
        form.password = m_password->text();
        form.caFile = m_ca->text();
        form.certificateFile = m_certificate->text();
        form.keyFile = m_key->text();
        form.keyPassword = m_keyPassword->text();
        form.registryUrl = m_registry->text();
        form.registryUser = m_registryUser->text();
        form.registryPassword = m_registryPassword->text();
        form.others = m_others->toPlainText();
        form.readOnly = m_readOnly->isChecked();
        form.colour = static_cast<store::Colour>(m_colour->currentData().toInt());
        return form;
    }

    void check()
    {
        const ConnectionForm form = filledIn();
        const bool tls = form.protection == Protection::Tls || form.protection == Protection::SaslTls;
        showRows(m_login, form.protection == Protection::Sasl || form.protection == Protection::SaslTls);
        showRows(m_tls, tls);
        showRows(m_own, tls && !form.certificateFile.isEmpty());
        showRows(m_registryLogin, !form.registryUrl.isEmpty());
        const auto checked = partsOf(form, m_taken);
        const bool begun = !form.name.isEmpty() && !form.bootstrap.isEmpty();
        showText(m_problem, !checked && begun ? checked.error().message : QString());
        m_accept->setEnabled(checked.has_value());
        m_try->setEnabled(checked.has_value());
    }

    ConnectionForm m_form;
    QStringList m_taken;
    QLineEdit *m_name;
    QLineEdit *m_bootstrap;
    QComboBox *m_protection;
    QComboBox *m_mechanism;
    QLineEdit *m_user;
    QLineEdit *m_password;
    QLineEdit *m_ca;
    QLineEdit *m_certificate;
    QLineEdit *m_key;
    QLineEdit *m_keyPassword;
    QLineEdit *m_registry;
    QLineEdit *m_registryUser;
    QLineEdit *m_registryPassword;
    QPlainTextEdit *m_others;
    QCheckBox *m_readOnly;
    QComboBox *m_colour;
    QFormLayout *m_rows;
    QList<QWidget *> m_login, m_tls, m_own, m_registryLogin; // rows that are not always wanted
    QLabel *m_problem;
    QPushButton *m_accept;
    QPushButton *m_try;
};

} // namespace

QDialog *askConnection(QWidget *parent, const ConnectionForm &form, const QStringList &taken,
                       std::function<void(const connection::Parts &)> accepted,
                       std::function<void(QWidget *, const connection::Parts &)> test)
{
    const DialogFrame frame = dialogFrame(parent, form.id.isEmpty() ? Tr::tr("A connection to another cluster")
                                                                    : Tr::tr("The connection %1").arg(form.name));
    auto *fields = new ConnectionDialog(frame, form, taken);
    QObject::connect(frame.dialog, &QDialog::accepted, parent, [fields, accepted = std::move(accepted)] {
        if (const auto parts = fields->parts()) {
            accepted(*parts);
        }
    });
    QObject::connect(fields->tryButton(), &QPushButton::clicked, parent,
                     [fields, dialog = frame.dialog, test = std::move(test)] {
                         if (const auto parts = fields->parts()) {
                             test(dialog, *parts);
                         }
                     });
    frame.dialog->open();
    return frame.dialog;
}

QDialog *askProperties(QWidget *parent, std::function<void(const PastedForm &)> accepted)
{
    const DialogFrame frame = dialogFrame(parent, Tr::tr("Paste a .properties file"));
    frame.column->addWidget(dialogText(
        Tr::tr("As Java clients use it: bootstrap.servers, security.protocol, sasl.jaas.config and the like. Passwords "
               "in it go into the keychain.")));
    auto *text = new QPlainTextEdit;
    text->setAccessibleName(Tr::tr("The file’s text"));
    text->setFont(codeFont());
    text->setMinimumHeight(180);
    text->setTabChangesFocus(true);
    QLabel *problem = problemLabel();
    frame.column->addWidget(text);
    frame.column->addWidget(problem);
    QPushButton *accept = acceptButton(Tr::tr("Take it over"), frame.dialog);
    setLook(accept, Look::Primary);
    accept->setDefault(true);
    accept->setEnabled(false);
    addButtons(frame, accept);
    QObject::connect(text, &QPlainTextEdit::textChanged, frame.dialog, [text, problem, accept] {
        const auto pasted = formOfProperties(text->toPlainText());
        accept->setEnabled(pasted.has_value());
        showText(problem, pasted || text->toPlainText().isEmpty() ? QString() : pasted.error().message);
    });
    QObject::connect(frame.dialog, &QDialog::accepted, parent, [text, accepted = std::move(accepted)] {
        if (const auto pasted = formOfProperties(text->toPlainText())) {
            accepted(*pasted);
        }
    });
    frame.dialog->open();
    text->setFocus();
    return frame.dialog;
}

QDialog *askSecrets(QWidget *parent, const QString &connection, const QStringList &names, const QString &why,
                    std::function<void(const connection::SecretMap &, bool keep)> accepted)
{
    const DialogFrame frame = dialogFrame(parent, Tr::tr("Passwords for %1").arg(connection));
    frame.column->addWidget(dialogText(why.isEmpty() ? Tr::tr("The keychain has none for it.")
                                                     : Tr::tr("The keychain could not be asked: %1").arg(why)));
    auto *rows = new QFormLayout;
    rows->setHorizontalSpacing(16);
    rows->setVerticalSpacing(8);
    rows->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    QMap<QString, QLineEdit *> fields;
    for (const QString &name : names) {
        fields[name] = secretField({}, secretText(name));
        rows->addRow(secretText(name), fields[name]);
    }
    frame.column->addLayout(rows);
    auto *keep = new QCheckBox(Tr::tr("Keep in the keychain"));
    keep->setChecked(why.isEmpty());
    frame.column->addWidget(keep);
    QPushButton *accept = acceptButton(Tr::tr("Go on"), frame.dialog);
    setLook(accept, Look::Primary);
    accept->setDefault(true);
    addButtons(frame, accept);
    QObject::connect(frame.dialog, &QDialog::accepted, parent, [fields, keep, accepted = std::move(accepted)] {
        connection::SecretMap secrets;
        for (auto it = fields.begin(); it != fields.end(); ++it) {
            secrets.insert(it.key(), it.value()->text());
        }
        accepted(secrets, keep->isChecked());
    });
    frame.dialog->open();
    if (!fields.isEmpty()) {
        fields.first()->setFocus();
    }
    return frame.dialog;
}

} // namespace bd::app
