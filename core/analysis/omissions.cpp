// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/omissions.h"

#include "core/analysis/holding.h"

namespace catenary::analysis {

using network::Discipline;
using network::Dispatch;

namespace {

void noteServers(State& state, Index s, const network::ServersStation& servers) {
    Notes& notes = state.notes;
    const std::string where = state.station(s).id.str();
    const bool held = holdsWorkers(state, s);
    const bool bounded = servers.queue_capacity.has_value();
    const bool fifo = servers.discipline == Discipline::Fifo;
    if (servers.dispatch != Dispatch::Central && servers.replicas > 1 &&
        (held || bounded || servers.patience_ms || !fifo))
        notes.notModelled(where, "dispatch", "all replicas share one queue here");
    if (held) {
        if (!fifo && servers.discipline != Discipline::Priority)
            notes.notModelled(where, "discipline", "held workers serve first come first served here");
        if (servers.setup_ms && !servers.setup_ms->isZero())
            notes.notModelled(where, "setup_ms", "workers are always on here");
        if (servers.mtbf_s) notes.notModelled(where, "mtbf_s", "held workers do not break here");
    } else if (bounded || servers.patience_ms || servers.discipline == Discipline::Priority) {
        if (!fifo && (bounded || servers.patience_ms))
            notes.notModelled(where, "discipline", "with losses the queue is first come first served here");
        if (servers.setup_ms && !servers.setup_ms->isZero())
            notes.notModelled(where, "setup_ms", "replicas are always on here");
        if (servers.mtbf_s) notes.notModelled(where, "mtbf_s", "replicas do not break here");
    }
    if (servers.autoscaling) {
        if (servers.autoscaling->startup_ms > 0.0)
            notes.notModelled(where, "autoscaling.startup_ms", "replicas are those the steady load asks for");
        notes.notModelled(where, "autoscaling.cooldown_s", "replicas are those the steady load asks for");
    }
}

void noteCall(State& state, const network::Call& call) {
    Notes& notes = state.notes;
    const std::string where = call.id.str();
    if (!call.policy) return;
    if (call.policy->breaker)
        notes.notModelled(where, "policy.breaker", "calls are made whatever the share of failures");
    if (call.policy->cancel && (call.policy->timeout_ms || call.policy->hedge))
        notes.notModelled(where, "policy.cancel", "work that nobody waits for is done in full");
    const bool waited = call.mode == design::Mode::Sync;
    if (!waited && (call.policy->timeout_ms || call.policy->hedge))
        notes.notModelled(where, call.policy->timeout_ms ? "policy.timeout_ms" : "policy.hedge_after_ms",
                          "the time of a flow or forward is that of its first attempt");
}

} // namespace

void noteOmissions(State& state) {
    for (std::size_t i = 0; i < state.stationCount; ++i) {
        const auto s = static_cast<Index>(i);
        const network::Station& station = state.station(s);
        const std::string where = station.id.str();
        if (!station.zone.empty())
            state.notes.notModelled(where, "zone", "components fail one by one, whatever their zone");
        if (const network::ServersStation* servers = serversOf(station.model)) noteServers(state, s, *servers);
        for (const network::Stage& stage : station.stages)
            if (stage.cancel_losers)
                for (const Index c : stage.calls)
                    if (stage.wait_for)
                        state.notes.notModelled(state.call(c).id.str(), "join.cancel_losers",
                                                "calls not waited for load their callees in full");
        if (station.routing == network::Routing::LeastOutstanding || station.routing == network::Routing::PowerOfTwo ||
            station.routing == network::Routing::RoundRobin)
            state.notes.notModelled(where, "routing", "its calls share the requests equally, at random");
    }
    for (const network::Call& call : state.network.calls) noteCall(state, call);
    for (const network::Zone& zone : state.network.zones)
        if (zone.mtbf_s) state.notes.notModelled(zone.name, "zone_mtbf_s", "no zone fails here");
}

} // namespace catenary::analysis
