// SPDX-License-Identifier: Apache-2.0
//
// design: the document. `Design` is a value: immutable parts behind shared pointers, cheap to copy and compare. An edit
// is a pure function Design -> Result<Design> (edit.h); history is a list of designs (history.h); what changed is found
// by diff.h; the file format lives in codec.h, its older versions in migrations/; what is wrong is said by validate.h.
// Start at `Design`. Nothing here knows performance, pictures or Qt.
#pragma once

#include "core/support/distribution.h"
#include "core/support/id.h"
#include "core/support/json.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace catenary::design {

using support::Distribution;
using support::Json;

using ComponentId = support::Id<struct ComponentTag>;
using ConnectionId = support::Id<struct ConnectionTag>;
using GroupId = support::Id<struct GroupTag>;
using NoteId = support::Id<struct NoteTag>;
using WorkloadId = support::Id<struct WorkloadTag>;

struct Point {
    double x = 0, y = 0;
    bool operator==(const Point&) const = default;
};
struct Size {
    double width = 0, height = 0;
    bool operator==(const Size&) const = default;
};

/// Parameters as the author wrote them, in the order of the file; the catalog knows what they mean.
using Parameters = std::vector<std::pair<std::string, Json>>;

/// The value of `name`, or nullptr.
[[nodiscard]] const Json* findParameter(const Parameters& parameters, std::string_view name);

/// Fields the format reserves or does not know, kept as they came (an object; empty when there are none).
/// Known-but-reserved canvas fields (`layer`, `link`, `look`, …) get members when built.
using Extra = Json;

struct Component {
    ComponentId id;
    std::string kind;        ///< kind id or alias
    std::string name;        ///< empty: the id is shown
    std::optional<Point> at; ///< top-left corner; absent: to be laid out
    std::optional<Size> size;
    Parameters parameters;
    std::string notes;
    bool locked = false; ///< not moved, not resized, not removed; sizing leaves it as it is
    Json measured;       ///< null or {p50, p99, …}
    int z = 0;           ///< cards with a larger one are drawn over others; equal ones in the order of the file
    Extra extra = Json::object();

    [[nodiscard]] const std::string& title() const { return name.empty() ? id.str() : name; }
    bool operator==(const Component&) const = default;
};

enum class Mode { Sync, Forward, Async, Stream, Batch };
/// How a connection is drawn: around everything in right angles, or as asked for by a line or a curve through anything.
enum class RouteStyle { Orthogonal, Straight, Curved };
enum class Side { Right, Bottom, Left, Top };
enum class When { Always, OnMiss, OnHit, OnError };

struct Distance {
    enum class Kind { Unset, None, SameHost, SameZone, CrossZone, CrossRegion, Internet, Custom };
    Kind kind = Kind::Unset; ///< Unset: same_zone, from a client internet
    Distribution latency_ms; ///< one way, for Custom
    bool operator==(const Distance&) const = default;
};

struct Breaker {
    double failure_ratio = 0.5;
    double window_ms = 10000;
    double min_calls = 20;
    double open_ms = 0;
    bool operator==(const Breaker&) const = default;
};

struct Hedge { ///< a second copy after a fixed time or after the call's own 95th percentile
    bool at_p95 = false;
    double after_ms = 0;
    bool operator==(const Hedge&) const = default;
};

struct Policy {
    std::optional<double> timeout_ms;
    bool cancel = false;
    std::optional<int> retries = 0; ///< nullopt: until it succeeds (`null` in the file)
    Distribution backoff_ms;
    double backoff_factor = 1;
    std::optional<Hedge> hedge;
    std::optional<Breaker> breaker;
    Extra extra = Json::object();
    bool operator==(const Policy&) const = default;
};

struct Join {
    std::optional<int> wait_for; ///< absent: all
    bool cancel_losers = false;
    bool operator==(const Join&) const = default;
};

struct Connection {
    ConnectionId id;
    ComponentId from;
    ComponentId to;
    Mode mode = Mode::Sync;
    int stage = 1;
    Distribution calls = Distribution::constant(1); ///< >= 0; 0 draws the line and carries no load
    bool in_sequence = false;
    std::optional<double> probability;                ///< of a forward
    double weight = 1;                                ///< of a router's branch
    std::optional<std::vector<WorkloadId>> workloads; ///< absent: all
    std::optional<When> when;                         ///< absent: always, or on_miss for a cache's own calls
    ConnectionId of;                                  ///< empty: see `on_miss` in the format
    std::optional<Join> join;
    std::string label;
    double request_bytes = 0;
    double response_bytes = 0;
    Distance distance;
    std::optional<double> bandwidth_mbps;
    std::optional<Policy> policy;
    RouteStyle route = RouteStyle::Orthogonal;
    std::vector<Point>
        waypoints; ///< canvas units; what the line passes through from its source to its target, in order
    std::optional<Side> from_side, to_side; ///< of its ends; absent: whichever suits
    std::string start_label, end_label;     ///< beside `label`, which stands in the middle
    Extra extra = Json::object();
    bool operator==(const Connection&) const = default;
};

struct Group {
    GroupId id;
    std::string name;
    std::vector<std::string> members; ///< component or group ids
    Extra extra = Json::object();
    bool operator==(const Group&) const = default;
};

struct Note {
    NoteId id;
    std::string text;
    Point at;
    Size size{200, 80};
    Extra extra = Json::object();
    bool operator==(const Note&) const = default;
};

enum class Process { Poisson, Constant, Renewal, Bursty, Diurnal, Batch, Trace, Schedule, Closed };

struct Population {
    double daily_users = 0;
    double actions_per_user = 0;
    double peak_factor = 1;
    bool operator==(const Population&) const = default;
};

struct Arrival {
    Process process = Process::Poisson;
    std::optional<double> rate_per_s; ///< mean rate; absent with `population`, `renewal`, `trace`, `schedule`, `closed`
    std::optional<Population> population;                    ///< rate = users × actions × peak ÷ 86 400
    Distribution interarrival_ms;                            ///< renewal
    double peak_ratio = 1, burst_fraction = 0, burst_ms = 0; ///< bursty, diurnal
    double peak_hour = 0, period_h = 24;                     ///< diurnal
    Distribution size = Distribution::constant(1);           ///< batch, schedule
    std::string file;                                        ///< trace
    double every_s = 0, at_s = 0;                            ///< schedule
    int users = 0;                                           ///< closed
    Distribution think_time_ms;                              ///< closed
    Extra extra = Json::object();
    bool operator==(const Arrival&) const = default;
};

struct Workload {
    WorkloadId id;
    std::string name;
    ComponentId source;
    Arrival arrival;
    int priority = 0;
    std::vector<std::pair<std::string, Distribution>> attributes;
    Json measured;
    Extra extra = Json::object();
    bool operator==(const Workload&) const = default;
};

struct Objective {
    WorkloadId workload; ///< empty: of the flow, or of the whole system
    ConnectionId flow;   ///< empty: of the workload
    std::string metric;  ///< `latency_p99_ms`, …
    std::optional<double> at_most;
    std::optional<double> at_least;
    Extra extra = Json::object();
    bool operator==(const Objective&) const = default;
};

struct Source {
    std::string id, title, where;
    std::optional<int> year;
    Extra extra = Json::object();
    bool operator==(const Source&) const = default;
};

struct Teaching {
    std::string prompt;
    std::vector<std::string> follow_ups, rubric, trade_offs, failure_modes;
    Extra extra = Json::object();
    bool operator==(const Teaching&) const = default;
};

struct Variant {
    std::string id, name, note;
    std::vector<std::pair<std::string, Json>> set; ///< PATH -> value, in order
    Extra extra = Json::object();
    bool operator==(const Variant&) const = default;
};

/// A list of immutable parts; equal when the parts are equal (at once where they are the same object).
template <class T> class Parts {
public:
    using Part = std::shared_ptr<const T>;
    Parts() = default;
    [[nodiscard]] auto begin() const { return m_parts.begin(); }
    [[nodiscard]] auto end() const { return m_parts.end(); }
    [[nodiscard]] std::size_t size() const { return m_parts.size(); }
    [[nodiscard]] bool empty() const { return m_parts.empty(); }
    [[nodiscard]] const T& operator[](std::size_t index) const { return *m_parts[index]; }
    [[nodiscard]] const Part& part(std::size_t index) const { return m_parts[index]; }
    void add(T value) { m_parts.push_back(std::make_shared<const T>(std::move(value))); }
    void add(Part part) { m_parts.push_back(std::move(part)); }
    void replace(std::size_t index, T value) { m_parts[index] = std::make_shared<const T>(std::move(value)); }
    void insert(std::size_t index, Part part) {
        m_parts.insert(m_parts.begin() + static_cast<std::ptrdiff_t>(index), std::move(part));
    }
    void erase(std::size_t index) { m_parts.erase(m_parts.begin() + static_cast<std::ptrdiff_t>(index)); }
    bool operator==(const Parts& other) const {
        if (m_parts.size() != other.m_parts.size()) return false;
        for (std::size_t i = 0; i < m_parts.size(); ++i)
            if (m_parts[i] != other.m_parts[i] && !(*m_parts[i] == *other.m_parts[i])) return false;
        return true;
    }

private:
    std::vector<Part> m_parts;
};

/// Where a document lives: no part of it, so documents compare equal whatever theirs.
struct Origin {
    std::string directory; ///< relative paths in the document are read from here; empty: the working directory
    bool operator==(const Origin& /*other*/) const { return true; }
};

struct Design {
    Origin origin;
    std::string title, summary;
    Parts<Component> components;
    Parts<Connection> connections;
    Parts<Group> groups;
    Parts<Note> notes;
    Parts<Workload> workloads;
    std::vector<Objective> objectives;
    std::vector<std::string> assumptions;
    std::vector<Source> sources;
    Teaching teaching;
    std::vector<Variant> variants;
    Extra extra = Json::object();

    bool operator==(const Design&) const = default;

    /// The element with that id, or nullptr. Linear: build an index where many are looked up.
    [[nodiscard]] const Component* component(const ComponentId& id) const;
    [[nodiscard]] const Connection* connection(const ConnectionId& id) const;
    [[nodiscard]] const Group* group(const GroupId& id) const;
    [[nodiscard]] const Note* note(const NoteId& id) const;
    [[nodiscard]] const Workload* workload(const WorkloadId& id) const;
    /// True if any element of any sort has this id.
    [[nodiscard]] bool hasId(std::string_view id) const;
    /// `wanted`, or `wanted-2`, `wanted-3`, … whichever is free.
    [[nodiscard]] std::string freeId(std::string_view wanted) const;
};

} // namespace catenary::design
