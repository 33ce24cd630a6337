// SPDX-License-Identifier: Apache-2.0
#include "core/insight/sizing.h"

#include "app/cli/commands.h"
#include "app/cli/input.h"
#include "app/cli/output.h"
#include "core/design/codec.h"
#include "core/insight/simulated.h"

namespace catenary::cli {
namespace {

std::string word(const support::Json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string sizingText(const insight::Sizing& sizing, double headroom) {
    std::string text;
    Table table({"component", "parameter", "now", "then", "$/month"}, 2);
    for (const auto& change : sizing.changes) {
        const double usd = change.usd_per_month.value_or(0);
        table.row({change.component, change.parameter, word(change.before), word(change.after),
                   change.usd_per_month ? (usd > 0 ? "+" : "") + figure(usd) : std::string()});
    }
    text += table.empty() ? "nothing to change\n" : table.text();
    text += '\n';
    for (const std::string& kept : sizing.kept) text += "left alone: " + kept + '\n';
    for (const std::string& provider : sizing.providers) text += "looked at for " + provider + '\n';
    text += "objectives hold at × " + figure(headroom) + " of the load, by the analysis";
    if (sizing.proof) text += " and by simulation";
    if (sizing.margin > 0) text += ", with " + figure(100 * sizing.margin) + " % to spare";
    text += "; load line × " + (sizing.after.system.load_line ? figure(*sizing.after.system.load_line) : "–");
    text += "\n$" + figure(sizing.before.system.usd_per_month) + " a month becomes $" +
            figure(sizing.after.system.usd_per_month) + "; the cheapest of " + std::to_string(sizing.candidates) +
            " designs looked at\n";
    return text;
}

} // namespace

Status size(const SizeOptions& options) {
    const auto catalog = readCatalog();
    const auto input = readSoundDesign(options.design, *catalog);
    if (!input) return input.error();
    insight::SizingRequest request;
    request.headroom = options.headroom;
    request.prove = [&](const design::Design& design, double load) {
        insight::Request at;
        at.load = load;
        at.load_line = false;
        // Close to saturation a hundredth would take hundreds of millions of requests; whether a bound holds shows
        // long before.
        simulation::Options run;
        run.precision = 0.02;
        run.max_requests = 400'000;
        return insight::simulated(design, *catalog, run, at);
    };
    const auto sizing = insight::size(input->design, *catalog, request);
    if (!sizing) return complainOf(*input, sizing.error());
    if (!options.output.empty())
        if (const Status status = write(design::encode(sizing->design), options.output); status != Status::Done)
            return status;
    if (options.json) return write(insight::toJson(*sizing, options.headroom) + '\n', "-");
    return options.output == "-" ? Status::Done : write(sizingText(*sizing, options.headroom), "-");
}

} // namespace catenary::cli
