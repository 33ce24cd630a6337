// SPDX-License-Identifier: Apache-2.0
// Words and figures of drills as people read them.
#pragma once

#include "core/practice/review.h"

#include <QList>
#include <QString>

namespace catenary::studio {

/// "3:05", of milliseconds, rounded down; "+0:07" when `over`.
[[nodiscard]] QString clockText(practice::Milliseconds time, bool over = false);
[[nodiscard]] QString scoreText(double total);   ///< 0…100 -> "72"
[[nodiscard]] QString percentText(double share); ///< 0…1 -> "72 %"
/// "good", "close" or "missed" of a total, a share, or a credit.
[[nodiscard]] QString toneOfTotal(double total);
[[nodiscard]] QString toneOfShare(double share);
/// A number with its unit as people say it: "3.2 k/s", "41 ms", "61 %", "$18.2 k/mo".
[[nodiscard]] QString figureText(double value, const std::string& unit);
/// The unit a number of that figure is typed in: shares in per cent.
[[nodiscard]] QString typedUnit(const std::string& unit);
/// From what was typed to the unit of the figure; nothing if it is no number.
[[nodiscard]] std::optional<double> fromTyped(const QString& text, const std::string& unit);
/// A text that `fromTyped` reads as `value`.
[[nodiscard]] QString toTyped(double value, const std::string& unit);

struct ScoreName {
    const char* key; ///< as in the stored review
    QString title;
    QString weight; ///< its share of the total, without a curveball
};
[[nodiscard]] QList<ScoreName> scoreNames();
[[nodiscard]] double scoreOf(const practice::Scores& scores, const char* key);

} // namespace catenary::studio
