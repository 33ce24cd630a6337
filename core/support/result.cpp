// SPDX-License-Identifier: Apache-2.0
#include "core/support/result.h"

#include <algorithm>

namespace catenary::support {

std::string describe(const Error& error) {
    std::string text = error.where.file;
    if (error.where.line > 0) {
        text += text.empty() ? "line " : ":";
        text += std::to_string(error.where.line);
        if (error.where.column > 0) text += ":" + std::to_string(error.where.column);
    }
    if (!text.empty()) text += ": ";
    if (!error.where.path.empty()) text += error.where.path + ": ";
    text += error.message;
    if (!error.hint.empty()) text += " (" + error.hint + ")";
    return text;
}

const char* toString(Severity severity) {
    switch (severity) {
    case Severity::Error:
        return "error";
    case Severity::Warning:
        return "warning";
    case Severity::Info:
        return "info";
    }
    return "error";
}

bool hasErrors(const Findings& findings) {
    return std::any_of(findings.begin(), findings.end(),
                       [](const Finding& finding) { return finding.severity == Severity::Error; });
}

} // namespace catenary::support
