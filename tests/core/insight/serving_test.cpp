// SPDX-License-Identifier: Apache-2.0
#include "core/insight/serving.h"

#include "core/design/codec.h"
#include "core/insight/explanation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace catenary::insight {
namespace {

using testing::HasSubstr;

struct Served {
    design::Design design;
    Estimate estimate;
    std::size_t at = 0;
    [[nodiscard]] Serving view() const { return serving(estimate, at).value(); }
    [[nodiscard]] Explanation why(const std::string& figure) const {
        return explain("components.it." + figure, estimate, design, *catalog::Catalog::builtIn()).value();
    }
};

Served served(const std::string& kind, const std::string& parameters, double rate,
              const std::string& attributes = R"("input_tokens": 1000, "output_tokens": 100)") {
    const std::string text = R"({"format": "catenary-design", "version": 1, "components": [
        {"id": "c", "kind": "client"}, {"id": "it", "kind": ")" +
                             kind + R"(", "parameters": {)" + parameters + R"(}}],
      "connections": [{"id": "c-it", "from": "c", "to": "it", "distance": "none"}],
      "workloads": [{"id": "w", "source": "c", "arrival": {"process": "poisson", "rate_per_s": )" +
                             std::to_string(rate) + R"(}, "attributes": {)" + attributes + R"(}}]})";
    Served result;
    result.design = design::decode(text).value().design;
    result.estimate = estimate(result.design, *catalog::Catalog::builtIn()).value();
    result.at = static_cast<std::size_t>(result.estimate.network.station(design::ComponentId("it")));
    return result;
}

/// 8.03 billion parameters in 16 bits on one H100 SXM: 989 TFLOP/s, 3350 GB/s, 700 W.
Served language(double rate, const std::string& more = "") {
    return served("llm_server", R"("model": "llama-3.1-8b", "hardware": "aws:p5.4xlarge", "precision": "fp16")" + more,
                  rate);
}

} // namespace

TEST(Serving, IsOfStationsWhoseTimesFollowFromModelAndHardware) {
    EXPECT_TRUE(serving(language(1).estimate, 1).has_value());
    EXPECT_FALSE(serving(language(1).estimate, 0).has_value()) << "a client";
    EXPECT_FALSE(serving(served("service", R"("service_time_ms": 1)", 1).estimate, 1).has_value());
    EXPECT_EQ(modelServers(language(1).estimate.network), (std::vector<network::Index>{1}));
}

TEST(Serving, RooflineIsTheArithmeticOfTheModel) {
    const Serving view = language(1).view();
    const auto& device = *catalog::Catalog::builtIn()->hardware("H100-SXM");
    EXPECT_DOUBLE_EQ(view.roof.flops, device.tflops_fp16 * 1e12);
    EXPECT_DOUBLE_EQ(view.roof.bytes_per_s, device.hbm_gb_per_s * 1e9);
    ASSERT_EQ(view.spots.size(), 2u);
    // A token of output reads all weights for 2 operations a parameter of 2 bytes: about one FLOP/byte a sequence.
    const double size = view.now->size;
    EXPECT_NEAR(view.spots[0].intensity / size, 1, 0.15);
    // A prompt of 1000 tokens reads them once: somewhat less than 1000 FLOP/byte, for activations move, too.
    EXPECT_LT(view.spots[1].intensity, 1000);
    EXPECT_GT(view.spots[1].intensity, 300);
    for (const Serving::Spot& spot : view.spots) EXPECT_LT(spot.flops, view.roof.at(spot.intensity));
}

TEST(Serving, TimeIsThatOfTheStepAtTheMeanBatch) {
    const Serving view = language(2).view();
    ASSERT_TRUE(view.now);
    EXPECT_NEAR(view.time.ms(), view.now->ms, 1e-9 * view.now->ms);
    EXPECT_THAT(view.point, HasSubstr("1050 tokens of context"));
    double before = 0, throughput = 0;
    for (const Serving::Point& point : view.curve) {
        EXPECT_GT(point.ms, before) << "a larger batch takes longer";
        EXPECT_GT(point.per_s, throughput) << "and yields more";
        before = point.ms;
        throughput = point.per_s;
    }
    EXPECT_EQ(view.curve.front().size, 1);
    EXPECT_EQ(view.curve.back().size, 256);
    EXPECT_EQ(view.limit, "largest batch");
    EXPECT_EQ(language(2, R"(, "kv_tokens": 20000)").view().curve.back().size, 19) << "20000 ÷ 1050";
    EXPECT_EQ(language(2, R"(, "kv_tokens": 20000)").view().limit, "KV cache");
}

TEST(Serving, MemoryIsWeightsAndCache) {
    const Serving view = language(2).view();
    // 2 · 32 layers · 8 KV heads · 128 · 2 bytes
    EXPECT_DOUBLE_EQ(view.memory.cache_per_token, 131072);
    EXPECT_NEAR(view.memory.cache, view.now->size * 1050 * 131072, 1);
    EXPECT_NEAR(view.memory.tokens, (view.memory.usable - view.memory.weights) / 131072, 1);
    EXPECT_NEAR(view.memory.weights, 16.06e9, 0.1e9);
}

TEST(Serving, CostAndEnergyAreThoseOfAnHourOverWhatIsMadeInIt) {
    const Served design = language(2);
    const Serving view = design.view();
    // 2 requests/s · 100 tokens · 3600 s = 0.72 million tokens an hour
    ASSERT_TRUE(view.present && view.full);
    EXPECT_DOUBLE_EQ(view.present->per_s, 200);
    EXPECT_NEAR(*view.present->usd, view.usd_per_hour / 0.72, 1e-9);
    EXPECT_NEAR(*view.present->kwh, 0.7 * view.present->busy / 0.72, 1e-9);
    EXPECT_DOUBLE_EQ(view.full->per_s, 200 * *design.estimate.performance.stations[design.at].saturates_at_load);
    EXPECT_LT(*view.full->usd, *view.present->usd);
    EXPECT_DOUBLE_EQ(view.full->busy, 1);
    const Explanation money = design.why("usd_per_million_tokens");
    EXPECT_NEAR(money.value, *view.present->usd, 1e-9 * money.value);
    const Explanation energy = design.why("kwh_per_million_tokens_at_capacity");
    EXPECT_NEAR(energy.value, *view.full->kwh, 1e-9 * energy.value);
    EXPECT_THAT(energy.terms[0].terms[1].terms[0].terms[1].source, HasSubstr("assumed"));
    EXPECT_TRUE(energy.terms[0].terms[1].terms[0].terms[1].assumption);
}

TEST(Serving, AnIdleServerHasNoOperatingPointAndNoCostOfATokenYetATime) {
    const Serving view = language(0).view();
    EXPECT_FALSE(view.now);
    EXPECT_FALSE(view.present);
    EXPECT_GT(view.time.ms(), 0);
    EXPECT_THAT(view.point, HasSubstr("step of 1 sequence "));
}

TEST(Serving, AnOverloadedServerYieldsItsCapacity) {
    const Served design = language(1000);
    const Serving view = design.view();
    ASSERT_TRUE(view.present && view.full);
    EXPECT_DOUBLE_EQ(view.present->per_s, view.full->per_s);
    EXPECT_LT(view.present->per_s, 1e5);
}

TEST(Serving, BatchesOfItemsAreCountedInTheLeastUnitThatCostsACent) {
    const Served design =
        served("model_server",
               R"("model": "bert-base", "hardware": "aws:g6.xlarge", "max_batch": 16, "items_per_request": 5)", 20, "");
    const Serving view = design.view();
    EXPECT_FALSE(view.tokens);
    EXPECT_DOUBLE_EQ(view.present->per_s, 100);
    EXPECT_EQ(view.curve.size(), 16u);
    const auto& station = std::get<network::BatcherStation>(design.estimate.network.stations[design.at].model);
    for (const Serving::Point& point : view.curve) EXPECT_DOUBLE_EQ(point.ms, station.time.mean_ms(point.size));
    EXPECT_DOUBLE_EQ(view.curve[3].per_s, 4 * 5 * 1e3 / view.curve[3].ms);
    // About a thousand items a second for less than a dollar an hour: a thousand of them cost less than a cent.
    EXPECT_EQ(unitOf(view), "million items");
    EXPECT_GE(*view.full->usd, 0.01);
    EXPECT_LT(*view.full->usd, 10);
    EXPECT_DOUBLE_EQ(design.why("usd_per_million_items").value, *view.present->usd);
    const Serving images =
        served("model_server", R"("model": "sdxl", "hardware": "aws:p5.4xlarge", "max_batch": 2)", 0.1, "").view();
    EXPECT_EQ(unitOf(images), "thousand items");
    EXPECT_EQ(unitOf(language(2).view()), "million tokens") << "always";
    EXPECT_DOUBLE_EQ(design.why("batch_ms").value, view.time.ms());
    EXPECT_DOUBLE_EQ(design.why("memory_bytes").value, view.memory.weights);
}

TEST(Serving, TheBandIsOfTheGroupUntilPointsOfTheComponentNarrowIt) {
    const Served computed = language(2);
    const Serving plain = computed.view();
    ASSERT_TRUE(plain.band);
    EXPECT_EQ(plain.band->high, plain.accuracy->high);
    const auto& physics = computed.estimate.network.stations[computed.at].physics;
    const inference::Decoder server(std::get<inference::Deployment>(physics->served));
    std::string points;
    for (const int batch : {1, 8, 32, 128})
        points += (points.empty() ? "" : ", ") +
                  std::string(R"({"input_tokens": 1000, "output_tokens": 100, "batch": )") + std::to_string(batch) +
                  R"(, "tpot_ms": )" + support::shortestNumber(1.2 * server.step(batch, 1050).ms()) + "}";
    const Served measured = language(2, R"(, "calibration": [)" + points + "]");
    const Serving view = measured.view();
    EXPECT_EQ(view.measured, 4);
    EXPECT_NEAR(view.calibration, 1.2, 1e-6);
    ASSERT_TRUE(view.band);
    EXPECT_LT(view.band->high / view.band->low, plain.band->high / plain.band->low);
    EXPECT_THAT(measured.why("step_ms").source, HasSubstr("calibrated by 4 of your points"));
}

TEST(Serving, SpeculationYieldsMoreTokensAStep) {
    const Serving plain = language(2).view();
    const Serving guessing = language(2, R"(, "speculative": {"tokens": 4, "acceptance": 0.7})").view();
    // (1 − 0.7⁵) ÷ 0.3 tokens a round
    const double round = (1 - std::pow(0.7, 5)) / 0.3;
    EXPECT_NEAR(guessing.curve[0].per_s * guessing.curve[0].ms / 1e3, round, 1e-9);
    EXPECT_GT(guessing.curve[0].per_s, plain.curve[0].per_s);
}

} // namespace catenary::insight
