// SPDX-License-Identifier: Apache-2.0
// In which order kinds are offered, before and after something was typed.
#pragma once

#include "core/catalog/catalog.h"
#include "core/design/design.h"

#include <QStringList>

#include <vector>

namespace catenary::studio {

/// Every kind once. First what commonly follows the component `from` (empty: nothing does), as this design has it and
/// then in general; then those of `recent` (kind ids), the plain and most common ones, and the rest by group.
[[nodiscard]] std::vector<const catalog::Kind*> offeredKinds(const catalog::Catalog& catalog,
                                                             const design::Design& design,
                                                             const design::ComponentId& from,
                                                             const QStringList& recent = {});

/// What the catalog finds for `query`, those first whose title begins with it.
[[nodiscard]] std::vector<const catalog::Kind*> foundKinds(const catalog::Catalog& catalog, const QString& query);

} // namespace catenary::studio
