#include "registry/client.h"

#include <algorithm>
#include <mutex>

#include <QCoreApplication>

#include "net/http.h"
#include "registry/answers.h"

namespace bd::registry {

namespace {

using namespace std::chrono_literals;
using decode::KnownSchema;
using decode::SchemaText;

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Registry)
};

constexpr Millis requestDeadline = 5s;
constexpr Millis callDeadline = 10s;
constexpr Millis restAfterFailure = 10s;
constexpr Millis unknownFor = 30s;
constexpr size_t mostReferences = 100;

// One that says nothing of the registry as a whole: this schema is not there, or is not what it should be.
bool isOfTheSchema(const Error &error)
{
    return error.code == ErrorCode::NotFound || error.code == ErrorCode::Parse;
}

// Of one call: all that it asks is done by its end.
struct Turn {
    std::chrono::steady_clock::time_point end = std::chrono::steady_clock::now() + callDeadline;
    std::stop_token stop;

    Millis left() const { return std::chrono::duration_cast<Millis>(end - std::chrono::steady_clock::now()); }
    bool isOver() const { return stop.stop_requested() || left() <= 0ms; }
};

} // namespace

Result<Settings> settingsOf(const QString &text)
{
    const QString trimmed = text.trimmed();
    QUrl url(trimmed.contains(QLatin1String("://")) ? trimmed : QStringLiteral("http://") + trimmed, QUrl::StrictMode);
    const bool isHttp = url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (!url.isValid() || !isHttp || url.host().isEmpty() || url.hasQuery() || url.hasFragment())
        return fail(
            ErrorCode::InvalidUse,
            Tr::tr("«%1» is not the address of a Schema Registry").arg(trimmed.section(QLatin1Char('@'), -1).left(100)),
            Tr::tr("It has the form http://host:8081."));
    Settings settings;
    settings.user = url.userName(QUrl::FullyDecoded);
    settings.password = url.password(QUrl::FullyDecoded);
    url.setUserInfo({});
    while (url.path().endsWith(QLatin1Char('/')))
        url.setPath(url.path().chopped(1));
    settings.url = url;
    return settings;
}

struct Client::Private {
    Settings settings;
    Clock clock;

    struct Entry {
        KnownSchema schema;
        std::optional<TimePoint> until; // nothing: for good
    };
    struct Failure {
        QString reason;
        TimePoint until;
    };
    std::mutex mutex; // of what follows; never held while the registry is asked
    QHash<quint32, Entry> entries;
    QHash<std::pair<QString, int>, Answer> versions; // of subjects, which do not change either
    std::optional<Failure> failure;

    // By its parts, without a slash before them.
    Result<QByteArray> get(const QStringList &path, const Turn &turn) const
    {
        net::HttpRequest request;
        QByteArray encoded;
        for (const QString &part : path)
            encoded += '/' + QUrl::toPercentEncoding(part);
        request.url = settings.url;
        request.url.setPath(QString::fromLatin1(settings.url.path(QUrl::FullyEncoded).toLatin1() + encoded),
                            QUrl::StrictMode);
        request.user = settings.user;
        request.password = settings.password;
        request.caFile = settings.caFile;
        request.accept = "application/vnd.schemaregistry.v1+json, application/json";
        auto answer = net::httpGet(request, std::clamp(turn.left(), Millis(1), requestDeadline), turn.stop);
        if (!answer)
            return tl::unexpected(answer.error());
        if (auto refused = net::refusal(request, *answer)) {
            // Any web server says 404: only a registry gives its reason.
            if (refused->code == ErrorCode::NotFound && errorCodeIn(answer->body) == 0)
                refused->code = ErrorCode::Failed;
            return tl::unexpected(*refused);
        }
        return std::move(answer->body);
    }

    std::optional<KnownSchema> known(quint32 id)
    {
        const std::scoped_lock lock(mutex);
        const auto found = entries.constFind(id);
        const TimePoint now = clock.now();
        if (found != entries.constEnd() && (!found->until || now < *found->until))
            return found->schema;
        if (failure && now < failure->until)
            return KnownSchema{{}, Tr::tr("schema %1 could not be had: %2").arg(id).arg(failure->reason)};
        return {};
    }

    // The deepest first, each once.
    Result<> addReferences(const Answer &answer, SchemaText &schema, QSet<std::pair<QString, int>> &seen,
                           const Turn &turn);
    Result<Answer> version(const Reference &reference, const Turn &turn);
    Result<SchemaText> fetch(quint32 id, const Turn &turn);
    KnownSchema ask(quint32 id, const Turn &turn);
    KnownSchema remember(quint32 id, KnownSchema schema, std::optional<TimePoint> until);
};

Result<Answer> Client::Private::version(const Reference &reference, const Turn &turn)
{
    const std::pair<QString, int> key(reference.subject, reference.version);
    {
        const std::scoped_lock lock(mutex);
        if (const auto found = versions.constFind(key); found != versions.constEnd())
            return *found;
    }
    auto answer = get({QStringLiteral("subjects"), reference.subject, QStringLiteral("versions"),
                       QString::number(reference.version)},
                      turn)
                      .and_then(&schemaIn);
    if (!answer) {
        if (answer.error().code == ErrorCode::NotFound)
            answer.error().code = ErrorCode::Parse; // it is there, and of no use
        answer.error().message = Tr::tr("it refers to %1 (%2, version %3): %4")
                                     .arg(reference.name.left(80), reference.subject.left(80))
                                     .arg(reference.version)
                                     .arg(answer.error().message);
        return answer;
    }
    const std::scoped_lock lock(mutex);
    versions.insert(key, *answer);
    return answer;
}

Result<> Client::Private::addReferences(const Answer &answer, SchemaText &schema, QSet<std::pair<QString, int>> &seen,
                                        const Turn &turn)
{
    for (const Reference &reference : answer.references) {
        const std::pair<QString, int> key(reference.subject, reference.version);
        if (seen.contains(key))
            continue;
        seen.insert(key);
        if (static_cast<size_t>(seen.size()) > mostReferences)
            return fail(ErrorCode::Parse, Tr::tr("it refers to more than %1 others").arg(mostReferences));
        const auto referred = version(reference, turn);
        if (!referred)
            return tl::unexpected(referred.error());
        if (auto deeper = addReferences(*referred, schema, seen, turn); !deeper)
            return deeper;
        schema.references.emplace_back(reference.name, referred->text);
    }
    return {};
}

Result<SchemaText> Client::Private::fetch(quint32 id, const Turn &turn)
{
    const auto answer =
        get({QStringLiteral("schemas"), QStringLiteral("ids"), QString::number(id)}, turn).and_then(&schemaIn);
    if (!answer)
        return tl::unexpected(answer.error());
    SchemaText schema{answer->kind, answer->text, {}};
    QSet<std::pair<QString, int>> seen;
    return addReferences(*answer, schema, seen, turn).map([&] { return schema; });
}

KnownSchema Client::Private::remember(quint32 id, KnownSchema schema, std::optional<TimePoint> until)
{
    const std::scoped_lock lock(mutex);
    entries.insert(id, {schema, until});
    return schema;
}

KnownSchema Client::Private::ask(quint32 id, const Turn &turn)
{
    const auto decoder = fetch(id, turn).and_then(&decode::decoderOf);
    if (decoder)
        return remember(id, {*decoder, {}}, {});
    const Error &error = decoder.error();
    if (error.code == ErrorCode::Cancelled)
        return {{}, Tr::tr("schema %1 was not asked for: cancelled").arg(id)};
    if (isOfTheSchema(error)) {
        const QString reason = error.code == ErrorCode::NotFound
                                   ? Tr::tr("the Schema Registry has no schema %1").arg(id)
                                   : Tr::tr("schema %1 cannot be used: %2").arg(id).arg(error.message);
        return remember(id, {{}, reason}, clock.now() + unknownFor);
    }
    const std::scoped_lock lock(mutex);
    failure = Failure{error.message, clock.now() + restAfterFailure};
    return {{}, Tr::tr("schema %1 could not be had: %2").arg(id).arg(error.message)};
}

Client::Client(Settings settings, Clock clock) : d(std::make_unique<Private>())
{
    d->settings = std::move(settings);
    d->clock = std::move(clock);
}

Client::~Client() = default;

const Settings &Client::settings() const
{
    return d->settings;
}

decode::Schemas Client::schemas(const QSet<quint32> &ids, std::stop_token stop)
{
    Turn turn;
    turn.stop = std::move(stop);
    decode::Schemas schemas;
    for (const quint32 id : ids) {
        auto known = d->known(id);
        if (!known && turn.isOver())
            known = KnownSchema{{}, Tr::tr("schema %1 had no turn yet").arg(id)};
        schemas.insert(id, known ? *known : d->ask(id, turn));
    }
    return schemas;
}

Result<QStringList> Client::subjects(std::stop_token stop)
{
    Turn turn;
    turn.stop = std::move(stop);
    return d->get({QStringLiteral("subjects")}, turn).and_then(&subjectsIn);
}

} // namespace bd::registry
