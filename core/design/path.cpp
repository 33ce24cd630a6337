// SPDX-License-Identifier: Apache-2.0
#include "core/design/path.h"

#include "core/design/codec.h"
#include "core/design/edit_steps.h"
#include "core/design/fields.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::design {

using support::Result;

namespace {

std::vector<std::string> split(std::string_view path) {
    std::vector<std::string> parts;
    for (std::size_t begin = 0;;) {
        const std::size_t end = path.find('.', begin);
        parts.emplace_back(path.substr(begin, end - begin));
        if (end == std::string_view::npos) return parts;
        begin = end + 1;
    }
}

/// What a PATH leads to: an element and the fields below it.
struct Target {
    enum class What { Load, Component, Connection, Workload } what = What::Load;
    std::size_t at = 0;
    std::vector<std::string> fields;
};

template <class T> std::optional<std::size_t> position(const Parts<T>& parts, std::string_view id) {
    for (std::size_t i = 0; i < parts.size(); ++i)
        if (parts[i].id.str() == id) return i;
    return std::nullopt;
}

template <class T> std::string nearestId(const Parts<T>& parts, std::string_view id) {
    std::vector<std::string> ids;
    for (const auto& part : parts) ids.push_back(part->id.str());
    const std::string nearest = support::nearestWord(id, ids);
    return nearest.empty() ? "" : "did you mean `" + nearest + "`?";
}

tl::unexpected<support::Error> leadsNowhere(std::string_view path, std::string reason, std::string hint = {}) {
    return support::fail(support::ErrorCode::NotFound,
                         "the path `" + std::string(path) + "` leads nowhere: " + std::move(reason),
                         support::Place{{}, std::string(path), 0, 0}, std::move(hint));
}

Result<Target> find(const Design& design, std::string_view path) {
    auto parts = split(path);
    if (parts.size() == 1 && parts[0] == "load") return Target{};
    if (std::any_of(parts.begin(), parts.end(), [](const auto& part) { return part.empty(); }))
        return leadsNowhere(path, "a part of it is empty", "for example `ranker.replicas` or `connections.a-b.calls`");
    const auto fieldsFrom = [&](std::size_t first) {
        return std::vector<std::string>(parts.begin() + static_cast<std::ptrdiff_t>(first), parts.end());
    };
    if (parts.size() >= 3 && parts[0] == "connections")
        if (const auto at = position(design.connections, parts[1]))
            return Target{Target::What::Connection, *at, fieldsFrom(2)};
    if (parts.size() >= 3 && parts[0] == "workloads")
        if (const auto at = position(design.workloads, parts[1]))
            return Target{Target::What::Workload, *at, fieldsFrom(2)};
    if (const auto at = position(design.components, parts[0])) {
        if (parts.size() < 2) return leadsNowhere(path, "it names a component, but no parameter");
        return Target{Target::What::Component, *at, fieldsFrom(1)};
    }
    if (parts[0] == "connections" && parts.size() >= 2)
        return leadsNowhere(path, "there is no connection `" + parts[1] + "` with a field to change",
                            nearestId(design.connections, parts[1]));
    if (parts[0] == "workloads" && parts.size() >= 2)
        return leadsNowhere(path, "there is no workload `" + parts[1] + "` with a field to change",
                            nearestId(design.workloads, parts[1]));
    return leadsNowhere(path, "there is no component `" + parts[0] + "`", nearestId(design.components, parts[0]));
}

/// The part of `value` the fields lead to; null where it is not set.
Json descend(const Json& value, const std::vector<std::string>& fieldNames, std::size_t from) {
    const Json* at = &value;
    for (std::size_t i = from; i < fieldNames.size(); ++i) {
        if (!at->is_object()) return nullptr;
        const auto next = at->find(fieldNames[i]);
        if (next == at->end()) return nullptr;
        at = &*next;
    }
    return *at;
}

/// Sets or (null) removes the part the fields lead to. False if a value on the way is no object.
bool assign(Json& value, const std::vector<std::string>& fieldNames, std::size_t from, const Json& what) {
    Json* at = &value;
    for (std::size_t i = from; i + 1 < fieldNames.size(); ++i) {
        if (at->is_object() && !at->contains(fieldNames[i])) {
            if (what.is_null()) return true; // nothing to remove
            (*at)[fieldNames[i]] = Json::object();
        }
        if (!at->is_object()) return false;
        at = &(*at)[fieldNames[i]];
    }
    if (!at->is_object()) return false;
    if (what.is_null())
        at->erase(fieldNames.back());
    else
        (*at)[fieldNames.back()] = what;
    return true;
}

/// A field the format does not know would be kept and mean nothing: say so instead.
Result<void> checkField(std::string_view path, const std::vector<std::string>& names, fields::Names known,
                        const std::vector<std::pair<std::string_view, fields::Names>>& nested) {
    const auto check = [&](const std::string& name, fields::Names candidates) -> Result<void> {
        if (name.starts_with("x-") || fields::contains(candidates, name)) return {};
        const std::string nearest =
            support::nearestWord(name, std::vector<std::string>(candidates.begin(), candidates.end()));
        return leadsNowhere(path, "there is no field `" + name + "`",
                            nearest.empty() ? "" : "did you mean `" + nearest + "`?");
    };
    if (names[0] == "id") return leadsNowhere(path, "an id cannot be changed");
    if (auto first = check(names[0], known); !first) return first;
    for (const auto& [parent, candidates] : nested)
        if (names.size() > 1 && names[0] == parent) return check(names[1], candidates);
    return {};
}

tl::unexpected<support::Error> notAnObject(std::string_view path) {
    return leadsNowhere(path, "a value on the way has no fields");
}

Result<Design> setOnComponent(const Design& design, const Target& target, std::string_view path, const Json& value) {
    Component component = design.components[target.at];
    Parameters& parameters = component.parameters;
    const std::string& name = target.fields[0];
    const auto entry =
        std::find_if(parameters.begin(), parameters.end(), [&](const auto& p) { return p.first == name; });
    if (target.fields.size() == 1) {
        if (value.is_null()) {
            if (entry != parameters.end()) parameters.erase(entry);
        } else if (entry != parameters.end()) {
            entry->second = value;
        } else {
            parameters.emplace_back(name, value);
        }
    } else {
        Json whole = entry == parameters.end() ? Json::object() : entry->second;
        if (!assign(whole, target.fields, 1, value)) return notAnObject(path);
        if (entry != parameters.end())
            entry->second = std::move(whole);
        else if (!value.is_null())
            parameters.emplace_back(name, std::move(whole));
    }
    Design result = design;
    if (component != design.components[target.at]) result.components.replace(target.at, std::move(component));
    return result;
}

/// An error of decoding, placed at the path that was set.
tl::unexpected<support::Error> atPath(support::Error error, std::string_view path) {
    error.where = support::Place{{}, std::string(path), 0, 0};
    return tl::unexpected<support::Error>(std::move(error));
}

Result<Design> setOnConnection(const Design& design, const Target& target, std::string_view path, const Json& value) {
    if (auto known = checkField(
            path, target.fields, fields::connection,
            {{"policy", fields::policy}, {"join", fields::join}, {"sides", fields::sides}, {"labels", fields::labels}});
        !known)
        return tl::unexpected<support::Error>(known.error());
    Json json = encodeConnection(design.connections[target.at]);
    if (!assign(json, target.fields, 0, value)) return notAnObject(path);
    auto connection = decodeConnection(json);
    if (!connection) return atPath(connection.error(), path);
    if (auto sound = checkReferences(*connection, Index(design)); !sound) return atPath(sound.error(), path);
    Design result = design;
    if (*connection != design.connections[target.at]) result.connections.replace(target.at, std::move(*connection));
    return result;
}

Result<Design> setOnWorkload(const Design& design, const Target& target, std::string_view path, const Json& value) {
    if (auto known = checkField(path, target.fields, fields::workload, {{"arrival", fields::arrival}}); !known)
        return tl::unexpected<support::Error>(known.error());
    Json json = encodeWorkload(design.workloads[target.at]);
    if (!assign(json, target.fields, 0, value)) return notAnObject(path);
    auto workload = decodeWorkload(json);
    if (!workload) return atPath(workload.error(), path);
    if (design.component(workload->source) == nullptr)
        return leadsNowhere(path, "there is no component `" + workload->source.str() + "`");
    Design result = design;
    if (*workload != design.workloads[target.at]) result.workloads.replace(target.at, std::move(*workload));
    return result;
}

/// One arrival process under `factor` times the load. Rates and daily users take the factor, times between arrivals
/// its inverse, users of a closed workload the nearest whole number.
Result<Arrival> scaled(Arrival arrival, double factor, const std::string& id) {
    if (arrival.rate_per_s) *arrival.rate_per_s *= factor;
    if (arrival.population) arrival.population->daily_users *= factor;
    switch (arrival.process) {
    case Process::Renewal:
        arrival.interarrival_ms = arrival.interarrival_ms.scaled(1 / factor);
        break;
    case Process::Schedule:
        arrival.every_s /= factor;
        break;
    case Process::Closed: {
        const double users = std::round(arrival.users * factor);
        if (users < 1 || users > std::numeric_limits<int>::max())
            return refuse("the users of workload `" + id + "` would become " + support::shortestNumber(users),
                          "workloads." + id);
        arrival.users = static_cast<int>(users);
        break;
    }
    case Process::Trace:
        return support::fail(support::ErrorCode::Unsupported,
                             "the load of workload `" + id + "` comes from a trace and cannot be scaled here",
                             support::Place{{}, "workloads." + id, 0, 0}, "scale the file");
    default:
        break;
    }
    return arrival;
}

Result<Design> setLoad(const Design& design, const Json& value) {
    if (!value.is_number() || !std::isfinite(value.get<double>()) || value.get<double>() <= 0)
        return refuse("`load` must be a number above 0", "load");
    Design result = design;
    for (std::size_t i = 0; i < design.workloads.size(); ++i) {
        Workload workload = design.workloads[i];
        auto arrival = scaled(workload.arrival, value.get<double>(), workload.id.str());
        if (!arrival) return tl::unexpected<support::Error>(arrival.error());
        workload.arrival = std::move(*arrival);
        result.workloads.replace(i, std::move(workload));
    }
    return result;
}

} // namespace

Result<Json> getPath(const Design& design, std::string_view path) {
    const auto target = find(design, path);
    if (!target) return tl::unexpected<support::Error>(target.error());
    switch (target->what) {
    case Target::What::Load:
        return Json(1);
    case Target::What::Component: {
        const Json* value = findParameter(design.components[target->at].parameters, target->fields[0]);
        return value == nullptr ? Json(nullptr) : descend(*value, target->fields, 1);
    }
    case Target::What::Connection: {
        if (auto known = checkField(path, target->fields, fields::connection,
                                    {{"policy", fields::policy},
                                     {"join", fields::join},
                                     {"sides", fields::sides},
                                     {"labels", fields::labels}});
            !known)
            return tl::unexpected<support::Error>(known.error());
        return descend(encodeConnection(design.connections[target->at]), target->fields, 0);
    }
    case Target::What::Workload: {
        if (auto known = checkField(path, target->fields, fields::workload, {{"arrival", fields::arrival}}); !known)
            return tl::unexpected<support::Error>(known.error());
        return descend(encodeWorkload(design.workloads[target->at]), target->fields, 0);
    }
    }
    return Json(nullptr);
}

Result<Design> setPath(const Design& design, std::string_view path, const Json& value) {
    try {
        const auto target = find(design, path);
        if (!target) return tl::unexpected<support::Error>(target.error());
        switch (target->what) {
        case Target::What::Load:
            return setLoad(design, value);
        case Target::What::Component:
            return setOnComponent(design, *target, path, value);
        case Target::What::Connection:
            return setOnConnection(design, *target, path, value);
        case Target::What::Workload:
            return setOnWorkload(design, *target, path, value);
        }
        return design;
    } catch (const std::exception& error) {
        return refuse(error.what(), std::string(path));
    }
}

Result<Design> applyVariant(const Design& design, std::string_view variantId) {
    const auto variant = std::find_if(design.variants.begin(), design.variants.end(),
                                      [&](const Variant& candidate) { return candidate.id == variantId; });
    if (variant == design.variants.end()) {
        std::vector<std::string> ids;
        for (const auto& candidate : design.variants) ids.push_back(candidate.id);
        const std::string nearest = support::nearestWord(variantId, ids);
        return support::fail(support::ErrorCode::NotFound, "there is no variant `" + std::string(variantId) + "`",
                             support::Place{{}, "variants", 0, 0},
                             nearest.empty() ? "" : "did you mean `" + nearest + "`?");
    }
    Design result = design;
    for (const auto& [path, value] : variant->set) {
        auto next = setPath(result, path, value);
        if (!next) return next;
        result = std::move(*next);
    }
    return result;
}

} // namespace catenary::design
