#include "shots/samples.h"

namespace bd::app::samples {

namespace {

using namespace std::chrono_literals;
using connection::Step;

store::Connection connectionNamed(const char *name, store::Colour colour, const char *bootstrap)
{
    store::Connection made;
    made.id = QString::fromLatin1(name);
    made.name = QString::fromLatin1(name);
    made.colour = colour;
    made.bootstrap = QString::fromLatin1(bootstrap);
    return made;
}

Step step(Step::Kind kind, Step::State state, const char *target, const char *message, Micros duration)
{
    Step made;
    made.kind = kind;
    made.state = state;
    made.target = QString::fromLatin1(target);
    made.message = QString::fromUtf8(message);
    made.duration = duration;
    return made;
}

} // namespace

std::vector<store::Connection> connections()
{
    std::vector<store::Connection> made{
        connectionNamed("Integration", store::Colour::Green, "kafka.integration.example.org:9092"),
        connectionNamed("Production", store::Colour::Red,
                        "broker-1.example.org:9093,broker-2.example.org:9093,broker-3.example.org:9093"),
        connectionNamed("Staging", store::Colour::Orange, "staging.example.org:9094")};
    made[1].readOnly = true;
    made[1].properties = {{QStringLiteral("security.protocol"), QStringLiteral("SASL_SSL")},
                          {QStringLiteral("sasl.mechanism"), QStringLiteral("SCRAM-SHA-512")},
                          {QStringLiteral("sasl.username"), QStringLiteral("reader")}};
    made[1].secrets = {QStringLiteral("sasl.password")};
    made[2].properties = {{QStringLiteral("security.protocol"), QStringLiteral("SSL")}};
    return made;
}

std::vector<Step> testSteps()
{
    using Kind = Step::Kind;
    using State = Step::State;
    std::vector<Step> made{step(Kind::Name, State::Passed, "staging.example.org", "staging.example.org is 10.0.4.17.",
                                12ms),
                           step(Kind::Port, State::Passed, "staging.example.org:9094",
                                "Something listens on staging.example.org:9094.", 31ms),
                           step(Kind::Tls, State::Failed, "staging.example.org:9094",
                                "The certificate is for kafka.internal, and not for staging.example.org.", 84ms),
                           step(Kind::Authentication, State::Skipped, "", "Not tried.", 0ms),
                           step(Kind::Authorization, State::Skipped, "", "Not tried.", 0ms)};
    made[2].hint = QStringLiteral("Connect to kafka.internal, or have the certificate made for this name, too.");
    return made;
}

} // namespace bd::app::samples
