// SPDX-License-Identifier: Apache-2.0
// Designs for lowering tests, written as the file format writes them.
#pragma once

#include "core/design/codec.h"
#include "core/network/lower.h"

#include <gtest/gtest.h>

namespace catenary::network {

inline design::Design designOf(const std::string& components, const std::string& connections,
                               const std::string& workloads) {
    const auto decoded =
        design::decode("{\"format\": \"catenary-design\", \"version\": 1, \"components\": [" + components +
                       "], \"connections\": [" + connections + "], \"workloads\": [" + workloads + "]}");
    EXPECT_TRUE(decoded) << (decoded ? "" : support::describe(decoded.error()));
    return decoded ? decoded->design : design::Design{};
}

inline support::Result<Lowered>
lowered(const std::string& components, const std::string& connections,
        const std::string& workloads =
            R"({"id": "read", "source": "app", "arrival": {"process": "poisson", "rate_per_s": 100}})") {
    return lower(designOf(R"({"id": "app", "kind": "client"},)" + components, connections, workloads),
                 *catalog::Catalog::builtIn());
}

/// The lowered network; the test fails where the design cannot be lowered.
inline Network
networkOf(const std::string& components, const std::string& connections,
          const std::string& workloads =
              R"({"id": "read", "source": "app", "arrival": {"process": "poisson", "rate_per_s": 100}})") {
    const auto result = lowered(components, connections, workloads);
    EXPECT_TRUE(result) << (result ? "" : support::describe(result.error()));
    return result ? result->network : Network{};
}

inline std::string errorOf(const support::Result<Lowered>& result) {
    return result ? "" : result.error().where.path + ": " + result.error().message;
}

/// The component `it`, and the call of it.
inline std::string component(const std::string& kind, const std::string& parameters) {
    return R"({"id": "it", "kind": ")" + kind + R"(", "parameters": {)" + parameters + "}}";
}
inline const std::string toIt = R"({"id": "in", "from": "app", "to": "it"})";

inline bool says(const support::Result<Lowered>& result, support::Severity severity, const std::string& text) {
    if (!result) return false;
    for (const support::Finding& finding : result->findings)
        if (finding.severity == severity && finding.message.find(text) != std::string::npos) return true;
    return false;
}

template <class Model> const Model& modelOf(const Network& network, const char* id) {
    return std::get<Model>(
        network.stations.at(static_cast<std::size_t>(network.station(design::ComponentId(id)))).model);
}
inline const Station& stationOf(const Network& network, const char* id) {
    return network.stations.at(static_cast<std::size_t>(network.station(design::ComponentId(id))));
}
inline const Call& callOf(const Network& network, const char* id) {
    return network.calls.at(static_cast<std::size_t>(network.call(design::ConnectionId(id))));
}

} // namespace catenary::network
