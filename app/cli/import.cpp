// SPDX-License-Identifier: Apache-2.0
#include "core/interchange/import.h"
#include "app/cli/input.h"
#include "app/cli/output.h"
#include "core/support/files.h"

#include <iostream>
#include <iterator>

namespace catenary::cli {

Status importDesign(const std::string& file, const std::string& output) {
    const auto catalog = readCatalog();
    support::Result<std::string> content;
    if (file == "-")
        content = std::string{std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()};
    else
        content = support::readFile(file);
    if (!content) return complain(content.error());
    const std::string name = file == "-" ? "standard input" : file;
    const auto decoded = interchange::importDesign(*content, name, *catalog);
    if (!decoded) return complain(decoded.error());
    std::cerr << describe(decoded->findings, name);
    return write(design::encode(decoded->design), output);
}

} // namespace catenary::cli
