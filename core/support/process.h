// SPDX-License-Identifier: Apache-2.0
// Whether the program that left something behind is still at work on it.
#pragma once

#include <cstdint>

namespace catenary::support {

/// Does the process still run that had the number `process` at `at_ms` (Unix time)? The system gives numbers again:
/// one that started later is another. One that has ended and is not waited for yet runs no more.
[[nodiscard]] bool stillRuns(std::int64_t process, std::int64_t at_ms);

} // namespace catenary::support
