#include "net/http.h"

#include <memory>

#include <QCoreApplication>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSslConfiguration>

#include "base/text.h"
#include "net/net.h"
#include "net/wait.h"

namespace bd::net {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(Net)
};

constexpr qsizetype shownOfBody = 1000;

bool isTls(const QUrl &url)
{
    return url.scheme() == QLatin1String("https");
}

QString addressOf(const QUrl &url)
{
    return Address{url.host(), static_cast<quint16>(url.port(isTls(url) ? 443 : 80))}.text();
}

Result<> checked(const QUrl &url)
{
    const bool isHttp = isTls(url) || url.scheme() == QLatin1String("http");
    if (!url.isValid() || !isHttp || url.host().isEmpty())
        return fail(ErrorCode::InvalidUse, Tr::tr("«%1» is not an address of the form http://host:port.")
                                               .arg(firstLine(url.toString(QUrl::RemoveUserInfo), 80)));
    return {};
}

Result<QSslConfiguration> tlsOf(const HttpRequest &request)
{
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    if (!request.caFile.isEmpty() && !tls.addCaCertificates(request.caFile))
        return fail(ErrorCode::InvalidUse, Tr::tr("%1 holds no certificates that can be read.").arg(request.caFile),
                    Tr::tr("It must be a PEM file, one that begins with -----BEGIN CERTIFICATE-----."));
    return tls;
}

QNetworkRequest rawRequest(const HttpRequest &request)
{
    QUrl url = request.url;
    url.setUserInfo({});
    QNetworkRequest raw(url);
    raw.setRawHeader("Accept", request.accept);
    raw.setRawHeader("Accept-Encoding", "identity"); // so that what is bounded is what came
    raw.setRawHeader("User-Agent", "Brokerdeck/" BD_VERSION);
    if (!request.user.isEmpty() || !request.password.isEmpty())
        raw.setRawHeader("Authorization",
                         "Basic " + (request.user + QLatin1Char(':') + request.password).toUtf8().toBase64());
    raw.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::SameOriginRedirectPolicy);
    raw.setMaximumRedirectsAllowed(5);
    raw.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    raw.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    raw.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    raw.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    raw.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    return raw;
}

tl::unexpected<Error> tlsFailed(const QString &address, const QString &detail)
{
    static const QStringList clearText{QStringLiteral("wrong version number"), QStringLiteral("unknown protocol"),
                                       QStringLiteral("packet length too long"), QStringLiteral("http request")};
    for (const QString &words : clearText) {
        if (detail.contains(words, Qt::CaseInsensitive))
            return fail(ErrorCode::Unreachable, Tr::tr("%1 does not speak TLS.").arg(address),
                        Tr::tr("Its address probably begins with http://, not https://."), detail);
    }
    return fail(ErrorCode::Unreachable, Tr::tr("%1 is not trusted: TLS failed.").arg(address),
                Tr::tr("A certificate of a company or of your own is trusted once its authority’s PEM file is given."),
                detail);
}

// No answer came at all.
tl::unexpected<Error> failed(const HttpRequest &request, QNetworkReply::NetworkError error, const QString &detail)
{
    const QString address = addressOf(request.url);
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
        return fail(ErrorCode::Unreachable, Tr::tr("Nothing listens on %1: the connection is refused.").arg(address),
                    {}, detail);
    case QNetworkReply::HostNotFoundError:
        return fail(ErrorCode::Unreachable, Tr::tr("The name %1 is not known here.").arg(request.url.host()), {},
                    detail);
    case QNetworkReply::RemoteHostClosedError:
        return fail(ErrorCode::Unreachable,
                    Tr::tr("%1 accepted the connection and closed it without an answer.").arg(address),
                    isTls(request.url) ? QString() : Tr::tr("It may want TLS: https:// instead of http://."), detail);
    case QNetworkReply::TimeoutError: // the kernel's own
        return fail(ErrorCode::Timeout, Tr::tr("%1 did not take the connection.").arg(address), {}, detail);
    case QNetworkReply::SslHandshakeFailedError: return tlsFailed(address, detail);
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolInvalidOperationError:
        return fail(ErrorCode::Unreachable, Tr::tr("%1 answers, but not by HTTP.").arg(address),
                    isTls(request.url) ? QString() : Tr::tr("It may want TLS: https:// instead of http://."), detail);
    default: return fail(ErrorCode::Unreachable, Tr::tr("%1 cannot be reached.").arg(address), {}, detail);
    }
}

tl::unexpected<Error> late(const HttpRequest &request, bool wasSent, Millis deadline)
{
    const QString text = wasSent ? Tr::tr("%1 took the connection but did not answer within %2 ms.")
                                 : Tr::tr("%1 did not take the connection within %2 ms.");
    return fail(ErrorCode::Timeout, text.arg(addressOf(request.url)).arg(deadline.count()));
}

// Of a request that was sent off.
Result<HttpAnswer> answerOf(QNetworkReply &reply, const HttpRequest &request, Millis deadline, std::stop_token stop)
{
    Wait wait(deadline, std::move(stop));
    wait.wakeOn(reply, &QNetworkReply::readyRead);
    wait.wakeOn(reply, &QNetworkReply::finished);
    bool wasSent = false;
    QObject::connect(&reply, &QNetworkReply::requestSent, &reply, [&wasSent] { wasSent = true; });
    QStringList problems;
    QObject::connect(&reply, &QNetworkReply::sslErrors, &reply, [&problems](const QList<QSslError> &errors) {
        for (const QSslError &error : errors)
            problems += error.errorString();
    });
    reply.setReadBufferSize(request.mostBytes + 1);
    HttpAnswer answer;
    const bool ended = wait.until([&] {
        answer.body += reply.read(request.mostBytes + 1 - answer.body.size());
        return reply.isFinished() || answer.body.size() > request.mostBytes;
    });
    if (!ended && wait.stopped())
        return cancelled();
    if (answer.body.size() > request.mostBytes)
        return fail(
            ErrorCode::Parse,
            Tr::tr("%1 answers with more than %2 KiB.").arg(addressOf(request.url)).arg(request.mostBytes >> 10));
    if (!ended)
        return late(request, wasSent, deadline);
    answer.status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    const bool isCut = reply.error() != QNetworkReply::NoError && answer.status / 100 == 2;
    if (answer.status == 0 || isCut)
        return failed(request, reply.error(),
                      plainText((QStringList(reply.errorString()) + problems).join(QLatin1Char('\n'))));
    answer.redirect = plainText(reply.header(QNetworkRequest::LocationHeader).toString(), 200);
    return answer;
}

} // namespace

Result<HttpAnswer> httpGet(const HttpRequest &request, Millis deadline, std::stop_token stop)
{
    if (auto valid = checked(request.url); !valid)
        return tl::unexpected(valid.error());
    QNetworkRequest raw = rawRequest(request);
    if (isTls(request.url)) {
        const auto tls = tlsOf(request);
        if (!tls)
            return tl::unexpected(tls.error());
        raw.setSslConfiguration(*tls);
    }
    QNetworkAccessManager manager;
    manager.setProxy(QNetworkProxy::NoProxy);
    const std::unique_ptr<QNetworkReply> reply(manager.get(raw)); // goes before the manager, and is aborted by that
    return answerOf(*reply, request, deadline, std::move(stop));
}

std::optional<Error> refusal(const HttpRequest &request, const HttpAnswer &answer)
{
    const QString address = addressOf(request.url);
    const QString detail = plainText(QString::fromUtf8(answer.body.left(shownOfBody)));
    const auto is = [&](ErrorCode code, const QString &message, const QString &hint) {
        return Error{code, message, hint, detail};
    };
    switch (answer.status / 100) {
    case 2: return {};
    case 3:
        return is(ErrorCode::Failed, Tr::tr("%1 sends on to another address (%2).").arg(address).arg(answer.status),
                  answer.redirect.isEmpty() ? QString() : Tr::tr("Use that one: %1").arg(answer.redirect));
    case 5:
        return is(ErrorCode::Failed, Tr::tr("%1 has a problem of its own (%2).").arg(address).arg(answer.status),
                  Tr::tr("Its log says more."));
    default: break;
    }
    if (answer.status == 401)
        return request.user.isEmpty()
                   ? is(ErrorCode::Failed, Tr::tr("%1 wants a user and a password (401).").arg(address), {})
                   : is(ErrorCode::Failed,
                        Tr::tr("%1 refuses the user %2 or the password (401).").arg(address, request.user), {});
    if (answer.status == 403)
        return is(ErrorCode::Failed, Tr::tr("%1 does not allow this (403).").arg(address),
                  Tr::tr("The user is known, but may not read here."));
    if (answer.status == 404)
        return is(ErrorCode::NotFound,
                  Tr::tr("There is nothing at %1 (404).").arg(request.url.toString(QUrl::RemoveUserInfo)), {});
    return is(ErrorCode::Failed, Tr::tr("%1 refuses the request (%2).").arg(address).arg(answer.status), {});
}

} // namespace bd::net
