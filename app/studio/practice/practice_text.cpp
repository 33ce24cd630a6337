// SPDX-License-Identifier: Apache-2.0
#include "app/studio/practice/practice_text.h"

#include <QCoreApplication>
#include <QLocale>

#include <cmath>

namespace catenary::studio {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Practice", text);
}

/// Three significant digits and a thousands prefix: 3 210 -> "3.21 k".
QString rounded(double value) {
    static constexpr struct {
        double size;
        const char* prefix;
    } prefixes[] = {{1e9, " G"}, {1e6, " M"}, {1e3, " k"}};
    for (const auto& [size, prefix] : prefixes)
        if (std::abs(value) >= size) return QString::number(value / size, 'g', 3) + QLatin1String(prefix);
    return QString::number(value, 'g', 3);
}

} // namespace

QString clockText(practice::Milliseconds time, bool over) {
    const auto seconds = time / 1000;
    return QStringLiteral("%1%2:%3")
        .arg(over ? QStringLiteral("+") : QString())
        .arg(seconds / 60)
        .arg(seconds % 60, 2, 10, QLatin1Char('0'));
}

QString scoreText(double total) {
    return QString::number(std::lround(total));
}

QString percentText(double share) {
    return QStringLiteral("%1 %").arg(std::lround(100 * share));
}

QString toneOfTotal(double total) {
    return total >= 70 ? QStringLiteral("good") : total >= 50 ? QStringLiteral("close") : QStringLiteral("missed");
}

QString toneOfShare(double share) {
    return toneOfTotal(100 * share);
}

QString figureText(double value, const std::string& unit) {
    if (unit == "1") return QString::number(100 * value, 'g', value > 0.99 ? 5 : 3) + QStringLiteral(" %");
    if (unit == "request/s") return rounded(value) + QStringLiteral("/s");
    if (unit == "usd/month") return QStringLiteral("$") + rounded(value) + QStringLiteral("/mo");
    if (unit == "ms" && value >= 1000) return QString::number(value / 1000, 'g', 3) + QStringLiteral(" s");
    return QString::number(value, 'g', 3) + QLatin1Char(' ') + QString::fromStdString(unit);
}

QString typedUnit(const std::string& unit) {
    if (unit == "1") return QStringLiteral("%");
    if (unit == "request/s") return QStringLiteral("/s");
    if (unit == "usd/month") return QStringLiteral("$/mo");
    return QString::fromStdString(unit);
}

std::optional<double> fromTyped(const QString& text, const std::string& unit) {
    QString digits = text.simplified().remove(QLatin1Char(' ')).remove(QLatin1Char('%')).remove(QLatin1Char('$'));
    double factor = unit == "1" ? 0.01 : 1;
    if (digits.endsWith(QLatin1Char('k'), Qt::CaseInsensitive)) factor *= 1e3;
    if (digits.endsWith(QLatin1Char('M'))) factor *= 1e6;
    while (!digits.isEmpty() && digits.back().isLetter()) digits.chop(1);
    bool isNumber = false;
    double value = QLocale().toDouble(digits, &isNumber);
    if (!isNumber) value = QLocale::c().toDouble(digits, &isNumber);
    return isNumber && std::isfinite(value) ? std::optional(value * factor) : std::nullopt;
}

QString toTyped(double value, const std::string& unit) {
    QLocale locale;
    locale.setNumberOptions(QLocale::OmitGroupSeparator);
    return locale.toString(unit == "1" ? 100 * value : value, 'g', 10);
}

QList<ScoreName> scoreNames() {
    return {{"coverage", tr("Coverage"), tr("31 %")},
            {"order", tr("Order"), tr("12.5 %")},
            {"pacing", tr("Pacing"), tr("19 %")},
            {"time", tr("Time"), tr("12.5 %")},
            {"numbers", tr("Numbers"), tr("25 %")}};
}

double scoreOf(const practice::Scores& scores, const char* key) {
    const std::string_view name(key);
    if (name == "coverage") return scores.coverage;
    if (name == "order") return scores.order;
    if (name == "pacing") return scores.pacing;
    if (name == "time") return scores.time;
    return scores.numbers;
}

} // namespace catenary::studio
