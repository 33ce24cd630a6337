// SPDX-License-Identifier: Apache-2.0
// The reference systems: they load, say nothing wrong, hold their objectives, and break where they should.
#include "core/design/codec.h"
#include "core/design/path.h"
#include "core/design/validate.h"
#include "core/insight/estimate.h"
#include "core/support/files.h"

#include <gmock/gmock.h>
#include <set>

namespace catenary {
namespace {

using support::Severity;

const catalog::Catalog& kinds() {
    return *catalog::Catalog::builtIn();
}

design::Design load(const std::string& id) {
    const auto* file = support::embeddedFile("templates/" + id + ".catenary");
    EXPECT_NE(file, nullptr) << id;
    const auto decoded = design::decode(file->content, id);
    EXPECT_TRUE(decoded) << id << ": " << support::describe(decoded.error());
    return decoded->design;
}

design::Design set(design::Design design, const std::vector<std::pair<std::string, design::Json>>& values) {
    for (const auto& [path, value] : values) {
        auto changed = design::setPath(design, path, value);
        EXPECT_TRUE(changed) << path << ": " << changed.error().message;
        if (changed) design = std::move(*changed);
    }
    return design;
}

design::Design variant(const design::Design& design, const std::string& id) {
    const auto changed = design::applyVariant(design, id);
    EXPECT_TRUE(changed) << id << ": " << changed.error().message;
    return changed ? *changed : design;
}

insight::Estimate estimate(const design::Design& design) {
    auto result = insight::estimate(design, kinds());
    EXPECT_TRUE(result) << support::describe(result.error());
    return result ? std::move(*result) : insight::Estimate{};
}

double latency(const insight::Estimate& estimate, std::string_view metric) {
    for (const auto& result : estimate.objectives)
        if (result.objective.metric == metric) return result.value.value_or(-1);
    return -1;
}

std::string problems(const support::Findings& findings) {
    std::string text;
    for (const auto& finding : findings)
        if (finding.severity != Severity::Info) text += finding.where + ": " + finding.message + "\n";
    return text;
}

bool allMet(const insight::Estimate& estimate) {
    return !estimate.objectives.empty() && std::ranges::all_of(estimate.objectives, &insight::ObjectiveResult::met);
}

class Template : public testing::TestWithParam<const char*> {};
INSTANTIATE_TEST_SUITE_P(All, Template,
                         testing::Values("restaurant-recommendation", "rag-legal-assistant",
                                         "realtime-inference-optimization"),
                         [](const auto& info) {
                             std::string name = info.param;
                             std::erase(name, '-');
                             return name;
                         });

TEST_P(Template, IsWrittenAsTheProgramWritesIt) {
    const auto* file = support::embeddedFile(std::string("templates/") + GetParam() + ".catenary");
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(design::encode(load(GetParam())), file->content);
}

TEST_P(Template, ValidatesWithoutErrorsOrWarnings) {
    EXPECT_EQ(problems(design::validate(load(GetParam()), kinds())), "");
}

TEST_P(Template, IsStableAndPriced) {
    const auto result = estimate(load(GetParam()));
    EXPECT_TRUE(result.performance.stable);
    EXPECT_GT(result.system.usd_per_month, 0);
    EXPECT_GT(result.system.saturation_load.value_or(0), 1);
}

TEST_P(Template, EveryVariantCanBeSetAndEstimated) {
    const auto design = load(GetParam());
    for (const auto& entry : design.variants) {
        EXPECT_NE(entry.note, "") << entry.id;
        const auto changed = variant(design, entry.id);
        EXPECT_TRUE(insight::estimate(changed, kinds())) << entry.id;
        EXPECT_FALSE(support::hasErrors(design::validate(changed, kinds()))) << entry.id;
    }
}

TEST_P(Template, CitesSourcesWithTitleAndPlace) {
    const auto design = load(GetParam());
    EXPECT_GE(design.sources.size(), 5u);
    std::set<std::string> ids;
    for (const auto& source : design.sources) {
        EXPECT_TRUE(ids.insert(source.id).second) << source.id;
        EXPECT_NE(source.title, "") << source.id;
        EXPECT_TRUE(source.where.starts_with("https://")) << source.id;
    }
}

TEST_P(Template, TeachesAProblemWithQuestionsAndARubric) {
    const auto design = load(GetParam());
    EXPECT_GE(design.teaching.prompt.size(), 100u);
    EXPECT_GE(design.teaching.follow_ups.size(), 5u);
    EXPECT_GE(design.teaching.rubric.size(), 8u);
    EXPECT_GE(design.teaching.trade_offs.size(), 4u);
    EXPECT_GE(design.teaching.failure_modes.size(), 4u);
    EXPECT_GE(design.assumptions.size(), 4u);
}

// Between any two there is room for a connection and its arrow.
TEST_P(Template, CardsStandApart) {
    const auto design = load(GetParam());
    const auto gap = [](double from, double length, double other, double otherLength) {
        return std::max(other - (from + length), from - (other + otherLength));
    };
    for (const auto& a : design.components) {
        ASSERT_TRUE(a->at && a->size) << a->id.str();
        for (const auto& b : design.components) {
            if (a == b) continue;
            const double across = gap(a->at->x, a->size->width, b->at->x, b->size->width);
            const double down = gap(a->at->y, a->size->height, b->at->y, b->size->height);
            EXPECT_GE(std::max(across, down), 40) << a->id.str() << " and " << b->id.str();
        }
    }
}

// Physics, not typing: the times of model and language-model servers follow from model and hardware.
TEST_P(Template, TypesInNoTimeWherePhysicsGivesOne) {
    for (const auto& component : load(GetParam()).components) {
        EXPECT_EQ(design::findParameter(component->parameters, "batch_time_ms"), nullptr) << component->id.str();
        EXPECT_EQ(design::findParameter(component->parameters, "step_time_ms"), nullptr) << component->id.str();
    }
}

TEST(RestaurantRecommendation, HoldsItsObjectives) {
    const auto result = estimate(load("restaurant-recommendation"));
    EXPECT_TRUE(allMet(result));
    EXPECT_GT(result.system.load_line.value_or(0), 1);
}

TEST(RestaurantRecommendation, OneSecondPassRankerBreaksItAndAFindingSaysWhy) {
    const auto result = estimate(set(load("restaurant-recommendation"), {{"second-pass-ranker.replicas", 1}}));
    EXPECT_FALSE(allMet(result));
    const auto names = [](const support::Finding& finding) {
        return finding.where == "second-pass-ranker" && finding.severity != Severity::Info;
    };
    EXPECT_TRUE(std::ranges::any_of(result.findings, names)) << problems(result.findings);
}

TEST(RagLegalAssistant, HoldsItsObjectives) {
    EXPECT_TRUE(allMet(estimate(load("rag-legal-assistant"))));
}

// The exercise: from about 200 ms to 50 ms by batching and fewer bits.
TEST(RealtimeInference, StartsNear200MsAndMissesIts50) {
    const auto result = estimate(load("realtime-inference-optimization"));
    EXPECT_NEAR(latency(result, "latency_p50_ms"), 200, 40);
    EXPECT_FALSE(allMet(result));
}

TEST(RealtimeInference, ReachesItsObjectiveByBatchingAndFewerBits) {
    const auto design = load("realtime-inference-optimization");
    const double baseline = latency(estimate(variant(design, "baseline")), "latency_p50_ms");
    const double batching = latency(estimate(variant(design, "batching")), "latency_p50_ms");
    const double bits = latency(estimate(variant(design, "reduced-precision")), "latency_p50_ms");
    const auto both = estimate(variant(design, "both"));
    EXPECT_LT(batching, baseline);
    EXPECT_LT(bits, baseline);
    EXPECT_LE(latency(both, "latency_p50_ms"), 50);
    EXPECT_TRUE(allMet(both));
}

} // namespace
} // namespace catenary
