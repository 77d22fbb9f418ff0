#include "shots/samples.h"

namespace bd::app::samples {

namespace {

using namespace std::chrono_literals;

kafka::Record record(int partition, qint64 offset, std::chrono::seconds ago, const QByteArray &key,
                     const QByteArray &value)
{
    kafka::Record made;
    made.partition = partition;
    made.offset = offset;
    made.timeKind = kafka::Record::Time::Created;
    made.time = now() - ago;
    made.key = key;
    made.value = value;
    return made;
}

} // namespace

std::vector<kafka::Record> records()
{
    std::vector<kafka::Record> made;
    for (int i = 0; i < 40; ++i) {
        const QByteArray number = QByteArray::number(1000 + i);
        made.push_back(record(i % 3, 400 + i / 3, std::chrono::seconds(i * 37), "purchase-" + number,
                              "{\"id\":" + number + ",\"trainer\":\"trainer-" + QByteArray::number(i % 7)
                                  + "\",\"items\":[{\"sku\":\"A-" + number
                                  + "\",\"count\":2},{\"sku\":\"B-7\",\"count\":1}],\"total\":129.90,\"paid\":"
                                  + (i % 4 ? "true" : "false") + "}"));
        made.back().headers = {{"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"},
                               {"content-type", "application/json"}};
    }
    made[1].value.reset(); // a tombstone
    made[2].key.reset();
    made[3].value = QByteArray::fromHex("00000000010a6b61666b61ff80");
    made[4].value = QByteArray();
    made[5].value = QByteArray("line one\nline two\nline three");
    return made;
}

kafka::Record deadLetter()
{
    kafka::Record made = record(1, 17, 95s, "purchase-1004", "{\"id\":1004,\"trainer\":null,\"total\":\"12,90\"}");
    made.headers = {{"kafka_dlt-original-topic", "purchase-created"},
                    {"kafka_dlt-original-partition", QByteArray::fromHex("00000001")},
                    {"kafka_dlt-original-offset", QByteArray::fromHex("00000000000001a3")},
                    {"kafka_dlt-exception-fqcn", "java.lang.NumberFormatException"},
                    {"kafka_dlt-exception-message", "For input string: \"12,90\" (column total)"},
                    {"traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"}};
    return made;
}

} // namespace bd::app::samples
