// What the stability audit says of one setting of one service, and the changes that make it right. Values.
#pragma once

#include <variant>
#include <vector>

#include "compose/project.h"
#include "yaml/node.h"

namespace bd::audit {

// Where something stands in a compose file.
struct Place {
    QString file; // its path; empty: nowhere
    int line = 0; // from 1; 0: none
    bool operator==(const Place &) const = default;
};

// What is to be done to a service of the file, however that is written there.
struct SetValue {     // replaces what is there, or adds it
    QStringList path; // below the service: {"healthcheck", "start_period"}
    yaml::Node value;
    bool operator==(const SetValue &) const = default;
};
struct SetVariable { // of its environment
    QString name;
    QString value; // as a file has it: «$» begins a variable
    bool operator==(const SetVariable &) const = default;
};
struct MountVolume { // a named volume of the file, declared where it is not yet
    QString volume;
    QString target;
    QString instead{}; // of this one, which is mounted there; empty: an unnamed one there gives way
    bool operator==(const MountVolume &) const = default;
};
struct WaitFor { // a gate; one that is weaker gives way
    QString service;
    compose::Condition condition = compose::Condition::Healthy;
    bool operator==(const WaitFor &) const = default;
};
struct Remove { // below the service; of the whole file where the change names none
    QStringList path;
    bool operator==(const Remove &) const = default;
};
struct Publish { // a port that is published: known by its port of the host, where it has one; what differs is changed
    compose::PortSpec from;
    compose::PortSpec to;
    bool operator==(const Publish &) const = default;
};
struct ReplaceWithin { // words inside of a value
    QStringList path;
    QString before;
    QString after;
    bool operator==(const ReplaceWithin &) const = default;
};
struct AppendWord { // to a list
    QStringList path;
    QString word;
    bool operator==(const AppendWord &) const = default;
};
struct AddService {
    yaml::Node definition;
    bool operator==(const AddService &) const = default;
};

struct Change {
    QString service; // empty: the file itself
    std::variant<SetValue, SetVariable, MountVolume, WaitFor, Remove, Publish, ReplaceWithin, AppendWord, AddService>
        what;
    bool operator==(const Change &) const = default;
};

// | Ok            | as it should be                                     |
// | Problem       | will bring the next crash, or hides it              |
// | Advice        | works, and would be better otherwise                |
// | NotApplicable | this service has no such setting                    |
// | Unknown       | cannot be told from what can be read                |
enum class Status { Ok, Problem, Advice, NotApplicable, Unknown };
QString toString(Status status); // ok, problem, advice, n/a, unknown: as in JSON

struct Finding {
    QString rule;    // an id of stability.md's table: zk-healthcheck
    QString service; // empty: the file itself
    Status status = Status::Unknown;
    QString found;
    QString expected;
    QString why; // two sentences
    Place place;
    std::vector<Change> changes; // empty: nothing to change, or nothing that could be written into the file
    bool operator==(const Finding &) const = default;
    bool isFixable() const { return !changes.empty(); }
};

bool isWrong(const Finding &finding); // there is something to see to, or to find out
bool canMend(const Finding &finding); // and it could be written into the file

// Of the rules that apply to a project, those of which every finding is as it should be.
struct Score {
    int right = 0;
    int all = 0;
    bool operator==(const Score &) const = default;
};
Score scoreOf(const std::vector<Finding> &findings);

// Problems, advice, what cannot be told, what is right, what does not apply; in the order of the rules among themselves.
void sortWorstFirst(std::vector<Finding> &findings);

} // namespace bd::audit
