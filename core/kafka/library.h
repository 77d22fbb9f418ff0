// What is known of the librdkafka that this program runs with.
#pragma once

#include <QString>

namespace bd::kafka {

QString libraryVersion(); // «2.0.2»

// Before 2.6.1 librdkafka sends its nonce twice in a SCRAM login, which Kafka 4 refuses as a wrong password.
// https://github.com/confluentinc/librdkafka/pull/4895
bool hasScramDefect();

} // namespace bd::kafka
