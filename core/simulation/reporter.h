// SPDX-License-Identifier: Apache-2.0
// The figures of all replications together, while they are put into a Performance.
#pragma once

#include "core/simulation/jobs.h"
#include "core/simulation/report.h"

#include <map>

namespace catenary::simulation {

/// What was observed, as shown: `scale` turns it into the unit of the figure.
[[nodiscard]] network::Measure measured(const Interval& interval, double scale = 1.0);
/// A figure the simulation does not know.
[[nodiscard]] network::Measure unknown();
[[nodiscard]] network::Latency unknownLatency();

class Reporter {
public:
    Reporter(const Plan& plan, const std::vector<Engine*>& engines);

    /// Classes whose requests pile up in most replications, wherever they wait.
    void findPiles();
    /// Simulates the scheduled jobs, at the rates items came to them.
    void runJobs(std::uint64_t seed);
    /// Too much was under way at once, before the test of growth was sure: what is longest is what grows.
    void findLongest();

    void reportClass(std::size_t k, network::ClassPerformance& performance) const;
    void reportFlows(network::Performance& result) const;
    void reportStation(std::size_t s, network::StationPerformance& performance) const;
    void reportCalls(network::Performance& result) const;
    void addFindings(support::Findings& findings) const;

    [[nodiscard]] bool anyUnstable() const;

private:
    struct Law {
        network::Latency latency;
        network::Curve curve;
        double count = 0;
    };

    [[nodiscard]] bool isUnstable(std::size_t s) const;
    void declareUnstable(std::size_t s);
    void findStuckHolders();
    /// Does what begins at a station ever wait at an unstable one? `patiently`: by calls without a time limit alone.
    [[nodiscard]] bool fed(std::size_t from, std::size_t k, bool patiently = false) const;
    [[nodiscard]] bool hasTimeLimit(std::size_t call) const;

    /// Sum over replications.
    template <class Get> [[nodiscard]] double total(Get get) const {
        double sum = 0.0;
        for (const Tally* tally : m_tallies) sum += static_cast<double>(get(*tally));
        return sum;
    }
    /// Per ms.
    template <class Get> [[nodiscard]] double rate(Get get) const { return m_time > 0.0 ? total(get) / m_time : 0.0; }
    /// Σ above ÷ Σ below over replications.
    template <class Above, class Below> [[nodiscard]] network::Measure ratio(Above above, Below below) const {
        std::vector<double> over;
        std::vector<double> under;
        for (const Tally* tally : m_tallies) {
            over.push_back(static_cast<double>(above(*tally)));
            under.push_back(static_cast<double>(below(*tally)));
        }
        return measured(ratioOfReplications(over, under));
    }
    template <class Get> [[nodiscard]] Law law(Get get) const {
        std::vector<const Observations*> parts;
        for (const Tally* tally : m_tallies) parts.push_back(&get(*tally));
        return m_plan.transient ? lawOfReplications(parts) : lawOf(parts);
    }
    [[nodiscard]] static Law lawOf(const std::vector<const Observations*>& parts);
    /// Where time matters batches are not alike: the intervals are from how the replications differ.
    [[nodiscard]] static Law lawOfReplications(const std::vector<const Observations*>& parts);

    [[nodiscard]] std::vector<network::BreakdownRow> rows(std::size_t k, bool slow) const;
    void reportFlow(std::size_t c, std::size_t k, network::FlowPerformance& flow) const;
    [[nodiscard]] network::Measure lagOf(std::size_t s, std::size_t flow) const;
    void reportJob(std::size_t s, const JobFigures& job, network::StationPerformance& performance) const;
    [[nodiscard]] double runningReplicas(std::size_t s) const;
    [[nodiscard]] network::Measure hitRatio(std::size_t s) const;

    const Plan& m_plan;
    std::vector<Engine*> m_engines;
    std::vector<const Tally*> m_tallies;
    std::vector<std::size_t> m_unstable;
    std::vector<bool> m_piles; ///< by class
    std::map<std::size_t, JobFigures> m_jobs;
    double m_time = 0;
};

} // namespace catenary::simulation
