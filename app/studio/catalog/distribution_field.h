// SPDX-License-Identifier: Apache-2.0
// Editing a number that varies: its law and the arguments of that law.
#pragma once

#include "core/catalog/catalog.h"

#include <QString>
#include <QVariant>

namespace catenary::studio {

using support::Json;

/// {value, text} of every law; with `parameter.fields`, also the one made of those.
[[nodiscard]] QVariantList lawChoices(const catalog::Parameter& parameter);
/// The law of a value as named by `lawChoices`; "constant" for a number, empty for null.
[[nodiscard]] QString lawOf(const Json& value);
/// The arguments of a value: {name, label, unit, text} each.
[[nodiscard]] QVariantList lawArguments(const catalog::Parameter& parameter, const Json& value);
/// The value under another law with the same mean, and the same spread where the law has one to set.
[[nodiscard]] Json withLaw(const catalog::Parameter& parameter, const Json& value, const QString& law);
/// The value with one argument set from text. Error: it is not a number, or the law does not take it.
[[nodiscard]] support::Result<Json> withArgument(const Json& value, const QString& name, const QString& text);
/// "lognormal, mean 12, cv 1.2"; a bare number for a constant.
[[nodiscard]] QString lawText(const Json& value);

/// A number as people type it: digits with spaces or underscores between, a point, an exponent, k M G T behind it.
[[nodiscard]] support::Result<double> parseNumber(const QString& text);

} // namespace catenary::studio
