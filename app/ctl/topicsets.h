// Sets of topics: what a project or a file expects, compared with a cluster and brought into line; and a cluster's topics
// as such a file.
#pragma once

#include <stop_token>
#include <vector>

#include "compose/project.h"
#include "kafka/client.h"
#include "options.h"
#include "output.h"

namespace bd::ctl {

// Says what differs; with --apply makes it so. ProblemFound where something differs afterwards.
Result<int> compareTopics(kafka::Client &client, const std::vector<compose::ExpectedTopic> &expected,
                          const Options &options, const Output &output, std::stop_token stop);

// Writes these topics and what is set on them as YAML.
Result<int> exportTopics(kafka::Client &client, const std::vector<kafka::Topic> &topics, const Options &options,
                         const Output &output, std::stop_token stop);

} // namespace bd::ctl
