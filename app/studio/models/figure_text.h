// SPDX-License-Identifier: Apache-2.0
// Numbers as people say them: 41 ms, 3.2 k/s, $18.2 k/mo. One place for every number of the panels.
#pragma once

#include <QObject>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace catenary::studio {

/// `value` in `unit` as core/scene/numbers.h says it; "–" where it is not finite. Units: those of the catalog
/// and of explanations ("ms", "s", "1", "request/s", "byte", "usd/month", …), and for pictures "ratio" (a share, shown
/// in per cent) and "factor" (1.6 ×). A unit that is not known is written behind the number.
[[nodiscard]] QString figureText(double value, const QString& unit);

/// The same with up to four significant digits, for a sum that is to be redone: "658.2 µs", "$25.37 k/mo".
[[nodiscard]] QString preciseText(double value, const QString& unit);

/// The exact value for an editor or a detail: shortest text that reads back the same, no unit, no grouping.
[[nodiscard]] QString exactText(double value);

/// How a unit is written beside an editor: "request/s" → "req/s", "usd/h" → "$/h", "1" → "".
[[nodiscard]] QString unitText(const QString& unit);

/// The same of several: "replica" → "replicas"; what is measured, not counted, stays.
[[nodiscard]] QString manyText(const QString& unit);

/// The above for QML.
class Numbers : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    Q_INVOKABLE [[nodiscard]] QString figure(double value, const QString& unit) const {
        return figureText(value, unit);
    }
};

} // namespace catenary::studio
