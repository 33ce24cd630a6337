// SPDX-License-Identifier: Apache-2.0
#include "app/cli/input.h"
#include "app/cli/output.h"
#include "core/network/lower.h"

#include <iostream>

namespace catenary::cli {
namespace {

/// What only the model made of a sound design shows: a loop that requests never leave, a parameter without effect.
support::Findings findingsOfModel(const Input& input, const catalog::Catalog& catalog) {
    support::Findings findings;
    if (auto lowered = network::lower(input.design, catalog)) {
        findings = std::move(lowered->findings);
    } else {
        const support::Error& error = lowered.error();
        findings = {{support::Severity::Error, error.where.path, error.message, error.hint, error.where.line}};
    }
    for (support::Finding& finding : findings)
        if (finding.line == 0) finding.line = lineOf(input, finding.where);
    return findings;
}

} // namespace

Status validate(const DesignOptions& options) {
    const auto catalog = readCatalog();
    auto input = readDesign(options, *catalog);
    if (!input) return complain(input.error());
    support::Findings& findings = input->findings;
    if (!support::hasErrors(findings)) {
        const support::Findings more = without(findingsOfModel(*input, *catalog), findings);
        findings.insert(findings.end(), more.begin(), more.end());
    }
    std::cout << describe(findings, input->name);
    if (findings.empty()) std::cout << input->name << ": no findings\n";
    return support::hasErrors(findings) ? Status::BadInput : Status::Done;
}

} // namespace catenary::cli
