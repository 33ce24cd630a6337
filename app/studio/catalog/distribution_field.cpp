// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/distribution_field.h"

#include "app/studio/models/figure_text.h"
#include "core/support/distribution.h"

#include <QCoreApplication>
#include <QRegularExpression>

#include <algorithm>
#include <array>
#include <cmath>

namespace catenary::studio {

namespace {

using support::Distribution;

QString tr(const char* text) {
    return QCoreApplication::translate("Distribution", text);
}

struct Argument {
    const char* name;
    const char* label;
    bool inUnit; ///< has the unit of the parameter
};

struct LawEntry {
    const char* key; ///< as in the file, but for the two readings of lognormal
    const char* label;
    std::vector<Argument> arguments;
};

/// "lognormal:p50" is the law `lognormal` given by two percentiles.
const std::vector<LawEntry>& laws() {
    static const std::vector<LawEntry> entries{
        {"constant",
         QT_TRANSLATE_NOOP("Distribution", "always the same"),
         {{"value", QT_TRANSLATE_NOOP("Distribution", "value"), true}}},
        {"exponential",
         QT_TRANSLATE_NOOP("Distribution", "exponential"),
         {{"mean", QT_TRANSLATE_NOOP("Distribution", "mean"), true}}},
        {"lognormal:p50",
         QT_TRANSLATE_NOOP("Distribution", "lognormal by p50, p99"),
         {{"p50", "p50", true}, {"p99", "p99", true}}},
        {"lognormal",
         QT_TRANSLATE_NOOP("Distribution", "lognormal by mean, cv"),
         {{"mean", QT_TRANSLATE_NOOP("Distribution", "mean"), true}, {"cv", "cv", false}}},
        {"gamma",
         QT_TRANSLATE_NOOP("Distribution", "gamma"),
         {{"mean", QT_TRANSLATE_NOOP("Distribution", "mean"), true}, {"cv", "cv", false}}},
        {"erlang",
         QT_TRANSLATE_NOOP("Distribution", "Erlang"),
         {{"mean", QT_TRANSLATE_NOOP("Distribution", "mean"), true},
          {"k", QT_TRANSLATE_NOOP("Distribution", "phases"), false}}},
        {"hyperexponential",
         QT_TRANSLATE_NOOP("Distribution", "hyperexponential"),
         {{"mean", QT_TRANSLATE_NOOP("Distribution", "mean"), true}, {"cv", "cv", false}}},
        {"uniform",
         QT_TRANSLATE_NOOP("Distribution", "uniform"),
         {{"min", QT_TRANSLATE_NOOP("Distribution", "from"), true},
          {"max", QT_TRANSLATE_NOOP("Distribution", "to"), true}}},
        {"weibull",
         QT_TRANSLATE_NOOP("Distribution", "Weibull"),
         {{"mean", QT_TRANSLATE_NOOP("Distribution", "mean"), true},
          {"shape", QT_TRANSLATE_NOOP("Distribution", "shape"), false}}},
        {"pareto",
         QT_TRANSLATE_NOOP("Distribution", "Pareto"),
         {{"mean", QT_TRANSLATE_NOOP("Distribution", "mean"), true},
          {"shape", QT_TRANSLATE_NOOP("Distribution", "shape"), false}}},
        {"quantiles",
         QT_TRANSLATE_NOOP("Distribution", "by percentiles"),
         {{"p50", "p50", true}, {"p90", "p90", true}, {"p99", "p99", true}}},
        {"empirical",
         QT_TRANSLATE_NOOP("Distribution", "measured values"),
         {{"values", QT_TRANSLATE_NOOP("Distribution", "values"), true},
          {"weights", QT_TRANSLATE_NOOP("Distribution", "weights"), false}}},
    };
    return entries;
}

const LawEntry* lawNamed(const QString& key) {
    const auto found =
        std::find_if(laws().begin(), laws().end(), [&](const LawEntry& law) { return key == QLatin1String(law.key); });
    return found == laws().end() ? nullptr : &*found;
}

QString listText(const Json& value) {
    if (value.is_number()) return exactText(value.get<double>());
    QStringList parts;
    if (value.is_array())
        for (const Json& part : value)
            if (part.is_number()) parts.append(exactText(part.get<double>()));
    return parts.join(QStringLiteral(", "));
}

/// Mean and coefficient of variation of a value; 1 and 0 where it has none.
std::pair<double, double> momentsOf(const Json& value) {
    const support::Result<Distribution> distribution = Distribution::fromJson(value);
    if (distribution && distribution->mean() > 0 && std::isfinite(distribution->secondMoment()))
        return {distribution->mean(), std::sqrt(std::max(0.0, distribution->scv()))};
    if (distribution && distribution->mean() > 0) return {distribution->mean(), 1.0};
    if (value.is_object() && value.contains("base") && value["base"].is_number() && value["base"].get<double>() > 0)
        return {value["base"].get<double>(), 0.0};
    return {1.0, 0.0};
}

/// Weibull's coefficient of variation falls with its shape: bisection on cv² = Γ(1 + 2/k) ÷ Γ(1 + 1/k)² − 1.
double weibullShape(double cv) {
    double low = 0.2, high = 50;
    for (int i = 0; i < 60; ++i) {
        const double shape = std::sqrt(low * high);
        const double once = std::tgamma(1 + 1 / shape);
        (std::tgamma(1 + 2 / shape) / (once * once) - 1 > cv * cv ? low : high) = shape;
    }
    return std::sqrt(low * high);
}

/// Pareto's: cv² = 1 ÷ (a (a − 2)).
double paretoShape(double cv) {
    return 1 + std::sqrt(1 + 1 / (cv * cv));
}

double rounded(double value) {
    return std::strtod(QByteArray::number(value, 'g', 4).constData(), nullptr);
}

} // namespace

support::Result<double> parseNumber(const QString& text) {
    static const QRegularExpression shape(QStringLiteral(R"(^([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)([kMGT]?)$)"));
    QString plain = text.trimmed();
    plain.replace(QChar(0x2212), QLatin1Char('-'));
    plain.remove(QRegularExpression(QStringLiteral("[\\s_\\x{2009}\\x{202F}\\x{00A0}]")));
    const QRegularExpressionMatch match = shape.match(plain);
    if (!match.hasMatch()) {
        const bool comma = plain.contains(QLatin1Char(','));
        return support::fail(support::ErrorCode::Input, (comma ? tr("Write the number with a point: 1.5")
                                                               : tr("“%1” is not a number").arg(text.trimmed()))
                                                            .toStdString());
    }
    const QString suffix = match.captured(2);
    const double factor = suffix.isEmpty()               ? 1.0
                          : suffix == QLatin1String("k") ? 1e3
                          : suffix == QLatin1String("M") ? 1e6
                          : suffix == QLatin1String("G") ? 1e9
                                                         : 1e12;
    const double value = match.captured(1).toDouble() * factor;
    if (!std::isfinite(value))
        return support::fail(support::ErrorCode::Input, tr("The number is too large").toStdString());
    return value;
}

QVariantList lawChoices(const catalog::Parameter& parameter) {
    QVariantList list;
    if (!parameter.fields.empty()) {
        QStringList names;
        for (const catalog::Parameter& field : parameter.fields)
            names.append(QString::fromStdString(field.label).toLower());
        list.append(QVariantMap{{QStringLiteral("value"), QStringLiteral("fields")},
                                {QStringLiteral("text"), names.join(QStringLiteral(" + "))}});
    }
    for (const LawEntry& law : laws())
        list.append(QVariantMap{{QStringLiteral("value"), QString::fromLatin1(law.key)},
                                {QStringLiteral("text"), tr(law.label)}});
    return list;
}

QString lawOf(const Json& value) {
    if (value.is_null()) return {};
    if (value.is_number()) return QStringLiteral("constant");
    if (!value.is_object()) return {};
    if (!value.contains("distribution")) return QStringLiteral("fields");
    const QString name = QString::fromStdString(value.value("distribution", std::string()));
    if (name == QLatin1String("lognormal") && value.contains("p50")) return QStringLiteral("lognormal:p50");
    return name;
}

QVariantList lawArguments(const catalog::Parameter& parameter, const Json& value) {
    QVariantList list;
    const QString unit = manyText(QString::fromStdString(parameter.unit));
    const auto add = [&](const QString& name, const QString& label, const QString& argumentUnit, const QString& text) {
        list.append(QVariantMap{{QStringLiteral("name"), name},
                                {QStringLiteral("label"), label},
                                {QStringLiteral("unit"), argumentUnit},
                                {QStringLiteral("text"), text}});
    };
    const QString law = lawOf(value);
    if (law == QLatin1String("fields")) {
        for (const catalog::Parameter& field : parameter.fields)
            add(QString::fromStdString(field.name), QString::fromStdString(field.label),
                unitText(QString::fromStdString(field.unit)),
                value.contains(field.name) ? listText(value[field.name]) : QString());
        return list;
    }
    const LawEntry* entry = lawNamed(law);
    if (entry == nullptr) return list;
    if (law == QLatin1String("quantiles")) { // whichever percentiles are given
        for (const auto& [name, point] : value.items())
            if (name != "distribution")
                add(QString::fromStdString(name), QString::fromStdString(name), unit, listText(point));
        return list;
    }
    for (const Argument& argument : entry->arguments) {
        const Json given = value.is_number() ? value : value.value(argument.name, Json());
        add(QString::fromLatin1(argument.name), tr(argument.label), argument.inUnit ? unit : QString(),
            listText(given));
    }
    return list;
}

Json withLaw(const catalog::Parameter& parameter, const Json& value, const QString& law) {
    const auto [mean, cv] = momentsOf(value);
    const double spread = cv > 0 ? rounded(cv) : 1.0;
    Json made = Json::object();
    if (law == QLatin1String("fields")) {
        for (const catalog::Parameter& field : parameter.fields)
            made[field.name] = field.name == "base" ? rounded(mean) : 0.0;
        return made;
    }
    if (law == QLatin1String("constant")) return Json(rounded(mean));
    const std::string name = law.section(QLatin1Char(':'), 0, 0).toStdString();
    made["distribution"] = name;
    const support::Result<Distribution> before = Distribution::fromJson(value);
    const auto quantile = [&](double p) {
        const double q = before && cv > 0 ? before->quantile(p) : Distribution::lognormal(mean, 1.0).quantile(p);
        return rounded(q);
    };
    if (law == QLatin1String("lognormal:p50")) {
        made["p50"] = quantile(0.5);
        made["p99"] = quantile(0.99);
    } else if (law == QLatin1String("quantiles")) {
        made["p50"] = quantile(0.5);
        made["p90"] = quantile(0.9);
        made["p99"] = quantile(0.99);
    } else if (law == QLatin1String("uniform")) {
        const double half = std::min(1.0, std::sqrt(3.0) * (cv > 0 ? cv : 0.5));
        made["min"] = rounded(mean * (1 - half));
        made["max"] = rounded(mean * (1 + half));
    } else if (law == QLatin1String("empirical")) {
        Json values = Json::array();
        if (cv > 0) {
            std::array<double, 5> points{0.1, 0.3, 0.5, 0.7, 0.9};
            double sum = 0;
            for (double& point : points) sum += point = quantile(point);
            for (const double point : points) values.push_back(rounded(point * mean * 5 / sum));
        } else {
            values.push_back(rounded(mean));
        }
        made["values"] = std::move(values);
    } else {
        made["mean"] = rounded(mean);
        if (law == QLatin1String("lognormal") || law == QLatin1String("gamma")) made["cv"] = spread;
        if (law == QLatin1String("hyperexponential")) made["cv"] = std::max(1.0, spread);
        if (law == QLatin1String("erlang"))
            made["k"] = std::clamp(static_cast<int>(std::lround(1.0 / (spread * spread))), 1, 1000);
        if (law == QLatin1String("weibull")) made["shape"] = rounded(weibullShape(spread));
        if (law == QLatin1String("pareto")) made["shape"] = rounded(paretoShape(spread));
    }
    // What both laws call the same stays to its last digit.
    for (const char* name : {"mean", "cv", "p50", "p90", "p99"}) {
        if (!value.is_object() || !made.contains(name) || !value.contains(name)) continue;
        Json exact = made;
        exact[name] = value[name];
        if (Distribution::fromJson(exact)) made = std::move(exact);
    }
    return made;
}

support::Result<Json> withArgument(const Json& value, const QString& name, const QString& text) {
    const std::string key = name.toStdString();
    Json made = value.is_object() ? value : Json::object();
    if (name == QLatin1String("values") || name == QLatin1String("weights")) {
        Json list = Json::array();
        for (const QString& part : text.split(QRegularExpression(QStringLiteral("[,;]")), Qt::SkipEmptyParts)) {
            const support::Result<double> number = parseNumber(part);
            if (!number) return tl::unexpected(number.error());
            list.push_back(*number);
        }
        if (list.empty())
            made.erase(key);
        else
            made[key] = list;
    } else {
        const support::Result<double> number = parseNumber(text);
        if (!number) return tl::unexpected(number.error());
        if (value.is_number() || value.is_null()) return Json(*number);
        if (name == QLatin1String("k") && *number == std::floor(*number) && std::fabs(*number) < 1e9)
            made[key] = static_cast<int>(*number);
        else
            made[key] = *number;
    }
    if (made.contains("distribution"))
        if (const support::Result<Distribution> read = Distribution::fromJson(made); !read)
            return tl::unexpected(read.error());
    return made;
}

QString lawText(const Json& value) {
    if (value.is_number()) return exactText(value.get<double>());
    if (!value.is_object()) return {};
    QStringList parts;
    if (const LawEntry* entry = lawNamed(lawOf(value)))
        parts.append(tr(entry->label).section(QStringLiteral(" by "), 0, 0));
    for (const auto& [name, argument] : value.items())
        if (name != "distribution") parts.append(QString::fromStdString(name) + QLatin1Char(' ') + listText(argument));
    return parts.join(QStringLiteral(", "));
}

} // namespace catenary::studio
