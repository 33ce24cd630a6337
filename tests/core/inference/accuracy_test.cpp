// SPDX-License-Identifier: Apache-2.0
// The physics against published measurements: tests/accuracy/serving_rows.json, each row with its source. Bounds are
// those that rows kept out of the fit keep as well (docs/accuracy-inference.md).
#include "core/inference/run.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>

using namespace catenary;
using support::Json;

namespace {

struct Errors {
    std::vector<double> sizes; ///< sorted
    int inside = 0;            ///< rows within the band
};

/// Of all rows, by kind of prediction.
const std::map<std::string, Errors>& errors() {
    static const std::map<std::string, Errors> all = [] {
        std::map<std::string, Errors> result;
        std::ifstream file(CATENARY_SOURCE_DIR "/tests/accuracy/serving_rows.json");
        const Json json = Json::parse(file);
        for (const Json& row : json.at("rows")) {
            if (row.contains("suspect")) continue;
            const auto run = inference::readRun(row, *catalog::Catalog::builtIn());
            if (!run) continue;
            const auto prediction = inference::predict(*run);
            if (!prediction) continue;
            const double measured = row.at("value");
            Errors& group = result[prediction->accuracy->id];
            group.sizes.push_back(std::abs(prediction->value / measured - 1));
            group.inside += measured >= prediction->low && measured <= prediction->high ? 1 : 0;
        }
        for (auto& [id, group] : result) std::sort(group.sizes.begin(), group.sizes.end());
        return result;
    }();
    return all;
}

struct Bound {
    const char* kind;
    std::size_t rows;
    double median, p90;
};

class ServingAccuracy : public testing::TestWithParam<Bound> {};

} // namespace

TEST_P(ServingAccuracy, IsWithinItsBound) {
    const Bound& bound = GetParam();
    const std::vector<double>& sizes = errors().at(bound.kind).sizes;
    ASSERT_GE(sizes.size(), bound.rows);
    EXPECT_LT(sizes[sizes.size() / 2], bound.median);
    EXPECT_LT(sizes[sizes.size() * 9 / 10], bound.p90);
}

INSTANTIATE_TEST_SUITE_P(Kinds, ServingAccuracy,
                         testing::Values(Bound{"llm-static", 200, 0.07, 0.20}, Bound{"llm-load", 48, 0.07, 0.20},
                                         Bound{"llm-tpot", 140, 0.07, 0.20}, Bound{"llm-ttft", 37, 0.09, 0.20},
                                         Bound{"moe", 60, 0.15, 0.40}, Bound{"amd", 30, 0.15, 0.30},
                                         Bound{"encoder", 90, 0.06, 0.17}, Bound{"cnn", 19, 0.10, 0.20},
                                         Bound{"cnn-batching", 34, 0.10, 0.27}, Bound{"dlrm", 25, 0.05, 0.18},
                                         Bound{"vector", 90, 0.30, 1.00}),
                         [](const testing::TestParamInfo<Bound>& info) {
                             std::string name = info.param.kind;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

TEST(ServingBands, HoldAboutFourFifthsOfTheRows) {
    int inside = 0;
    std::size_t rows = 0;
    for (const auto& [id, group] : errors()) {
        inside += group.inside;
        rows += group.sizes.size();
    }
    EXPECT_GT(inside, 0.75 * static_cast<double>(rows));
    EXPECT_LT(inside, 0.88 * static_cast<double>(rows));
}
