// SPDX-License-Identifier: Apache-2.0
//
// inference: first-principles physics of model and language-model servers, as pure functions on values: memory
// (shape.h), iterations of a decoder (decoder.h), batches of encoders, vision and recommendation models (batch.h).
// Rooflines with fitted constants (constants.h); every time is a sum of named terms. Nothing here knows designs.
// docs/inference.md lists the formulas and how close they come to measured runs.
#pragma once

#include "core/catalog/catalog.h"
#include "core/inference/constants.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catenary::inference {

enum class Precision { Fp32, Fp16, Fp8, Int8, Fp4, Int4 };
/// "fp16" and "bf16" are one; nothing for an unknown word.
[[nodiscard]] std::optional<Precision> precision(std::string_view word);
[[nodiscard]] const char* toString(Precision precision);
/// Bytes of one weight, scales included.
[[nodiscard]] double bytesPerWeight(Precision precision, const Constants& constants = inference::constants());

/// One part of a time, in ms, with the formula it follows from in words.
struct Term {
    std::string_view name; ///< a literal, as is the formula
    double ms = 0;
    std::string_view formula;
};

/// A time that is the sum of its terms.
struct Time {
    std::vector<Term> terms;
    [[nodiscard]] double ms() const;
    /// The largest term. The time must have one.
    [[nodiscard]] const Term& dominant() const;
};

/// Adds `times` times `other` to `time`; terms of one name are one.
void add(Time& time, const Time& other, double times);

/// Dense peak of an accelerator for a precision, in FLOP/s, and the precision its products run in: weight-only
/// quantisation (int4 anywhere, fp4 where the device has none) computes in fp16.
struct Peak {
    double flops = 0;
    Precision computed = Precision::Fp16;
};
[[nodiscard]] Peak peak(const catalog::Hardware& accelerator, Precision precision);

/// Bytes of one device that weights and cache may use: GiB · 2³⁰ · memory_share − memory_reserve.
[[nodiscard]] double usableBytes(const catalog::Hardware& accelerator,
                                 const Constants& constants = inference::constants());

/// Share of its peak that an accelerator keeps under load within its power limit: low_power for boards that a slot
/// feeds; for others of 2022 and 2023 (W of the limit ÷ TFLOP/s of the fp16 peak ÷ power_per_tflops)^power_exponent,
/// at most 1.
[[nodiscard]] double powerShare(const catalog::Hardware& accelerator,
                                const Constants& constants = inference::constants());

/// Factor on host times for the age of an accelerator's hosts: host_aging ^ (years before host_year).
[[nodiscard]] double hostFactor(const catalog::Hardware& accelerator,
                                const Constants& constants = inference::constants());

/// The accelerator itself, or the one inside an instance; nullptr if it has no known physics.
[[nodiscard]] const catalog::Hardware* acceleratorOf(const catalog::Hardware& hardware,
                                                     const catalog::Catalog& catalog);

/// (aᵖ + bᵖ)^(1/p): p = 1 adds, a large p takes the larger.
[[nodiscard]] double smoothMax(double a, double b, double p);

} // namespace catenary::inference
