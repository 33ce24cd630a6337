// SPDX-License-Identifier: Apache-2.0
#include "core/insight/estimate.h"

#include "app/cli/estimate_table.h"
#include "app/cli/input.h"
#include "app/cli/output.h"

namespace catenary::cli {
Status estimate(const DesignOptions& options, bool json) {
    const auto catalog = readCatalog();
    const auto input = readSoundDesign(options, *catalog);
    if (!input) return input.error();
    auto estimate = insight::estimate(input->design, *catalog);
    if (!estimate) return complainOf(*input, estimate.error());
    addFindings(*estimate, input->findings);
    if (json) return write(insight::toJson(*estimate) + '\n', "-");
    return write(estimateTable(input->design, *estimate), "-");
}

} // namespace catenary::cli
