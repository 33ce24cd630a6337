// SPDX-License-Identifier: Apache-2.0
#include "core/insight/explanation_parts.h"

#include <set>

namespace catenary::insight {
namespace {

/// Components of a group and of the groups within it, each once, in the order of the design.
std::vector<design::ComponentId> membersOf(const Subject& subject, const design::Group& group) {
    std::set<std::string> inside, seen{group.id.str()};
    std::vector<const design::Group*> open{&group};
    while (!open.empty()) {
        const design::Group* next = open.back();
        open.pop_back();
        for (const std::string& member : next->members) {
            inside.insert(member);
            if (const auto* inner = subject.design.group(design::GroupId(member)); inner && seen.insert(member).second)
                open.push_back(inner);
        }
    }
    std::vector<design::ComponentId> members;
    for (const auto& component : subject.design.components)
        if (inside.contains(component->id.str())) members.push_back(component->id);
    return members;
}

} // namespace

Explanation explainGroup(const Subject& subject, const design::Group& group, std::string_view figure) {
    const std::string name = group.name.empty() ? group.id.str() : group.name;
    std::vector<Explanation> terms;
    for (const auto& id : membersOf(subject, group)) {
        if (figure == "members") {
            terms.push_back(leaf(subject.design.component(id)->title(), 1, "1", "a component in it", id.str()));
            continue;
        }
        const auto station = subject.estimate.network.station(id);
        if (station == network::none) continue;
        const auto at = static_cast<std::size_t>(station);
        if (figure == "usd_per_month")
            terms.push_back(explainComponentCost(subject, at));
        else if (fullness(subject.estimate, at))
            terms.push_back(explainComponent(subject, at, "capacity_share"));
    }
    if (figure == "members")
        return node(Operation::Sum, "Components in " + name, "1", "one for each component in it", std::move(terms));
    if (figure == "usd_per_month")
        return node(Operation::Sum, "Cost of " + name, "usd/month", "sum over its components", std::move(terms));
    if (terms.empty()) return leaf("Largest utilisation in " + name, network::undefined, "1", "nothing of it is busy");
    return node(Operation::Maximum, "Largest utilisation in " + name, "1", "that of its busiest component",
                std::move(terms));
}

} // namespace catenary::insight
