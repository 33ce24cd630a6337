// SPDX-License-Identifier: Apache-2.0
#include "core/scene/steps.h"

#include "core/scene/overlay.h"

#include <algorithm>
#include <map>
#include <set>

namespace catenary::scene {

namespace {

class Telling {
public:
    explicit Telling(const design::Design& design) : m_design(design) {
        for (const auto& component : design.components) m_components[component->id.str()] = component.get();
        for (const auto& connection : design.connections) {
            if (!known(connection->from.str()) || !known(connection->to.str())) continue;
            m_out[connection->from.str()].push_back(connection.get());
            m_into.insert(connection->to.str());
        }
        for (auto& [id, calls] : m_out)
            std::stable_sort(calls.begin(), calls.end(),
                             [](const auto* a, const auto* b) { return a->stage < b->stage; });
    }

    [[nodiscard]] bool known(const std::string& id) const { return m_components.contains(id); }
    [[nodiscard]] bool shown(const std::string& id) const { return m_shown.contains(id); }

    /// A step that shows these components, and the connections among what is shown then.
    void show(const std::vector<std::string>& ids, std::string title = {}) {
        Step step;
        for (const std::string& id : ids) {
            const auto found = m_components.find(id);
            if (found == m_components.end() || !m_shown.insert(id).second) continue;
            step.ids.push_back(id);
            const std::string& notes = found->second->notes;
            if (!notes.empty()) step.notes += (step.notes.empty() ? "" : "\n") + notes;
            if (step.title.empty()) step.title = found->second->title();
        }
        if (step.ids.empty()) return;
        if (!title.empty()) step.title = std::move(title);
        for (const auto& connection : m_design.connections)
            if (shown(connection->from.str()) && shown(connection->to.str()) &&
                m_shown.insert(connection->id.str()).second)
                step.ids.push_back(connection->id.str());
        m_steps.push_back(std::move(step));
    }

    /// Depth first, without recursion: designs may be deep.
    void follow(const std::string& from) {
        std::vector<std::string> open{from};
        while (!open.empty()) {
            const std::string at = open.back();
            open.pop_back();
            show({at});
            const auto calls = m_out.find(at);
            if (calls == m_out.end()) continue;
            for (auto call = calls->second.rbegin(); call != calls->second.rend(); ++call)
                if (!shown((*call)->to.str())) open.push_back((*call)->to.str());
        }
    }

    void followRequests() {
        for (const auto& workload : m_design.workloads)
            if (known(workload->source.str())) follow(workload->source.str());
        if (!m_steps.empty()) return;
        // Without workloads: from where nothing leads to.
        for (const auto& component : m_design.components)
            if (!m_into.contains(component->id.str())) follow(component->id.str());
    }

    void showGroups() {
        for (const auto& group : m_design.groups) show(group->members, group->name);
    }

    std::vector<Step> rest() {
        std::vector<std::string> left;
        for (const auto& component : m_design.components)
            if (!shown(component->id.str())) left.push_back(component->id.str());
        show(left, left.size() > 1 ? "Everything else" : "");
        if (m_design.notes.empty()) return std::move(m_steps);
        Step notes;
        notes.title = "Notes";
        for (const auto& note : m_design.notes) notes.ids.push_back(note->id.str());
        m_steps.push_back(std::move(notes));
        return std::move(m_steps);
    }

private:
    const design::Design& m_design;
    std::map<std::string, const design::Component*> m_components;
    std::map<std::string, std::vector<const design::Connection*>> m_out; ///< by component, by stage
    std::set<std::string> m_into, m_shown;
    std::vector<Step> m_steps;
};

} // namespace

std::vector<Step> stepsOfRequest(const design::Design& design) {
    Telling telling(design);
    telling.followRequests();
    telling.showGroups();
    return telling.rest();
}

std::vector<Step> stepsOfCriticalPath(const design::Design& design, const insight::Estimate& estimate) {
    const std::set<std::string> critical = overlayOf(estimate).critical;
    if (critical.empty()) return {};
    Telling telling(design);
    // The path is a tree from the sources on; its connections stand in the file in any order.
    std::vector<const design::Connection*> left;
    for (const auto& connection : design.connections)
        if (critical.contains(connection->id.str())) left.push_back(connection.get());
    std::set<std::string> into;
    for (const design::Connection* connection : left) into.insert(connection->to.str());
    for (const design::Connection* connection : left)
        if (!into.contains(connection->from.str())) telling.show({connection->from.str()});
    for (bool moved = true; moved;) {
        moved = false;
        for (auto next = left.begin(); next != left.end() && !moved; ++next) {
            if (!telling.shown((*next)->from.str())) continue;
            telling.show({(*next)->to.str()});
            left.erase(next);
            moved = true;
            break;
        }
    }
    return telling.rest();
}

} // namespace catenary::scene
