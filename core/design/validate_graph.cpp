// SPDX-License-Identifier: Apache-2.0
// Connections together: joins of a stage, the probabilities of forwards, cycles.
#include "core/design/validate_rules.h"

#include <algorithm>
#include <map>

namespace catenary::design {

using catalog::StationType;

void checkStages(Check& check) {
    std::map<std::pair<std::string, int>, const Connection*> first;
    for (const auto& part : check.design.connections) {
        if (part->mode != Mode::Sync || !part->join || !part->join->wait_for) continue;
        const auto [entry, isNew] = first.emplace(std::pair(part->from.str(), part->stage), part.get());
        if (!isNew && entry->second->join->wait_for != part->join->wait_for)
            check.error(part->id.str(), "join.wait_for",
                        "stage " + std::to_string(part->stage) + " of `" + part->from.str() + "` waits for " +
                            std::to_string(*entry->second->join->wait_for) + " calls by `" + entry->second->id.str() +
                            "` and for " + std::to_string(*part->join->wait_for) + " by this connection",
                        "one `wait_for` holds for the whole stage");
    }
    // A router draws one of the calls of a stage: their weights cannot all be 0.
    std::map<std::pair<std::string, int>, std::pair<double, const Connection*>> weights;
    for (const auto& part : check.design.connections) {
        if (part->mode != Mode::Sync || check.stationOf(part->from) != StationType::Router) continue;
        auto& sum = weights[std::pair(part->from.str(), part->stage)];
        sum.first += part->weight;
        sum.second = part.get();
    }
    for (const auto& [stage, sum] : weights)
        if (sum.first == 0)
            check.error(sum.second->id.str(), "weight",
                        "the branches of the router `" + stage.first + "` all have weight 0");
}

namespace {

/// The forwards of one component under one workload and condition: exactly one is taken.
void checkChoice(Check& check, const std::vector<const Connection*>& forwards) {
    double sum = 0;
    for (const Connection* forward : forwards) {
        if (forwards.size() > 1 && !forward->probability)
            check.error(forward->id.str(), "probability",
                        "`" + forward->from.str() + "` has several forwards, so each needs a `probability`");
        sum += forward->probability.value_or(forwards.size() == 1 ? 1 : 0);
    }
    if (sum > 1 + 1e-9)
        check.error(forwards.back()->id.str(), "probability",
                    "the probabilities of the forwards of `" + forwards.back()->from.str() + "` add up to " +
                        support::shortestNumber(sum) + ", which is above 1");
}

/// Workloads, or one that all connections carry when there are none: rules of the drawing hold before there is load.
std::vector<WorkloadId> workloadsOf(const Design& design) {
    std::vector<WorkloadId> ids;
    for (const auto& part : design.workloads) ids.push_back(part->id);
    return ids;
}

/// The cycles of a directed graph as lists of connections, at most one for each strongly connected part.
class Cycles {
public:
    explicit Cycles(const std::vector<const Connection*>& edges) {
        for (const Connection* edge : edges) m_out[edge->from.str()].push_back(edge);
    }
    [[nodiscard]] std::vector<std::vector<const Connection*>> find() {
        for (const auto& [node, edges] : m_out) visit(node);
        return std::move(m_found);
    }

private:
    // Depth first without recursion: a chain of components may be thousands long.
    void visit(const std::string& start) {
        if (m_state[start] != 0) return;
        struct Frame {
            const std::string* node;
            std::size_t next = 0;
        };
        std::vector<Frame> stack{{&start, 0}};
        std::vector<const Connection*> path;
        m_state[start] = 1;
        while (!stack.empty()) {
            Frame& frame = stack.back();
            const auto out = m_out.find(*frame.node);
            if (out == m_out.end() || frame.next == out->second.size()) {
                m_state[*frame.node] = 2;
                stack.pop_back();
                if (!path.empty()) path.pop_back();
                continue;
            }
            const Connection* edge = out->second[frame.next++];
            int& state = m_state[edge->to.str()];
            if (state == 1) {
                path.push_back(edge);
                const auto begin =
                    std::find_if(path.begin(), path.end(), [&](const auto* step) { return step->from == edge->to; });
                m_found.emplace_back(begin, path.end());
                path.pop_back();
            } else if (state == 0) {
                state = 1;
                path.push_back(edge);
                stack.push_back({&edge->to.str(), 0});
            }
        }
    }

    std::map<std::string, std::vector<const Connection*>> m_out;
    std::map<std::string, int> m_state; ///< 0 new, 1 on the path, 2 done
    std::vector<std::vector<const Connection*>> m_found;
};

std::string namesOf(const std::vector<const Connection*>& cycle) {
    std::string text = cycle.front()->from.str();
    for (const Connection* edge : cycle) text += " → " + edge->to.str();
    return text;
}

} // namespace

void checkForwards(Check& check) {
    std::map<std::pair<std::string, When>, std::vector<const Connection*>> all;
    for (const auto& part : check.design.connections)
        if (part->mode == Mode::Forward && !isDrawnOnly(*part))
            all[std::pair(part->from.str(), effectiveWhen(*part, check))].push_back(part.get());
    const auto workloads = workloadsOf(check.design);
    for (const auto& [key, forwards] : all) {
        // Workloads that see the same forwards have the same faults: say each once.
        std::vector<std::vector<const Connection*>> seen;
        const auto checkOnce = [&](std::vector<const Connection*> choice) {
            if (choice.empty() || std::find(seen.begin(), seen.end(), choice) != seen.end()) return;
            checkChoice(check, choice);
            seen.push_back(std::move(choice));
        };
        if (workloads.empty()) checkOnce(forwards);
        for (const WorkloadId& workload : workloads) {
            std::vector<const Connection*> choice;
            std::copy_if(forwards.begin(), forwards.end(), std::back_inserter(choice),
                         [&](const auto* forward) { return carries(*forward, workload); });
            checkOnce(std::move(choice));
        }
    }
}

void checkCycles(Check& check) {
    std::vector<std::string> said;
    for (const WorkloadId& workload : workloadsOf(check.design)) {
        std::vector<const Connection*> calls;
        for (const auto& part : check.design.connections)
            if (part->mode == Mode::Sync && carries(*part, workload) && !isDrawnOnly(*part))
                calls.push_back(part.get());
        for (const auto& cycle : Cycles(calls).find()) {
            const std::string names = namesOf(cycle);
            if (std::find(said.begin(), said.end(), names) != said.end()) continue;
            said.push_back(names);
            check.error(cycle.back()->id.str(), "",
                        "the sync calls of workload `" + workload.str() + "` form a cycle: " + names,
                        "a call that waits for itself never returns; make one of them `async` or a `forward`");
        }
    }
}

} // namespace catenary::design
