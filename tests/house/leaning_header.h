// SPDX-License-Identifier: Apache-2.0
// A header that does not compile alone: it leans on its includer for std::string. The header test must refuse it.
#pragma once

inline std::string leaning() {
    return {};
}
