// SPDX-License-Identifier: Apache-2.0
// catenary-fuzz FIRST COUNT DIRECTORY: the designs of the seeds FIRST … FIRST + COUNT − 1, on all cores, through both
// engines. Each fault is a line; its design is kept as DIRECTORY/SEED.catenary. Exit status 1 if there is one.
#include "core/support/memory.h"
#include "core/support/parallel.h"
#include "tests/fuzz/any_design.h"
#include "tests/fuzz/laws.h"

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <mutex>
#include <string>

namespace {

using Clock = std::chrono::steady_clock;

constexpr auto longest = std::chrono::seconds(60); ///< for one design, then it counts as a fault

struct Sum {
    std::uint64_t designs = 0, refused = 0, unstable = 0, faulty = 0, events = 0;
    double slowest_s = 0;
    std::uint64_t slowest = 0;
    std::map<std::string, std::uint64_t> refusals;
};

/// Stops what runs too long.
class Watch {
public:
    Watch() : m_thread([this](const std::stop_token& over) { run(over); }) {}
    ~Watch() { m_thread.request_stop(); }

    [[nodiscard]] std::stop_token begin(std::uint64_t seed) {
        const std::scoped_lock lock(m_mutex);
        m_running[seed] = {Clock::now(), {}};
        return m_running[seed].second.get_token();
    }
    void end(std::uint64_t seed) {
        const std::scoped_lock lock(m_mutex);
        m_running.erase(seed);
    }

private:
    void run(const std::stop_token& over) {
        while (!over.stop_requested()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(200));
            const std::scoped_lock lock(m_mutex);
            for (auto& [seed, of] : m_running) {
                const auto taken = Clock::now() - of.first;
                if (taken > longest) of.second.request_stop();
                if (taken <= 4 * longest) continue;
                std::cout << seed << ": hangs and cannot be stopped" << std::endl;
                std::_Exit(1);
            }
        }
    }

    std::mutex m_mutex;
    std::map<std::uint64_t, std::pair<Clock::time_point, std::stop_source>> m_running;
    std::jthread m_thread;
};

} // namespace

int main(int count, char** arguments) {
    if (count != 4) {
        std::cerr << "usage: catenary-fuzz FIRST COUNT DIRECTORY\n";
        return 2;
    }
    catenary::support::keepFreedMemory();
    const std::uint64_t first = std::strtoull(arguments[1], nullptr, 10);
    const auto designs = static_cast<std::size_t>(std::strtoull(arguments[2], nullptr, 10));
    const std::filesystem::path directory = arguments[3];
    std::filesystem::create_directories(directory);
    Sum sum;
    Watch watch;
    std::mutex mutex;
    const char* threads = std::getenv("CATENARY_JOBS");
    catenary::support::forEachIndex(
        designs, threads != nullptr ? static_cast<unsigned>(std::strtoul(threads, nullptr, 10)) : 0,
        [&](std::size_t i) {
            const std::uint64_t seed = first + i;
            const auto began = Clock::now();
            const auto design = catenary::testing::anyDesign(seed);
            catenary::testing::TrialOptions options;
            options.seed = seed;
            options.stop = watch.begin(seed);
            options.settle = seed % 25 == 0;
            options.twice = seed % 20 == 0;
            const auto trial = catenary::testing::tryDesign(design, options);
            watch.end(seed);
            const double taken = std::chrono::duration<double>(Clock::now() - began).count();
            const std::scoped_lock lock(mutex);
            ++sum.designs;
            sum.events += trial.events;
            if (trial.unstable) ++sum.unstable;
            if (!trial.refused.empty()) {
                ++sum.refused;
                ++sum.refusals[trial.refused];
            }
            if (taken > sum.slowest_s) {
                sum.slowest_s = taken;
                sum.slowest = seed;
            }
            for (const std::string& fault : trial.faults) std::cout << seed << ": " << fault << std::endl;
            if (trial.faults.empty()) return;
            ++sum.faulty;
            std::ofstream(directory / (std::to_string(seed) + ".catenary")) << design.dump(1) << '\n';
        });
    std::cout << sum.designs << " designs: " << sum.faulty << " with faults, " << sum.unstable << " unstable, "
              << sum.refused << " refused; " << sum.events << " events; the slowest (" << sum.slowest << ") took "
              << sum.slowest_s << " s\n";
    for (const auto& [why, times] : sum.refusals) std::cout << "refused " << times << " times: " << why << '\n';
    return sum.faulty == 0 ? 0 : 1;
}
