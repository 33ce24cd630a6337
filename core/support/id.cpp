// SPDX-License-Identifier: Apache-2.0
#include "core/support/id.h"

#include <algorithm>

namespace catenary::support {

namespace {

// Own classification: <cctype> depends on the locale of the process.
bool isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

} // namespace

bool isValidId(std::string_view text) {
    if (text.empty() || !isLetterOrDigit(text.front())) return false;
    return std::all_of(text.begin(), text.end(), [](char c) { return isLetterOrDigit(c) || c == '_' || c == '-'; });
}

std::string idFromName(std::string_view name) {
    std::string id;
    for (const char c : name) {
        if (isLetterOrDigit(c))
            id += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        else if (c == '_' && !id.empty())
            id += c;
        else if (!id.empty() && id.back() != '-')
            id += '-';
    }
    while (!id.empty() && (id.back() == '-' || id.back() == '_')) id.pop_back();
    return id.empty() ? "item" : id;
}

} // namespace catenary::support
