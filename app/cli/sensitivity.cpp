// SPDX-License-Identifier: Apache-2.0
#include "core/insight/sensitivity.h"

#include "app/cli/commands.h"
#include "app/cli/input.h"
#include "app/cli/output.h"
#include "core/insight/objective.h"

#include <algorithm>
#include <cmath>
#include <iostream>

namespace catenary::cli {
namespace {

/// "41.9 (at 45)", or why there is no such figure.
std::string sideText(const insight::SensitivitySide& side, std::size_t workload) {
    if (!side.impossible.empty()) return "–";
    const double value = side.workloads[workload].metric;
    const std::string said = std::isfinite(value) ? figure(value) : side.stable ? "undefined" : "unstable";
    return said + " (at " + figure(side.value) + ")";
}

std::string elasticityText(double value) {
    if (!std::isfinite(value)) return "–";
    const double rounded = std::round(value * 100) / 100;
    return (rounded < 0 ? "−" : "") + figure(std::abs(rounded), 3);
}

std::string tableOf(const insight::Sensitivity& sensitivity, std::size_t k, std::size_t top) {
    const auto metric = insight::metricText(sensitivity.request.metric);
    std::string text = "what moves the " + metric.title + " of " + sensitivity.workloads[k] + ", now " +
                       figure(sensitivity.now.workloads[k].metric) + (metric.unit.empty() ? "" : " " + metric.unit) +
                       ":\n";
    Table table({"#", "parameter", "now", "down", "up", "elasticity", "of the mean", "of $/month", ""}, 2);
    const auto ranked = insight::ranking(sensitivity, k);
    std::size_t shown = 0;
    std::size_t moving = 0;
    std::vector<std::string> still; // written in the design
    std::size_t defaults = 0;       // likewise without effect
    for (const insight::Ranked& entry : ranked) {
        const insight::SensitivityRow& row = sensitivity.rows[entry.row];
        if (entry.rank == 0) {
            if (row.lever.given)
                still.push_back(row.lever.path + (row.not_modelled.empty() ? "" : " (not modelled)"));
            else
                ++defaults;
            continue;
        }
        ++moving;
        if (shown >= top) continue;
        ++shown;
        table.row({std::to_string(entry.rank), row.lever.path, figure(row.lever.value), sideText(row.down, k),
                   sideText(row.up, k), elasticityText(row.workloads[k].metric),
                   elasticityText(row.workloads[k].mean_ms), elasticityText(row.usd_elasticity),
                   entry.uneven ? "bends or jumps" : ""});
    }
    text += table.text();
    if (moving > shown) text += std::to_string(moving - shown) + " more move it less (--top shows them)\n";
    if (moving == 0) text += "nothing that was changed moves it\n";
    constexpr std::size_t named = 12;
    if (still.size() > named) {
        const std::size_t more = still.size() - named;
        still.resize(named);
        still.push_back(std::to_string(more) + " more");
    }
    if (defaults > 0) still.push_back(std::to_string(defaults) + " defaults");
    for (std::size_t i = 0; i < still.size(); ++i) text += (i == 0 ? "no effect on it: " : ", ") + still[i];
    if (!still.empty()) text += '\n';
    return text;
}

} // namespace

Status sensitivity(const SensitivityOptions& options) {
    const auto catalog = readCatalog();
    const auto input = readSoundDesign(options.design, *catalog);
    if (!input) return input.error();
    insight::SensitivityRequest request;
    request.metric = options.metric;
    request.step = options.step;
    const auto found = insight::sensitivity(input->design, *catalog, request);
    if (!found) return complain(found.error());
    const auto& ids = found->workloads;
    if (!options.workload.empty() && std::find(ids.begin(), ids.end(), options.workload) == ids.end())
        return complain(unknown("workload", options.workload, ids));
    if (options.json) return write(insight::toJson(*found) + '\n', "-");
    if (options.csv) return write(insight::toCsv(*found), "-");
    std::string text;
    for (std::size_t k = 0; k < ids.size(); ++k) {
        if (!options.workload.empty() && ids[k] != options.workload) continue;
        text += (text.empty() ? "" : "\n") + tableOf(*found, k, options.top);
    }
    text += "\nEach number alone, down and up by " + figure(100 * options.step, 3) +
            " % (whole numbers by one at least), by the analysis.\nAn elasticity of 2: one per cent more of it is two "
            "per cent more latency.\n";
    return write(text, "-");
}

} // namespace catenary::cli
