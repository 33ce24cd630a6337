// SPDX-License-Identifier: Apache-2.0
#include "app/studio/models/figure_text.h"

#include "core/scene/numbers.h"
#include "core/support/json.h"

#include <QHash>

#include <cmath>

namespace catenary::studio {

namespace {

/// Multiples of a load are told to the per cent below 10: 0.98 and 1.02 are not the same.
QString factorText(double value) {
    return std::fabs(value) < 9.995 ? QString::number(value, 'f', 2) : QString::fromStdString(scene::sayCount(value));
}

} // namespace

QString figureText(double value, const QString& unit) {
    const auto text = [](const std::string& said) { return QString::fromStdString(said); };
    if (unit == QLatin1String("ms")) return text(scene::sayDuration(value));
    if (unit == QLatin1String("s")) return text(scene::sayDuration(value * 1000.0));
    if (unit == QLatin1String("h")) return text(scene::sayDuration(value * 3'600'000.0));
    if (unit == QLatin1String("ratio")) return text(scene::sayShare(value));
    if (unit == QLatin1String("byte") || unit == QLatin1String("B")) return text(scene::sayBytes(value));
    if (unit.startsWith(QLatin1String("byte/"))) return text(scene::sayBytes(value)) + unit.mid(4);
    if (unit == QLatin1String("usd/month")) return text(scene::sayMoneyPerMonth(value));
    if (unit.startsWith(QLatin1String("usd"))) return text(scene::sayMoney(value)) + unit.mid(3);
    if (unit == QLatin1String("request/s") || unit == QLatin1String("1/s")) return text(scene::sayRate(value));
    if (!std::isfinite(value)) return text(scene::sayCount(value));
    if (unit == QLatin1String("factor")) return factorText(value) + QStringLiteral(" ×");
    const QString written = unitText(unit);
    return text(scene::sayCount(value)) + (written.isEmpty() ? QString() : QLatin1Char(' ') + written);
}

QString exactText(double value) {
    if (!std::isfinite(value)) return {};
    return QString::fromStdString(support::shortestNumber(value));
}

QString unitText(const QString& unit) {
    static const QHash<QString, QString> written{
        {QStringLiteral("1"), {}},
        {QStringLiteral("-"), {}},
        {QStringLiteral("request/s"), QStringLiteral("req/s")},
        {QStringLiteral("usd"), QStringLiteral("$")},
        {QStringLiteral("usd/h"), QStringLiteral("$/h")},
        {QStringLiteral("usd/month"), QStringLiteral("$/mo")},
        {QStringLiteral("byte"), QStringLiteral("bytes")},
        {QStringLiteral("us"), QStringLiteral("µs")},
    };
    return written.value(unit, QString(unit).replace(QLatin1Char('_'), QLatin1Char(' ')));
}

} // namespace catenary::studio
