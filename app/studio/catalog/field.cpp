// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/field.h"

#include "app/studio/catalog/distribution_field.h"
#include "app/studio/models/figure_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Field", text);
}

QString originText(const Field& field) {
    switch (field.origin) {
    case Field::Origin::Default:
        return tr("default");
    case Field::Origin::Kind:
        return field.follows.isEmpty() ? tr("default of this kind") : tr("follows from the parameters above");
    case Field::Origin::Author:
        return field.authored.is_null() ? tr("follows from the parameters above") : tr("set here");
    case Field::Origin::Override:
        return tr("override");
    }
    return {};
}

const char* originKey(Field::Origin origin) {
    switch (origin) {
    case Field::Origin::Default:
        return "default";
    case Field::Origin::Kind:
        return "kind";
    case Field::Origin::Author:
        return "author";
    case Field::Origin::Override:
        return "override";
    }
    return "";
}

/// Members of a structure as sub-fields: {name, label, unit, text, type, checked, meaning}.
QVariantList structureParts(const catalog::Parameter& parameter, const Json& value) {
    QVariantList list;
    for (const catalog::Parameter& field : parameter.fields) {
        const Json given = value.is_object() ? value.value(field.name, Json()) : Json();
        list.append(QVariantMap{{QStringLiteral("name"), QString::fromStdString(field.name)},
                                {QStringLiteral("label"), QString::fromStdString(field.label)},
                                {QStringLiteral("unit"), unitText(QString::fromStdString(field.unit))},
                                {QStringLiteral("text"), valueText(field, given)},
                                {QStringLiteral("placeholder"), valueText(field, field.defaultValue)},
                                {QStringLiteral("meaning"), QString::fromStdString(field.meaning)}});
    }
    return list;
}

QVariantList choicesOf(const Field& field) {
    if (!field.choices.isEmpty() || field.parameter->type != catalog::ParameterType::Choice) return field.choices;
    QVariantList list;
    for (const std::string& word : field.parameter->choices) {
        const QString value = QString::fromStdString(word);
        list.append(QVariantMap{{QStringLiteral("value"), value},
                                {QStringLiteral("text"), QString(value).replace(QLatin1Char('_'), QLatin1Char(' '))}});
    }
    return list;
}

/// The unit as it is written after a value: "replica" after 1, else "replicas".
QString unitOf(const catalog::Parameter& parameter, const Json& value) {
    const QString unit = QString::fromStdString(parameter.unit);
    return value.is_number() && value.get<double>() == 1 ? unitText(unit) : manyText(unit);
}

/// The default in full: "1 replica", "round robin"; empty where there is none.
QString standardText(const catalog::Parameter& parameter) {
    QString value = valueText(parameter, parameter.defaultValue);
    if (parameter.type == catalog::ParameterType::Choice) value.replace(QLatin1Char('_'), QLatin1Char(' '));
    const QString unit = unitOf(parameter, parameter.defaultValue);
    return value.isEmpty() || unit.isEmpty() ? value : value + QLatin1Char(' ') + unit;
}

/// The editor a field needs: a choice with more to say than a word needs the room of a line.
QString typeText(const Field& field) {
    const bool roomy = std::any_of(field.choices.begin(), field.choices.end(), [](const QVariant& choice) {
        return !choice.toMap().value(QStringLiteral("detail")).toString().isEmpty();
    });
    if (roomy && field.parameter->type == catalog::ParameterType::Choice) return QStringLiteral("roomy choice");
    return QString::fromLatin1(catalog::toString(field.parameter->type));
}

} // namespace

QList<QByteArray> fieldRoles() {
    return {"label",   "unit",       "type",        "text",     "checked",   "authored", "resettable",
            "origin",  "originText", "placeholder", "standard", "unset",     "range",    "meaning",
            "why",     "source",     "assumption",  "choices",  "law",       "laws",     "parts",
            "follows", "primary",    "note",        "error",    "errorPart", "pending",  "finding"};
}

bool Field::resettable() const {
    if (authored.is_null() || required) return false;
    if (origin == Origin::Override) return true;
    if (!parameter->defaultValue.is_null()) return authored != parameter->defaultValue;
    // Without a default the whole of several parts goes away; a single value is emptied in its field.
    return authored.is_object();
}

KeyedModel::Row rowOf(const Field& field, const Refusal& refusal, const QString& finding) {
    const catalog::Parameter& parameter = *field.parameter;
    const bool distribution = parameter.type == catalog::ParameterType::Distribution;
    const bool structure = parameter.type == catalog::ParameterType::Structure;
    const QVariantList parts = distribution ? lawArguments(parameter, field.value)
                               : structure  ? structureParts(parameter, field.value)
                                            : QVariantList();
    // Only our own planning defaults are assumptions; what the author set is the author's.
    const bool assumption = parameter.source.grade == 'C' && !field.value.is_null() &&
                            (field.origin == Field::Origin::Default || field.origin == Field::Origin::Kind);
    return {field.path,
            {QString::fromStdString(parameter.label),
             unitOf(parameter, field.value),
             typeText(field),
             valueText(parameter, field.value),
             field.value.is_boolean() && field.value.get<bool>(),
             !field.authored.is_null(),
             field.resettable(),
             QString::fromLatin1(originKey(field.origin)),
             originText(field),
             valueText(parameter, parameter.defaultValue),
             standardText(parameter),
             field.unset,
             rangeText(parameter),
             QString::fromStdString(parameter.meaning),
             QString::fromStdString(parameter.why),
             sourceText(parameter.source),
             assumption,
             choicesOf(field),
             lawOf(field.value),
             distribution ? lawChoices(parameter) : QVariantList(),
             parts,
             field.follows,
             field.primary,
             field.note,
             refusal.message,
             refusal.part,
             !refusal.pending.is_null(),
             finding}};
}

support::Result<Json> parseValue(const catalog::Parameter& parameter, const QString& text, bool required) {
    const QString trimmed = text.trimmed();
    const auto refuse = [](const QString& why) { return support::fail(support::ErrorCode::Input, why.toStdString()); };
    if (trimmed.isEmpty() && parameter.type != catalog::ParameterType::Text) {
        if (required) return refuse(tr("A value is needed"));
        if (parameter.nullable() || !parameter.defaultValue.is_null()) return Json();
        return refuse(tr("A value is needed"));
    }
    switch (parameter.type) {
    case catalog::ParameterType::Flag:
        return Json(trimmed == QLatin1String("true") || trimmed == tr("yes"));
    case catalog::ParameterType::Choice:
    case catalog::ParameterType::Reference:
        return Json(trimmed.toStdString());
    case catalog::ParameterType::Text:
        return trimmed.isEmpty() ? Json() : Json(trimmed.toStdString());
    case catalog::ParameterType::Structure:
        return refuse(tr("Set its parts"));
    case catalog::ParameterType::List:
        return refuse(tr("Paste its rows"));
    case catalog::ParameterType::Integer:
    case catalog::ParameterType::Number:
    case catalog::ParameterType::Distribution:
        break;
    }
    for (const std::string& word : parameter.choices)
        if (trimmed == QString::fromStdString(word)) return Json(word);
    const support::Result<double> number = parseNumber(trimmed);
    if (!number) return tl::unexpected(number.error());
    if (parameter.type == catalog::ParameterType::Integer) {
        if (*number != std::floor(*number)) return refuse(tr("A whole number is needed"));
        if (std::fabs(*number) < 9e15) return Json(static_cast<std::int64_t>(*number));
    }
    return Json(*number);
}

QString valueText(const catalog::Parameter& parameter, const Json& value) {
    if (value.is_null()) return {};
    if (value.is_boolean()) return value.get<bool>() ? tr("yes") : tr("no");
    if (value.is_number()) return exactText(value.get<double>());
    if (value.is_string()) return QString::fromStdString(value.get<std::string>());
    if (parameter.type == catalog::ParameterType::Distribution) return lawText(value);
    return QString::fromStdString(value.dump());
}

QString rangeText(const catalog::Parameter& parameter) {
    const QString unit = manyText(QString::fromStdString(parameter.unit));
    const QString behind = unit.isEmpty() ? QString() : QLatin1Char(' ') + unit;
    if (parameter.min && parameter.max)
        return tr("%1 to %2").arg(exactText(*parameter.min), exactText(*parameter.max)) + behind;
    if (parameter.min) return tr("at least %1").arg(exactText(*parameter.min)) + behind;
    if (parameter.max) return tr("at most %1").arg(exactText(*parameter.max)) + behind;
    return {};
}

QString sourceText(const catalog::SourceNote& source) {
    QString text = QString::fromStdString(source.title);
    if (text.isEmpty()) return {};
    if (source.year > 0) text += QStringLiteral(", ") + QString::number(source.year);
    switch (source.grade) {
    case 'A':
        text += tr(" · measured or official");
        break;
    case 'B':
        text += tr(" · vendor or third party");
        break;
    default:
        break; // C is said by the badge "assumption"
    }
    return text;
}

} // namespace catenary::studio
