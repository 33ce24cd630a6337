// SPDX-License-Identifier: Apache-2.0
// The charts of one model server, by name.
#pragma once

#include "core/insight/estimate.h"
#include "core/scene/scene.h"
#include "core/scene/theme.h"

#include <QString>

namespace catenary::studio {

/// `chart` is one of "roofline", "serving-time", "batches", "memory" (core/scene/charts/serving.h).
[[nodiscard]] bool isServingChart(const QString& chart);

/// That chart of `component`; empty where its times do not follow from a model and hardware.
[[nodiscard]] scene::Scene servingChart(const QString& chart, const insight::Estimate& estimate,
                                        const QString& component, scene::ThemeName theme, double width);

} // namespace catenary::studio
