// SPDX-License-Identifier: Apache-2.0
// The layout of the library's file and the steps to it. Internal to core/library.
#pragma once

#include "core/library/database.h"

namespace catenary::library {

/// Marks a SQLite file as ours ("CTNY").
inline constexpr int applicationId = 0x43544E59;

/// Brings the file up to the current layout: before each step from an existing layout a backup, each in a transaction.
/// Errors: it belongs to another program, or to a newer one of ours.
[[nodiscard]] support::Result<void> bringUpToDate(Database& database, const std::filesystem::path& path);

} // namespace catenary::library
