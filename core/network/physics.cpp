// SPDX-License-Identifier: Apache-2.0
#include "core/network/physics.h"

#include "core/inference/batch.h"
#include "core/inference/decoder.h"
#include "core/network/calibration.h"

#include <algorithm>
#include <cmath>

namespace catenary::network {

using support::Json;

namespace {

/// Beyond so many points a curve is kept as the line through its ends.
constexpr int longestCurve = 8192;

struct Served {
    const catalog::Model* model = nullptr;
    const catalog::Hardware* accelerator = nullptr;
    int accelerators = 1; ///< on one replica's hardware
};

/// The model and the accelerator, or nothing with an Error.
std::optional<Served> served(const ParameterReader& reader, const catalog::Catalog& catalog) {
    Served result;
    const std::string model = reader.text("model"), hardware = reader.text("hardware");
    result.model = catalog.model(model);
    if (result.model == nullptr) {
        std::vector<std::string> known;
        for (const catalog::Model& candidate : catalog.models()) known.push_back(candidate.id);
        const std::string near = support::nearestWord(model, known);
        reader.error("model", "there is no model `" + model + "`", near.empty() ? "" : "did you mean `" + near + "`?");
        return std::nullopt;
    }
    if (hardware.empty()) {
        reader.error("hardware", "`" + reader.owner() + "` serves `" + model + "`, but on no hardware",
                     "choose its `hardware`, or type a time in");
        return std::nullopt;
    }
    const catalog::Hardware* found = catalog.hardware(hardware);
    if (found == nullptr) {
        reader.error("hardware", "there is no hardware `" + hardware + "`");
        return std::nullopt;
    }
    result.accelerator = inference::acceleratorOf(*found, catalog);
    if (result.accelerator == nullptr) {
        reader.error("hardware",
                     "no peak and bandwidth are known of `" + hardware + "`, so the time of `" + model +
                         "` cannot be computed",
                     "choose hardware with an accelerator, or type a time in");
        return std::nullopt;
    }
    result.accelerators = std::max(1, found->accelerators);
    return result;
}

inference::Precision precisionOf(const ParameterReader& reader, const std::string& name) {
    const std::string word = reader.text(name);
    const auto result = inference::precision(word);
    if (!result && !word.empty()) reader.error(name, "there is no precision `" + word + "`");
    return result.value_or(inference::Precision::Fp16);
}

/// Parameters that the author set and the model's time does not depend on.
void noteWithoutEffect(const ParameterReader& reader, const inference::BatchDeployment& deployment, int most) {
    using Engine = inference::BatchDeployment::Engine;
    const auto says = [&](const char* name, const std::vector<inference::BatchDeployment>& others) {
        if (!reader.authored(name)) return;
        const auto same = [&](const inference::BatchDeployment& other) {
            return inference::batch(other, 1).ms() == inference::batch(deployment, 1).ms() &&
                   inference::batch(other, most).ms() == inference::batch(deployment, most).ms();
        };
        if (std::all_of(others.begin(), others.end(), same))
            reader.info(name, "not modelled: `" + std::string(name) + "`, for the time of `" + deployment.model->id +
                                  "` is taken not to depend on it");
    };
    std::vector<inference::BatchDeployment> others(3, deployment);
    others[0].engine = Engine::Compiled;
    others[1].engine = Engine::General;
    others[2].engine = Engine::Eager;
    says("engine", others);
    others.assign(2, deployment);
    others[0].tokens *= 2;
    others[1].tokens /= 2;
    says("input_tokens", others);
    others.assign(3, deployment);
    others[0].precision = inference::Precision::Fp32;
    others[1].precision = inference::Precision::Int8;
    others[2].precision = inference::Precision::Fp16;
    says("precision", others);
}

std::string rounded(double value) {
    return support::shortestNumber(std::round(value * 10) / 10);
}

} // namespace

std::optional<std::pair<BatchTime, Physics>>
batchTimeFromPhysics(const ParameterReader& reader, const catalog::Catalog& catalog, const BatcherStation& station) {
    if (!reader.has("model")) return std::nullopt;
    if (reader.authored("batch_time_ms")) {
        reader.info("batch_time_ms", "the typed-in time replaces what follows from `model` and `hardware`",
                    "remove `batch_time_ms` to have it computed");
        return std::nullopt;
    }
    const auto what = served(reader, catalog);
    if (!what) return std::nullopt;
    if (what->model->family == "decoder") {
        reader.error("model", "`" + what->model->id + "` is a language model: its times follow the sequences it holds",
                     "use a kind that serves language models");
        return std::nullopt;
    }
    inference::BatchDeployment deployment;
    deployment.model = what->model;
    deployment.accelerator = what->accelerator;
    deployment.precision = precisionOf(reader, "precision");
    deployment.tokens = reader.number("input_tokens", deployment.tokens, 1, ParameterReader::infinity);
    using Engine = inference::BatchDeployment::Engine;
    deployment.engine = reader.choice<Engine>(
        "engine", {{"tensorrt", Engine::Compiled}, {"triton", Engine::General}, {"pytorch-eager", Engine::Eager}},
        Engine::Compiled);

    noteWithoutEffect(reader, deployment, std::max(station.max_batch, 2));

    const double weights = inference::weightBytes(deployment), usable = inference::usableBytes(*what->accelerator);
    const std::string memory = "weights " + rounded(weights / 1e9) + " GB, usable on " + what->accelerator->id + " " +
                               rounded(usable / 1e9) + " GB";
    if (weights > usable) {
        reader.error("model", "`" + what->model->id + "` does not fit: " + memory,
                     "choose larger hardware or fewer bits");
        return std::nullopt;
    }
    const double scale = station.of_items ? 1 : station.items_per_request;
    const Calibration measured = calibration(reader, catalog, deployment, scale);
    const auto time_ms = [&](int k) { return measured.by.factor * inference::batch(deployment, k * scale).ms(); };
    BatchTime result;
    if (station.max_batch <= longestCurve) {
        for (int k = 1; k <= station.max_batch; ++k) result.curve_ms.push_back(time_ms(k));
    } else {
        const double first = time_ms(1);
        result.per_item_ms = (time_ms(station.max_batch) - first) / (station.max_batch - 1);
        result.base_ms = first - result.per_item_ms;
    }
    Physics physics;
    physics.served = deployment;
    physics.items = scale;
    physics.calibration = measured.by;
    physics.measured = measured.points;
    return std::pair(std::move(result), physics);
}

std::optional<Physics> fillDecoderPhysics(DecoderStation& station, const ParameterReader& reader,
                                          const catalog::Catalog& catalog) {
    const std::string name = "step_time_ms";
    const bool typed = reader.has(name);
    if (typed)
        station.step = inference::IterationTime::linear(
            reader.member(name, "base", 0, 0), reader.member(name, "per_prefill_token", 0, 0),
            reader.member(name, "per_sequence", 0, 0), reader.member(name, "per_context_token", 0, 0));
    const auto givenTokens = reader.number("kv_tokens", 1);
    station.kv_tokens = givenTokens.value_or(ParameterReader::infinity);
    if (!reader.has("model")) {
        if (!typed)
            reader.error("model",
                         "`" + reader.owner() + "` says neither which model it serves nor how long a step takes",
                         "choose `model` and `hardware`, or give `step_time_ms`");
        return std::nullopt;
    }
    const auto what = served(reader, catalog);
    if (!what) return std::nullopt;
    if (what->model->family != "decoder") {
        reader.error("model", "`" + what->model->id + "` is no language model", "use a kind that serves batches");
        return std::nullopt;
    }
    inference::Deployment deployment;
    deployment.model = what->model;
    deployment.accelerator = what->accelerator;
    deployment.tensor_parallel = reader.integerOr("tensor_parallel", 1, 1);
    deployment.expert_parallel = reader.flag("expert_parallel");
    if (deployment.expert_parallel && (what->model->experts <= 0 || deployment.tensor_parallel < 2)) {
        reader.info("expert_parallel", "not modelled: `expert_parallel`, for there are no experts to spread",
                    "serve a mixture of experts on several accelerators (`tensor_parallel`), or leave it out");
        deployment.expert_parallel = false;
    }
    deployment.weights = precisionOf(reader, "precision");
    if (reader.has("kv_precision")) deployment.kv = precisionOf(reader, "kv_precision");
    const std::string engine = reader.has("engine") ? reader.text("engine") : "vllm";
    deployment.engine = catalog.engine(engine);
    if (deployment.engine == nullptr) {
        reader.error("engine", "there is no engine `" + engine + "`");
        return std::nullopt;
    }
    if (what->accelerators > 1 && deployment.tensor_parallel > what->accelerators)
        reader.warning("tensor_parallel", "`tensor_parallel` is " + std::to_string(deployment.tensor_parallel) +
                                              ", but `" + reader.text("hardware") + "` has " +
                                              std::to_string(what->accelerators) + " accelerators");

    const inference::Decoder decoder(deployment);
    const double capacity = decoder.kvTokens();
    if (capacity < 1) {
        reader.error("model", "`" + what->model->id + "` does not fit: " + decoder.memoryStatement(),
                     "more `tensor_parallel`, larger hardware or fewer bits");
        return std::nullopt;
    }
    if (!givenTokens) station.kv_tokens = std::floor(capacity);
    if (typed) {
        reader.info(name, "the typed-in time replaces what follows from `model` and `hardware`",
                    "remove `step_time_ms` to have it computed");
        return std::nullopt;
    }
    const Calibration measured = calibration(reader, catalog, deployment);
    station.step = decoder.iterationTime(station.token_budget).times(measured.by.factor);

    Physics physics;
    physics.served = deployment;
    physics.calibration = measured.by;
    physics.measured = measured.points;
    return physics;
}

} // namespace catenary::network
