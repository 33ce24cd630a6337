// SPDX-License-Identifier: Apache-2.0
#include "app/cli/input.h"
#include "app/cli/output.h"

#include <iostream>

namespace catenary::cli {

Status validate(const DesignOptions& options) {
    const auto catalog = readCatalog();
    const auto input = readDesign(options, *catalog);
    if (!input) return complain(input.error());
    std::cout << describe(input->findings, input->name);
    if (input->findings.empty()) std::cout << input->name << ": no findings\n";
    return support::hasErrors(input->findings) ? Status::BadInput : Status::Done;
}

} // namespace catenary::cli
