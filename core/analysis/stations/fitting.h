// SPDX-License-Identifier: Apache-2.0
// Laws whose transforms are cheap, in place of laws whose transforms are not.
#pragma once

#include "core/analysis/waiting.h"

#include <optional>

namespace catenary::analysis {

/// The mixture of two exponential laws with these first three moments: p x + q y = E[X], p x² + q y² = E[X²]/2,
/// p x³ + q y³ = E[X³]/6 (Whitt 1982). Nothing where there is none: it needs E[X²] > 2E[X]² and
/// E[X]E[X³] > 1.5E[X²]².
[[nodiscard]] std::optional<Mixture> twoExponentials(double mean, double second, double third);

/// The law itself where its transform is a closed form; else two exponentials with its first three moments where it
/// varies more than they, or the gamma law of its first two.
[[nodiscard]] Mixture withCheapTransform(const Distribution& law);
[[nodiscard]] Mixture withCheapTransform(const Mixture& mixture);

} // namespace catenary::analysis
