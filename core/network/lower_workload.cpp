// SPDX-License-Identifier: Apache-2.0
#include "core/network/lower_connection.h"
#include "core/network/trace.h"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace catenary::network {

using design::Arrival;
using design::Process;
using support::Severity;

namespace {

class WorkloadLowering {
public:
    WorkloadLowering(const design::Workload& workload, const design::Origin& origin, support::Findings& findings)
        : m_workload(workload), m_origin(origin), m_findings(findings) {}

    /// Mean requests per second of an open process, with the formula where it is not simply given.
    void rate(Class& result) const {
        const Arrival& arrival = m_workload.arrival;
        switch (arrival.process) {
        case Process::Closed:
            if (arrival.users < 1) error("users", "`users` must be at least 1");
            if (arrival.rate_per_s || arrival.population)
                warning("rate_per_s", "a closed workload has users and think time, no rate: ignored");
            return;
        case Process::Renewal: {
            const double mean = arrival.interarrival_ms.mean();
            if (!(mean > 0)) return error("interarrival_ms", "`interarrival_ms` must have a mean above 0");
            result.rate_per_s = 1000 / mean;
            result.rate_formula = "1000 ms/s ÷ " + support::shortestNumber(mean) + " ms between arrivals";
            return;
        }
        case Process::Schedule:
            if (!(arrival.every_s > 0)) return error("every_s", "`every_s` must be above 0");
            result.rate_per_s = arrival.size.mean() / arrival.every_s;
            result.rate_formula = support::shortestNumber(arrival.size.mean()) + " requests ÷ " +
                                  support::shortestNumber(arrival.every_s) + " s";
            return;
        case Process::Trace:
            return trace(result);
        case Process::Bursty:
            bursty();
            break;
        case Process::Diurnal:
            if (arrival.peak_ratio < 1 || arrival.peak_ratio > 2)
                error("peak_ratio", "`peak_ratio` must be from 1 to 2");
            if (!(arrival.period_h > 0)) error("period_h", "`period_h` must be above 0");
            break;
        case Process::Batch:
        case Process::Poisson:
        case Process::Constant:
            break;
        }
        openRate(result);
    }

    /// Attributes that no station reads.
    void attributes() const {
        for (const auto& [name, value] : m_workload.attributes) {
            if (name == "payload_bytes") notYetAt("attributes." + name, name, "bytes are those of the connections");
            if (name == "prefix_share")
                notYetAt("attributes." + name, name, "prefix hits are those of the component's `prefix_hit_ratio`");
        }
    }

    void error(const std::string& field, const std::string& message, const std::string& hint = {}) const {
        m_findings.push_back({Severity::Error, path(field), message, hint});
    }

private:
    /// The times of the file; at another mean rate they are stretched.
    void trace(Class& result) const {
        const Arrival& arrival = m_workload.arrival;
        const auto file = std::filesystem::path(m_origin.directory) / arrival.file;
        auto read = readTrace(file);
        if (!read) return error("file", support::describe(read.error()), read.error().hint);
        const double own = 1000 * static_cast<double>(read->at_ms.size()) / read->period_ms;
        result.rate_per_s = own;
        result.rate_formula = std::to_string(read->at_ms.size()) + " arrivals in " +
                              support::shortestNumber(read->period_ms / 1000) + " s of `" + arrival.file + "`";
        if (arrival.rate_per_s || arrival.population) openRate(result);
        if (!(result.rate_per_s > 0)) return;
        const double stretch = own / result.rate_per_s;
        for (double& at : read->at_ms) at *= stretch;
        read->period_ms *= stretch;
        for (const auto& ofEach : read->attributes) {
            const auto& [name, values] = ofEach;
            const auto isIt = [&](const auto& attribute) { return attribute.first == ofEach.first; };
            if (std::any_of(m_workload.attributes.begin(), m_workload.attributes.end(), isIt))
                warning("file",
                        "`" + name + "` is that of each request in `" + arrival.file + "`: the workload's is ignored");
            result.attributes[name] = lawOf(values);
        }
        result.trace = std::make_shared<const Trace>(std::move(*read));
    }

    void openRate(Class& result) const {
        const Arrival& arrival = m_workload.arrival;
        double rate = 0;
        if (arrival.population) {
            const design::Population& p = *arrival.population;
            rate = p.daily_users * p.actions_per_user * p.peak_factor / 86400;
            result.rate_formula = support::shortestNumber(p.daily_users) + " users × " +
                                  support::shortestNumber(p.actions_per_user) + " actions a day × " +
                                  support::shortestNumber(p.peak_factor) + " at the peak ÷ 86400 s";
            if (arrival.rate_per_s) warning("rate_per_s", "`population` says the rate: `rate_per_s` is ignored");
        } else if (arrival.rate_per_s) {
            rate = *arrival.rate_per_s;
        } else {
            return error("rate_per_s", "the rate of workload `" + m_workload.id.str() + "` is not given",
                         "give `rate_per_s` or `population`");
        }
        if (!(rate >= 0) || std::isinf(rate)) return error("rate_per_s", "the rate must be a number of at least 0");
        if (arrival.process == Process::Batch) {
            result.rate_formula = (result.rate_formula.empty() ? support::shortestNumber(rate) : result.rate_formula) +
                                  " batches/s × " + support::shortestNumber(arrival.size.mean()) + " requests";
            result.batches_per_s = rate;
            rate *= arrival.size.mean();
        }
        result.rate_per_s = rate;
    }

    void bursty() const {
        const Arrival& arrival = m_workload.arrival;
        if (!(arrival.peak_ratio >= 1)) error("peak_ratio", "`peak_ratio` must be at least 1");
        if (!(arrival.burst_fraction > 0 && arrival.burst_fraction < 1))
            error("burst_fraction", "`burst_fraction` must be above 0 and below 1");
        if (arrival.burst_fraction * arrival.peak_ratio > 1)
            error(
                "burst_fraction",
                "bursts alone would bring more than the mean rate: `burst_fraction` × `peak_ratio` must be at most 1");
        if (!(arrival.burst_ms > 0)) error("burst_ms", "`burst_ms` must be above 0");
    }

    void warning(const std::string& field, const std::string& message) const {
        m_findings.push_back({Severity::Warning, path(field), message, {}});
    }
    void notYetAt(const std::string& place, const std::string& name, const std::string& consequence) const {
        m_findings.push_back({Severity::Info,
                              "workloads." + m_workload.id.str() + "." + place,
                              "not modelled yet: `" + name + "`, " + consequence,
                              {}});
    }
    [[nodiscard]] std::string path(const std::string& field) const {
        return "workloads." + m_workload.id.str() + (field.empty() ? "" : ".arrival." + field);
    }

    const design::Workload& m_workload;
    const design::Origin& m_origin;
    support::Findings& m_findings;
};

} // namespace

void lowerWorkloads(const design::Design& design, Network& network, support::Findings& findings) {
    for (const auto& part : design.workloads) {
        const design::Workload& workload = *part;
        const WorkloadLowering lowering(workload, design.origin, findings);
        Class result;
        result.id = workload.id;
        result.name = workload.name.empty() ? workload.id.str() : workload.name;
        result.arrival = workload.arrival;
        result.priority = workload.priority;
        result.attributes = {workload.attributes.begin(), workload.attributes.end()};
        result.source = network.station(workload.source);
        if (result.source == none) {
            lowering.error({}, "workload `" + workload.id.str() + "` starts at `" + workload.source.str() +
                                   "`, which does not exist");
        } else {
            const Station& source = network.stations[static_cast<std::size_t>(result.source)];
            result.from_client = source.kind == "client";
            if (!std::holds_alternative<SourceStation>(source.model))
                lowering.error({},
                               "workload `" + workload.id.str() + "` starts at `" + source.id.str() + "`, a " +
                                   source.kind + ", which sends no requests of its own",
                               "start it at a client, an event source or a schedule");
        }
        lowering.rate(result);
        lowering.attributes();
        network.classes.push_back(std::move(result));
    }
}

} // namespace catenary::network
