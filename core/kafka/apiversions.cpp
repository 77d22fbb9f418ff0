#include "kafka/apiversions.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>

#include "kafka/protocolbytes.h"

namespace bd::kafka {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Kafka)
};

constexpr qint16 apiVersionsKey = 18;
constexpr int unsupportedVersion = 35;

struct Level { // of a feature
    QString name;
    int first = 0;
    int second = 0;
};

std::vector<Level> levelsIn(const QByteArray &field, bool &good)
{
    Reader reader(field);
    std::vector<Level> levels;
    const quint32 count = reader.count(true);
    for (quint32 i = 0; i < count && reader.isGood(); ++i) {
        const QString name = reader.compactText();
        const int first = reader.number<qint16>();
        const int second = reader.number<qint16>();
        reader.skipTagged();
        levels.push_back({name, first, second});
    }
    good = good && reader.isGood();
    return levels;
}

// Supported: least and most. Finalized: most and least, for the whole cluster.
std::vector<Feature> featuresOf(const std::vector<Level> &supported, const std::vector<Level> &finalized)
{
    std::vector<Feature> features;
    for (const Level &one : supported) {
        const auto agreed = std::ranges::find(finalized, one.name, &Level::name);
        features.push_back(
            {one.name, one.first, one.second, agreed == finalized.end() ? std::nullopt : std::optional(agreed->first)});
    }
    std::ranges::sort(features, {}, &Feature::name);
    return features;
}

std::vector<ApiRange> apisIn(Reader &reader, bool compact)
{
    std::vector<ApiRange> apis;
    const quint32 count = reader.count(compact);
    for (quint32 i = 0; i < count && reader.isGood(); ++i) {
        const int key = reader.number<qint16>();
        const int least = reader.number<qint16>();
        const int most = reader.number<qint16>();
        apis.push_back({key, least, most});
        if (compact)
            reader.skipTagged();
    }
    std::ranges::sort(apis, {}, &ApiRange::key);
    return apis;
}

tl::unexpected<Error> notKafka(const QByteArray &answer)
{
    return fail(ErrorCode::Parse, Tr::tr("What answers there does not speak Kafka’s protocol as it is known here."), {},
                QString::fromLatin1(answer.first(std::min<qsizetype>(answer.size(), 64)).toHex(' ')));
}

// The newest request, or version of one, by which a release can be told from the one before, of those that every kind of
// broker has. From the versions in Kafka's own message definitions (clients/src/main/resources/common/message).
struct Mark {
    int key;
    int version;
    const char *release;
    const char *last; // the newest that cannot be told from it
};

enum Api {
    Produce = 0,
    Fetch = 1,
    ListOffsets = 2,
    Metadata = 3,
    JoinGroup = 11,
    AddPartitionsToTxn = 24,
    DescribeAcls = 29,
    DescribeClientQuotas = 48
};

constexpr std::array marks{
    Mark{Fetch, 18, "4.1", ""},
    Mark{Produce, 12, "4.0", "4.0"},
    Mark{Fetch, 17, "3.9", "3.9"},
    Mark{Produce, 11, "3.8", "3.8"},
    Mark{Fetch, 16, "3.7", "3.7"},
    Mark{AddPartitionsToTxn, 4, "3.6", "3.6"},
    Mark{Fetch, 15, "3.5", "3.5"},
    Mark{DescribeAcls, 3, "3.3", "3.4"},
    Mark{JoinGroup, 9, "3.2", "3.2"},
    Mark{Fetch, 13, "3.1", "3.1"},
    Mark{ListOffsets, 7, "3.0", "3.0"},
    Mark{Produce, 9, "2.8", "2.8"},
    Mark{Fetch, 12, "2.7", "2.7"},
    Mark{DescribeClientQuotas, 0, "2.6", "2.6"},
    Mark{DescribeAcls, 2, "2.5", "2.5"},
    Mark{Produce, 8, "2.4", "2.4"},
    Mark{Fetch, 11, "2.3", "2.3"},
    Mark{Fetch, 10, "2.1", "2.2"},
    Mark{Fetch, 8, "2.0", "2.0"},
    Mark{Fetch, 7, "1.1", "1.1"},
    Mark{Metadata, 5, "1.0", "1.0"},
    Mark{Metadata, 4, "0.11", "0.11"},
    Mark{Metadata, 2, "0.10.1", "0.10.2"},
};

// The last level of each release. org.apache.kafka.server.common.MetadataVersion
struct MetadataLevel {
    int last;
    const char *release;
};
constexpr std::array metadataLevels{MetadataLevel{1, "3.0"},  MetadataLevel{2, "3.1"},  MetadataLevel{3, "3.2"},
                                    MetadataLevel{7, "3.3"},  MetadataLevel{8, "3.4"},  MetadataLevel{11, "3.5"},
                                    MetadataLevel{14, "3.6"}, MetadataLevel{19, "3.7"}, MetadataLevel{20, "3.8"},
                                    MetadataLevel{21, "3.9"}, MetadataLevel{25, "4.0"}, MetadataLevel{27, "4.1"},
                                    MetadataLevel{29, "4.2"}};

} // namespace

const ApiRange *ApiVersions::api(int key) const
{
    const auto found = std::ranges::find(apis, key, &ApiRange::key);
    return found == apis.end() ? nullptr : &*found;
}

QByteArray apiVersionsRequest(int version)
{
    QByteArray request = requestHead(apiVersionsKey, qint16(version));
    if (version >= 3) // the header's tagged fields, the software's name and version, the body's tagged fields
        request += QByteArray(1, '\0') + compactText("brokerdeck") + compactText("1") + QByteArray(1, '\0');
    return request;
}

Result<std::optional<ApiVersions>> apiVersionsOf(const QByteArray &answer, int version)
{
    Reader reader(answer);
    const auto told = reader.number<qint32>();
    const int code = reader.number<qint16>();
    if (!reader.isGood() || told != ourCorrelation)
        return notKafka(answer);
    if (version > 0 && code == unsupportedVersion) // in the form of version 0, whatever was asked
        return std::optional<ApiVersions>();
    if (code != 0)
        return fail(ErrorCode::Kafka, Tr::tr("The broker does not say what it can do (error %1)").arg(code));
    const bool compact = version >= 3;
    ApiVersions versions{apisIn(reader, compact), {}};
    bool good = true;
    if (compact) {
        reader.number<qint32>(); // how long it made us wait
        std::vector<Level> supported, finalized;
        reader.tagged([&](quint32 tag, const QByteArray &field) {
            if (tag == 0)
                supported = levelsIn(field, good);
            else if (tag == 2)
                finalized = levelsIn(field, good);
        });
        versions.features = featuresOf(supported, finalized);
    }
    if (!reader.isGood() || !good)
        return notKafka(answer);
    return std::optional(std::move(versions));
}

std::optional<ReleaseRange> releaseOf(const ApiVersions &versions)
{
    for (const Mark &mark : marks) {
        const ApiRange *api = versions.api(mark.key);
        if (api && api->most >= mark.version)
            return ReleaseRange{QString::fromLatin1(mark.release), QString::fromLatin1(mark.last)};
    }
    return {};
}

QString metadataRelease(int level)
{
    const auto found = std::ranges::find_if(metadataLevels,
                                            [level](const MetadataLevel &one) { return level <= one.last; });
    return level < 1 || found == metadataLevels.end() ? QString() : QString::fromLatin1(found->release);
}

} // namespace bd::kafka
