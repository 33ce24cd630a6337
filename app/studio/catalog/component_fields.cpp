// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/field.h"
#include "app/studio/models/figure_text.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace catenary::studio {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Field", text);
}

/// One choice of a picker: its name, what it is, the figure that matters, and the heading it stands under.
struct Choice {
    std::string value;
    QString text, detail, trailing, group;
};

QVariantMap mapOf(const Choice& choice) {
    return {{QStringLiteral("value"), QString::fromStdString(choice.value)},
            {QStringLiteral("text"), choice.text},
            {QStringLiteral("detail"), choice.detail},
            {QStringLiteral("trailing"), choice.trailing},
            {QStringLiteral("group"), choice.group}};
}

QString orId(const std::string& title, const std::string& id) {
    return QString::fromStdString(title.empty() ? id : title);
}

QString headed(const std::string& vendor, const QString& what) {
    return vendor.empty() ? tr("Other %1").arg(what) : QString::fromStdString(vendor) + QLatin1Char(' ') + what;
}

/// Memory and bandwidth of an accelerator, or of those inside a machine; memory of a machine without.
Choice hardwareChoice(const catalog::Hardware& hardware, const catalog::Catalog& catalog) {
    const auto said = [](double amount, const char* unit) {
        return exactText(amount) + QLatin1Char(' ') + QLatin1String(unit);
    };
    const bool machine = hardware.hbm_gib <= 0;
    const catalog::Hardware* one = machine ? catalog.hardware(hardware.accelerator) : &hardware;
    QStringList about, figures;
    if (hardware.usd_per_hour) {
        QString price = figureText(*hardware.usd_per_hour, QStringLiteral("usd")) + QStringLiteral("/h");
        if (!hardware.date.empty()) price += tr(" (%1)").arg(QString::fromStdString(hardware.date));
        about.append(price);
    }
    if (machine && one != nullptr)
        about.append(QString::number(hardware.accelerators) + QStringLiteral(" × ") +
                     orId(one->title, hardware.accelerator));
    if (hardware.vcpu > 0) about.append(said(hardware.vcpu, "vCPU"));
    if (hardware.memory_gb > 0) (one == nullptr ? figures : about).append(said(hardware.memory_gb, "GB"));
    if (one != nullptr) {
        const double count = machine ? hardware.accelerators : 1;
        figures.append(said(count * one->hbm_gib, "GiB"));
        if (one->hbm_gb_per_s > 0)
            figures.append(figureText(count * one->hbm_gb_per_s * 1e9, QStringLiteral("byte/s")));
    }
    const QString group = one == nullptr               ? headed(hardware.vendor, tr("machines"))
                          : machine                    ? headed(hardware.vendor, tr("machines with accelerators"))
                          : hardware.platform == "cpu" ? headed(hardware.vendor, tr("processors"))
                                                       : headed(hardware.vendor, tr("accelerators"));
    return {hardware.id, orId(hardware.title, hardware.id), about.join(QStringLiteral(" · ")),
            figures.join(QStringLiteral(" · ")), group};
}

QString familyName(const std::string& family) {
    static const std::map<std::string, const char*> names = {
        {"decoder", "language models"},    {"encoder", "encoders"},           {"cnn", "vision models"},
        {"dlrm", "recommendation models"}, {"diffusion", "diffusion models"}, {"speech", "speech models"}};
    const auto name = names.find(family);
    return name == names.end() ? QString::fromStdString(family) : tr(name->second);
}

Choice modelChoice(const catalog::Model& model) {
    const double parameters = model.published_parameters;
    QStringList about;
    QString size;
    if (parameters > 0) {
        size = tr("%1 parameters").arg(figureText(parameters, {}).replace(QLatin1String(" G"), QLatin1String(" B")));
        about.append(tr("weights %1 in 16 bit").arg(figureText(2 * parameters, QStringLiteral("byte"))));
    }
    if (model.experts > 0) about.append(tr("%1 of %2 experts").arg(model.experts_active).arg(model.experts));
    return {model.id, orId(model.title, model.id), about.join(QStringLiteral(" · ")), size,
            headed(model.vendor, familyName(model.family))};
}

/// The share of the memory it gives to weights and cache; a family is what stands before the release.
Choice engineChoice(const catalog::Engine& engine) {
    const QString title = orId(engine.title, engine.id);
    QStringList about;
    if (engine.year > 0) about.append(tr("releases of %1").arg(engine.year));
    about.append(engine.host == "cpp" ? tr("steps prepared in C++") : tr("steps prepared in Python"));
    if (engine.prefill_first) about.append(tr("waiting prompts first"));
    return {engine.id, title, about.join(QStringLiteral(" · ")),
            tr("%1 % of memory").arg(exactText(std::round(100 * engine.memory_share))),
            title.section(QLatin1String(" ("), 0, 0).section(QLatin1Char(' '), 0, 0)};
}

/// What a reference may name, under headings in the order in which they first come; of models those that the kind can
/// serve. The kind's own hardware stands first.
QVariantList references(const catalog::Parameter& parameter, const catalog::Kind& kind,
                        const catalog::Catalog& catalog) {
    const std::string table = parameter.choices.empty() ? std::string() : parameter.choices.front();
    std::vector<Choice> choices;
    if (table == "hardware") {
        for (const std::string& id : kind.hardware)
            if (const catalog::Hardware* hardware = catalog.hardware(id)) {
                choices.push_back(hardwareChoice(*hardware, catalog));
                choices.back().group = tr("Usual here");
            }
        // Accelerators by themselves stand before the machines they are in, and those before machines without.
        const auto rank = [](const catalog::Hardware& one) {
            return one.hbm_gib > 0 ? (one.platform == "cpu" ? 2 : 0) : one.accelerators > 0 ? 1 : 3;
        };
        for (int turn = 0; turn < 4; ++turn)
            for (const catalog::Hardware& hardware : catalog.hardware())
                if (rank(hardware) == turn && std::ranges::find(kind.hardware, hardware.id) == kind.hardware.end())
                    choices.push_back(hardwareChoice(hardware, catalog));
    } else if (table == "model") {
        for (const catalog::Model& model : catalog.models())
            if ((model.family == "decoder") == (kind.station == catalog::StationType::Decoder))
                choices.push_back(modelChoice(model));
    } else if (table == "engine") {
        for (const catalog::Engine& engine : catalog.engines()) choices.push_back(engineChoice(engine));
    }
    std::vector<QString> groups;
    for (const Choice& choice : choices)
        if (std::ranges::find(groups, choice.group) == groups.end()) groups.push_back(choice.group);
    std::ranges::stable_sort(
        choices, {}, [&](const Choice& choice) { return std::ranges::find(groups, choice.group) - groups.begin(); });
    QVariantList list{mapOf({{}, tr("not set"), {}, {}, {}})};
    for (const Choice& choice : choices) list.append(mapOf(choice));
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
