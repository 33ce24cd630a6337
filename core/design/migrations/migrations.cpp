// SPDX-License-Identifier: Apache-2.0
#include "core/design/migrations/migrations.h"

#include "core/design/codec.h"

#include <array>

namespace catenary::design::migrations {

namespace {

using Migration = support::Result<support::OrderedJson> (*)(support::OrderedJson);

/// The step at index v brings version v to v + 1.
constexpr std::array<Migration, formatVersion - oldestVersion> steps{&fromVersion0};

} // namespace

support::Result<support::OrderedJson> migrate(support::OrderedJson design, int version) {
    for (int from = version; from < formatVersion; ++from) {
        auto next = steps[static_cast<std::size_t>(from - oldestVersion)](std::move(design));
        if (!next) return next;
        design = std::move(*next);
        design["version"] = from + 1;
    }
    return design;
}

} // namespace catenary::design::migrations
