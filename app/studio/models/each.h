// SPDX-License-Identifier: Apache-2.0
// Parts of a design as references: `for (const design::Workload& workload : each(design.workloads))`.
#pragma once

#include "core/design/design.h"

#include <ranges>

namespace catenary::studio {

template <class T> [[nodiscard]] auto each(const design::Parts<T>& parts) {
    return std::ranges::subrange(parts.begin(), parts.end()) |
           std::views::transform([](const std::shared_ptr<const T>& part) -> const T& { return *part; });
}

} // namespace catenary::studio
