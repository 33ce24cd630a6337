// SPDX-License-Identifier: Apache-2.0
// Locking, and which card is drawn over which.
#include "core/design/edit_steps.h"

#include <algorithm>
#include <limits>

namespace catenary::design {

namespace {

/// Indexes of the components named by `ids`, those of groups down to the last; in the order of the design.
Result<std::vector<std::size_t>> componentsIn(const Design& design, const std::vector<ElementId>& ids) {
    const Index index(design);
    std::vector<bool> chosen(design.components.size());
    std::unordered_set<std::string> seen;
    std::vector<std::string> open(ids.begin(), ids.end());
    while (!open.empty()) {
        const std::string id = std::move(open.back());
        open.pop_back();
        if (!seen.insert(id).second) continue;
        const Index::Entry* entry = index.find(id);
        if (entry == nullptr) return noSuchElement(id);
        if (entry->sort == Sort::Component) chosen[entry->at] = true;
        if (entry->sort != Sort::Group) continue;
        const auto& members = design.groups[entry->at].members;
        open.insert(open.end(), members.begin(), members.end());
    }
    std::vector<std::size_t> found;
    for (std::size_t i = 0; i < chosen.size(); ++i)
        if (chosen[i]) found.push_back(i);
    return found;
}

} // namespace

Result<Design> applyLock(const Design& design, const SetLocked& edit) {
    const auto chosen = componentsIn(design, edit.ids);
    if (!chosen) return tl::unexpected<support::Error>(chosen.error());
    Design result = design;
    for (const std::size_t at : *chosen) {
        if (design.components[at].locked == edit.locked) continue;
        Component component = design.components[at];
        component.locked = edit.locked;
        result.components.replace(at, std::move(component));
    }
    return result;
}

Result<Design> applyRestack(const Design& design, const Restack& edit) {
    const auto chosen = componentsIn(design, edit.ids);
    if (!chosen) return tl::unexpected<support::Error>(chosen.error());
    constexpr long long lowest = std::numeric_limits<int>::min(), highest = std::numeric_limits<int>::max();
    struct Range {
        long long low = highest, high = lowest;
        void take(long long z) {
            low = std::min(low, z);
            high = std::max(high, z);
        }
    } mine, others;
    for (std::size_t i = 0; i < design.components.size(); ++i)
        (std::binary_search(chosen->begin(), chosen->end(), i) ? mine : others).take(design.components[i].z);
    const bool there = edit.front ? mine.low > others.high : mine.high < others.low;
    if (chosen->empty() || chosen->size() == design.components.size() || there) return design;
    const long long shift = edit.front ? others.high + 1 - mine.low : others.low - 1 - mine.high;
    if (mine.low + shift < lowest || mine.high + shift > highest)
        return refuse("`z` has no whole number left beyond the others", design.components[chosen->front()].id.str(),
                      "give the components smaller ones");
    Design result = design;
    for (const std::size_t at : *chosen) {
        Component component = design.components[at];
        component.z = static_cast<int>(component.z + shift);
        result.components.replace(at, std::move(component));
    }
    return result;
}

} // namespace catenary::design
