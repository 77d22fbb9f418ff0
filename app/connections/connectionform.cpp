#include "connections/connectionform.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace bd::app {

namespace {

using Protection = ConnectionForm::Protection;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(ConnectionForm)
};

const QString protocolKey = QStringLiteral("security.protocol");
const QString mechanismKey = QStringLiteral("sasl.mechanism");
const QString userKey = QStringLiteral("sasl.username");
const QString passwordKey = QStringLiteral("sasl.password");
const QString caKey = QStringLiteral("ssl.ca.location");
const QString certificateKey = QStringLiteral("ssl.certificate.location");
const QString keyKey = QStringLiteral("ssl.key.location");
const QString keyPasswordKey = QStringLiteral("ssl.key.password");
const QString storeKey = QStringLiteral("ssl.keystore.location");
const QString storePasswordKey = QStringLiteral("ssl.keystore.password");

constexpr std::pair<Protection, const char *> protocols[] = {
    {Protection::Plain, "PLAINTEXT"},
    {Protection::Tls, "SSL"},
    {Protection::Sasl, "SASL_PLAINTEXT"},
    {Protection::SaslTls, "SASL_SSL"},
};

bool usesTls(Protection protection)
{
    return protection == Protection::Tls || protection == Protection::SaslTls;
}

bool usesLogin(Protection protection)
{
    return protection == Protection::Sasl || protection == Protection::SaslTls;
}

bool isPkcs12(const QString &file)
{
    const QString ending = QFileInfo(file).suffix().toLower();
    return ending == QLatin1String("p12") || ending == QLatin1String("pfx") || ending == QLatin1String("pkcs12");
}

void put(QMap<QString, QString> &properties, const QString &key, const QString &value)
{
    if (!value.isEmpty()) {
        properties.insert(key, value);
    }
}

Result<QMap<QString, QString>> othersOf(const QString &lines)
{
    QMap<QString, QString> others;
    for (const QString &line : lines.split(QLatin1Char('\n'), Qt::SkipEmptyParts)) {
        const qsizetype equals = line.indexOf(QLatin1Char('='));
        const QString name = line.left(std::max<qsizetype>(equals, 0)).trimmed();
        if (name.isEmpty()) {
            return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is no NAME=VALUE").arg(line.left(60)));
        }
        if (kafka::isSecretProperty(name)) {
            return fail(ErrorCode::InvalidUse,
                        Tr::tr("%1 is a secret: it is not kept in clear. Paste the whole file instead.").arg(name));
        }
        others.insert(name, line.sliced(equals + 1).trimmed());
    }
    return others;
}

QString pathProblem(const QString &file, const QString &what)
{
    return !file.isEmpty() && !QFileInfo(file).isFile() ? Tr::tr("%1: there is no file %2").arg(what, file) : QString();
}

QString problemOf(const ConnectionForm &form, const QStringList &taken)
{
    if (form.name.trimmed().isEmpty()) {
        return Tr::tr("It needs a name");
    }
    if (taken.contains(form.name.trimmed())) {
        return Tr::tr("There is a connection %1 already").arg(form.name.trimmed());
    }
    if (form.bootstrap.trimmed().isEmpty()) {
        return Tr::tr("It needs an address, as kafka.example.org:9092");
    }
    if (usesLogin(form.protection) && form.user.isEmpty()) {
        return Tr::tr("A login needs a user");
    }
    if (!usesTls(form.protection)) {
        return {};
    }
    if (form.certificateFile.endsWith(QLatin1String(".jks"), Qt::CaseInsensitive)
        || form.caFile.endsWith(QLatin1String(".jks"), Qt::CaseInsensitive)) {
        return Tr::tr("JKS cannot be read: keytool -importkeystore -srckeystore IN.jks -destkeystore OUT.p12 "
                      "-deststoretype PKCS12 makes a PKCS#12 file of it");
    }
    const QString problem = pathProblem(form.caFile, Tr::tr("Trusted certificates"));
    return problem.isEmpty() ? pathProblem(form.certificateFile, Tr::tr("Own certificate")) : problem;
}

void putTls(connection::Parts &parts, const ConnectionForm &form)
{
    QMap<QString, QString> &properties = parts.connection.properties;
    put(properties, caKey, form.caFile);
    const bool isStore = isPkcs12(form.certificateFile);
    put(properties, isStore ? storeKey : certificateKey, form.certificateFile);
    if (!isStore) {
        put(properties, keyKey, form.keyFile.isEmpty() ? form.certificateFile : form.keyFile);
    }
    const QString secret = isStore ? storePasswordKey : keyPasswordKey;
    put(parts.secrets, secret, form.keyPassword);
    if (isStore || !form.keyPassword.isEmpty()) {
        parts.connection.secrets += secret;
    }
}

void putLogin(connection::Parts &parts, const ConnectionForm &form)
{
    put(parts.connection.properties, mechanismKey, form.mechanism);
    put(parts.connection.properties, userKey, form.user);
    put(parts.secrets, passwordKey, form.password);
    parts.connection.secrets += passwordKey;
}

// Takes what has a field of its own out of `properties`.
void takeFields(ConnectionForm &form, QMap<QString, QString> &properties)
{
    const QString protocol = properties.take(protocolKey).toUpper();
    for (const auto &[protection, name] : protocols) {
        if (protocol == QLatin1String(name)) {
            form.protection = protection;
        }
    }
    if (const QString mechanism = properties.take(mechanismKey); !mechanism.isEmpty()) {
        form.mechanism = mechanism;
    }
    form.user = properties.take(userKey);
    form.caFile = properties.take(caKey);
    const QString store = properties.take(storeKey);
    form.certificateFile = properties.take(certificateKey);
    form.keyFile = properties.take(keyKey);
    if (!store.isEmpty()) {
        form.certificateFile = store;
    }
    if (form.keyFile == form.certificateFile) {
        form.keyFile.clear();
    }
}

} // namespace

ConnectionForm formOf(const store::Connection &connection)
{
    ConnectionForm form;
    form.id = connection.id;
    form.name = connection.name;
    form.colour = connection.colour;
    form.readOnly = connection.readOnly;
    form.bootstrap = connection.bootstrap;
    QMap<QString, QString> properties = connection.properties;
    takeFields(form, properties);
    for (auto it = properties.begin(); it != properties.end(); ++it) {
        form.others += it.key() + QLatin1Char('=') + it.value() + QLatin1Char('\n');
    }
    if (connection.registry) {
        form.registryUrl = connection.registry->url;
        form.registryUser = connection.registry->user;
    }
    return form;
}

Result<PastedForm> formOfProperties(const QString &text)
{
    const auto properties = kafka::clientProperties(text);
    if (!properties) {
        return tl::unexpected(properties.error());
    }
    const connection::Parts parts = connection::partsOf(*properties);
    PastedForm pasted{formOf(parts.connection), properties->notes};
    pasted.form.password = parts.secrets.value(passwordKey);
    pasted.form.keyPassword = parts.secrets.value(storePasswordKey, parts.secrets.value(keyPasswordKey));
    pasted.form.registryPassword = parts.secrets.value(store::RegistryPassword);
    static const QStringList held{passwordKey, storePasswordKey, keyPasswordKey, store::RegistryPassword};
    for (auto it = parts.secrets.begin(); it != parts.secrets.end(); ++it) {
        if (!held.contains(it.key())) {
            pasted.notes += Tr::tr("%1 was left out: put it into a file, and name that file.").arg(it.key());
        }
    }
    return pasted;
}

Result<connection::Parts> partsOf(const ConnectionForm &form, const QStringList &taken)
{
    if (const QString problem = problemOf(form, taken); !problem.isEmpty()) {
        return fail(ErrorCode::InvalidUse, problem);
    }
    const auto others = othersOf(form.others);
    if (!others) {
        return tl::unexpected(others.error());
    }
    connection::Parts parts;
    store::Connection &kept = parts.connection;
    kept.id = form.id;
    kept.name = form.name.trimmed();
    kept.colour = form.colour;
    kept.readOnly = form.readOnly;
    kept.bootstrap = form.bootstrap.trimmed();
    kept.properties = *others;
    for (const auto &[protection, name] : protocols) {
        if (protection == form.protection && protection != Protection::Plain) {
            kept.properties.insert(protocolKey, QString::fromLatin1(name));
        }
    }
    if (usesTls(form.protection)) {
        putTls(parts, form);
    }
    if (usesLogin(form.protection)) {
        putLogin(parts, form);
    }
    if (!form.registryUrl.trimmed().isEmpty()) {
        kept.registry = store::SchemaRegistry{form.registryUrl.trimmed(), form.registryUser};
        put(parts.secrets, store::RegistryPassword, form.registryPassword);
        if (!form.registryUser.isEmpty()) {
            kept.secrets += store::RegistryPassword;
        }
    }
    kept.secrets.sort();
    return store::check(kept).map([&] { return parts; });
}

} // namespace bd::app
