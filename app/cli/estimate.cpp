// SPDX-License-Identifier: Apache-2.0
#include "core/insight/estimate.h"

#include "app/cli/estimate_table.h"
#include "app/cli/input.h"
#include "app/cli/output.h"

#include <algorithm>

namespace catenary::cli {
namespace {

/// Findings of reading the file that the estimate, which sees only the design, cannot know; put first.
void addFindings(insight::Estimate& estimate, const support::Findings& of_input) {
    support::Findings missing;
    for (const auto& finding : of_input) {
        const bool known = std::any_of(estimate.findings.begin(), estimate.findings.end(), [&](const auto& other) {
            return other.where == finding.where && other.message == finding.message;
        });
        if (!known) missing.push_back(finding);
    }
    estimate.findings.insert(estimate.findings.begin(), missing.begin(), missing.end());
}

} // namespace

Status estimate(const DesignOptions& options, bool json) {
    const auto catalog = readCatalog();
    const auto input = readSoundDesign(options, *catalog);
    if (!input) return input.error();
    auto estimate = insight::estimate(input->design, *catalog);
    if (!estimate) return complain(estimate.error());
    addFindings(*estimate, input->findings);
    if (json) return write(insight::toJson(*estimate) + '\n', "-");
    return write(estimateTable(input->design, *estimate), "-");
}

} // namespace catenary::cli
