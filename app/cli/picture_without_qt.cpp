// SPDX-License-Identifier: Apache-2.0
#include "app/cli/picture.h"

namespace catenary::cli {

support::Result<std::string> picture(const scene::Scene&, const std::string& format, const std::string&,
                                     const ExportOptions&) {
    return support::fail(support::ErrorCode::Unsupported,
                         (format == "pdf" ? "PDF" : "PNG") +
                             std::string(" is not in this build, which was made without Qt"),
                         {}, "export to SVG instead");
}

} // namespace catenary::cli
