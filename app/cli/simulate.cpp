// SPDX-License-Identifier: Apache-2.0
#include "core/insight/simulated.h"

#include "app/cli/estimate_table.h"
#include "app/cli/input.h"
#include "app/cli/output.h"

#include <cmath>
#include <cstdio>
#include <iostream>
#include <unistd.h>

namespace catenary::cli {
namespace {

/// One line on standard error that is written over; nothing where no terminal would show it.
class ProgressLine {
public:
    ProgressLine() : m_shown(isatty(STDERR_FILENO) == 1) {}
    ~ProgressLine() {
        if (m_written) std::cerr << "\r\033[K";
    }
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    [[nodiscard]] bool shown() const { return m_shown; }
    void show(const simulation::Progress& progress) {
        m_written = true;
        if (progress.share) {
            std::cerr << "\r\033[K" << std::lround(100.0 * *progress.share) << " %, " << progress.requests
                      << " requests" << std::flush;
            return;
        }
        std::cerr << "\r\033[K" << progress.requests << " requests in " << std::llround(progress.simulated_s)
                  << " simulated s";
        if (progress.precision && std::isfinite(*progress.precision)) {
            char text[32];
            std::snprintf(text, sizeof text, ", ± %.2g %%", 100.0 * *progress.precision);
            std::cerr << text;
        }
        std::cerr << std::flush;
    }

private:
    bool m_shown, m_written = false;
};

simulation::Options optionsOf(const SimulateOptions& given, ProgressLine& line) {
    simulation::Options options;
    options.seed = given.seed;
    options.precision = given.precision;
    options.requests = given.requests;
    options.max_requests = given.max_requests;
    options.warm_up_s = given.warm_up_s;
    options.threads = given.threads;
    if (line.shown()) options.progress = [&line](const simulation::Progress& progress) { line.show(progress); };
    return options;
}

support::Result<insight::Estimate> run(const design::Design& design, const catalog::Catalog& catalog,
                                       const SimulateOptions& given) {
    ProgressLine line; // gone before the result is written
    simulation::Options options = optionsOf(given, line);
    options.traces = given.traces;
    if (given.replay) return insight::replayed(design, catalog, options);
    if (!given.transient_s) return insight::simulated(design, catalog, options);
    simulation::TransientOptions transient;
    transient.seconds = *given.transient_s;
    transient.seed = options.seed;
    transient.threads = options.threads;
    transient.progress = std::move(options.progress);
    return insight::simulatedTransient(design, catalog, std::move(transient), given.shocks);
}

} // namespace

Status simulate(const SimulateOptions& options) {
    const auto catalog = readCatalog();
    const auto input = readSoundDesign(options.design, *catalog);
    if (!input) return input.error();
    auto estimate = run(input->design, *catalog, options);
    if (!estimate) return complainOf(*input, estimate.error());
    addFindings(*estimate, input->findings);
    if (options.json) return write(insight::toJson(*estimate) + '\n', "-");
    return write(estimateTable(input->design, *estimate), "-");
}

} // namespace catenary::cli
