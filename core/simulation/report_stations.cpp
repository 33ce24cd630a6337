// SPDX-License-Identifier: Apache-2.0
// What is said of a station.
#include "core/simulation/reporter.h"

#include <algorithm>
#include <cmath>

namespace catenary::simulation {

using network::Measure;

void Reporter::reportStation(std::size_t s, network::StationPerformance& performance) const {
    const StationPlan& station = m_plan.stations[s];
    const auto of = [s](double VisitTally::*sum) {
        return [s, sum](const Tally& tally) { return tally.stations[s].visits.*sum; };
    };
    const auto time = [](const Tally& tally) { return tally.time; };
    const auto begun = [s](const Tally& tally) { return tally.stations[s].visits.begun; };
    for (std::size_t k = 0; k < m_plan.classCount; ++k) {
        const double arrivals = rate([&](const Tally& tally) { return tally.visits[m_plan.at(s, k)].arrivals; });
        performance.arrivals_by_class.push_back(arrivals * 1000.0 / m_plan.classes[k].ratesBy);
        performance.arrivals_per_s += performance.arrivals_by_class.back();
    }
    performance.stable = !isUnstable(s);
    const auto existing = [&](const Tally& tally) {
        return station.work == Work::Replicas ? tally.stations[s].workers : tally.time;
    };
    performance.utilisation =
        ratio([&](const Tally& tally) { return utilisationOf(m_plan, tally, s) * existing(tally); }, existing);
    if (performance.utilisation.value > 1.0) { // visits reach over the ends
        performance.utilisation.value = 1.0;
        performance.utilisation.low = std::min(performance.utilisation.low, 1.0);
    }
    performance.queue_length = ratio(of(&VisitTally::waited), time);
    performance.waiting_ms = ratio(of(&VisitTally::waited), begun);
    performance.in_service = ratio(of(&VisitTally::occupied), time);
    performance.mean_service_ms = ratio(of(&VisitTally::worked), begun).value;
    performance.running_replicas = runningReplicas(s);
    if (const auto job = m_jobs.find(s); job != m_jobs.end()) reportJob(s, job->second, performance);
    if (!performance.stable) performance.queue_length = performance.waiting_ms = unknown();
    performance.saturates_at_load = saturation(m_plan, m_engines, s);
    if (station.work == Work::Batcher || station.work == Work::Decoder)
        performance.batch_size = ratio([s](const Tally& tally) { return tally.stations[s].batched; },
                                       [s](const Tally& tally) { return tally.stations[s].batches; });
    if (station.work == Work::Decoder) {
        const auto& model = std::get<network::DecoderStation>(m_plan.network.stations[s].model);
        if (std::isfinite(model.kv_tokens))
            performance.kv_occupancy = ratio([s](const Tally& tally) { return tally.stations[s].cache; },
                                             [&](const Tally& tally) { return tally.time * model.instances; });
        performance.preemptions_per_s =
            1000.0 * rate([s](const Tally& tally) { return tally.stations[s].preemptions; });
    }
    if (station.cache) performance.hit_ratio = hitRatio(s);
    if (station.partitions > 0) {
        performance.lag =
            ratio([s](const Tally& tally) { return tally.stations[s].visits.waited + tally.stations[s].visits.worked; },
                  time);
        if (!performance.stable) performance.lag = unknown();
    }
}

void Reporter::reportJob(std::size_t s, const JobFigures& job, network::StationPerformance& performance) const {
    const double rate = performance.arrivals_per_s / 1000.0;
    const Law sojourn = lawOf({&job.sojourn});
    const double whole = sojourn.count > 0.0 ? sojourn.latency.mean.value : 0.0;
    const auto given = [](double value) { return measured({value, value, value}); };
    performance.utilisation = given(job.utilisation);
    performance.waiting_ms = given(job.waiting);
    performance.queue_length = given(rate * job.waiting);
    performance.in_service = given(rate * (whole - job.waiting));
    performance.mean_service_ms = whole - job.waiting;
    const auto& model = std::get<network::JobStation>(m_plan.network.stations[s].model);
    performance.running_replicas = job.utilisation * model.workers;
}

double Reporter::runningReplicas(std::size_t s) const {
    const StationPlan& station = m_plan.stations[s];
    switch (station.work) {
    case Work::Replicas:
        return ratio([s](const Tally& tally) { return tally.stations[s].existing; },
                     [](const Tally& tally) { return tally.time; })
            .value;
    case Work::Batcher:
    case Work::Decoder:
        return station.servers;
    default:
        break;
    }
    if (const auto* log = std::get_if<network::LogStation>(&m_plan.network.stations[s].model)) return log->consumers;
    return station.model ? station.model->replicas : 0.0;
}

Measure Reporter::hitRatio(std::size_t s) const {
    Measure found = ratio([s](const Tally& tally) { return tally.stations[s].hits; },
                          [s](const Tally& tally) { return tally.stations[s].lookups; });
    const network::Station& station = m_plan.network.stations[s];
    const auto& given = std::get<network::CacheStation>(station.model).hit_ratio;
    if (!given || !station.by_class.empty()) return found;
    found = unknown();
    found.value = *given;
    found.how = network::How::Given;
    return found;
}

} // namespace catenary::simulation
