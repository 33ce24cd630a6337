// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace catenary::support {

/// Keeps up to 32 MiB of freed memory in the process instead of giving it back to the system at once. Every edit of a
/// design needs the same few megabytes again, and fetching them anew is a fifth of what an analysis costs. Call at the
/// start of `main`. Does nothing where the C library has no such setting.
void keepFreedMemory();

} // namespace catenary::support
