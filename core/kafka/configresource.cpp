#include "kafka/configresource.h"

#include <map>

namespace bd::kafka {

namespace {

ConfigEntry::Source sourceOf(rd_kafka_ConfigSource_t source)
{
    switch (source) {
    case RD_KAFKA_CONFIG_SOURCE_DYNAMIC_TOPIC_CONFIG: return ConfigEntry::Source::Topic;
    case RD_KAFKA_CONFIG_SOURCE_DYNAMIC_BROKER_CONFIG: return ConfigEntry::Source::DynamicBroker;
    case RD_KAFKA_CONFIG_SOURCE_DYNAMIC_DEFAULT_BROKER_CONFIG: return ConfigEntry::Source::DynamicDefaultBroker;
    case RD_KAFKA_CONFIG_SOURCE_STATIC_BROKER_CONFIG: return ConfigEntry::Source::StaticBroker;
    case RD_KAFKA_CONFIG_SOURCE_DEFAULT_CONFIG: return ConfigEntry::Source::Default;
    default: return ConfigEntry::Source::Unknown;
    }
}

// Of all that say something of it, the nearest first: the first from elsewhere.
std::optional<ConfigEntry::Fallback> fallbackOf(const rd_kafka_ConfigEntry_t *raw, ConfigEntry::Source own)
{
    size_t count = 0;
    const auto *synonyms = rd_kafka_ConfigEntry_synonyms(raw, &count);
    for (size_t i = 0; i < count; ++i) {
        const auto source = sourceOf(rd_kafka_ConfigEntry_source(synonyms[i]));
        const char *value = rd_kafka_ConfigEntry_value(synonyms[i]);
        if (source != own && value)
            return ConfigEntry::Fallback{QString::fromUtf8(rd_kafka_ConfigEntry_name(synonyms[i])),
                                         QString::fromUtf8(value), source};
    }
    return {};
}

ConfigEntry entryOf(const rd_kafka_ConfigEntry_t *raw)
{
    ConfigEntry entry;
    entry.name = QString::fromUtf8(rd_kafka_ConfigEntry_name(raw));
    entry.isSecret = rd_kafka_ConfigEntry_is_sensitive(raw) == 1;
    const char *value = rd_kafka_ConfigEntry_value(raw);
    if (value && !entry.isSecret)
        entry.value = QString::fromUtf8(value);
    entry.source = sourceOf(rd_kafka_ConfigEntry_source(raw));
    if (!entry.isSecret)
        entry.fallback = fallbackOf(raw, entry.source);
    entry.readOnly = rd_kafka_ConfigEntry_is_read_only(raw) == 1;
    return entry;
}

} // namespace

Owned<rd_kafka_ConfigResource_t> configResource(rd_kafka_ResourceType_t type, const QString &name)
{
    return Owned<rd_kafka_ConfigResource_t>(rd_kafka_ConfigResource_new(type, name.toUtf8().constData()));
}

Result<Owned<rd_kafka_event_t>> describeConfigs(Handle &handle,
                                                const std::vector<Owned<rd_kafka_ConfigResource_t>> &resources,
                                                Millis deadline, const std::stop_token &stop)
{
    auto raw = rawOf(resources);
    return ask(handle, RD_KAFKA_ADMIN_OP_DESCRIBECONFIGS, deadline, stop,
               [&](const rd_kafka_AdminOptions_t *options, rd_kafka_queue_t *queue) {
                   rd_kafka_DescribeConfigs(handle.get(), raw.data(), raw.size(), options, queue);
               });
}

std::vector<ConfigEntry> entriesOf(const rd_kafka_ConfigResource_t *described)
{
    size_t count = 0;
    const auto *raws = rd_kafka_ConfigResource_configs(described, &count);
    std::map<QString, ConfigEntry> byName;
    for (size_t i = 0; i < count; ++i) {
        ConfigEntry entry = entryOf(raws[i]);
        byName.emplace(entry.name, std::move(entry));
    }
    std::vector<ConfigEntry> entries;
    entries.reserve(byName.size());
    for (auto &[name, entry] : byName)
        entries.push_back(std::move(entry));
    return entries;
}

} // namespace bd::kafka
