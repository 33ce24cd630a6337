// SPDX-License-Identifier: Apache-2.0
#include "core/design/validate.h"

#include "core/design/fields.h"
#include "core/design/validate_rules.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::design {

Check::Check(const Design& subject, const catalog::Catalog& kinds, const std::map<std::string, int>& lines)
    : design(subject), catalog(kinds), index(subject), m_lines(lines) {}

std::string Check::pathOf(const std::string& id, const std::string& field) const {
    const Index::Entry* entry = index.find(id);
    std::string path = id;
    if (entry != nullptr && !field.empty()) {
        if (entry->sort == Sort::Connection) path = "connections." + id;
        if (entry->sort == Sort::Workload) path = "workloads." + id;
    }
    if (path.empty()) return field;
    return field.empty() ? path : path + "." + field;
}

void Check::add(support::Severity severity, const std::string& id, const std::string& field, std::string message,
                std::string hint) {
    const auto line = m_lines.find(id);
    findings.push_back(
        {severity, pathOf(id, field), std::move(message), std::move(hint), line == m_lines.end() ? 0 : line->second});
}

std::string Check::suggestion(std::string_view word, const std::vector<std::string>& candidates) {
    std::string nearest = support::nearestWord(word, candidates);
    if (nearest.empty()) // a name whose unit was left out: `timeout` for `timeout_ms`
        for (const std::string& candidate : candidates)
            if (nearest.empty() && candidate.starts_with(std::string(word) + "_")) nearest = candidate;
    return nearest.empty() ? "" : "did you mean `" + nearest + "`?";
}

bool Check::range(const std::string& id, const std::string& field, double value, double least, double most) {
    if (std::isfinite(value) && value >= least && value <= most) return true;
    const std::string allowed =
        std::isinf(most) ? "at least " + support::shortestNumber(least)
                         : "between " + support::shortestNumber(least) + " and " + support::shortestNumber(most);
    error(id, field,
          "`" + field + "` is " + (std::isfinite(value) ? support::shortestNumber(value) : "not finite") +
              ", but must be " + allowed);
    return false;
}

bool Check::positive(const std::string& id, const std::string& field, double value) {
    if (std::isfinite(value) && value > 0) return true;
    error(id, field,
          "`" + field + "` is " + (std::isfinite(value) ? support::shortestNumber(value) : "not finite") +
              ", but must be above 0");
    return false;
}

void Check::distributionArguments(const std::string& id, const std::string& field, const Json& json) {
    if (!json.is_object() || !json.contains("distribution") || !json["distribution"].is_string()) return;
    static const std::map<std::string, std::vector<std::string>> arguments{{"constant", {"value"}},
                                                                           {"exponential", {"mean"}},
                                                                           {"erlang", {"mean", "k"}},
                                                                           {"gamma", {"mean", "cv"}},
                                                                           {"lognormal", {"mean", "cv", "p50", "p99"}},
                                                                           {"hyperexponential", {"mean", "cv"}},
                                                                           {"uniform", {"min", "max"}},
                                                                           {"weibull", {"mean", "shape"}},
                                                                           {"pareto", {"mean", "shape"}},
                                                                           {"empirical", {"values", "weights"}}};
    const auto law = json["distribution"].get<std::string>();
    const auto known = arguments.find(law);
    for (const auto& [name, value] : json.items()) {
        if (name == "distribution" || name.starts_with("x-")) continue;
        if (law == "quantiles") {
            const bool quantile =
                name.size() > 1 && name[0] == 'p' && name.find_first_not_of("0123456789.", 1) == std::string::npos;
            if (!quantile) warning(id, field, "unknown argument `" + name + "` of `quantiles`");
        } else if (known != arguments.end() &&
                   std::find(known->second.begin(), known->second.end(), name) == known->second.end()) {
            warning(id, field, "unknown argument `" + name + "` of `" + law + "`", suggestion(name, known->second));
        }
    }
}

void Check::misspelt(const std::string& id, const Json& extra, std::span<const std::string_view> known) {
    const std::vector<std::string> candidates(known.begin(), known.end());
    for (const auto& [name, value] : extra.items()) {
        if (name.starts_with("x-") || fields::contains(known, name)) continue;
        if (const std::string hint = suggestion(name, candidates); !hint.empty())
            warning(id, name, "unknown field `" + name + "` has no effect", hint);
    }
}

const Component* Check::component(const ComponentId& id) const {
    const Index::Entry* entry = index.find(id.str());
    return entry != nullptr && entry->sort == Sort::Component ? &design.components[entry->at] : nullptr;
}

const Connection* Check::connection(const ConnectionId& id) const {
    const Index::Entry* entry = index.find(id.str());
    return entry != nullptr && entry->sort == Sort::Connection ? &design.connections[entry->at] : nullptr;
}

const catalog::Kind* Check::kindOf(const ComponentId& id) const {
    const Component* found = component(id);
    return found == nullptr ? nullptr : catalog.kind(found->kind);
}

catalog::StationType Check::stationOf(const ComponentId& id) const {
    const catalog::Kind* kind = kindOf(id);
    return kind == nullptr ? catalog::StationType::None : kind->station;
}

bool isDrawnOnly(const Connection& connection) {
    const auto drawn = connection.extra.find("drawn_only");
    if (drawn != connection.extra.end() && drawn->is_boolean() && drawn->get<bool>()) return true;
    return connection.calls.isZero();
}

bool carries(const Connection& connection, const WorkloadId& workload) {
    return !connection.workloads || std::find(connection.workloads->begin(), connection.workloads->end(), workload) !=
                                        connection.workloads->end();
}

When effectiveWhen(const Connection& connection, const Check& check) {
    if (connection.when) return *connection.when;
    return check.stationOf(connection.from) == catalog::StationType::Cache ? When::OnMiss : When::Always;
}

void checkIds(Check& check) {
    std::map<std::string_view, const char*> seen;
    const auto look = [&](const std::string& id, const char* sort) {
        if (!support::isValidId(id))
            check.error(id, "", "`" + id + "` cannot be an id",
                        "an id begins with a letter or digit and is made of letters, digits, `_` and `-`");
        const auto [first, isNew] = seen.emplace(id, sort);
        if (!isNew)
            check.error(id, "",
                        std::string("the id `") + id + "` of this " + sort + " is already that of a " + first->second,
                        "ids are unique over the whole file");
    };
    for (const auto& part : check.design.components) look(part->id.str(), "component");
    for (const auto& part : check.design.connections) look(part->id.str(), "connection");
    for (const auto& part : check.design.groups) look(part->id.str(), "group");
    for (const auto& part : check.design.notes) look(part->id.str(), "note");
    for (const auto& part : check.design.workloads) look(part->id.str(), "workload");
    for (const auto& source : check.design.sources)
        if (!source.id.empty()) look(source.id, "source");
    for (const auto& variant : check.design.variants) look(variant.id, "variant");
}

void checkGroups(Check& check) {
    // 0 not visited, 1 on the way down, 2 done
    std::vector<int> state(check.design.groups.size(), 0);
    const auto visit = [&](const auto& self, std::size_t at) -> bool {
        if (state[at] == 1) return true;
        if (state[at] == 2) return false;
        state[at] = 1;
        bool cycle = false;
        for (const std::string& member : check.design.groups[at].members)
            if (const Index::Entry* entry = check.index.find(member); entry != nullptr && entry->sort == Sort::Group)
                cycle = self(self, entry->at) || cycle;
        state[at] = 2;
        return cycle;
    };
    for (std::size_t i = 0; i < check.design.groups.size(); ++i) {
        const Group& group = check.design.groups[i];
        check.misspelt(group.id.str(), group.extra, fields::group);
        for (const std::string& member : group.members) {
            const Index::Entry* entry = check.index.find(member);
            if (entry == nullptr || (entry->sort != Sort::Component && entry->sort != Sort::Group))
                check.error(group.id.str(), "members", "the member `" + member + "` is no component and no group");
            if (std::count(group.members.begin(), group.members.end(), member) > 1)
                check.warning(group.id.str(), "members", "`" + member + "` is named more than once");
        }
        if (visit(visit, i)) check.error(group.id.str(), "members", "the group contains itself through its members");
    }
}

support::Findings validate(const Design& design, const catalog::Catalog& catalog,
                           const std::map<std::string, int>& lines) {
    Check check(design, catalog, lines);
    check.misspelt("", design.extra, fields::design);
    checkIds(check);
    checkComponents(check);
    checkConnections(check);
    checkStages(check);
    checkForwards(check);
    checkCycles(check);
    checkGroups(check);
    checkWorkloads(check);
    checkObjectives(check);
    checkVariants(check);
    return std::move(check.findings);
}

} // namespace catenary::design
