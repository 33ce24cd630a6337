// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/field.h"
#include "app/studio/catalog/format_parameters.h"
#include "app/studio/estimate/estimate_rows.h"
#include "app/studio/models/each.h"
#include "app/studio/models/figure_text.h"
#include "core/design/codec.h"
#include "core/network/distances.h"

#include <QCoreApplication>

namespace catenary::studio {

namespace {

/// The part of `json` that "a.b" names; null where there is none.
Json partOf(const Json& json, const std::string& path) {
    const Json* at = &json;
    for (std::size_t begin = 0;;) {
        const std::size_t end = path.find('.', begin);
        const auto found = at->is_object() ? at->find(path.substr(begin, end - begin)) : at->end();
        if (!at->is_object() || found == at->end()) return {};
        at = &*found;
        if (end == std::string::npos) return *at;
        begin = end + 1;
    }
}

class Sheet {
public:
    Sheet(QString root, Json json) : m_root(std::move(root)), m_json(std::move(json)) {}

    /// A field at `path` below the element, declared under `declaration`.
    Field& add(const char* section, const std::string& path, std::string_view declaration, bool primary) {
        Field field;
        field.parameter = &formatParameter(declaration);
        field.path = m_root + QString::fromStdString(path);
        field.section = QString::fromLatin1(section);
        field.authored = partOf(m_json, path);
        field.value = field.authored.is_null() ? field.parameter->defaultValue : field.authored;
        field.origin = field.authored.is_null() ? Field::Origin::Default : Field::Origin::Author;
        field.primary = primary || !field.authored.is_null();
        m_fields.append(std::move(field));
        return m_fields.last();
    }
    [[nodiscard]] QList<Field> take() { return std::move(m_fields); }
    [[nodiscard]] static QString tr(const char* text) { return QCoreApplication::translate("Field", text); }

private:
    QString m_root;
    Json m_json;
    QList<Field> m_fields;
};

QVariantMap choice(const QString& value, const QString& text, const QString& detail = {}) {
    return {{QStringLiteral("value"), value}, {QStringLiteral("text"), text}, {QStringLiteral("detail"), detail}};
}

void set(Field& field, Json value) {
    field.value = std::move(value);
}

/// "50 µs one way"; of what varies the median and the p99.
QString latencyText(const support::Distribution& latency) {
    const QString unit = QStringLiteral("ms");
    if (latency.isConstant()) return Sheet::tr("%1 one way").arg(figureText(latency.mean(), unit));
    return Sheet::tr("one way p50 %1, p99 %2")
        .arg(figureText(latency.quantile(0.5), unit), figureText(latency.quantile(0.99), unit));
}

QString sourceOf(const network::DistanceClass& distance) {
    QString source = QString::fromStdString(distance.source);
    if (distance.year > 0) source += QStringLiteral(", ") + QString::number(distance.year);
    return source;
}

/// The distance, where none is given the one in force and why.
void describe(Field& field, const design::Connection& connection, const design::Design& design,
              const catalog::Catalog& catalog) {
    const design::Component* from = design.component(connection.from);
    const catalog::Kind* kind = from != nullptr ? catalog.kind(from->kind) : nullptr;
    const design::Distance::Kind standard = network::defaultDistance(kind != nullptr ? kind->id : std::string());
    const network::DistanceClass& other = network::distanceClass(standard);
    const bool fromClient = standard == design::Distance::Kind::Internet;
    const QString why = fromClient ? Sheet::tr("default from a client") : Sheet::tr("default");
    field.choices.append(
        choice({}, QString::fromStdString(other.title) + QStringLiteral(" · ") + why, latencyText(other.latency_ms)));
    for (const network::DistanceClass& distance : network::distanceClasses())
        field.choices.append(choice(QString::fromStdString(distance.id), QString::fromStdString(distance.title),
                                    latencyText(distance.latency_ms)));
    field.choices.append(choice(QStringLiteral("custom"), Sheet::tr("Own latency"), Sheet::tr("as measured")));
    using Kind = design::Distance::Kind;
    const Kind given = connection.distance.kind;
    if (given == Kind::Custom) return;
    const network::DistanceClass& inForce = given == Kind::Unset ? other : network::distanceClass(given);
    field.note = latencyText(inForce.latency_ms) + QStringLiteral(" · ") + sourceOf(inForce);
    if (given != Kind::Unset) return;
    field.unset = QString::fromStdString(other.title) + QStringLiteral(", ") + latencyText(other.latency_ms) +
                  QStringLiteral(" · ") +
                  (fromClient ? Sheet::tr("the default where a connection begins at a client")
                              : Sheet::tr("the default where a connection does not begin at a client"));
}

} // namespace

QList<Field> connectionFields(const design::Connection& connection, const design::Design& design,
                              const catalog::Catalog& catalog) {
    Sheet sheet(QStringLiteral("connections.%1.").arg(QString::fromStdString(connection.id.str())),
                Json(design::encodeConnection(connection)));
    const bool forward = connection.mode == design::Mode::Forward;
    sheet.add("about", "mode", "connection.mode", true);
    sheet.add("about", "label", "connection.label", true);
    if (forward) {
        sheet.add("about", "probability", "connection.probability", true);
    } else {
        sheet.add("about", "stage", "connection.stage", true);
        sheet.add("about", "calls", "connection.calls", true);
        sheet.add("about", "in", "connection.in", !connection.calls.isConstant() || connection.calls.mean() > 1);
    }
    sheet.add("about", "weight", "connection.weight", false);
    sheet.add("about", "when", "connection.when", false);
    Field& of = sheet.add("about", "of", "connection.of", false);
    of.choices.append(choice({}, QStringLiteral("–")));
    for (const design::Connection& other : each(design.connections))
        if (other.from == connection.from && other.id != connection.id)
            of.choices.append(choice(QString::fromStdString(other.id.str()),
                                     titleOf(design, QString::fromStdString(other.id.str()))));

    sheet.add("about", "route", "connection.route", false);
    for (const char* name : {"sides.from", "sides.to", "labels.start", "labels.end"})
        sheet.add("about", name, name, false);

    sheet.add("network", "request_bytes", "connection.request_bytes", true);
    sheet.add("network", "response_bytes", "connection.response_bytes", true);
    Field& distance = sheet.add("network", "distance", "connection.distance", true);
    describe(distance, connection, design, catalog);
    const bool custom = connection.distance.kind == design::Distance::Kind::Custom;
    if (custom) set(distance, "custom");
    if (custom) sheet.add("network", "distance.latency_ms", "distance.latency_ms", true);
    sheet.add("network", "bandwidth_mbps", "connection.bandwidth_mbps", false);

    if (connection.mode == design::Mode::Sync) {
        sheet.add("policy", "join.wait_for", "join.wait_for", false);
        sheet.add("policy", "join.cancel_losers", "join.cancel_losers", false);
        sheet.add("policy", "policy.timeout_ms", "policy.timeout_ms", true);
        sheet.add("policy", "policy.cancel", "policy.cancel", false);
        const bool endless = connection.policy && !connection.policy->retries;
        if (!endless) sheet.add("policy", "policy.retries", "policy.retries", true);
        Field& limitless = sheet.add("policy", "policy.retry_forever", "policy.retry_forever", endless);
        set(limitless, endless);
        if (endless) limitless.origin = Field::Origin::Author;
        sheet.add("policy", "policy.backoff_ms", "policy.backoff_ms", false);
        sheet.add("policy", "policy.backoff_factor", "policy.backoff_factor", false);
        sheet.add("policy", "policy.hedge_after_ms", "policy.hedge_after_ms", false);
        for (const char* name : {"failure_ratio", "open_ms", "window_ms", "min_calls"})
            sheet.add("policy", std::string("policy.breaker.") + name, std::string("breaker.") + name, false);
    }
    return sheet.take();
}

QList<Field> workloadFields(const design::Workload& workload, const design::Design& design) {
    Sheet sheet(QStringLiteral("workloads.%1.").arg(QString::fromStdString(workload.id.str())),
                Json(design::encodeWorkload(workload)));
    Field& source = sheet.add("about", "source", "workload.source", true);
    source.required = true;
    for (const design::Component& component : each(design.components))
        source.choices.append(
            choice(QString::fromStdString(component.id.str()), QString::fromStdString(component.title())));
    sheet.add("about", "arrival.process", "arrival.process", true);

    using design::Process;
    const Process process = workload.arrival.process;
    const bool hasRate = process != Process::Closed && process != Process::Renewal && process != Process::Trace &&
                         process != Process::Schedule;
    if (hasRate) {
        Field& given = sheet.add("about", "arrival.given_as", "arrival.given_as", true);
        set(given, workload.arrival.population ? "population" : "rate");
        if (workload.arrival.population) {
            for (const char* name : {"daily_users", "actions_per_user", "peak_factor"})
                sheet.add("about", std::string("arrival.population.") + name, std::string("population.") + name, true)
                    .required = std::string_view(name) != "peak_factor";
        } else {
            sheet.add("about", "arrival.rate_per_s", "arrival.rate_per_s", true).required = true;
        }
    }
    const auto arrival = [&](std::initializer_list<const char*> names) {
        for (const char* name : names) {
            Field& field = sheet.add("about", std::string("arrival.") + name, std::string("arrival.") + name, true);
            field.required = field.parameter->defaultValue.is_null();
        }
    };
    switch (process) {
    case Process::Poisson:
    case Process::Constant:
        break;
    case Process::Renewal:
        arrival({"interarrival_ms"});
        break;
    case Process::Bursty:
        arrival({"peak_ratio", "burst_fraction", "burst_ms"});
        break;
    case Process::Diurnal:
        arrival({"peak_ratio", "peak_hour", "period_h"});
        break;
    case Process::Batch:
        arrival({"size"});
        break;
    case Process::Trace:
        arrival({"file"});
        break;
    case Process::Schedule:
        arrival({"every_s", "at_s", "size"});
        break;
    case Process::Closed:
        arrival({"users", "think_time_ms"});
        break;
    }
    sheet.add("about", "priority", "workload.priority", design.workloads.size() > 1);
    for (const char* name : {"items", "payload_bytes", "input_tokens", "output_tokens", "prefix_share"})
        sheet.add("load", std::string("attributes.") + name, std::string("attributes.") + name, false);
    return sheet.take();
}

} // namespace catenary::studio
