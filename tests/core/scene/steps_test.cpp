// SPDX-License-Identifier: Apache-2.0
// A design told step by step.
#include "core/scene/steps.h"

#include "core/design/codec.h"
#include "core/support/files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace catenary::scene {
namespace {

using ::testing::ElementsAre;

std::vector<std::string> titlesOf(const std::vector<Step>& steps) {
    std::vector<std::string> titles;
    for (const Step& step : steps) titles.push_back(step.title);
    return titles;
}

design::Design read(std::string_view text) {
    return design::decode(text)->design;
}

/// Each component, connection with both ends, and note, exactly once.
void expectWhole(const std::vector<Step>& steps, const design::Design& design) {
    std::multiset<std::string> shown;
    for (const Step& step : steps) shown.insert(step.ids.begin(), step.ids.end());
    std::multiset<std::string> all;
    for (const auto& part : design.components) all.insert(part->id.str());
    for (const auto& part : design.connections) all.insert(part->id.str());
    for (const auto& part : design.notes) all.insert(part->id.str());
    EXPECT_EQ(shown, all);
}

const char* const shop = R"({"format":"catenary-design","version":1,
 "components":[{"id":"db","kind":"relational_db","name":"Store"},{"id":"app","kind":"client","name":"App"},
               {"id":"api","kind":"service","name":"API","notes":"Say why it is stateless."},
               {"id":"cache","kind":"cache","name":"Cache"},
               {"id":"train","kind":"job","name":"Trainer"},{"id":"reg","kind":"model_registry","name":"Registry"}],
 "connections":[{"id":"c3","from":"api","to":"db","stage":2},{"id":"c1","from":"app","to":"api"},
                {"id":"c2","from":"api","to":"cache"},{"id":"c4","from":"cache","to":"db"},{"id":"c5","from":"train","to":"reg"}],
 "groups":[{"id":"g","name":"Training","members":["train","reg"]}],
 "notes":[{"id":"n","text":"Why","at":[0,0]}],
 "workloads":[{"id":"w","source":"app","arrival":{"process":"poisson","rate_per_s":10}}]})";

TEST(Steps, FollowTheRequestThenTheGroupsThenTheNotes) {
    const design::Design design = read(shop);
    const auto steps = stepsOfRequest(design);
    EXPECT_THAT(titlesOf(steps), ElementsAre("App", "API", "Cache", "Store", "Training", "Notes"));
    EXPECT_THAT(steps[1].ids, ElementsAre("api", "c1"));
    EXPECT_THAT(steps[3].ids, ElementsAre("db", "c3", "c4"));
    EXPECT_EQ(steps[1].notes, "Say why it is stateless.");
    expectWhole(steps, design);
}

TEST(Steps, OfLoopsAndOfNothingEnd) {
    const design::Design loop = read(R"({"format":"catenary-design","version":1,
        "components":[{"id":"a","kind":"service"},{"id":"b","kind":"service"}],
        "connections":[{"id":"x","from":"a","to":"b"},{"id":"y","from":"b","to":"a"}]})");
    expectWhole(stepsOfRequest(loop), loop);
    EXPECT_TRUE(stepsOfRequest({}).empty());
}

TEST(Steps, ShowEveryTemplateWholeBothWays) {
    const auto catalog = catalog::Catalog::builtIn();
    for (const auto& file : support::embeddedFiles()) {
        if (!file.path.starts_with("templates/")) continue;
        const design::Design design = read(file.content);
        expectWhole(stepsOfRequest(design), design);
        const auto estimate = insight::estimate(design, *catalog);
        ASSERT_TRUE(estimate);
        const auto path = stepsOfCriticalPath(design, *estimate);
        ASSERT_GT(path.size(), 2U) << file.path;
        expectWhole(path, design);
    }
}

} // namespace
} // namespace catenary::scene
