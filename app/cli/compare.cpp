// SPDX-License-Identifier: Apache-2.0
#include "core/insight/comparison.h"

#include "app/cli/commands.h"
#include "app/cli/input.h"
#include "app/cli/output.h"

#include <cmath>
#include <cstdio>
#include <iostream>

namespace catenary::cli {
namespace {

/// Three digits, also of what is far below one.
std::string amount(double value, int digits) {
    if (!(value < 1)) return figure(value, digits);
    char text[32];
    std::snprintf(text, sizeof text, "%.*g", digits, value);
    return text;
}

std::string signedFigure(double value) {
    return (value > 0 ? "+" : value < 0 ? "−" : "") + amount(std::abs(value), 3);
}

/// "−31 ± 2", or that the difference may be none.
std::string differenceText(const insight::Change& change) {
    if (!std::isfinite(change.difference)) return "–";
    const std::string interval = signedFigure(change.difference) + " ± " + amount(0.5 * (change.high - change.low), 2);
    return change.sure() || change.difference == 0 ? interval : interval + " (may be none)";
}

std::string percentText(double before, double after) {
    if (!(before != 0) || !std::isfinite(after / before)) return "–";
    return signedFigure(100 * (after / before - 1)) + " %";
}

std::string comparisonText(const insight::Comparison& comparison) {
    Table table({"workload", "figure", "before", "after", "difference", ""}, 2);
    for (const auto& workload : comparison.workloads) {
        const auto row = [&](const std::string& id, const char* name, const insight::Change& change) {
            table.row({id, name, figure(change.before), figure(change.after), differenceText(change),
                       percentText(change.before, change.after)});
        };
        row(workload.id, "mean ms", workload.mean_ms);
        row("", "p50 ms", workload.p50_ms);
        row("", "p99 ms", workload.p99_ms);
        row("", "completed/s", workload.completed_per_s);
    }
    const auto& before = comparison.before.system;
    const auto& after = comparison.after.system;
    table.row({"system", "$/month", figure(before.usd_per_month), figure(after.usd_per_month),
               signedFigure(after.usd_per_month - before.usd_per_month),
               percentText(before.usd_per_month, after.usd_per_month)});
    if (before.load_line && after.load_line)
        table.row({"", "load line", figure(*before.load_line), figure(*after.load_line),
                   signedFigure(*after.load_line - *before.load_line),
                   percentText(*before.load_line, *after.load_line)});
    std::string text = table.text() + '\n';
    for (const std::string& id : comparison.only_before) text += "only before: " + id + '\n';
    for (const std::string& id : comparison.only_after) text += "only after: " + id + '\n';
    if (!comparison.stable) text += "not stable: a queue grows without end in one of the two\n";
    return text + "latencies and rates from " + std::to_string(comparison.pairs) +
           " pairs of simulations with common random numbers, 95 % intervals; the system by the analysis\n";
}

} // namespace

Status compare(const CompareOptions& options) {
    const auto catalog = readCatalog();
    const auto before = readSoundDesign(options.before, *catalog);
    if (!before) return before.error();
    const auto after = readSoundDesign(options.after, *catalog);
    if (!after) return after.error();
    insight::ComparisonRequest request;
    request.seed = options.seed;
    const auto comparison = insight::compare(before->design, after->design, *catalog, request);
    if (!comparison) return complain(comparison.error());
    if (options.json) return write(insight::toJson(*comparison) + '\n', "-");
    return write(comparisonText(*comparison), "-");
}

} // namespace catenary::cli
