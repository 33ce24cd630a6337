// SPDX-License-Identifier: Apache-2.0
#include "core/inference/inference.h"

#include <algorithm>
#include <cmath>

namespace catenary::inference {

std::optional<Precision> precision(std::string_view word) {
    if (word == "bf16") return Precision::Fp16;
    for (const Precision candidate :
         {Precision::Fp32, Precision::Fp16, Precision::Fp8, Precision::Int8, Precision::Fp4, Precision::Int4})
        if (word == toString(candidate)) return candidate;
    return std::nullopt;
}

const char* toString(Precision precision) {
    switch (precision) {
    case Precision::Fp32:
        return "fp32";
    case Precision::Fp16:
        return "fp16";
    case Precision::Fp8:
        return "fp8";
    case Precision::Int8:
        return "int8";
    case Precision::Fp4:
        return "fp4";
    case Precision::Int4:
        return "int4";
    }
    return "";
}

double bytesPerWeight(Precision precision, const Constants& constants) {
    switch (precision) {
    case Precision::Fp32:
        return 4;
    case Precision::Fp16:
        return 2;
    case Precision::Fp8:
    case Precision::Int8:
        return 1;
    case Precision::Fp4:
    case Precision::Int4:
        return constants.fp4_bytes;
    }
    return 2;
}

double Time::ms() const {
    double sum = 0;
    for (const Term& term : terms) sum += term.ms;
    return sum;
}

const Term& Time::dominant() const {
    return *std::max_element(terms.begin(), terms.end(), [](const Term& a, const Term& b) { return a.ms < b.ms; });
}

void add(Time& time, const Time& other, double times) {
    for (const Term& term : other.terms) {
        const auto same = std::find_if(time.terms.begin(), time.terms.end(),
                                       [&](const Term& mine) { return mine.name == term.name; });
        if (same != time.terms.end())
            same->ms += term.ms * times;
        else
            time.terms.push_back({term.name, term.ms * times, term.formula});
    }
}

Peak peak(const catalog::Hardware& accelerator, Precision precision) {
    const double eight = accelerator.tflops_fp8 > 0 ? accelerator.tflops_fp8 : accelerator.tflops_int8;
    if (precision == Precision::Fp4 && accelerator.tflops_fp4 > 0)
        return {accelerator.tflops_fp4 * 1e12, Precision::Fp4};
    if ((precision == Precision::Fp8 || precision == Precision::Int8) && eight > 0)
        return {eight * 1e12, Precision::Fp8};
    if (precision == Precision::Fp32) {
        // Since 2020 products of fp32 run in tf32, at half the rate of fp16.
        const double given = accelerator.tflops_fp32;
        return {(given > 0 ? given : accelerator.tflops_fp16 / 2) * 1e12, Precision::Fp32};
    }
    return {accelerator.tflops_fp16 * 1e12, Precision::Fp16};
}

double usableBytes(const catalog::Hardware& accelerator, const Constants& constants) {
    return accelerator.hbm_gib * std::pow(2.0, 30) * constants.memory_share - constants.memory_reserve * 1e9;
}

double powerShare(const catalog::Hardware& accelerator, const Constants& constants) {
    if (accelerator.tdp_watts <= 0 || accelerator.platform != "cuda") return 1;
    if (accelerator.tdp_watts <= constants.low_power_watts) return constants.low_power;
    if (accelerator.released < constants.power_year || accelerator.released > constants.power_year + 1) return 1;
    const double watts = accelerator.tdp_watts / accelerator.tflops_fp16;
    return std::min(1.0, std::pow(watts / constants.power_per_tflops, constants.power_exponent));
}

double hostFactor(const catalog::Hardware& accelerator, const Constants& constants) {
    const double age = accelerator.released > 0 ? std::max(0.0, constants.host_year - accelerator.released) : 0;
    return std::pow(constants.host_aging, age);
}

const catalog::Hardware* acceleratorOf(const catalog::Hardware& hardware, const catalog::Catalog& catalog) {
    const catalog::Hardware* device = hardware.accelerator.empty() ? &hardware : catalog.hardware(hardware.accelerator);
    return device != nullptr && device->tflops_fp16 > 0 && device->hbm_gb_per_s > 0 ? device : nullptr;
}

double smoothMax(double a, double b, double p) {
    const double larger = std::max(a, b);
    if (larger <= 0) return 0;
    return larger * std::pow(std::pow(a / larger, p) + std::pow(b / larger, p), 1 / p);
}

} // namespace catenary::inference
