// SPDX-License-Identifier: Apache-2.0
#include "app/studio/models/figure_text.h"

#include "core/scene/numbers.h"
#include "core/support/json.h"

#include <QHash>
#include <QSet>

#include <algorithm>
#include <array>
#include <cmath>

namespace catenary::studio {

namespace {

/// Four significant digits, without an exponent and without zeros behind the point that say nothing.
QString fourDigits(double value) {
    const double size = std::fabs(value);
    if (size == 0) return QStringLiteral("0");
    const int decimals = std::clamp(3 - static_cast<int>(std::floor(std::log10(size))), 0, 15);
    QString text = QString::number(value, 'f', decimals);
    if (text.contains(QLatin1Char('.'))) {
        while (text.endsWith(QLatin1Char('0'))) text.chop(1);
        if (text.endsWith(QLatin1Char('.'))) text.chop(1);
    }
    return text;
}

struct Step {
    double from, unit; ///< sizes from here on are told in multiples of `unit`
    const char* suffix;
};

QString inSteps(double value, std::initializer_list<Step> steps) {
    for (const Step& step : steps)
        if (std::fabs(value) >= step.from) return fourDigits(value / step.unit) + QString::fromUtf8(step.suffix);
    return fourDigits(value);
}

QString preciseCount(double value) {
    return inSteps(value, {{999.95e9, 1e12, " T"}, {999.95e6, 1e9, " G"}, {999.95e3, 1e6, " M"}, {9999.5, 1e3, " k"}});
}

QString preciseDuration(double ms) {
    if (ms == 0) return QStringLiteral("0 ms");
    return inSteps(ms, {{47.95 * 3600e3, 86400e3, " d"},
                        {119.5 * 60e3, 3600e3, " h"},
                        {119.5e3, 60e3, " min"},
                        {999.95, 1e3, " s"},
                        {0.99995, 1, " ms"},
                        {0, 1e-3, " µs"}});
}

QString preciseMoney(double usd) {
    const QString sign = usd < 0 ? QStringLiteral("-$") : QStringLiteral("$");
    const double size = std::fabs(usd);
    if (size >= 0.995 && size < 99.995) return sign + QString::number(size, 'f', 2);
    return sign + inSteps(size, {{999.95e6, 1e9, " B"}, {999.95e3, 1e6, " M"}, {999.95, 1e3, " k"}});
}

QString preciseBytes(double bytes) {
    return inSteps(bytes, {{999.95e12, 1e15, " PB"},
                           {999.95e9, 1e12, " TB"},
                           {999.95e6, 1e9, " GB"},
                           {999.95e3, 1e6, " MB"},
                           {999.95, 1e3, " kB"},
                           {0, 1, " B"}});
}

/// What some items take may be a millionth of a kilowatt hour.
QString energyText(double kwh) {
    constexpr std::array<std::pair<double, const char*>, 3> steps = {{{1, " kWh"}, {1e-3, " Wh"}, {1e-6, " mWh"}}};
    for (const auto& [unit, name] : steps)
        if (std::fabs(kwh) >= unit) return QString::fromStdString(scene::sayCount(kwh / unit)) + QLatin1String(name);
    return QString::fromStdString(scene::sayCount(kwh / 1e-9)) + QStringLiteral(" µWh");
}

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
    if (unit == QLatin1String("kWh")) return energyText(value);
    const QString written = value == 1 ? unitText(unit) : manyText(unit);
    return text(scene::sayCount(value)) + (written.isEmpty() ? QString() : QLatin1Char(' ') + written);
}

QString preciseText(double value, const QString& unit) {
    if (!std::isfinite(value)) return figureText(value, unit);
    if (unit == QLatin1String("ms")) return preciseDuration(value);
    if (unit == QLatin1String("s")) return preciseDuration(value * 1000.0);
    if (unit == QLatin1String("h")) return preciseDuration(value * 3'600'000.0);
    if (unit == QLatin1String("ratio")) return fourDigits(value * 100) + QStringLiteral(" %");
    if (unit == QLatin1String("byte") || unit == QLatin1String("B")) return preciseBytes(value);
    if (unit.startsWith(QLatin1String("byte/"))) return preciseBytes(value) + unit.mid(4);
    if (unit == QLatin1String("usd/month")) return preciseMoney(value) + QStringLiteral("/mo");
    if (unit.startsWith(QLatin1String("usd"))) return preciseMoney(value) + unit.mid(3);
    if (unit == QLatin1String("factor")) return fourDigits(value) + QStringLiteral(" ×");
    const QString written = value == 1 ? unitText(unit) : manyText(unit);
    return preciseCount(value) + (written.isEmpty() ? QString() : QLatin1Char(' ') + written);
}

QString exactText(double value) {
    if (!std::isfinite(value)) return {};
    return QString::fromStdString(support::shortestNumber(value));
}

QString manyText(const QString& unit) {
    static const QSet<QString> counted{
        QStringLiteral("replica"),  QStringLiteral("request"),   QStringLiteral("token"),
        QStringLiteral("core"),     QStringLiteral("item"),      QStringLiteral("worker"),
        QStringLiteral("vector"),   QStringLiteral("user"),      QStringLiteral("shard"),
        QStringLiteral("row"),      QStringLiteral("partition"), QStringLiteral("consumer"),
        QStringLiteral("node"),     QStringLiteral("image"),     QStringLiteral("page"),
        QStringLiteral("document"), QStringLiteral("gpu"),       QStringLiteral("day"),
        QStringLiteral("span"),     QStringLiteral("round_trip")};
    return counted.contains(unit) ? unitText(unit) + QLatin1Char('s') : unitText(unit);
}

QString unitText(const QString& unit) {
    static const QHash<QString, QString> written{
        {QStringLiteral("1"), {}},
        {QStringLiteral("-"), {}},
        {QStringLiteral("request/s"), QStringLiteral("req/s")},
        {QStringLiteral("request/day"), QStringLiteral("requests/day")},
        {QStringLiteral("usd"), QStringLiteral("$")},
        {QStringLiteral("usd/h"), QStringLiteral("$/h")},
        {QStringLiteral("usd/month"), QStringLiteral("$/mo")},
        {QStringLiteral("byte"), QStringLiteral("bytes")},
        {QStringLiteral("us"), QStringLiteral("µs")},
        {QStringLiteral("gpu"), QStringLiteral("GPU")},
    };
    return written.value(unit, QString(unit).replace(QLatin1Char('_'), QLatin1Char(' ')));
}

} // namespace catenary::studio
