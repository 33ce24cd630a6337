// SPDX-License-Identifier: Apache-2.0
#include "app/cli/png.h"

namespace catenary::cli {

support::Result<std::string> png(const scene::Scene&, const ExportOptions&) {
    return support::fail(support::ErrorCode::Unsupported, "PNG is not in this build, which was made without Qt", {},
                         "export to SVG instead");
}

} // namespace catenary::cli
