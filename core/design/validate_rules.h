// SPDX-License-Identifier: Apache-2.0
// The rules of validate.h, by subject. Internal to core/design.
#pragma once

#include "core/catalog/catalog.h"
#include "core/design/index.h"

#include <map>
#include <string>
#include <vector>

namespace catenary::design {

/// What every rule may use, and the list it adds to.
class Check {
public:
    Check(const Design& design, const catalog::Catalog& catalog, const std::map<std::string, int>& lines);

    void error(const std::string& id, const std::string& field, std::string message, std::string hint = {}) {
        add(support::Severity::Error, id, field, std::move(message), std::move(hint));
    }
    void warning(const std::string& id, const std::string& field, std::string message, std::string hint = {}) {
        add(support::Severity::Warning, id, field, std::move(message), std::move(hint));
    }
    /// `where` is `prefix` + id + `.field`, with the line of the element.
    void add(support::Severity severity, const std::string& id, const std::string& field, std::string message,
             std::string hint);
    /// "did you mean `replicas`?", or empty.
    [[nodiscard]] static std::string suggestion(std::string_view word, const std::vector<std::string>& candidates);
    /// A finding for `value` outside [least, most] (either may be infinite) or not finite; false if there was one.
    bool range(const std::string& id, const std::string& field, double value, double least, double most);
    /// Must be above 0.
    bool positive(const std::string& id, const std::string& field, double value);
    /// Unknown arguments of a distribution given as JSON.
    void distributionArguments(const std::string& id, const std::string& field, const Json& json);
    /// Names of `extra` that are near a known field: a slip of the finger that would have no effect.
    void misspelt(const std::string& id, const Json& extra, std::span<const std::string_view> known);

    [[nodiscard]] const catalog::Kind* kindOf(const ComponentId& id) const;
    [[nodiscard]] catalog::StationType stationOf(const ComponentId& id) const; ///< None for an unknown kind
    [[nodiscard]] const Component* component(const ComponentId& id) const;
    [[nodiscard]] const Connection* connection(const ConnectionId& id) const;

    const Design& design;
    const catalog::Catalog& catalog;
    const Index index;
    support::Findings findings;

private:
    const std::map<std::string, int>& m_lines;
    std::string pathOf(const std::string& id, const std::string& field) const;
};

/// The connection is drawn without load, by `drawn_only` or `calls: 0`.
[[nodiscard]] bool isDrawnOnly(const Connection& connection);
[[nodiscard]] bool carries(const Connection& connection, const WorkloadId& workload);
/// The condition that holds: a cache's own calls default to `on_miss`.
[[nodiscard]] When effectiveWhen(const Connection& connection, const Check& check);

void checkIds(Check& check);
void checkComponents(Check& check);
void checkConnections(Check& check);
void checkStages(Check& check);
void checkForwards(Check& check);
void checkCycles(Check& check);
void checkGroups(Check& check);
void checkWorkloads(Check& check);
void checkObjectives(Check& check);
void checkVariants(Check& check);

} // namespace catenary::design
