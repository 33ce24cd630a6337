// SPDX-License-Identifier: Apache-2.0
// The PNG of a scene. A build without Qt has none: its implementation says so.
#pragma once

#include "app/cli/commands.h"
#include "core/scene/scene.h"
#include "core/support/result.h"

#include <string>

namespace catenary::cli {

/// The bytes of the file. Error of code Unsupported: this build cannot draw, or the picture is too large to.
[[nodiscard]] support::Result<std::string> png(const scene::Scene& scene, const ExportOptions& options);

} // namespace catenary::cli
