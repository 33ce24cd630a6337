// SPDX-License-Identifier: Apache-2.0
#include "core/inference/calibration.h"

#include "core/inference/run.h"

#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <map>

using namespace catenary;
using namespace catenary::inference;
using support::Json;

namespace {

Accuracy group(double low, double high, int rows = 100) {
    Accuracy result;
    result.rows = rows;
    result.low = low;
    result.high = high;
    return result;
}

/// Logarithm of the upper end over the factor.
double half(const std::vector<double>& ratios, const Accuracy& of) {
    return std::log(calibrated(ratios, of).value().band.value().high);
}

/// Measured ÷ computed time of the rows of each server: one model, accelerators, precision, engine and source.
using Servers = std::map<std::string, std::vector<double>>;
std::map<std::string, Servers> measuredServers() {
    std::map<std::string, Servers> result;
    std::ifstream file(CATENARY_SOURCE_DIR "/tests/accuracy/serving_rows.json");
    const Json json = Json::parse(file);
    for (const Json& row : json.at("rows")) {
        const auto run = readRun(row, *catalog::Catalog::builtIn());
        if (!run || row.contains("suspect")) continue;
        const auto prediction = predict(*run);
        if (!prediction) continue;
        std::string server;
        for (const char* member : {"group", "model", "gpu", "n_gpu", "precision", "engine"})
            server += row.value(member, Json()).dump() + ' ';
        const double ratio = row.at("value").get<double>() / prediction->value;
        const bool time = row.at("unit").get<std::string>().starts_with("ms");
        result[prediction->accuracy->id][server].push_back(time ? ratio : 1 / ratio);
    }
    return result;
}

} // namespace

TEST(CalibratedBand, OfOnePointIsAsWideAsTheGroups) {
    // √½ · √(1 + 1/1) = 1
    const auto one = calibrated({1.7}, group(0.8, 1.25));
    ASSERT_TRUE(one && one->band);
    EXPECT_NEAR(one->factor, 1.7, 1e-12);
    EXPECT_NEAR(one->band->high, 1.25, 1e-9);
    EXPECT_NEAR(one->band->low, 0.8, 1e-9);
}

TEST(CalibratedBand, NarrowsWithPointsThatAgreeAndWidensWithPointsThatDoNot) {
    const Accuracy of = group(0.8, 1.25);
    double before = half({1.2}, of);
    for (std::size_t n = 2; n <= 20; ++n) {
        const double now = half(std::vector<double>(n, 1.2), of);
        EXPECT_LT(now, before) << n;
        before = now;
    }
    EXPECT_GT(half({0.6, 1.7}, of), half({1.2}, of)) << "points that part more than the group's";
    EXPECT_GT(half({0.9, 1.1, 1.3}, of), half({1.1, 1.1, 1.1}, of));
}

TEST(CalibratedBand, OfManyPointsIsTheirOwnScatterWhateverTheGroup) {
    // Logarithms at ± 0.3 in equal number: deviation 0.3, t₀.₉ → 1.2816.
    std::vector<double> ratios;
    for (int i = 0; i < 1000; ++i) ratios.push_back(std::exp(i % 2 == 0 ? 0.3 : -0.3));
    for (const Accuracy& of : {group(0.99, 1.01), group(0.5, 2)}) EXPECT_NEAR(half(ratios, of), 0.3 * 1.2816, 2e-3);
}

TEST(CalibratedBand, WithoutAGroupNeedsTwoPoints) {
    EXPECT_FALSE(calibrated({1.2}, group(1, 1, 0))->band);
    EXPECT_TRUE(calibrated({1.2, 1.3}, group(1, 1, 0))->band);
    EXPECT_FALSE(calibrated({}, group(0.8, 1.25)));
}

// The two numbers of the rule: points of measured servers calibrate their other points, four fifths of which lie
// within.
TEST(CalibratedBand, HoldsAboutFourFifthsOfTheOtherRowsOfAMeasuredServer) {
    const auto all = measuredServers();
    for (const std::size_t n : {1u, 2u, 4u}) {
        int inside = 0, rows = 0;
        for (const char* kind : {"llm-tpot", "moe", "amd", "encoder", "cnn", "dlrm", "diffusion"})
            for (const auto& [server, ratios] : all.at(kind))
                for (std::size_t first = 0; ratios.size() > n && first < ratios.size(); ++first) {
                    std::vector<double> own, others;
                    for (std::size_t i = 0; i < ratios.size(); ++i)
                        (i < n ? own : others).push_back(ratios[(first + i) % ratios.size()]);
                    const auto by = calibrated(own, accuracy(kind)).value();
                    for (const double other : others) {
                        ++rows;
                        inside += other >= by.factor * by.band->low && other <= by.factor * by.band->high ? 1 : 0;
                    }
                }
        ASSERT_GT(rows, 300);
        EXPECT_GT(static_cast<double>(inside) / rows, 0.72) << n;
        EXPECT_LT(static_cast<double>(inside) / rows, 0.9) << n;
    }
}
