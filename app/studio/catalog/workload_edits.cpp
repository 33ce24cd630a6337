// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/workload_edits.h"

#include "core/design/codec.h"

#include <array>
#include <cmath>

namespace catenary::studio {

namespace {

constexpr double secondsOfDay = 86'400.0;

design::Process processNamed(const std::string& name, design::Process otherwise) {
    using design::Process;
    for (const Process process : {Process::Poisson, Process::Constant, Process::Renewal, Process::Bursty,
                                  Process::Diurnal, Process::Batch, Process::Trace, Process::Schedule, Process::Closed})
        if (name == design::toString(process)) return process;
    return otherwise;
}

} // namespace

std::optional<design::WorkloadId> workloadOfPath(const QString& path) {
    if (!path.startsWith(QLatin1String("workloads."))) return std::nullopt;
    return design::WorkloadId(path.section(QLatin1Char('.'), 1, 1).toStdString());
}

double meanRate(const design::Arrival& arrival) {
    if (arrival.rate_per_s) return *arrival.rate_per_s;
    if (arrival.population)
        return arrival.population->daily_users * arrival.population->actions_per_user *
               arrival.population->peak_factor / secondsOfDay;
    if (arrival.process == design::Process::Renewal && arrival.interarrival_ms.mean() > 0)
        return 1000.0 / arrival.interarrival_ms.mean();
    if (arrival.process == design::Process::Schedule && arrival.every_s > 0)
        return arrival.size.mean() / arrival.every_s;
    // Of closed users only the think time is known without the answer's time: their rate is at most this.
    if (arrival.process == design::Process::Closed && arrival.think_time_ms.mean() > 0)
        return arrival.users * 1000.0 / arrival.think_time_ms.mean();
    return 0;
}

design::Workload withProcess(const design::Workload& workload, const std::string& name) {
    using design::Process;
    design::Workload made = workload;
    const Process process = processNamed(name, workload.arrival.process);
    if (process == workload.arrival.process) return made;
    const double known = meanRate(workload.arrival);
    const double rate = known > 0 ? known : 1.0;
    design::Arrival arrival;
    arrival.process = process;
    const bool takesRate = process != Process::Renewal && process != Process::Trace && process != Process::Schedule &&
                           process != Process::Closed;
    if (takesRate) {
        arrival.population = workload.arrival.population;
        if (!arrival.population) arrival.rate_per_s = rate;
    }
    switch (process) {
    case Process::Poisson:
    case Process::Constant:
        break;
    case Process::Renewal:
        arrival.interarrival_ms = support::Distribution::exponential(1000.0 / rate);
        break;
    case Process::Bursty:
        arrival.peak_ratio = 3;
        arrival.burst_fraction = 0.1;
        arrival.burst_ms = 10'000;
        break;
    case Process::Diurnal:
        arrival.peak_ratio = 2;
        arrival.peak_hour = 20;
        break;
    case Process::Batch:
        arrival.size = support::Distribution::constant(10);
        arrival.population.reset();
        arrival.rate_per_s = rate / 10;
        break;
    case Process::Trace:
        arrival.file = "trace.csv";
        break;
    case Process::Schedule:
        arrival.every_s = 3600;
        arrival.size = support::Distribution::constant(std::max(1.0, std::round(rate * 3600)));
        break;
    case Process::Closed:
        arrival.users = std::max(1, static_cast<int>(std::lround(std::min(rate, 1e6))));
        arrival.think_time_ms = support::Distribution::exponential(1000);
        break;
    }
    made.arrival = std::move(arrival);
    return made;
}

design::Workload withRateGivenAs(const design::Workload& workload, bool population) {
    design::Workload made = workload;
    if (population == workload.arrival.population.has_value()) return made;
    const double rate = meanRate(workload.arrival);
    if (population) {
        made.arrival.rate_per_s.reset();
        made.arrival.population = design::Population{rate * secondsOfDay / 10.0, 10, 1};
    } else {
        made.arrival.population.reset();
        made.arrival.rate_per_s = rate;
    }
    return made;
}

} // namespace catenary::studio
