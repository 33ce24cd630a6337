// SPDX-License-Identifier: Apache-2.0
// What holds of every design, whatever it is: laws that both engines must keep.
#pragma once

#include "core/support/json.h"

#include <cstdint>
#include <stop_token>
#include <string>
#include <vector>

namespace catenary::testing {

struct Trial {
    std::vector<std::string> faults; ///< laws that were broken, in words
    std::string refused;             ///< why an engine would not take the design; empty: it did
    bool unstable = false;           ///< by the simulation
    std::uint64_t events = 0;
};

struct TrialOptions {
    std::uint64_t seed = 1;
    std::uint64_t requests = 1200; ///< completed, of the simulation
    bool settle = false;           ///< measure after a warm-up found by the run, which may be long
    bool twice = false;            ///< on two threads as well: the same bytes
    std::stop_token stop;          ///< then `faults` says that the simulation did not end
};

/// Runs a design in the file format through both engines. Of both: each answers or refuses with an error; outcomes add
/// up to what is offered; rates are finite and not negative; percentiles ascend; shares are in [0, 1]. Of the
/// simulation:
/// - the queue is as long as the admitted rate times the wait (Little), servers are as busy as they are said to be;
/// - what is sent to a station arrives there (flow balance); closed workloads keep the interactive response time law;
/// - the breakdown sums to the mean latency, to 1e-6;
/// - what an unstable station feeds has no latency, and nothing else lacks one;
/// - a station that is offered well more than it can do is found unstable.
[[nodiscard]] Trial tryDesign(const support::Json& design, const TrialOptions& options = {});

} // namespace catenary::testing
