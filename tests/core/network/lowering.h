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
