// SPDX-License-Identifier: Apache-2.0
#include "core/insight/agreement.h"

#include "core/insight/objective.h"

#include <cmath>
#include <cstdio>

namespace catenary::insight {

namespace {

constexpr double fewLost = 0.02; ///< difference of success ratios worth a word

void compareLatency(const char* figure, network::Index k, const network::Measure& analysed,
                    const network::Measure& simulated, std::vector<Disagreement>& found) {
    if (!analysed.defined() || !simulated.defined() || !(simulated.value > 0)) return;
    const double low = std::isfinite(simulated.low) ? simulated.low : simulated.value;
    const double high = std::isfinite(simulated.high) ? simulated.high : simulated.value;
    if (analysed.value >= low * (1 - agreesWithin) && analysed.value <= high * (1 + agreesWithin)) return;
    found.push_back({k, figure, analysed.value, simulated.value, low, high});
}

std::string digits(double value) {
    char text[32];
    std::snprintf(text, sizeof text, std::abs(value) < 999.5 ? "%.3g" : "%.0f", value);
    return text;
}

} // namespace

std::vector<Disagreement> disagreements(const network::Network& network, const network::Performance& analysed,
                                        const network::Performance& simulated) {
    std::vector<Disagreement> found;
    for (std::size_t i = 0; i < network.classes.size(); ++i) {
        const auto& one = analysed.classes[i];
        const auto& other = simulated.classes[i];
        const auto k = static_cast<network::Index>(i);
        if (one.stable != other.stable) {
            const double seen = other.stable ? 1 : 0;
            found.push_back({k, "stability", 1 - seen, seen, seen, seen});
            continue;
        }
        if (!one.stable) continue;
        compareLatency("mean latency", k, one.latency.mean, other.latency.mean, found);
        compareLatency("p99 latency", k, one.latency.p99, other.latency.p99, found);
        const double expected = successRatio(one);
        const double seen = successRatio(other);
        // Of n requests a share p completes give or take √(p(1 − p)/n), more where losses come in clusters.
        const double requests = simulated.run ? other.offered_per_s * simulated.run->simulated_s : 0;
        if (!(requests > 0)) continue;
        const double error = 4 * std::sqrt(std::max(seen * (1 - seen), 1 / requests) / requests);
        if (std::abs(expected - seen) > fewLost + error)
            found.push_back({k, "success ratio", expected, seen, seen - error, seen + error});
    }
    return found;
}

support::Findings disagreementFindings(const network::Network& network, const network::Performance& analysed,
                                       const network::Performance& simulated) {
    support::Findings findings;
    for (const Disagreement& one : disagreements(network, analysed, simulated)) {
        const auto k = static_cast<std::size_t>(one.request_class);
        support::Finding finding;
        finding.severity = support::Severity::Warning;
        finding.where = network.classes[k].id.str();
        if (one.figure == "stability") {
            finding.message = one.simulated > 0 ? "The engines part: by the analysis a queue grows without end, in the "
                                                  "simulation none did in the time simulated."
                                                : "The engines part: by the analysis every queue is stable, in the "
                                                  "simulation requests pile up.";
            finding.hint = "Simulate longer to be sure; a queue near its limit fills slowly.";
        } else {
            const std::string unit = one.figure == "success ratio" ? "" : " ms";
            finding.message = "The engines part: the analysis says " + digits(one.analysed) + unit + " for the " +
                              one.figure + ", the simulation finds " + digits(one.simulated) + unit + " (" +
                              digits(one.low) + " to " + digits(one.high) + ").";
            const auto& latency = analysed.classes[k].latency;
            const std::string& method = one.figure == "p99 latency" ? latency.p99.method : latency.mean.method;
            finding.hint = "Believe the simulation: the analysis approximates" +
                           (method.empty() ? std::string(".") : " (" + method + ").");
        }
        findings.push_back(std::move(finding));
    }
    return findings;
}

} // namespace catenary::insight
