// SPDX-License-Identifier: Apache-2.0
#include "core/simulation/jobs.h"

#include <algorithm>

namespace catenary::simulation {

namespace {

constexpr int runs = 2000;
constexpr int sampled = 32; ///< items of a run

} // namespace

JobFigures simulateJob(const network::JobStation& job, double perMs, support::Random random) {
    JobFigures figures;
    const double interval = job.every_s * 1000.0;
    const double perItem = job.time_per_item_ms / std::max(job.workers, 1);
    if (interval <= 0.0) return figures;
    double takenUpTo = job.at_s * 1000.0 - interval; // arrivals up to here have been taken
    double free = takenUpTo;                         // end of the run before
    double busy = 0.0;
    double waited = 0.0;
    double items = 0.0;
    double newest = takenUpTo; // arrival of the newest item applied
    double halfway = 0.0;      // age of what is left behind, halfway through the runs
    const double begin = takenUpTo + interval;
    for (int i = 0; i < runs; ++i) {
        const double due = begin + i * interval;
        const double start = std::max(due, free);
        figures.delayed = figures.delayed || start > due;
        const double gathered = perMs * (start - takenUpTo);
        double taken = job.items && perMs <= 0.0 ? *job.items : gathered;
        if (job.items) taken = std::min(taken, *job.items);
        const double startUp = job.duration_s ? 0.0 : job.startup_s * 1000.0;
        const double length = job.duration_s ? *job.duration_s * 1000.0 : startUp + taken * perItem;
        const double span = perMs > 0.0 ? taken / perMs : 0.0; // arrival of the first taken to that of the last
        for (int n = 0; n < sampled && span > 0.0; ++n) {
            const double turn = random.uniform();
            const double arrived = takenUpTo + turn * span;
            const double applied = start + startUp + turn * (length - startUp);
            figures.sojourn.add(applied - arrived);
            waited += start - arrived;
            items += 1.0;
        }
        // Ages at random times between the end of the run before and of this one.
        const double end = start + length;
        for (int n = 0; n < sampled && end > free; ++n)
            figures.age.add(std::max(free + random.uniform() * (end - free) - newest, 0.0) / 1000.0);
        takenUpTo += perMs > 0.0 ? span : start - takenUpTo;
        if (i == runs / 2) halfway = start - takenUpTo;
        if (i == runs - 1) figures.stable = start - takenUpTo <= 1.001 * halfway + 1e-6 * interval;
        newest = takenUpTo;
        free = end;
        busy += length;
    }
    const double whole = std::max(free, begin + runs * interval) - begin;
    figures.utilisation = std::min(busy / whole, 1.0);
    figures.run = busy / runs;
    figures.waiting = items > 0.0 ? waited / items : 0.0;
    return figures;
}

} // namespace catenary::simulation
