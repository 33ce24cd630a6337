// SPDX-License-Identifier: Apache-2.0
#include "core/design/rework.h"

#include "core/design/edit_steps.h"

#include <algorithm>

namespace catenary::design {

using catalog::StationType;

namespace {

const catalog::Kind* kindOf(const Design& design, const catalog::Catalog& catalog, const ComponentId& id) {
    const Component* component = design.component(id);
    return component == nullptr ? nullptr : catalog.kind(component->kind);
}

bool fits(const catalog::Catalog& catalog, const catalog::Kind& kind, const std::string& name, const Json& value) {
    if (name.starts_with("x-")) return true;
    const catalog::Parameter* parameter = catalog.parameter(kind, name);
    if (parameter == nullptr) return false;
    if (value.is_null()) return true;
    const auto finding = catalog.check(*parameter, value);
    return !finding || finding->severity != support::Severity::Error;
}

/// Takes out of `by_workload` what does not fit.
void cleanRows(const catalog::Catalog& catalog, const catalog::Kind& kind, Json& rows,
               std::vector<std::string>& leftOut) {
    if (!rows.is_object()) return;
    for (auto& [workload, row] : rows.items()) {
        if (!row.is_object()) continue;
        std::vector<std::string> gone;
        for (const auto& [name, value] : row.items())
            if (!fits(catalog, kind, name, value)) gone.push_back(name);
        for (const std::string& name : gone) {
            row.erase(name);
            leftOut.push_back("`" + name + "` of the workload `" + workload + "`");
        }
    }
}

Parameters fittingParameters(const catalog::Catalog& catalog, const catalog::Kind& kind, const Parameters& parameters,
                             std::vector<std::string>& leftOut) {
    Parameters kept;
    for (const auto& [name, value] : parameters) {
        if (!fits(catalog, kind, name, value)) {
            leftOut.push_back("`" + name + "`");
            continue;
        }
        kept.emplace_back(name, value);
        if (name == "by_workload") cleanRows(catalog, kind, kept.back().second, leftOut);
    }
    return kept;
}

bool asksCache(const Connection& connection) {
    return connection.when == When::OnMiss || connection.when == When::OnHit;
}

/// The condition of a connection asks a cache, its own or that which `of` leads to.
bool hasCache(const Design& design, const catalog::Catalog& catalog, const Connection& connection) {
    const Connection* of = connection.of.empty() ? nullptr : design.connection(connection.of);
    const catalog::Kind* kind = kindOf(design, catalog, of != nullptr ? of->to : connection.from);
    return kind != nullptr && kind->station == StationType::Cache;
}

/// Conditions on hits and misses where, unlike in `before`, nothing hits or misses.
void cleanConditions(const Design& before, Design& design, const catalog::Catalog& catalog,
                     std::vector<std::string>& leftOut) {
    for (std::size_t i = 0; i < design.connections.size(); ++i) {
        const Connection& connection = design.connections[i];
        const Connection* was = before.connection(connection.id);
        if (!asksCache(connection) || was == nullptr || !hasCache(before, catalog, *was) ||
            hasCache(design, catalog, connection))
            continue;
        Connection changed = connection;
        changed.when.reset();
        changed.of = {};
        leftOut.push_back("the condition of the connection `" + connection.id.str() + "`");
        design.connections.replace(i, std::move(changed));
    }
}

} // namespace

Mode usualMode(const catalog::Kind* from, const catalog::Kind* to) {
    if (to != nullptr && to->station == StationType::Log) return Mode::Async;
    if (from != nullptr && from->station == StationType::Log) return Mode::Stream;
    return Mode::Sync;
}

bool startsRequests(const catalog::Kind& kind) {
    return kind.station == StationType::Source && kind.id != "schedule";
}

std::optional<Workload> usualWorkload(const Design& design, const ComponentId& source, const catalog::Kind& kind) {
    constexpr double rate = 100; // requests/s
    if (!startsRequests(kind)) return std::nullopt;
    Workload workload;
    workload.id = WorkloadId(design.freeId("requests"));
    workload.name = "Requests";
    workload.source = source;
    workload.arrival.rate_per_s = rate;
    return workload;
}

Result<Reworked> withKind(const Design& design, const catalog::Catalog& catalog, const ComponentId& id,
                          std::string_view kind) {
    const Index index(design);
    if (!index.is(id.str(), Sort::Component)) return noSuchElement(id.str());
    const catalog::Kind* wanted = catalog.kind(kind);
    if (wanted == nullptr)
        return refuse("there is no kind `" + std::string(kind) + "`", id.str(), "choose one of the catalog");
    const std::size_t at = index.find(id.str())->at;
    Component component = design.components[at];
    if (component.locked) return refuse("`" + id.str() + "` is locked", id.str(), "unlock it first");
    const catalog::Kind* before = catalog.kind(component.kind);
    Reworked result{design, {}};
    if (before == wanted) return result;

    component.kind = wanted->id;
    if (before != nullptr && component.name == before->title) component.name = wanted->title;
    component.parameters = fittingParameters(catalog, *wanted, component.parameters, result.leftOut);
    result.design.components.replace(at, std::move(component));
    if (wanted->station != StationType::Source) {
        RemoveElements workloads;
        for (const auto& workload : design.workloads)
            if (workload->source == id) {
                workloads.ids.push_back(workload->id.str());
                result.leftOut.push_back("the workload `" + workload->id.str() + "`");
            }
        auto cleaned = applyRemove(result.design, workloads);
        if (!cleaned) return tl::unexpected<support::Error>(cleaned.error());
        result.design = std::move(*cleaned);
    }
    cleanConditions(design, result.design, catalog, result.leftOut);
    return result;
}

Result<Reworked> withInserted(const Design& design, const catalog::Catalog& catalog, const ConnectionId& id,
                              const Component& component) {
    const Connection* whole = design.connection(id);
    if (whole == nullptr) return noSuchElement(id.str());
    auto added = applyAdd(design, AddComponent{component});
    if (!added) return tl::unexpected<support::Error>(added.error());
    Reworked result{std::move(*added), {}};
    const ComponentId middle = result.design.components[result.design.components.size() - 1].id;
    const auto kind = [&](const ComponentId& one) { return kindOf(result.design, catalog, one); };
    // What was made as such calls usually are goes on so; what its author chose stays.
    const bool usual = whole->mode == usualMode(kind(whole->from), kind(whole->to));

    Connection second;
    second.id = ConnectionId(result.design.freeId(middle.str() + "-" + whole->to.str()));
    second.from = middle;
    second.to = whole->to;
    second.mode = usual ? usualMode(kind(middle), kind(whole->to)) : whole->mode;
    second.workloads = whole->workloads;
    second.request_bytes = whole->request_bytes;
    second.response_bytes = whole->response_bytes;
    second.bandwidth_mbps = whole->bandwidth_mbps;

    Connection first = *whole;
    first.to = middle;
    if (usual) first.mode = usualMode(kind(whole->from), kind(middle));
    const Index index(design);
    result.design.connections.replace(index.find(id.str())->at, std::move(first));
    auto joined = applyAdd(result.design, AddConnection{std::move(second)});
    if (!joined) return tl::unexpected<support::Error>(joined.error());
    result.design = std::move(*joined);
    cleanConditions(design, result.design, catalog, result.leftOut);
    return result;
}

} // namespace catenary::design
