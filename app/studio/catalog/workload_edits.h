// SPDX-License-Identifier: Apache-2.0
// Changes of a workload that touch several fields at once.
#pragma once

#include "core/design/design.h"

#include <QString>

namespace catenary::studio {

/// The workload of a PATH `workloads.ID.…`, or none.
[[nodiscard]] std::optional<design::WorkloadId> workloadOfPath(const QString& path);

/// Mean rate of an open process in requests per second, from whatever states it; 0 when nothing does.
[[nodiscard]] double meanRate(const design::Arrival& arrival);

/// The workload under another arrival process (name of the file format) with the same mean rate, and beginnings for the
/// fields that the process needs: bursts of three times the rate in a tenth of the time, a day with a peak at 20 h, …
[[nodiscard]] design::Workload withProcess(const design::Workload& workload, const std::string& process);

/// The same rate told as people and what they do, or as a rate.
[[nodiscard]] design::Workload withRateGivenAs(const design::Workload& workload, bool population);

} // namespace catenary::studio
