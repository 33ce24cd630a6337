// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/plan.h"

#include <algorithm>
#include <cmath>

namespace catenary::simulation {

using network::Discipline;
using network::Dispatch;

const network::ServersStation* serversOf(const network::StationModel& model) {
    if (const auto* servers = std::get_if<network::ServersStation>(&model)) return servers;
    if (const auto* cache = std::get_if<network::CacheStation>(&model)) return &cache->lookup;
    if (const auto* router = std::get_if<network::RouterStation>(&model)) return &router->own;
    return nullptr;
}

Plan::Plan(const Network& of, const Scenario* scenario, bool traceIt)
    : network(of), transient(scenario != nullptr), traced(traceIt), stationCount(of.stations.size()),
      callCount(of.calls.size()), classCount(of.classes.size()), stations(stationCount),
      visits(stationCount * classCount), routes(stationCount * classCount), calls(callCount), classes(classCount) {
    for (const network::Zone& zone : network.zones)
        for (const Index s : zone.stations) stations[static_cast<std::size_t>(s)].losable = zone.mtbf_s.has_value();
    if (scenario != nullptr) compileScenario(*scenario);
    compileVisits();
    compileStations();
    compileCalls();
    compileRoutes();
    compileClasses();
    if (scenario != nullptr) compilePaces(*scenario);
    compileContexts();
    findTails();
    if (!traced) findSimpleStages();
    solveNominal();
    approximateLargeCaches();
    for (const network::Zone& zone : network.zones) {
        if (!zone.mtbf_s) {
            for (const Index s : zone.stations)
                if (!transient)
                    notModelled(network.stations[static_cast<std::size_t>(s)].id.str(), "zone",
                                "no group says how often it fails: components fail one by one");
            continue;
        }
        warmUpFloor = std::max(warmUpFloor, 5000.0 * (*zone.mtbf_s + *zone.mttr_s));
        for (const Index s : zone.stations)
            if (const auto& station = network.stations[static_cast<std::size_t>(s)];
                std::holds_alternative<network::DelayStation>(station.model) ||
                std::holds_alternative<network::JobStation>(station.model))
                notModelled(station.id.str(), "zone", "it has no servers that could fail with the zone");
    }
}

const network::StationModel& Plan::model(std::size_t station, std::size_t k) const {
    const network::Station& at = network.stations[station];
    const auto found = at.by_class.find(static_cast<Index>(k));
    return found == at.by_class.end() ? at.model : found->second;
}

void Plan::notModelled(const std::string& where, const std::string& parameter, const std::string& consequence) {
    const support::Finding finding{
        support::Severity::Info, where, "not modelled by the simulation: `" + parameter + "`, " + consequence, {}, 0};
    if (std::find(findings.begin(), findings.end(), finding) == findings.end()) findings.push_back(finding);
}

void Plan::compileScenario(const Scenario& scenario) {
    for (const Shock& shock : scenario.shocks) {
        const auto target = static_cast<std::size_t>(std::max(shock.target, 0));
        if (shock.what == Shock::What::Servers) stations[target].losable = true;
        shocks.push_back(shock);
    }
}

void Plan::compileVisits() {
    for (std::size_t s = 0; s < stationCount; ++s)
        for (std::size_t k = 0; k < classCount; ++k) {
            VisitPlan& visit = visits[at(s, k)];
            const network::StationModel& seen = model(s, k);
            if (const auto* delay = std::get_if<network::DelayStation>(&seen)) {
                visit.own = Sampler(delay->time_ms);
                visit.meanOwn = delay->time_ms.mean();
            } else if (const network::ServersStation* servers = serversOf(seen)) {
                visit.own = Sampler(servers->service_ms);
                visit.meanOwn = servers->service_ms.mean();
                visit.failure = servers->failure_ratio;
                if (servers->patience_ms) visit.patience = Sampler(*servers->patience_ms);
            } else if (const auto* batcher = std::get_if<network::BatcherStation>(&seen)) {
                visit.failure = batcher->failure_ratio;
                const auto& attributes = network.classes[k].attributes;
                const auto own = attributes.find("items");
                const double items = own != attributes.end() ? own->second.mean() : batcher->items_per_request;
                visit.meanOwn = batcher->time.mean_ms(batcher->max_batch) / batcher->max_batch *
                                (batcher->of_items ? items : 1.0); // its share of a full batch
            } else if (const auto* log = std::get_if<network::LogStation>(&seen)) {
                visit.own = Sampler(log->consume_ms);
                visit.meanOwn = log->consume_ms.mean();
            }
            if (const auto* decoder = std::get_if<network::DecoderStation>(&seen)) {
                if (decoder->input_tokens) visit.input = Sampler(*decoder->input_tokens);
                if (decoder->output_tokens) visit.output = Sampler(*decoder->output_tokens);
            }
            if (const auto* cache = std::get_if<network::CacheStation>(&seen))
                visit.hit = cache->hit_ratio.value_or(0.0);
        }
}

void Plan::compileStations() {
    for (std::size_t s = 0; s < stationCount; ++s) {
        const network::Station& given = network.stations[s];
        StationPlan& station = stations[s];
        station.routing = given.routing;
        const auto& admission = given.admission;
        station.admits = admission.any();
        if (admission.max_concurrency)
            station.maxConcurrency = static_cast<std::uint32_t>(std::max(*admission.max_concurrency, 0));
        if (admission.rate_limit_per_s) {
            station.ratePerMs = *admission.rate_limit_per_s / 1000.0;
            station.burst = std::max(admission.rate_burst, 1.0);
        }
        if (station.admits) nominalHolds = false;
        for (std::size_t k = 0; k < classCount; ++k) station.fails = station.fails || visits[at(s, k)].failure > 0.0;
        if (station.fails) nominalHolds = false;

        if (std::holds_alternative<network::DelayStation>(given.model)) {
            station.work = Work::Delay;
            station.unbounded = false;
        } else if (const network::ServersStation* servers = serversOf(given.model)) {
            compileServers(s, *servers);
        } else if (const auto* batcher = std::get_if<network::BatcherStation>(&given.model)) {
            station.work = Work::Batcher;
            station.servers = static_cast<std::uint32_t>(batcher->instances);
            if (batcher->queue_capacity) {
                station.capacity = static_cast<std::uint32_t>(*batcher->queue_capacity);
                station.unbounded = false;
                nominalHolds = false;
            }
        } else if (const auto* decoder = std::get_if<network::DecoderStation>(&given.model)) {
            station.work = Work::Decoder;
            station.servers = static_cast<std::uint32_t>(decoder->instances);
        } else if (const auto* log = std::get_if<network::LogStation>(&given.model)) {
            // A consumer has its partitions to itself; with more consumers than partitions some are idle.
            station.work = Work::Queue;
            station.dispatch = Dispatch::Random;
            station.partitions = static_cast<std::uint32_t>(std::max(log->partitions, 1));
            station.queues = std::min(station.partitions, static_cast<std::uint32_t>(std::max(log->consumers, 1)));
        } else if (std::holds_alternative<network::JobStation>(given.model)) {
            // Runs are simulated apart (jobs.h); in the network items pass through as they come.
            station.unbounded = false;
        } else {
            station.unbounded = false;
        }
        if (const auto* cache = std::get_if<network::CacheStation>(&given.model)) {
            station.cache = true;
            if (!cache->hit_ratio) {
                cold = cold || cache->cold;
                if (!cache->cold) warmUpFloor = std::max(warmUpFloor, 3000.0 * cache->ttl_s);
                nominalHolds = false;
                const auto same = [&](const KeySpace& space) { return space.name == cache->key_space; };
                const auto found = std::find_if(keySpaces.begin(), keySpaces.end(), same);
                station.keySpace = static_cast<std::int32_t>(found - keySpaces.begin());
                if (found == keySpaces.end())
                    keySpaces.push_back({cache->key_space, std::max(cache->items, 1.0), cache->zipf_skew});
                else if (found->items != std::max(cache->items, 1.0) || found->skew != cache->zipf_skew)
                    notModelled(given.id.str(), "key_space",
                                "items and skew are those of the first cache of `" + cache->key_space + "`");
            }
        }
    }
}

void Plan::compileServers(std::size_t s, const network::ServersStation& servers) {
    StationPlan& station = stations[s];
    station.model = &servers;
    station.discipline = servers.discipline;
    station.dispatch = servers.replicas > 1 ? servers.dispatch : Dispatch::Central;
    station.preemptive = servers.preemptive && servers.discipline != Discipline::Fifo;
    station.holds = servers.holds_worker;
    station.patient = !servers.patience_ms.has_value();
    station.unbounded = !servers.queue_capacity && station.patient;
    if (!station.unbounded) nominalHolds = false;
    if (servers.queue_capacity) station.capacity = static_cast<std::uint32_t>(*servers.queue_capacity);
    const auto replicas = static_cast<std::uint32_t>(servers.replicas);
    const auto workers = static_cast<std::uint32_t>(servers.workers);
    const bool central = station.dispatch == Dispatch::Central;
    station.queues = central ? 1 : replicas;
    station.servers = central ? replicas * workers : workers;
    if (servers.discipline == Discipline::Priority) {
        std::vector<int> levels;
        for (const network::Class& k : network.classes) levels.push_back(k.priority);
        std::sort(levels.begin(), levels.end());
        levels.erase(std::unique(levels.begin(), levels.end()), levels.end());
        station.levels = static_cast<std::uint32_t>(std::max<std::size_t>(levels.size(), 1));
    }
    const bool sharing = servers.discipline == Discipline::ProcessorSharing;
    const bool breaks = servers.mtbf_s && servers.mttr_s;
    const bool sets = servers.setup_ms && !servers.setup_ms->isZero();
    const bool slow = servers.slow_replicas > 0 && servers.slow_factor != 1.0;
    const std::string where = network.stations[s].id.str();
    if (station.losable) nominalHolds = false;
    if (sharing) {
        station.work = Work::Sharing;
        if (!station.patient) notModelled(where, "patience_ms", "nobody queues for a shared processor");
        if (breaks) notModelled(where, "mtbf_s", "processors that are shared do not break here");
        if (sets) notModelled(where, "setup_ms", "processors that are shared are always on here");
        if (slow) notModelled(where, "slow_replicas", "all replicas share alike here");
        if (servers.autoscaling) notModelled(where, "autoscaling", "processors that are shared are not scaled here");
        if (station.holds) notModelled(where, "holds_worker", "a shared processor has no workers to hold");
        station.holds = false;
    } else if (breaks || sets || slow || servers.autoscaling || station.preemptive || station.losable) {
        station.work = Work::Replicas;
        if (breaks || servers.autoscaling || slow) nominalHolds = nominalHolds && !servers.autoscaling;
        if (sets && !central) notModelled(where, "setup_ms", "replicas with queues of their own are always on here");
        if (breaks) warmUpFloor = std::max(warmUpFloor, 5000.0 * (*servers.mtbf_s + *servers.mttr_s));
        if (servers.autoscaling)
            warmUpFloor = std::max(warmUpFloor, 300'000.0 + 2000.0 * servers.autoscaling->cooldown_s);
    } else {
        const auto idle = [&](std::size_t k) { return visits[at(s, k)].own.isZero(); };
        bool nothing = !station.holds;
        for (std::size_t k = 0; k < classCount; ++k) nothing = nothing && idle(k);
        station.work = nothing ? Work::Nothing : Work::Queue;
        if (nothing) station.unbounded = false;
    }
}

} // namespace catenary::simulation
