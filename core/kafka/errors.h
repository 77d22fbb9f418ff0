// librdkafka's errors, sorted and put into words.
#pragma once

#include <librdkafka/rdkafka.h>

#include "base/error.h"

namespace bd::kafka {

// `detail`: librdkafka's own words, for behind a click.
Error toError(rd_kafka_resp_err_t code, const QString &bootstrap, const QString &detail);

// «connection refused» of «127.0.0.1:9092/bootstrap: Connect to ipv4#127.0.0.1:9092 failed: Connection refused
// (after 0ms in state CONNECT)».
QString shortReason(const QString &librdkafkasWords);

} // namespace bd::kafka
