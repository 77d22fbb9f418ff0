#include "kafka/library.h"

#include <librdkafka/rdkafka.h>

namespace bd::kafka {

QString libraryVersion()
{
    return QString::fromUtf8(rd_kafka_version_str());
}

bool hasScramDefect()
{
    return rd_kafka_version() < 0x020601ff;
}

} // namespace bd::kafka
