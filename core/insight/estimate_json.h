// SPDX-License-Identifier: Apache-2.0
// Estimates inside other JSON of the public formats. Internal to core/insight; `toJson` of estimate.h is the public
// way.
#pragma once

#include "core/insight/estimate.h"
#include "core/support/json.h"

namespace catenary::insight {

/// The estimate as the object of the public format; infinite and undefined numbers are null.
[[nodiscard]] support::OrderedJson asJson(const Estimate& estimate);

/// JSON as the public formats print it.
[[nodiscard]] std::string text(const support::OrderedJson& json);

/// A number as a design writes it: 3 rather than 3.0.
[[nodiscard]] support::Json asWritten(double value);

/// A field of comma-separated values, quoted where it must be (RFC 4180).
[[nodiscard]] std::string csvField(const std::string& field);

} // namespace catenary::insight
