// SPDX-License-Identifier: Apache-2.0
//
// network: the performance model. `lower(Design, Catalog) -> Network` (lower.h) turns the picture into stations, calls
// and request classes, all by integer index; `Performance` (performance.h) is what both engines answer. What the
// design says and this model cannot hold is a finding. Meaning of every field: docs/model.md. Times in ms and rates per
// second, as in the file format.
#pragma once

#include "core/design/design.h"
#include "core/inference/calibration.h"
#include "core/inference/iteration_time.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace catenary::network {

using support::Distribution;
using Index = int;
inline constexpr Index none = -1;

enum class Discipline { Fifo, Lifo, Priority, ProcessorSharing };
enum class Dispatch { Central, Random, RoundRobin, ShortestQueue, PowerOfTwo };
enum class Routing { All, Weighted, RoundRobin, LeastOutstanding, PowerOfTwo, Hash };
enum class Eviction { Lru, Lfu, Fifo, Random, Ttl };

struct Autoscaling {
    int min = 1, max = 1;
    double target_utilisation = 0.6;
    double startup_ms = 0, cooldown_s = 300;
};

/// Stations of type `delay`: infinitely many servers.
struct DelayStation {
    Distribution time_ms;
};

/// Stations of type `servers`; also what a cache's lookup, a router's own time and an external service are.
struct ServersStation {
    int replicas = 1;
    int workers = 1; ///< per replica
    Distribution service_ms;
    Discipline discipline = Discipline::Fifo;
    bool preemptive = false;
    std::optional<int> queue_capacity; ///< waiting only, per queue
    Dispatch dispatch = Dispatch::Central;
    bool holds_worker = false;
    std::optional<Distribution> patience_ms;
    double failure_ratio = 0;
    std::optional<Distribution> setup_ms;
    std::optional<double> mtbf_s, mttr_s;
    std::optional<Autoscaling> autoscaling;
    int slow_replicas = 0;
    double slow_factor = 1;
};

/// How long a batch of k takes.
struct BatchTime {
    std::optional<Distribution> whole_ms; ///< independent of k
    double base_ms = 0, per_item_ms = 0;  ///< else base + per_item·k
    std::vector<double> curve_ms;         ///< else, where not empty: curve_ms[k-1] for k = 1…max (from physics)
    [[nodiscard]] double mean_ms(double k) const; ///< k >= 0; linear between curve points
};

struct BatcherStation {
    double items_per_request = 1; ///< where `of_items`: what a request of a class without the attribute `items` brings
    int instances = 1;
    int min_batch = 1, max_batch = 1;
    double max_delay_ms = 0;
    bool of_items = false; ///< a request brings `items` of its class; else it counts one
    BatchTime time;
    std::optional<int> queue_capacity;
    double failure_ratio = 0;
};

/// Tokens of context in a block, the unit in which a language-model server gives out its KV cache: vLLM's default.
inline constexpr double kvBlockTokens = 16;

/// Iteration-level continuous batching of a language-model server.
struct DecoderStation {
    int instances = 1;
    int token_budget = 8192; ///< tokens of one iteration, prefill and decode together
    int max_sequences = 256;
    double kv_tokens = 0; ///< capacity of one instance in tokens of context, in whole blocks; infinity if unlimited
    bool chunked_prefill = true;
    double prefix_hit_ratio = 0;
    inference::IterationTime step; ///< from physics (core/inference) or given
    int speculative_tokens = 0;
    double speculative_acceptance = 0;
    std::optional<Distribution> input_tokens, output_tokens; ///< absent: the class's attributes
};

struct CacheStation {
    ServersStation lookup;
    std::optional<double> hit_ratio; ///< given, else computed from the rest
    double items = 0, zipf_skew = 0, capacity_items = 0;
    Eviction eviction = Eviction::Lru;
    double ttl_s = 0;
    std::string key_space;
    bool cold = false;
};

struct LogStation {
    int partitions = 1, consumers = 1;
    Distribution consume_ms;
    double retention_s = 0;
};

struct JobStation {
    double every_s = 0, at_s = 0;
    std::optional<double> items; ///< absent: "arrived"
    double time_per_item_ms = 0;
    int workers = 1;
    double startup_s = 0;
    std::optional<double> duration_s;
};

struct RouterStation {
    ServersStation own; ///< own time, zero unless given
};

struct SourceStation {}; ///< where requests come from; no time, no row in the estimate
struct NoStation {};     ///< registry, monitoring: carries no load

using StationModel = std::variant<SourceStation, NoStation, DelayStation, ServersStation, BatcherStation,
                                  DecoderStation, CacheStation, LogStation, JobStation, RouterStation>;

struct Admission {
    std::optional<double> rate_limit_per_s;
    double rate_burst = 1;
    std::optional<int> max_concurrency;
    [[nodiscard]] bool any() const { return rate_limit_per_s || max_concurrency; }
};

/// Calls that start together. A stage begins when the one before has joined.
struct Stage {
    int number = 1;
    std::vector<Index> calls;    ///< non-async first; indexes into Network::calls
    std::optional<int> wait_for; ///< joins after so many calls
    bool cancel_losers = false;
};

/// What times from first principles follow from; insight/serving.h shows them. Model and hardware are the catalog's,
/// which outlives this.
struct Physics {
    std::variant<inference::Deployment, inference::BatchDeployment> served; ///< by one instance
    double items = 1;                  ///< that the model sees for one member of a batch; batchers
    inference::Calibrated calibration; ///< of every time, by the author's measured points
    int measured = 0;                  ///< how many points there are
};

struct Station {
    design::ComponentId id;
    std::string name;
    std::string kind;
    StationModel model;
    /// What another class sees, where `by_workload` says so: model of that class. Structure (replicas, discipline,
    /// capacities) is that of `model`; only times, ratios and token counts are read from here.
    std::map<Index, StationModel> by_class;
    Admission admission;
    Routing routing = Routing::All;
    std::vector<Stage> stages;   ///< ascending; sync, async, stream and batch calls
    std::vector<Index> forwards; ///< taken after all stages, exactly one, by probability
    std::string zone;
    bool external = false;
    std::optional<Physics> physics; ///< of batchers and decoders whose times follow from model and hardware
};

/// One connection that carries load.
struct Call {
    design::ConnectionId id;
    Index from = none, to = none; ///< stations
    design::Mode mode = design::Mode::Sync;
    int stage = 1;
    Distribution count = Distribution::constant(1);
    bool in_sequence = false;
    double probability = 1; ///< of a forward; 1 where the author gave none
    bool probability_given = false;
    double weight = 1;         ///< of a router's branch
    std::vector<bool> classes; ///< by class: does it carry that class
    design::When when = design::When::Always;
    Index of = none; ///< call whose outcome `when` asks; none: own cache lookup, or any error
    Distribution request_network_ms, response_network_ms;     ///< latency of each way (default distance filled in)
    double request_transfer_ms = 0, response_transfer_ms = 0; ///< bytes ÷ bandwidth
    double request_bytes = 0, response_bytes = 0;
    design::Distance::Kind distance = design::Distance::Kind::None;
    std::optional<design::Policy> policy;
    bool response_stream = false; ///< a stream to the request's own source: its first item ends TTFT
};

/// Times of arrivals that are played back, and over again.
struct Trace {
    std::vector<double> at_ms;                             ///< since the first, ascending; two at least
    double period_ms = 0;                                  ///< from a first to the next: the span and one mean gap
    std::map<std::string, std::vector<double>> attributes; ///< by arrival, those the file gives
};

/// Components that fail together.
struct Zone {
    std::string name;
    std::optional<double> mtbf_s, mttr_s; ///< both, where it fails by itself
    std::vector<Index> stations;
};

/// A workload: a class of requests.
struct Class {
    design::WorkloadId id;
    std::string name;
    Index source = none; ///< station
    bool from_client = true;
    design::Arrival arrival;
    double rate_per_s = 0;    ///< mean offered rate of an open process (requests, batches counted out); 0 for closed
    std::string rate_formula; ///< how it follows from what was written ("200000 users × …"); empty where it was written
    double batches_per_s = 0;           ///< of a `batch` process
    std::shared_ptr<const Trace> trace; ///< of a `trace` process, at the rate of the class
    int priority = 0;
    std::map<std::string, Distribution> attributes;
};

struct Network {
    std::vector<Station> stations; ///< in the order of the design's components
    std::vector<Call> calls;       ///< those that carry load, in the order of the design's connections
    std::vector<Class> classes;
    std::vector<Zone> zones; ///< in the order in which they are named first
    double load = 1;         ///< load factor applied to every class by the engines

    [[nodiscard]] Index station(const design::ComponentId& id) const; ///< or none
    [[nodiscard]] Index call(const design::ConnectionId& id) const;
    [[nodiscard]] Index classOf(const design::WorkloadId& id) const;
};

} // namespace catenary::network
