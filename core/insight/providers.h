// SPDX-License-Identifier: Apache-2.0
// Whose machines a component runs on: a design stays with one provider unless its author mixes them.
#pragma once

#include "core/catalog/catalog.h"
#include "core/design/design.h"

#include <string>

namespace catenary::insight {

/// What stands before the colon of a hardware id: "aws" of "aws:g6.xlarge"; empty for machines of no provider.
[[nodiscard]] std::string providerOf(std::string_view hardware);

struct ProviderRule {
    std::string provider;
    std::string why; ///< "its own hardware", "most of the design", "its default"
};

/// The provider another machine of a component should come from: that of the hardware it is given; without one that of
/// most components that are given one (ties: first in the file); without any that of its kind's default.
[[nodiscard]] ProviderRule providerFor(const design::Component& component, const catalog::Kind& kind,
                                       const design::Design& design);

} // namespace catenary::insight
