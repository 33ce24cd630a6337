// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/field.h"
#include "app/studio/models/figure_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>

namespace catenary::studio {

namespace {

QVariantMap choice(const std::string& value, const QString& text, const QString& detail = {},
                   const QString& trailing = {}) {
    return {{QStringLiteral("value"), QString::fromStdString(value)},
            {QStringLiteral("text"), text},
            {QStringLiteral("detail"), detail},
            {QStringLiteral("trailing"), trailing}};
}

QString orId(const std::string& title, const std::string& id) {
    return QString::fromStdString(title.empty() ? id : title);
}

QVariantMap hardwareChoice(const catalog::Hardware& hardware, const catalog::Catalog& catalog) {
    QStringList about;
    const auto add = [&](double amount, const char* unit) {
        if (amount > 0) about.append(figureText(amount, QString::fromLatin1(unit)));
    };
    add(hardware.vcpu, "vCPU");
    add(hardware.memory_gb, "GB");
    if (hardware.accelerators > 0 && !hardware.accelerator.empty())
        about.append(QString::number(hardware.accelerators) + QStringLiteral(" × ") +
                     QString::fromStdString(hardware.accelerator));
    const catalog::Hardware* one =
        hardware.hbm_gib > 0 || hardware.accelerator.empty() ? &hardware : catalog.hardware(hardware.accelerator);
    if (one != nullptr) {
        add(one->hbm_gib, "GiB");
        if (one->hbm_gb_per_s > 0) about.append(figureText(one->hbm_gb_per_s * 1e9, QStringLiteral("byte/s")));
    }
    if (!hardware.date.empty() && hardware.usd_per_hour)
        about.append(QCoreApplication::translate("Field", "price of %1").arg(QString::fromStdString(hardware.date)));
    const QString price = hardware.usd_per_hour
                              ? figureText(*hardware.usd_per_hour, QStringLiteral("usd")) + QStringLiteral("/h")
                              : QString();
    return choice(hardware.id, orId(hardware.title, hardware.id), about.join(QStringLiteral(" · ")), price);
}

QVariantMap modelChoice(const catalog::Model& model) {
    const double parameters = model.published_parameters;
    const QString size =
        parameters > 0 ? figureText(parameters, {}).replace(QLatin1String(" G"), QLatin1String(" B")) : QString();
    QString about = QString::fromStdString(model.family);
    if (parameters > 0)
        about += QStringLiteral(" · ") + QCoreApplication::translate("Field", "weights %1 in 16 bit")
                                             .arg(figureText(2 * parameters, QStringLiteral("byte")));
    return choice(model.id, orId(model.title, model.id), about, size);
}

QVariantMap engineChoice(const catalog::Engine& engine) {
    return choice(engine.id, orId(engine.title, engine.id));
}

/// What a reference may name, the kind's own choices first; of models those that the kind can serve, by family.
QVariantList references(const catalog::Parameter& parameter, const catalog::Kind& kind,
                        const catalog::Catalog& catalog) {
    QVariantList list;
    const std::string table = parameter.choices.empty() ? std::string() : parameter.choices.front();
    list.append(choice({}, QStringLiteral("–")));
    if (table == "hardware") {
        for (const std::string& id : kind.hardware)
            if (const catalog::Hardware* hardware = catalog.hardware(id))
                list.append(hardwareChoice(*hardware, catalog));
        for (const catalog::Hardware& hardware : catalog.hardware())
            if (std::find(kind.hardware.begin(), kind.hardware.end(), hardware.id) == kind.hardware.end())
                list.append(hardwareChoice(hardware, catalog));
    } else if (table == "model") {
        std::vector<const catalog::Model*> models;
        for (const catalog::Model& model : catalog.models())
            if ((model.family == "decoder") == (kind.station == catalog::StationType::Decoder))
                models.push_back(&model);
        std::ranges::stable_sort(models, {}, &catalog::Model::family);
        for (const catalog::Model* model : models) list.append(modelChoice(*model));
    } else if (table == "engine") {
        for (const catalog::Engine& engine : catalog.engines()) list.append(engineChoice(engine));
    }
    return list;
}

/// What nearly every author of a component wants to see at once.
bool isEverydayName(std::string_view name) {
    constexpr std::array<std::string_view, 13> names{
        "replicas",  "workers",  "service_time_ms", "instances",  "max_batch", "max_delay_ms", "batch_time_ms",
        "hit_ratio", "hardware", "model",           "partitions", "consumers", "every_s"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

Field::Origin originOf(const catalog::Resolved& resolved) {
    switch (resolved.from) {
    case catalog::Resolved::From::StationDefault:
        return Field::Origin::Default;
    case catalog::Resolved::From::KindDefault:
        return Field::Origin::Kind;
    case catalog::Resolved::From::Author:
        return Field::Origin::Author;
    case catalog::Resolved::From::Override:
        return Field::Origin::Override;
    }
    return Field::Origin::Default;
}

} // namespace

QList<Field> componentFields(const design::Component& component, const catalog::Catalog& catalog) {
    QList<Field> fields;
    const catalog::Kind* kind = catalog.kind(component.kind);
    if (kind == nullptr) return fields;
    const auto resolved = catalog.resolve(*kind, component.parameters);
    for (const std::string& name : catalog.parameterNames(*kind)) {
        Field field;
        field.parameter = catalog.parameter(*kind, name);
        // Rows are pasted, see measurement_sheet.h.
        if (field.parameter == nullptr || field.parameter->type == catalog::ParameterType::List) continue;
        field.path = QString::fromStdString(component.id.str() + "." + name);
        field.section = QString::fromStdString(field.parameter->section);
        if (const Json* authored = design::findParameter(component.parameters, name)) field.authored = *authored;
        const auto entry = resolved ? resolved->find(name) : std::map<std::string, catalog::Resolved>::const_iterator{};
        if (resolved && entry != resolved->end()) {
            field.value = entry->second.value;
            field.origin = originOf(entry->second);
            field.follows = QString::fromStdString(entry->second.expression);
        } else {
            field.value = field.authored.is_null() ? field.parameter->defaultValue : field.authored;
            field.origin = field.authored.is_null()
                               ? (kind->own(name) != nullptr ? Field::Origin::Kind : Field::Origin::Default)
                               : Field::Origin::Author;
        }
        if (field.parameter->type == catalog::ParameterType::Reference)
            field.choices = references(*field.parameter, *kind, catalog);
        field.primary = kind->own(name) != nullptr || !field.authored.is_null() ||
                        (isEverydayName(name) && (kind->plain || field.follows.isEmpty()));
        fields.append(std::move(field));
    }
    return fields;
}

QList<Field> sharedFields(const std::vector<const design::Component*>& components, const catalog::Catalog& catalog) {
    QList<Field> shared;
    for (const design::Component* component : components) {
        const QList<Field> fields = componentFields(*component, catalog);
        if (shared.isEmpty()) {
            shared = fields;
            continue;
        }
        if (fields.size() != shared.size()) return {};
        for (qsizetype i = 0; i < fields.size(); ++i) {
            Field& field = shared[i];
            field.others.append(fields[i].path);
            field.primary = field.primary || fields[i].primary;
            if (field.authored.is_null()) field.authored = fields[i].authored;
            if (field.value == fields[i].value && field.note.isEmpty()) continue;
            field.value = Json();
            field.follows.clear();
            field.note = QCoreApplication::translate("Field", "different values");
        }
    }
    return shared;
}

} // namespace catenary::studio
