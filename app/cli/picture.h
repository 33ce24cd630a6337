// SPDX-License-Identifier: Apache-2.0
// Pictures that Qt draws. A build without Qt has none: its implementation says so.
#pragma once

#include "app/cli/commands.h"
#include "core/scene/scene.h"
#include "core/support/result.h"

#include <string>

namespace catenary::cli {

/// The bytes of a PNG or PDF file (`format`), with `design`, the text of a `.catenary` file, in it unless empty. Error
/// of code Unsupported: this build cannot draw, or the picture is too large to.
[[nodiscard]] support::Result<std::string> picture(const scene::Scene& scene, const std::string& format,
                                                   const std::string& design, const ExportOptions& options);

} // namespace catenary::cli
