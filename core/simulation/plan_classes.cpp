// SPDX-License-Identifier: Apache-2.0
// The classes of a plan: how requests come and what they carry.
#include "core/simulation/plan.h"

#include <algorithm>
#include <cmath>

namespace catenary::simulation {

using design::Process;

namespace {

void vary(ClassPlan& plan) {
    if (plan.source == Source::Varying) return;
    plan.varies = plan.source;
    plan.source = Source::Varying;
}

} // namespace

void Plan::compileClasses() {
    for (std::size_t k = 0; k < classCount; ++k) {
        const network::Class& given = network.classes[k];
        const design::Arrival& arrival = given.arrival;
        ClassPlan& compiled = classes[k];
        compiled.station = static_cast<std::uint16_t>(std::max(given.source, 0));
        std::vector<int> below; // equal priorities share a level
        for (const network::Class& other : network.classes)
            if (other.priority < given.priority) below.push_back(other.priority);
        std::sort(below.begin(), below.end());
        compiled.level = static_cast<std::uint32_t>(std::unique(below.begin(), below.end()) - below.begin());

        if (given.source == network::none) continue;
        double rate = given.rate_per_s * network.load / 1000.0;
        compiled.perHour = rate * 3.6e6;
        if (arrival.process == Process::Closed) {
            const double users = static_cast<double>(arrival.users) * network.load;
            compiled.users = static_cast<std::uint32_t>(std::llround(users));
            compiled.renewal = Sampler(arrival.think_time_ms);
            compiled.perHour = 1e9;
            if (compiled.users > 0) compiled.source = Source::Closed;
            if (users != std::floor(users))
                findings.push_back({support::Severity::Info,
                                    given.id.str(),
                                    "a fraction of a user is rounded to the nearest whole number of users",
                                    {},
                                    0});
            continue;
        }
        if (!(rate > 0.0)) continue;
        switch (arrival.process) {
        case Process::Diurnal: {
            const double peak = std::max(arrival.peak_ratio, 1.0);
            rate *= peak;
            compiled.source = Source::Poisson;
            if (transient) {
                compiled.swing = peak - 1.0;
                compiled.swingPeriod = arrival.period_h * 3.6e6;
                compiled.swingAt = arrival.peak_hour * 3.6e6;
                vary(compiled);
                break;
            }
            compiled.ratesBy = peak;
            if (arrival.peak_hour != 0.0)
                notModelled(given.id.str(), "arrival.peak_hour", "latencies are those of the peak, whenever it comes");
            if (arrival.period_h != 24.0)
                notModelled(given.id.str(), "arrival.period_h",
                            "latencies are those of the peak, however long it lasts");
            break;
        }
        case Process::Trace:
            compiled.source = given.trace ? Source::Varying : Source::Poisson;
            compiled.traceBy = network.load;
            break;
        case Process::Poisson:
            compiled.source = Source::Poisson;
            break;
        case Process::Constant:
            compiled.source = Source::Renewal;
            compiled.renewal = Sampler(support::Distribution::constant(1.0 / rate));
            break;
        case Process::Renewal:
            compiled.source = Source::Renewal;
            compiled.renewal = Sampler(arrival.interarrival_ms.scaled(1.0 / network.load));
            break;
        case Process::Bursty: {
            const double share = arrival.burst_fraction;
            if (share <= 0.0 || share >= 1.0 || !(arrival.burst_ms > 0.0)) {
                compiled.source = Source::Poisson;
                break;
            }
            compiled.source = Source::Bursty;
            const double calm = std::max(rate * (1.0 - share * arrival.peak_ratio) / (1.0 - share), 0.0);
            compiled.fast = 1.0 / (rate * arrival.peak_ratio);
            compiled.slow = calm > 0.0 ? 1.0 / calm : 0.0;
            compiled.burst = arrival.burst_ms;
            compiled.calm = arrival.burst_ms * (1.0 - share) / share;
            warmUpFloor = std::max(warmUpFloor, 10.0 * (compiled.burst + compiled.calm));
            break;
        }
        case Process::Batch:
            compiled.source = Source::Batch;
            compiled.size = Sampler(arrival.size);
            rate = given.batches_per_s * network.load / 1000.0;
            break;
        case Process::Schedule:
            compiled.source = Source::Schedule;
            compiled.size = Sampler(arrival.size.scaled(network.load));
            compiled.at = arrival.at_s * 1000.0;
            rate = 1.0 / (arrival.every_s * 1000.0);
            break;
        case Process::Closed:
            break;
        }
        compiled.between = 1.0 / rate;
    }
}

/// The load of every class over time: the product of the shocks under way.
void Plan::compilePaces(const Scenario& scenario) {
    for (std::size_t k = 0; k < classCount; ++k) {
        const auto concerns = [&](const Shock& shock) {
            return shock.what == Shock::What::Load &&
                   (shock.target == network::none || shock.target == static_cast<Index>(k));
        };
        std::vector<double> changes{0.0};
        for (const Shock& shock : scenario.shocks)
            if (concerns(shock)) changes.insert(changes.end(), {shock.from_s * 1000.0, shock.to_s * 1000.0});
        if (changes.size() == 1) continue;
        std::sort(changes.begin(), changes.end());
        changes.erase(std::unique(changes.begin(), changes.end()), changes.end());
        ClassPlan& plan = classes[k];
        for (const double from : changes) {
            double factor = 1.0;
            for (const Shock& shock : scenario.shocks)
                if (concerns(shock) && shock.from_s * 1000.0 <= from && from < shock.to_s * 1000.0)
                    factor *= shock.value;
            plan.paces.push_back({from, factor});
        }
        if (plan.source == Source::Poisson || plan.source == Source::Renewal || plan.source == Source::Batch)
            vary(plan);
        nominalHolds = false;
    }
}

void Plan::compileContexts() {
    bool reads = !keySpaces.empty();
    for (const network::Station& station : network.stations) {
        const auto* batcher = std::get_if<network::BatcherStation>(&station.model);
        reads = reads || (batcher && batcher->of_items) ||
                std::holds_alternative<network::DecoderStation>(station.model) ||
                std::holds_alternative<network::JobStation>(station.model);
    }
    for (std::size_t k = 0; k < classCount; ++k) {
        const auto& attributes = network.classes[k].attributes;
        ClassPlan& compiled = classes[k];
        compiled.carries = reads;
        const auto read = [&](const char* name, Sampler& sampler) {
            const auto found = attributes.find(name);
            if (found != attributes.end()) sampler = Sampler(found->second);
        };
        compiled.hasItems = attributes.count("items") > 0;
        read("items", compiled.items);
        read("input_tokens", compiled.inputTokens);
        read("output_tokens", compiled.outputTokens);
        if (!network.classes[k].trace) continue;
        const auto& recorded = network.classes[k].trace->attributes;
        const auto column = [&](const char* name) {
            const auto found = recorded.find(name);
            return found == recorded.end() ? nullptr : &found->second;
        };
        compiled.itemsOf = column("items");
        compiled.inputOf = column("input_tokens");
        compiled.outputOf = column("output_tokens");
    }
}

} // namespace catenary::simulation
