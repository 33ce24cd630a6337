// SPDX-License-Identifier: Apache-2.0
// Rows of the strip, the objectives and the findings, from an estimate.
#pragma once

#include "app/studio/models/keyed_model.h"
#include "core/insight/estimate.h"

#include <optional>

namespace catenary::studio {

/// What the simulation of the same design says of a latency of the analysis.
struct SecondOpinion {
    QString text;     ///< "sim. 42.7 ± 0.4 ms"; empty where it says nothing
    QString parting;  ///< "12 % low": where they do not agree (core/insight/agreement.h); else empty
    QString sentence; ///< the same in full
};
/// `stable`: of the class, in the simulation.
[[nodiscard]] SecondOpinion secondOpinion(const network::Measure& analysed, const network::Measure& simulated,
                                          bool stable);

/// p50 · p95 · p99 · throughput · load line · $/month · $/1k requests of the system and one workload:
/// label, value (NaN: none), unit, figure (see core/insight/explanation.h), tone ("", "close", "missed"), hint, and
/// check and parting: the second opinion, empty where there is none.
[[nodiscard]] QList<KeyedModel::Row> stripRows(const insight::Estimate& estimate, const std::string& workload,
                                               const insight::Estimate* simulated = nullptr);

/// objective ("p99 ≤ 100 ms"), value as text, met, known, figure (empty when it has no explanation).
[[nodiscard]] QList<KeyedModel::Row> objectiveRows(const insight::Estimate& estimate, const design::Design& design);

/// severity ("error", "warning", "info"), where (name for people), place (element id to select; may be empty), message
/// and hint in the words of the screen, path (as the finding has it); errors first, then in their own order.
[[nodiscard]] QList<KeyedModel::Row> findingRows(const support::Findings& findings, const design::Design& design,
                                                 const catalog::Catalog& catalog);

/// The element a PATH or place is about, or empty.
[[nodiscard]] QString elementOf(const design::Design& design, const std::string& place);
/// Its name for people; the id when it has none.
[[nodiscard]] QString titleOf(const design::Design& design, const QString& id);

/// A metric of an objective for people, and the unit of its values: "latency_p99_ms" → "p99", "ms".
struct MetricText {
    QString label, unit;
};
[[nodiscard]] MetricText metricText(const std::string& metric);

/// Every metric an objective may have, in the order of the format.
[[nodiscard]] const std::vector<std::string>& objectiveMetrics();

} // namespace catenary::studio
