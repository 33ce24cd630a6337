// SPDX-License-Identifier: Apache-2.0
// The constants of the physics: data of resources/inference/constants.json, each with unit, meaning and the group of
// measured runs it was fitted to.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace catenary::inference {

struct Constant {
    std::string id, unit, meaning;
    std::string fit; ///< id of a Fit; "convention" for constants that were set
    double value = 0;
};

/// A group of measured runs. `p50`, `p90`: absolute relative error on the runs kept out of the fit, 0 where unknown.
struct Fit {
    std::string id, title;
    double p50 = 0, p90 = 0;
};

/// A generation of serving engines: what its overheads are.
struct Engine {
    std::string id, title;
    std::string layer;         ///< constant of the time per layer
    std::string host;          ///< "python" or "cpp"
    std::string communication; ///< "old" or "new"
    bool rereads_kv = false;   ///< paged kernels that read the KV cache again for each query head
};

/// Traits of an accelerator that its peaks do not tell, by id.
struct AcceleratorTraits {
    bool slow_peaks = false, pcie = false, power_limited = false;
};

/// All tables, read once from the embedded file; an error in it aborts (a test reads it).
[[nodiscard]] const std::vector<Constant>& constants();
[[nodiscard]] const std::vector<Fit>& fits();
[[nodiscard]] const std::vector<Engine>& engines();

/// The value of a constant; an unknown id is a programmer error and aborts.
[[nodiscard]] double constant(std::string_view id);
[[nodiscard]] const Fit& fit(std::string_view id);
[[nodiscard]] const Engine* engine(std::string_view id); ///< nullptr if there is none
[[nodiscard]] AcceleratorTraits traits(std::string_view accelerator);

} // namespace catenary::inference
