#include "settingwords.h"

#include <QCoreApplication>
#include <QJsonObject>

namespace bd::ctl {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Brokerdeckctl)
};

using kafka::ConfigEntry;

QString wordOf(ConfigEntry::Source source)
{
    switch (source) {
    case ConfigEntry::Source::Topic: return QStringLiteral("topic");
    case ConfigEntry::Source::DynamicBroker:
    case ConfigEntry::Source::DynamicDefaultBroker: return QStringLiteral("broker-dynamic");
    case ConfigEntry::Source::StaticBroker: return QStringLiteral("broker");
    case ConfigEntry::Source::Default: return QStringLiteral("default");
    case ConfigEntry::Source::Unknown: break;
    }
    return QStringLiteral("unknown");
}

} // namespace

QJsonArray settingsJson(const std::vector<ConfigEntry> &config)
{
    QJsonArray settings;
    for (const ConfigEntry &entry : config)
        settings += QJsonObject{{QStringLiteral("name"), entry.name},
                                {QStringLiteral("value"), entry.value ? QJsonValue(*entry.value) : QJsonValue()},
                                {QStringLiteral("source"), wordOf(entry.source)},
                                {QStringLiteral("default"),
                                 entry.fallback ? QJsonValue(entry.fallback->value) : QJsonValue()},
                                {QStringLiteral("readOnly"), entry.readOnly},
                                {QStringLiteral("secret"), entry.isSecret}};
    return settings;
}

std::vector<QStringList> settingRows(const std::vector<ConfigEntry> &config)
{
    std::vector<QStringList> rows;
    for (const ConfigEntry &entry : config) {
        if (entry.source != ConfigEntry::Source::Default)
            rows.push_back({entry.name, entry.value.value_or(entry.isSecret ? Tr::tr("(secret)") : QString()),
                            wordOf(entry.source), entry.fallback ? entry.fallback->value : QString()});
    }
    return rows;
}

QStringList settingHeader()
{
    return {Tr::tr("SETTING"), Tr::tr("VALUE"), Tr::tr("FROM"), Tr::tr("WITHOUT IT")};
}

} // namespace bd::ctl
