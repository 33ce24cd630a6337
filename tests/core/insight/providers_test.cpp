// SPDX-License-Identifier: Apache-2.0
#include "core/insight/providers.h"

#include "core/design/codec.h"
#include "core/insight/sizing.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace catenary::insight {
namespace {

const catalog::Catalog& facts() {
    static const auto catalog = catalog::Catalog::builtIn();
    return *catalog;
}

/// client -> ranker -> two services on such machines; an empty string leaves `hardware` out.
design::Design designOn(const std::string& ranker, const std::string& one, const std::string& other) {
    const auto hardware = [](const std::string& id) {
        return id.empty() ? std::string() : R"(, "hardware": ")" + id + '"';
    };
    const auto decoded = design::decode(R"({"format": "catenary-design", "version": 1, "components": [
        {"id": "c", "kind": "client"},
        {"id": "ranker", "kind": "recsys_ranker", "parameters": {"replicas": 4)" +
                                        hardware(ranker) + R"(}},
        {"id": "one", "kind": "service", "parameters": {"service_time_ms": 1)" +
                                        hardware(one) + R"(}},
        {"id": "other", "kind": "service", "parameters": {"service_time_ms": 1)" +
                                        hardware(other) + R"(}}],
      "connections": [{"id": "c-r", "from": "c", "to": "ranker"}, {"id": "r-1", "from": "ranker", "to": "one"},
                      {"id": "r-2", "from": "ranker", "to": "other"}],
      "workloads": [{"id": "w", "source": "c", "arrival": {"process": "poisson", "rate_per_s": 100}}],
      "objectives": [{"workload": "w", "metric": "latency_p99_ms", "at_most": 300}]})");
    return decoded.value().design;
}

ProviderRule ruleOf(const design::Design& design) {
    const design::Component& ranker = *design.component(design::ComponentId("ranker"));
    return providerFor(ranker, *facts().kind(ranker.kind), design);
}

} // namespace

TEST(Providers, AreWhatStandsBeforeTheColon) {
    EXPECT_EQ(providerOf("aws:g6.xlarge"), "aws");
    EXPECT_EQ(providerOf("H100-SXM"), "");
}

TEST(Providers, OfAComponentAreItsOwnThenTheMajoritysThenItsDefaults) {
    EXPECT_EQ(ruleOf(designOn("azure:Standard_NC8as_T4_v3", "gcp:n2-standard-4", "gcp:n2-standard-4")).provider,
              "azure");
    EXPECT_EQ(ruleOf(designOn("", "gcp:n2-standard-4", "gcp:n2-standard-4")).provider, "gcp");
    EXPECT_EQ(ruleOf(designOn("", "gcp:n2-standard-4", "aws:m7i.xlarge")).provider, "gcp"); // the first in the file
    EXPECT_EQ(ruleOf(designOn("", "", "")).provider, providerOf(facts().kind("recsys_ranker")->hardware.front()));
}

TEST(Sizing, StaysWithTheProvider) {
    for (const char* hardware : {"gcp:g2-standard-4", "aws:p5.4xlarge"}) {
        const auto design = designOn(hardware, "", "");
        const auto sizing = size(design, facts());
        ASSERT_TRUE(sizing) << sizing.error().message;
        const auto chosen = design::getPath(sizing->design, "ranker.hardware").value().get<std::string>();
        EXPECT_EQ(providerOf(chosen), providerOf(hardware));
        ASSERT_EQ(sizing->providers.size(), 1u);
        EXPECT_THAT(sizing->providers[0], testing::HasSubstr("its own hardware"));
    }
    // The dearest machine of a provider gives way to a cheaper one of the same.
    const auto sizing = size(designOn("aws:p5.4xlarge", "", ""), facts());
    EXPECT_NE(design::getPath(sizing->design, "ranker.hardware").value(), "aws:p5.4xlarge");
}

} // namespace catenary::insight
