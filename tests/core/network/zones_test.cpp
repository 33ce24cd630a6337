// SPDX-License-Identifier: Apache-2.0
#include "tests/core/network/lowering.h"

#include <gmock/gmock.h>

using namespace catenary;
using namespace catenary::network;
using testing::HasSubstr;

namespace {

support::Result<Lowered> grouped(const std::string& groups) {
    const auto decoded = design::decode(
        R"({"format": "catenary-design", "version": 1, "components": [{"id": "app", "kind": "client"},
        {"id": "a", "kind": "service"}, {"id": "b", "kind": "service", "parameters": {"zone": "own"}},
        {"id": "c", "kind": "service"}], "connections": [{"id": "1", "from": "app", "to": "a"},
        {"id": "2", "from": "a", "to": "b"}, {"id": "3", "from": "a", "to": "c"}], "groups": [)" +
        groups +
        R"(], "workloads": [{"id": "w", "source": "app", "arrival": {"process": "poisson", "rate_per_s": 1}}]})");
    EXPECT_TRUE(decoded) << (decoded ? "" : support::describe(decoded.error()));
    return lower(decoded ? decoded->design : design::Design{}, *catalog::Catalog::builtIn());
}

const Zone* zoneNamed(const Network& network, const std::string& name) {
    for (const Zone& zone : network.zones)
        if (zone.name == name) return &zone;
    return nullptr;
}

} // namespace

TEST(Zones, AreThoseOfTheComponentsThenOfTheInnermostGroup) {
    const auto lowered = grouped(R"({"id": "outer", "members": ["inner", "c"], "zone": "x"},
        {"id": "inner", "members": ["a", "b"], "zone": "y", "zone_mtbf_s": 1000, "zone_mttr_s": 60})");
    ASSERT_TRUE(lowered) << errorOf(lowered);
    EXPECT_EQ(stationOf(lowered->network, "a").zone, "y");
    EXPECT_EQ(stationOf(lowered->network, "b").zone, "own");
    EXPECT_EQ(stationOf(lowered->network, "c").zone, "x");
    const Zone* failing = zoneNamed(lowered->network, "y");
    ASSERT_NE(failing, nullptr);
    EXPECT_EQ(failing->mtbf_s, 1000);
    EXPECT_EQ(failing->mttr_s, 60);
    EXPECT_EQ(failing->stations.size(), 1u);
    EXPECT_FALSE(zoneNamed(lowered->network, "x")->mtbf_s);
}

TEST(Zones, ThatMakeNoSenseAreSaid) {
    EXPECT_THAT(errorOf(grouped(R"({"id": "g", "members": ["a"], "zone": 3})")), HasSubstr("g.zone"));
    EXPECT_THAT(errorOf(grouped(R"({"id": "g", "members": ["a"], "zone": "z", "zone_mtbf_s": 0, "zone_mttr_s": 1})")),
                HasSubstr("g.zone_mtbf_s"));
    const auto half = grouped(R"({"id": "g", "members": ["a"], "zone": "z", "zone_mtbf_s": 9})");
    ASSERT_TRUE(half) << errorOf(half);
    EXPECT_FALSE(zoneNamed(half->network, "z")->mtbf_s);
    bool said = false;
    for (const auto& finding : half->findings) said = said || finding.message.find("zone_mttr_s") != std::string::npos;
    EXPECT_TRUE(said);
}
