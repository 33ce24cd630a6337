// SPDX-License-Identifier: Apache-2.0
#include "core/analysis/state.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace catenary::analysis {

namespace {

std::vector<Index> calleesFirstOf(const Network& network) {
    std::vector<Index> order;
    std::vector<char> seen(network.stations.size(), 0);
    const auto walk = [&](auto&& self, Index s) -> void {
        if (s == network::none || std::exchange(seen[static_cast<std::size_t>(s)], 1)) return;
        const network::Station& station = network.stations[static_cast<std::size_t>(s)];
        for (const network::Stage& stage : station.stages)
            for (const Index c : stage.calls) self(self, network.calls[static_cast<std::size_t>(c)].to);
        for (const Index c : station.forwards) self(self, network.calls[static_cast<std::size_t>(c)].to);
        order.push_back(s);
    };
    for (std::size_t s = 0; s < network.stations.size(); ++s) walk(walk, static_cast<Index>(s));
    return order;
}

} // namespace

void Notes::add(support::Severity severity, const std::string& where, const std::string& message,
                const std::string& hint) {
    if (!m_seen.insert(where + "\n" + message).second) return;
    m_findings.push_back({severity, where, message, hint, 0});
}

void Notes::notModelled(const std::string& where, const std::string& parameter, const std::string& consequence) {
    add(support::Severity::Info, where, "not modelled by the analysis: `" + parameter + "`, " + consequence,
        "the simulation models it");
}

State::State(const Network& of)
    : network(of), stationCount(of.stations.size()), callCount(of.calls.size()), classCount(of.classes.size()),
      visits(stationCount * classCount), uses(callCount * classCount), stations(stationCount),
      streams(stationCount * classCount), classRate(classCount, 0.0), peak(classCount, 1.0),
      calleesFirst(calleesFirstOf(of)) {}

const network::StationModel& State::model(Index s, std::size_t k) const {
    const network::Station& at = station(s);
    if (at.by_class.empty()) return at.model;
    const auto found = at.by_class.find(static_cast<Index>(k));
    return found == at.by_class.end() ? at.model : found->second;
}

bool State::carries(Index c, std::size_t k) const {
    const network::Call& given = call(c);
    if (given.response_stream || given.to == network::none) return false;
    return given.classes.empty() || given.classes[k];
}

const network::ServersStation* serversOf(const network::StationModel& model) {
    if (const auto* servers = std::get_if<network::ServersStation>(&model)) return servers;
    if (const auto* cache = std::get_if<network::CacheStation>(&model)) return &cache->lookup;
    if (const auto* router = std::get_if<network::RouterStation>(&model)) return &router->own;
    return nullptr;
}

std::vector<double> countProbabilities(const Distribution& count) {
    constexpr int most = 256;
    constexpr double largest = 4096.0;
    std::vector<double> probability;
    if (count.isConstant()) {
        const double whole = std::floor(count.mean());
        const double share = count.mean() - whole;
        const auto least = static_cast<std::size_t>(std::min(whole, largest));
        probability.assign(least + 2, 0.0);
        probability[least] = 1.0 - share;
        probability[least + 1] = share;
        if (share == 0.0) probability.pop_back();
        return probability;
    }
    // E[hat(X − n)], the second difference of the mean excess at n.
    double before = count.excess(-1.0);
    double here = count.excess(0.0);
    for (int n = 0; n <= most; ++n) {
        const double after = count.excess(n + 1.0);
        probability.push_back(std::max(before - 2.0 * here + after, 0.0));
        if (here < 1e-9) break; // no more than n
        before = here;
        here = after;
    }
    // Those beyond, if any, as one number of them.
    double beyond = 1.0;
    double mean = count.mean();
    for (std::size_t n = 0; n < probability.size(); ++n) {
        beyond -= probability[n];
        mean -= static_cast<double>(n) * probability[n];
    }
    if (beyond > 1e-9) {
        probability.resize(static_cast<std::size_t>(std::clamp(mean / beyond, most + 1.0, largest)) + 1, 0.0);
        probability.back() = beyond;
    }
    return probability;
}

} // namespace catenary::analysis
