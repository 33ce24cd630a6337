// SPDX-License-Identifier: Apache-2.0
// A model server at the load of an estimate, as the physics of core/inference explains it: where the time of a step or
// batch goes, how near its operating point is to the roof of the hardware, what larger batches would bring, what is in
// memory, and what a million output tokens (or so many items) cost in money and energy. One instance, where not
// said otherwise.
#pragma once

#include "core/inference/work.h"
#include "core/insight/estimate.h"

#include <optional>
#include <string>
#include <vector>

namespace catenary::insight {

struct Serving {
    /// A batch of so many sequences (language models) or members, while it runs.
    struct Point {
        double size = 0;
        double ms = 0;    ///< of the step or batch
        double per_s = 0; ///< output tokens or items
    };
    /// A step, batch or prompt under the roof.
    struct Spot {
        std::string name;     ///< "step of 12 sequences"
        double intensity = 0; ///< FLOP ÷ byte
        double flops = 0;     ///< FLOP/s achieved: operations the model needs ÷ time
    };
    /// Bytes of all accelerators of an instance together.
    struct Memory {
        double installed = 0; ///< GiB · 2³⁰ of the data sheet
        double usable = 0;    ///< what an engine gives to weights and cache
        double weights = 0;
        double cache_per_token = 0; ///< language models, copies on other accelerators counted
        double cache = 0;           ///< held at the operating point
        double tokens = 0;          ///< of context that fit beside the weights
    };
    /// Of all instances together.
    struct Yield {
        double per_s = 0;          ///< output tokens or items
        double busy = 0;           ///< share of time that an instance runs
        std::optional<double> usd; ///< for `unit`; absent without a price
        std::optional<double> kwh; ///< for `unit`; absent where the power limit is not known
    };

    bool tokens = false; ///< a language model: output tokens are counted, else items
    /// Tokens or items that `Yield` is for: a million tokens; of items the least of a thousand, a million and a billion
    /// that costs a cent at capacity.
    double unit = 1e6;
    std::string model, accelerator; ///< titles
    int accelerators = 1;
    double instances = 1; ///< running, on average
    double each = 1;      ///< output tokens or items of a request, on average

    std::string point;                             ///< "step of 12 sequences with 8,125 tokens of context each"
    inference::Time time;                          ///< at the operating point; of a batch of one where nothing arrives
    const inference::Accuracy* accuracy = nullptr; ///< the group of measured runs the model's error is known from
    double calibration = 1;                        ///< factor of the author's measured points, in every time here
    int measured = 0;                              ///< how many they are; 0: none
    /// Measured ÷ shown of four fifths of runs: of the group, or of this component by its author's points
    /// (inference/calibration.h). Absent where too little is known.
    std::optional<inference::Band> band;

    inference::Roof roof;
    std::vector<Spot> spots; ///< the operating point first; then, of a language model, a prompt of mean length

    std::vector<Point> curve; ///< ascending, from 1 to the largest batch
    std::optional<Point> now; ///< at the mean batch of the estimate; absent where nothing arrives
    std::string limit;        ///< what bounds the batch: "KV cache", "largest batch", "tokens per step"

    Memory memory;
    double usd_per_hour = 0;            ///< of one instance; 0: unknown
    double watts = 0;                   ///< power limit of the accelerators of one instance; 0: unknown
    std::optional<Yield> present, full; ///< at this load; at the load where it saturates
};

/// Of a station whose times follow from model and hardware; nothing of another.
[[nodiscard]] std::optional<Serving> serving(const Estimate& estimate, std::size_t station);

/// "million tokens", "thousand items": what `Yield` is for.
[[nodiscard]] std::string unitOf(const Serving& serving);

/// Names of the figures that `explain` has of it beside those of every component: the time at the operating point
/// ("step_ms" or "batch_ms"), memory, cost and energy of a unit ("usd_per_million_tokens", "kwh_per_thousand_items").
[[nodiscard]] std::vector<std::string> servingFigures(const Serving& serving);

/// Stations that `serving` has something to say of, in the order of the network.
[[nodiscard]] std::vector<network::Index> modelServers(const network::Network& network);

} // namespace catenary::insight
