// SPDX-License-Identifier: Apache-2.0
#include "core/inference/batch.h"
#include "core/inference/decoder.h"
#include "core/inference/engine.h"
#include "core/support/files.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <set>

using namespace catenary;
using inference::Decoder;
using inference::Deployment;
using inference::Precision;

namespace {

const catalog::Catalog& builtIn() {
    return *catalog::Catalog::builtIn();
}

Deployment deployment(const char* model, const char* accelerator, int devices = 1,
                      Precision weights = Precision::Fp16) {
    Deployment result;
    result.model = builtIn().model(model);
    result.accelerator = builtIn().hardware(accelerator);
    result.tensor_parallel = devices;
    result.weights = weights;
    result.engine = builtIn().engine("vllm");
    return result;
}

inference::BatchDeployment batchOf(const char* model, const char* accelerator, Precision precision = Precision::Fp16) {
    inference::BatchDeployment result;
    result.model = builtIn().model(model);
    result.accelerator = builtIn().hardware(accelerator);
    result.precision = precision;
    return result;
}

} // namespace

TEST(Constants, EveryConstantSaysItsUnitItsMeaningAndItsFit) {
    const inference::Tables& tables = inference::tables();
    std::set<std::string> ids, fits;
    for (const inference::Fit& fit : tables.fits) fits.insert(fit.id);
    for (const inference::Constant& constant : tables.constants) {
        EXPECT_TRUE(ids.insert(constant.id).second) << constant.id;
        const double value = inference::constants().*constant.value;
        EXPECT_GT(value, 0) << constant.id;
        EXPECT_FALSE(constant.unit.empty() || constant.meaning.empty()) << constant.id;
        EXPECT_TRUE(fits.count(constant.fit)) << constant.id;
        EXPECT_EQ(constant.fit == "convention", constant.high == 0) << constant.id;
        if (constant.high <= 0) continue;
        EXPECT_TRUE(value >= constant.low * 0.999 && value <= constant.high * 1.001) << constant.id;
    }
}

TEST(Constants, EveryBandHoldsThePredictionAndComesFromMeasuredRuns) {
    for (const inference::Accuracy& accuracy : inference::tables().accuracies) {
        EXPECT_LT(accuracy.low, 1) << accuracy.id;
        EXPECT_GT(accuracy.high, 1) << accuracy.id;
        EXPECT_GT(accuracy.p50, 0) << accuracy.id;
        EXPECT_GT(accuracy.p90, accuracy.p50) << accuracy.id;
        EXPECT_GT(accuracy.rows, 10) << accuracy.id;
    }
}

TEST(Constants, AFileThatLacksAConstantIsRefused) {
    EXPECT_FALSE(inference::readTables(R"({"fits": [], "constants": [], "accuracy": []})"));
    EXPECT_FALSE(inference::readTables("{"));
}

TEST(Engines, AReleaseIsOfTheGenerationWithTheLongestName) {
    EXPECT_EQ(builtIn().engine("vllm-2024")->id, "vllm-2024");
    EXPECT_EQ(builtIn().engine("vllm-0.18.0")->id, "vllm-2026");
    EXPECT_EQ(builtIn().engine("vllm-0.12.0")->id, "vllm");
    EXPECT_EQ(builtIn().engine("vllm-?")->id, "vllm");
    EXPECT_EQ(builtIn().engine("vllm-0.21.1")->id, "vllm-2026");
    EXPECT_EQ(builtIn().engine("vllm-0.2.7")->id, "pytorch-eager");
    EXPECT_EQ(builtIn().engine("vllm-2023-eager")->id, "pytorch-eager");
    EXPECT_EQ(builtIn().engine("trtllm-0.5/0.6")->id, "trtllm-2023");
    EXPECT_EQ(builtIn().engine("trtllm-1.0.0rc3")->id, "trtllm");
    EXPECT_EQ(builtIn().engine("sglang-0.5.9")->id, "sglang");
    EXPECT_EQ(builtIn().engine("ollama"), nullptr);
}

// What the schema lets an engine file name must be there, else a file that fits it would end the program.
TEST(Engines, EveryConstantTheSchemaAllowsExists) {
    const auto* file = support::embeddedFile("resources/schema/engine.schema.json");
    ASSERT_NE(file, nullptr);
    const auto schema = support::Json::parse(file->content);
    std::set<std::string> known;
    for (const inference::Constant& row : inference::tables().constants) known.insert(row.id);
    const auto& engine = schema.at("properties").at("engines").at("items").at("properties");
    const auto& members = engine.at("constants").at("properties");
    EXPECT_EQ(members.size(), 9u);
    for (const auto& member : members)
        for (const auto& id : member.at("enum")) EXPECT_TRUE(known.count(id)) << id;
}

// A number of the engine's own replaces the constant, the age of the host included; the rest stays.
TEST(Engines, AGivenNumberIsTakenAsItIs) {
    const catalog::Hardware& old = *builtIn().hardware("A100-SXM-80");
    catalog::Engine own = *builtIn().engine("vllm");
    const inference::Overheads before = inference::overheads(own, old);
    EXPECT_DOUBLE_EQ(before.layer_s, inference::constants().layer_modern * inference::hostFactor(old) * 1e-6);
    own.layer_us = 12;
    own.sequence_us = 0;
    const inference::Overheads after = inference::overheads(own, old);
    EXPECT_DOUBLE_EQ(after.layer_s, 12e-6);
    EXPECT_DOUBLE_EQ(after.sequence_s, 0);
    EXPECT_DOUBLE_EQ(after.step_s, before.step_s);
    const catalog::Hardware& rocm = *builtIn().hardware("MI300X");
    EXPECT_DOUBLE_EQ(inference::overheads(own, rocm).layer_s, 12e-6);
    EXPECT_DOUBLE_EQ(inference::overheads(own, rocm).step_s, inference::constants().rocm_step * 1e-6);
}

// The driver of 2023 hands prompts to the process of each accelerator in turn; later ones do not.
TEST(Engines, EagerExecutionHandsPromptsToEachAcceleratorInTurn) {
    const catalog::Hardware& device = *builtIn().hardware("H100-SXM");
    const auto host = [](const char* engine, int devices) {
        Deployment asked = deployment("llama-2-70b", "H100-SXM", devices);
        asked.engine = builtIn().engine(engine);
        const inference::Time time = Decoder(asked).prefill(1000);
        return std::ranges::find(time.terms, std::string("host"), &inference::Term::name)->ms;
    };
    EXPECT_NEAR(host("pytorch-eager", 8) - host("pytorch-eager", 2),
                6 * inference::constants().prompt_eager * inference::hostFactor(device), 1e-9);
    EXPECT_DOUBLE_EQ(host("vllm", 8), host("vllm", 2));
}

// Published counts are rounded by their publishers, and norms and biases are left out of ours.
TEST(Shape, ParameterCountsComputedFromShapesMatchThePublishedOnes) {
    for (const catalog::Model& model : builtIn().models()) {
        if ((model.family != "decoder" && model.family != "speech") || model.published_parameters <= 0) continue;
        const inference::Shape shape = inference::shapeOf(model);
        EXPECT_NEAR(shape.total() / model.published_parameters, 1, 0.012) << model.id << " " << shape.total();
    }
    // Llama 3.1 8B: 32·(2·4096² + 2·4096·1024 + 3·4096·14336) + 2·128256·4096
    EXPECT_DOUBLE_EQ(inference::shapeOf(*builtIn().model("llama-3.1-8b")).total(), 8029995008.0);
    // DeepSeek-V3 activates 37 billion of 671
    EXPECT_NEAR(inference::shapeOf(*builtIn().model("deepseek-v3")).active() / 37e9, 1, 0.02);
}

// KV bytes of a token = 2 · layers · KV heads · head size · bytes; latent attention: layers · (rank + rope) · bytes.
TEST(Memory, CacheBytesOfATokenFollowFromTheShape) {
    EXPECT_DOUBLE_EQ(Decoder(deployment("llama-3.1-70b", "H100-SXM", 4)).kvBytesPerToken(), 2.0 * 80 * 8 * 128 * 2);
    EXPECT_DOUBLE_EQ(Decoder(deployment("deepseek-v3", "H200", 8, Precision::Fp8)).kvBytesPerToken(),
                     61.0 * (512 + 64) * 2);
    Deployment eight = deployment("llama-3.1-70b", "H100-SXM", 4);
    eight.kv = Precision::Fp8;
    EXPECT_DOUBLE_EQ(Decoder(eight).kvBytesPerToken(), 2.0 * 80 * 8 * 128);
}

// Capacity = [n · (GiB · 2³⁰ · 0.92 − 2 GB) − weights] ÷ (KV · max(1, n/KV heads))
TEST(Memory, CapacityIsWhatTheWeightsLeave) {
    const Decoder four(deployment("llama-3.1-70b", "H100-SXM", 4));
    const double usable = 4 * (80 * std::pow(2.0, 30) * 0.92 - 2e9), weights = four.shape().total() * 2;
    EXPECT_NEAR(four.kvTokens(), (usable - weights) / (2.0 * 80 * 8 * 128 * 2), 1);
    EXPECT_LT(Decoder(deployment("llama-3.1-70b", "H100-SXM", 1)).kvTokens(), 0) << "141 GB do not fit into 80 GiB";
    EXPECT_NE(Decoder(deployment("llama-3.1-70b", "H100-SXM", 1)).memoryStatement().find("141.1 GB"),
              std::string::npos);
}

TEST(Memory, KvHeadsFewerThanDevicesAreCopied) {
    const Decoder server(deployment("qwen2.5-7b", "A100-SXM-80", 8)); // 4 KV heads
    EXPECT_NEAR(server.kvTokens(), (server.usableBytes() - server.weightBytes()) / (server.kvBytesPerToken() * 2), 1);
}

// 8-bit weights with 16-bit activations are read in 8 bits and multiplied in 16.
TEST(Precision, ProductsComputeInTheWiderOfWeightsAndActivations) {
    Deployment both = deployment("llama-3.1-8b", "H100-SXM", 1, Precision::Fp8), weights = both;
    weights.activations = Precision::Fp16;
    EXPECT_GT(Decoder(weights).prefill(8192).ms(), 1.2 * Decoder(both).prefill(8192).ms());
    EXPECT_NEAR(Decoder(weights).step(1, 100).ms() / Decoder(both).step(1, 100).ms(), 1, 0.05);
    EXPECT_EQ(Decoder(weights).weightBytes(), Decoder(both).weightBytes());
}

// One token touches k, many touch all; where all experts are alike, E(1 − (1 − k/E)^T).
TEST(Experts, TokensTouchTheExpertsTheyChoose) {
    const inference::Shape shape = inference::shapeOf(*builtIn().model("mixtral-8x7b"));
    EXPECT_NEAR(inference::expertsTouched(shape, 1, 2), 2, 1e-12);
    EXPECT_NEAR(inference::expertsTouched(shape, 2, 1e9), 8 * (1 - 0.75 * 0.75), 1e-6);
    EXPECT_NEAR(inference::expertsTouched(shape, 100000, 2), 8, 1e-6);
}

// Distinct experts counted in a running server: casys-kaist/LLMServingSim, bench/core/gate_stats.py.
TEST(Experts, SomeAreChosenMoreOftenThanOthers) {
    const inference::Shape shape = inference::shapeOf(*builtIn().model("qwen3-30b-a3b"));
    const double popularity = inference::constants().moe_popularity;
    EXPECT_NEAR(inference::expertsTouched(shape, 8, popularity) / 47.6, 1, 0.03);
    EXPECT_NEAR(inference::expertsTouched(shape, 128, popularity) / 120.6, 1, 0.03);
}

// Each accelerator holds all weights but experts, and a token goes once to each other one that holds an expert of it.
TEST(Experts, SpreadOverAcceleratorsTheyAreReachedOnceByAToken) {
    Deployment shared = deployment("qwen3-30b-a3b", "H200", 2), spread = shared;
    spread.expert_parallel = true;
    const Decoder split(shared), server(spread);
    const inference::Shape& shape = server.shape();
    EXPECT_DOUBLE_EQ(server.weightBytes() - split.weightBytes(),
                     (shape.dense_parameters + shape.embedding_parameters) * 2);
    const auto exchanges = [&](double tokens) {
        const inference::Time time = server.iteration(tokens, 0, 0, 0);
        return std::ranges::find(time.terms, std::string("all-to-all"), &inference::Term::name)->ms;
    };
    const double reached = 1 - std::pow(0.5, shape.experts_active);
    EXPECT_NEAR(exchanges(2000) - exchanges(1000),
                shape.layers * 1000 * reached * 3 * shape.hidden / 2 / server.linkRate() * 1e3, 1e-9);
}

TEST(Decoder, CardsWithoutALinkOfTheirOwnReduceMoreSlowly) {
    const auto reduces = [](const char* accelerator, double tokens) {
        const inference::Time time = Decoder(deployment("llama-3.1-8b", accelerator, 2)).iteration(tokens, 0, 0, 0);
        return std::ranges::find(time.terms, std::string("all-reduce"), &inference::Term::name)->ms;
    };
    const double layers = inference::shapeOf(*builtIn().model("llama-3.1-8b")).layers;
    EXPECT_NEAR(reduces("RTX-PRO-6000", 1e-9) - reduces("H200", 1e-9),
                2 * layers * inference::constants().pcie_latency * 1e-3, 1e-6);
    EXPECT_GT(reduces("RTX-PRO-6000", 1000), reduces("H200", 1000));
}

// fp32 reads twice the bytes of fp16 and computes at half the rate, or less.
TEST(Precision, ThirtyTwoBitsTakeAboutTwiceAsLongAsSixteen) {
    const double ratio = Decoder(deployment("llama-3.1-8b", "A100-SXM-80", 1, Precision::Fp32)).prefill(4096).ms() /
                         Decoder(deployment("llama-3.1-8b", "A100-SXM-80")).prefill(4096).ms();
    EXPECT_GT(ratio, 1.6);
    EXPECT_LT(ratio, 2.1);
    for (const char* model : {"bert-large", "resnet-50"})
        EXPECT_GT(inference::batch(batchOf(model, "T4", Precision::Fp32), 32).ms(),
                  1.5 * inference::batch(batchOf(model, "T4"), 32).ms())
            << model;
    EXPECT_EQ(inference::peak(*builtIn().hardware("A100-SXM-80"), Precision::Fp32).flops, 156e12);
    EXPECT_EQ(inference::peak(*builtIn().hardware("T4"), Precision::Fp32).flops, 8.1e12);
}

TEST(Decoder, EveryTimeIsTheSumOfItsTermsAndTheLargestDominates) {
    for (const char* model : {"llama-3.1-70b", "deepseek-v3", "mixtral-8x7b"}) {
        const inference::Time time =
            Decoder(deployment(model, "H200", 8, Precision::Fp8)).iteration(32, 32e3, 2048, 1024);
        double sum = 0, largest = 0;
        for (const inference::Term& term : time.terms) {
            EXPECT_GE(term.ms, 0) << model << " " << term.name;
            sum += term.ms;
            largest = std::max(largest, term.ms);
        }
        EXPECT_DOUBLE_EQ(sum, time.ms());
        EXPECT_EQ(time.dominant().ms, largest);
    }
}

TEST(Decoder, DecodingAloneIsBoundByReadingWeights) {
    EXPECT_EQ(Decoder(deployment("llama-3.1-8b", "L4")).step(1, 100).dominant().name, "read weights");
}

TEST(Decoder, ALongPromptIsBoundByCompute) {
    EXPECT_EQ(Decoder(deployment("llama-3.1-8b", "H100-SXM")).prefill(8192).dominant().name, "compute");
}

TEST(Decoder, WeightsAreReadAtMostAtTheBandwidthOfTheMemory) {
    const Decoder server(deployment("llama-3.1-8b", "A100-SXM-80"));
    const double floor_ms = server.shape().dense_parameters * 2 / (2039e9) * 1e3; // bytes ÷ bandwidth
    EXPECT_GT(server.step(1, 0).ms(), floor_ms);
}

RC_GTEST_PROP(Decoder, MoreSequencesLongerContextsAndLongerPromptsNeverTakeLess, ()) {
    static const char* models[] = {"llama-3.1-8b", "llama-3.1-70b", "mixtral-8x7b", "deepseek-v3"};
    const Decoder server(deployment(models[*rc::gen::inRange(0, 4)], "H200", 8, Precision::Fp8));
    const double sequences = *rc::gen::inRange(1, 512), context = *rc::gen::inRange(0, 8192),
                 prompt = *rc::gen::inRange(1, 8192);
    const double time = server.iteration(sequences, sequences * context, prompt, prompt / 2).ms();
    RC_ASSERT(time > 0);
    RC_ASSERT(server.iteration(sequences + 1, sequences * context, prompt, prompt / 2).ms() >= time);
    RC_ASSERT(server.iteration(sequences, sequences * context + 1, prompt, prompt / 2).ms() >= time);
    RC_ASSERT(server.prefill(prompt + 1).ms() >= server.prefill(prompt).ms());
}

TEST(Decoder, AFasterMemoryMakesAStepShorter) {
    EXPECT_LT(Decoder(deployment("llama-3.1-8b", "H200")).step(8, 1000).ms(),
              Decoder(deployment("llama-3.1-8b", "H100-SXM")).step(8, 1000).ms());
    EXPECT_LT(Decoder(deployment("llama-3.1-8b", "L4", 1, Precision::Fp8)).step(8, 1000).ms(),
              Decoder(deployment("llama-3.1-8b", "L4")).step(8, 1000).ms());
}

TEST(Decoder, TheTableOfTheEnginesIsTheIteration) {
    for (const auto& [model, devices] : {std::pair{"llama-3.1-70b", 4}, std::pair{"mixtral-8x7b", 2}}) {
        const Decoder server(deployment(model, "H100-SXM", devices));
        const inference::IterationTime table = server.iterationTime(8192);
        for (const double sequences : {0.0, 1.0, 7.0, 100.0, 256.0})
            for (const double prompt : {0.0, 1.0, 300.0, 2000.0, 7900.0}) {
                if (sequences + prompt == 0) continue;
                const double exact = server.iteration(sequences, sequences * 1000, prompt, prompt / 2).ms();
                EXPECT_NEAR(table.ms(sequences, sequences * 1000, prompt, prompt / 2) / exact, 1, 2e-3)
                    << model << " " << sequences << " " << prompt;
            }
    }
}

TEST(Batch, EveryTimeIsTheSumOfItsTerms) {
    for (const char* model : {"bert-large", "resnet-50", "dlrm"}) {
        const inference::Time time = inference::batch(batchOf(model, "A100-SXM-40"), 16);
        double sum = 0;
        for (const inference::Term& term : time.terms) {
            EXPECT_GE(term.ms, 0) << model << " " << term.name;
            EXPECT_FALSE(term.formula.empty());
            sum += term.ms;
        }
        EXPECT_DOUBLE_EQ(sum, time.ms());
    }
}

TEST(Batch, FewerBitsAndFasterAcceleratorsTakeLess) {
    for (const char* model : {"bert-large", "resnet-50"}) {
        EXPECT_LT(inference::batch(batchOf(model, "A30", Precision::Int8), 32).ms(),
                  inference::batch(batchOf(model, "A30"), 32).ms())
            << model;
        EXPECT_LT(inference::batch(batchOf(model, "H100-SXM"), 32).ms(),
                  inference::batch(batchOf(model, "T4"), 32).ms())
            << model;
    }
}

RC_GTEST_PROP(Batch, ALargerBatchTakesLongerButLessForEachItem, ()) {
    static const char* models[] = {"bert-base", "bert-large", "resnet-50", "dlrm"};
    const auto what = batchOf(models[*rc::gen::inRange(0, 4)], "A30");
    const double items = *rc::gen::inRange(1, 256);
    const double one = inference::batch(what, items).ms(), more = inference::batch(what, items + 1).ms();
    RC_ASSERT(more >= one);
    RC_ASSERT(more / (items + 1) <= one / items * (1 + 1e-12));
}

TEST(Batch, LaunchingKernelByKernelTakesLonger) {
    auto what = batchOf("bert-base", "A30");
    const double compiled =
        (what.engine = inference::BatchDeployment::Engine::Compiled, inference::batch(what, 1).ms());
    const double eager = (what.engine = inference::BatchDeployment::Engine::Eager, inference::batch(what, 1).ms());
    EXPECT_GT(eager, 2 * compiled);
}

TEST(Precision, WordsAndBytesAgree) {
    EXPECT_EQ(inference::precision("bf16"), Precision::Fp16);
    EXPECT_FALSE(inference::precision("fp13"));
    EXPECT_EQ(inference::bytesPerWeight(Precision::Fp32), 4);
    EXPECT_EQ(inference::bytesPerWeight(Precision::Fp8), 1);
    EXPECT_LT(inference::bytesPerWeight(Precision::Fp4), 1);
}

// Weight-only quantisation computes in fp16: FP4 where the device has no fp4 units.
TEST(Precision, FewBitsDoNotRaiseThePeakOfDevicesWithoutTheUnits) {
    EXPECT_EQ(inference::peak(*builtIn().hardware("H100-SXM"), Precision::Fp4).flops,
              inference::peak(*builtIn().hardware("H100-SXM"), Precision::Fp16).flops);
    EXPECT_GT(inference::peak(*builtIn().hardware("B200"), Precision::Fp4).flops,
              inference::peak(*builtIn().hardware("B200"), Precision::Fp8).flops);
}
