// SPDX-License-Identifier: Apache-2.0
// The load line: how much load the design bears.
#pragma once

#include "core/insight/estimate.h"

#include <functional>
#include <vector>

namespace catenary::insight {

/// How far a design is from breaking each of its objectives at a load: not negative where it holds, −infinity where it
/// is out of sight. As many at every load.
using Slacks = std::function<std::vector<double>(double load)>;

/// What is known of a search before it begins.
struct Outlook {
    std::vector<double> now; ///< the slacks at load 1; empty: not known
    /// Of each objective, the share of its bound by which a greater load may better it; empty: not known. 0 where an
    /// objective that breaks stays broken: loads below one that holds need no look.
    std::vector<double> relief;
    std::optional<double> saturation_load; ///< where a time may be infinite; a hint, which may be wrong
};

/// Largest f in [0, 1000] such that no slack is negative at every g in [min(1, f), f], to 0.1 %: scan by factors of 1.1
/// from 1 and close in. Where the relief is known: close in from where the slacks point to, and look only at those
/// steps of the scan that relief might let break. If it fails at 1: the largest f < 1 that holds, or 0 if none above
/// 1/1000 does.
[[nodiscard]] double loadLine(const Slacks& slacks, const Outlook& outlook = {});

/// The relief of the objectives of an estimate's design. More load shortens only the wait for a batch to fill, by at
/// most the delays of the batch servers a request meets (taken for twice the mean number of visits). Empty where
/// something else serves better the more there is to do (caches whose items expire, autoscaling, set-up), where
/// requests that fail go another way, which may be shorter, or where an objective asks for a rate or a share of the
/// cost.
[[nodiscard]] std::vector<double> reliefOf(const design::Design& design, const Estimate& estimate);

/// The load line of an estimate's design, whatever the load and engine of the estimate; the bounds of the objectives
/// may be others than when it was made. Nullopt: there are no objectives.
[[nodiscard]] std::optional<double> loadLine(const design::Design& design, const catalog::Catalog& catalog,
                                             const Estimate& estimate);

} // namespace catenary::insight
