// SPDX-License-Identifier: Apache-2.0
// Kinds and parameters: known, of the right type, within range, with an effect.
#include "core/design/fields.h"
#include "core/design/validate_rules.h"

#include <algorithm>

namespace catenary::design {

using catalog::StationType;

namespace {

std::vector<std::string> kindNames(const catalog::Catalog& catalog) {
    std::vector<std::string> names;
    for (const auto& kind : catalog.kinds()) {
        names.push_back(kind.id);
        names.insert(names.end(), kind.aliases.begin(), kind.aliases.end());
    }
    return names;
}

/// One parameter of a component, or of a row of its `by_workload`.
void checkParameter(Check& check, const Component& component, const catalog::Kind& kind, const std::string& name,
                    const Json& value, const std::string& prefix) {
    if (name.starts_with("x-")) return;
    const std::string& id = component.id.str();
    const std::string field = prefix + name;
    const catalog::Parameter* parameter = check.catalog.parameter(kind, name);
    if (parameter == nullptr) {
        check.warning(id, field, "unknown parameter `" + name + "` of `" + kind.id + "`",
                      Check::suggestion(name, check.catalog.parameterNames(kind)));
        return;
    }
    check.distributionArguments(id, field, value);
    if (value.is_null()) return;
    if (auto finding = check.catalog.check(*parameter, value))
        check.add(finding->severity, id, field, std::move(finding->message), std::move(finding->hint));
}

void checkByWorkload(Check& check, const Component& component, const catalog::Kind& kind, const Json& rows) {
    if (!rows.is_object()) return; // the catalog's check says so
    for (const auto& [workload, row] : rows.items()) {
        if (workload.starts_with("x-")) continue;
        const std::string field = "by_workload." + workload;
        if (!check.index.is(workload, Sort::Workload)) {
            std::vector<std::string> known;
            for (const auto& part : check.design.workloads) known.push_back(part->id.str());
            check.error(component.id.str(), field, "there is no workload `" + workload + "`",
                        Check::suggestion(workload, known));
        }
        if (!row.is_object()) {
            check.error(component.id.str(), field, "`" + field + "` must be an object of parameters");
            continue;
        }
        for (const auto& [name, value] : row.items()) checkParameter(check, component, kind, name, value, field + ".");
    }
}

bool isSet(const Component& component, std::string_view name) {
    const Json* value = findParameter(component.parameters, name);
    return value != nullptr && !value->is_null();
}

/// `name` is set, but means nothing unless `needed` holds.
void needs(Check& check, const Component& component, const char* name, bool needed, const char* why) {
    if (isSet(component, name) && !needed)
        check.warning(component.id.str(), name, std::string("`") + name + "` has no effect: " + why);
}

void checkEffects(Check& check, const Component& component, const catalog::Kind& kind) {
    const auto text = [&](const char* name) {
        const Json* value = findParameter(component.parameters, name);
        return value != nullptr && value->is_string() ? value->get<std::string>() : std::string();
    };
    needs(check, component, "rate_burst", isSet(component, "rate_limit_per_s"), "there is no `rate_limit_per_s`");
    needs(check, component, "slow_factor", isSet(component, "slow_replicas"), "no replica is slow (`slow_replicas`)");
    needs(check, component, "mttr_s", isSet(component, "mtbf_s"), "nothing fails without `mtbf_s`");
    if (kind.station == StationType::Servers) {
        const std::string discipline = text("discipline");
        const Json* preemptive = findParameter(component.parameters, "preemptive");
        if (preemptive != nullptr && *preemptive == true && discipline != "priority" && discipline != "lifo")
            check.warning(component.id.str(), "preemptive",
                          "`preemptive` has no effect: the discipline is not priority or lifo");
    }
    if (kind.station == StationType::Cache && isSet(component, "hit_ratio"))
        for (const char* name : {"items", "zipf_skew", "capacity_items", "eviction", "ttl_s"})
            if (isSet(component, name))
                check.error(component.id.str(), "hit_ratio",
                            std::string("`hit_ratio` is given and `") + name + "` would compute it",
                            "give the ratio, or what it follows from, not both");
    if (kind.station == StationType::Job && isSet(component, "duration_s"))
        for (const char* name : {"time_per_item_ms", "startup_s"})
            needs(check, component, name, false, "`duration_s` says how long the job runs");
}

} // namespace

void checkComponents(Check& check) {
    const std::vector<std::string> kinds = kindNames(check.catalog);
    for (const auto& part : check.design.components) {
        const Component& component = *part;
        const std::string& id = component.id.str();
        check.misspelt(id, component.extra, fields::component);
        if (component.size && (component.size->width <= 0 || component.size->height <= 0))
            check.error(id, "size", "the size must be positive");
        const catalog::Kind* kind = check.catalog.kind(component.kind);
        if (kind == nullptr) {
            check.error(id, "kind", "unknown kind `" + component.kind + "`", Check::suggestion(component.kind, kinds));
            continue;
        }
        for (const auto& [name, value] : component.parameters) {
            checkParameter(check, component, *kind, name, value, "");
            if (name == "by_workload") checkByWorkload(check, component, *kind, value);
        }
        checkEffects(check, component, *kind);
    }
}

} // namespace catenary::design
