#include "records/recordquery.h"

#include <QCoreApplication>

#include "records/readfrom.h"

namespace bd::app {

namespace {

struct Tr {
    Q_DECLARE_TR_FUNCTIONS(RecordQuery)
};

Result<kafka::ReadFrom> fromOf(const RecordQuery &query, TimePoint now)
{
    if (query.from != RecordQuery::From::At) {
        return kafka::ReadFrom{};
    }
    if (query.at.trimmed().isEmpty()) {
        return fail(ErrorCode::InvalidUse, Tr::tr("Say from where to read"),
                    Tr::tr("An offset as 1204, a time as 2026-11-25 14:02, or how long ago as 10m."));
    }
    return records::readFrom(query.at, now);
}

Result<records::Filter> filterOf(const RecordQuery &query)
{
    switch (query.how) {
    case RecordQuery::How::Text: break;
    case RecordQuery::How::Regex: return records::Filter::regex(query.filter, query.where);
    case RecordQuery::How::Path: return records::Filter::path(query.filter, query.where);
    }
    return records::Filter::text(query.filter, query.where);
}

} // namespace

Result<records::SearchPlan> planOf(const RecordQuery &query, TimePoint now)
{
    const auto from = fromOf(query, now);
    if (!from) {
        return tl::unexpected(from.error());
    }
    const auto filter = filterOf(query);
    if (!filter) {
        return tl::unexpected(filter.error());
    }
    const auto decoders = records::decodersNamed(query.keyFormat, query.valueFormat);
    if (!decoders) {
        return tl::unexpected(decoders.error());
    }
    records::SearchPlan plan;
    plan.topic = query.topic;
    if (query.partition) {
        plan.partitions = {*query.partition};
    }
    plan.from = *from;
    plan.backward = query.from == RecordQuery::From::Newest;
    plan.most = query.most;
    plan.filter = *filter;
    plan.decoders = *decoders;
    return plan;
}

records::SearchPlan planToGoOn(records::SearchPlan plan, const records::SearchProgress &progress)
{
    plan.rest = progress.rest;
    plan.follow = false;
    return plan;
}

records::SearchPlan planToFollow(records::SearchPlan plan, const QMap<int, qint64> &ends)
{
    plan.rest.clear();
    for (auto end = ends.begin(); end != ends.end(); ++end) {
        plan.rest.push_back({end.key(), end.value(), end.value()});
    }
    if (plan.rest.empty()) { // nothing was read before
        plan.from = {.kind = kafka::ReadFrom::Kind::End};
    }
    plan.follow = true;
    plan.backward = false;
    plan.most = 0;
    return plan;
}

} // namespace bd::app
