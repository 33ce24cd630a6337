// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/inspector.h"
#include "core/insight/explanation.h"
#include "core/insight/serving.h"
#include "core/scene/theme.h"

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

class Rows {
public:
    /// `root` is the name of what the figures belong to; `of` follows each label.
    explicit Rows(QString root, QString of = {}) : m_root(std::move(root)), m_of(std::move(of)) {}

    /// `figure` is the name of its explanation below the root.
    void add(const QString& label, double value, const char* unit, const char* figure, const QString& state = {}) {
        const QString told = label + m_of;
        m_rows.append({told, {told, value, QString::fromLatin1(unit), m_root + QLatin1String(figure), state}});
    }
    void add(const QString& label, const std::optional<network::Measure>& measure, const char* unit,
             const char* figure) {
        if (measure) add(label, measure->value, unit, figure);
    }
    void append(QList<KeyedModel::Row> more) { m_rows += std::move(more); }
    [[nodiscard]] QList<KeyedModel::Row> take() { return std::move(m_rows); }

private:
    QString m_root, m_of;
    QList<KeyedModel::Row> m_rows;
};

QString stateOf(double fullness, bool stable) {
    if (!stable || fullness >= scene::highUtilisation) return QStringLiteral("missed");
    return fullness >= scene::closeUtilisation ? QStringLiteral("close") : QString();
}

} // namespace

QList<KeyedModel::Row> componentFigures(const insight::Estimate& estimate, const design::ComponentId& id) {
    const network::Index index = estimate.network.station(id);
    if (index == network::none) return {};
    const auto at = static_cast<std::size_t>(index);
    const network::StationPerformance& station = estimate.performance.stations[at];
    const network::StationModel& model = estimate.network.stations[at].model;
    if (std::holds_alternative<network::SourceStation>(model) || std::holds_alternative<network::NoStation>(model))
        return {};
    Rows rows(QStringLiteral("components.%1.").arg(QString::fromStdString(id.str())));
    rows.add(Inspector::tr("arrivals"), station.arrivals_per_s, "request/s", "arrivals_per_s");
    const double fullness = insight::fullness(estimate, at).value_or(0);
    const QString state = stateOf(fullness, station.stable);
    // Who serves in batches is nearly always busy: what the card shows is how near its saturation it is.
    const bool batches = station.stable && std::abs(fullness - station.utilisation.value) > 0.005;
    if (batches) rows.add(Inspector::tr("capacity in use"), fullness, "ratio", "capacity_share", state);
    rows.add(batches ? Inspector::tr("time running") : Inspector::tr("utilisation"), station.utilisation.value, "ratio",
             "utilisation", batches ? QString() : state);
    rows.add(Inspector::tr("waiting"), station.waiting_ms.value, "ms", "waiting_ms");
    rows.add(Inspector::tr("queue"), station.queue_length.value, "1", "queue_length");
    rows.add(Inspector::tr("in service"), station.in_service.value, "1", "in_service");
    rows.add(Inspector::tr("batch"), station.batch_size, "1", "batch_size");
    rows.add(Inspector::tr("hit ratio"), station.hit_ratio, "ratio", "hit_ratio");
    rows.add(Inspector::tr("lag"), station.lag, "1", "lag");
    if (station.saturates_at_load)
        rows.add(Inspector::tr("saturates at load"), *station.saturates_at_load, "factor", "saturates_at_load",
                 *station.saturates_at_load <= 1 ? QStringLiteral("missed") : QString());
    if (at < estimate.cost.components.size())
        rows.add(Inspector::tr("cost"), estimate.cost.components[at].usd_per_month, "usd/month", "usd_per_month");
    return rows.take();
}

QList<KeyedModel::Row> servingFigures(const insight::Estimate& estimate, const design::ComponentId& id) {
    const network::Index index = estimate.network.station(id);
    if (index == network::none) return {};
    const auto serving = insight::serving(estimate, static_cast<std::size_t>(index));
    if (!serving) return {};
    Rows rows(QStringLiteral("components.%1.").arg(QString::fromStdString(id.str())));
    const bool tokens = serving->tokens;
    rows.add(tokens ? Inspector::tr("time of a step") : Inspector::tr("time of a batch"), serving->time.ms(), "ms",
             tokens ? "step_ms" : "batch_ms");
    rows.add(tokens ? Inspector::tr("weights and cache") : Inspector::tr("weights"),
             serving->memory.weights + serving->memory.cache, "byte", "memory_bytes");
    const QString unit = QString::fromStdString(insight::unitOf(*serving));
    const QByteArray figure = QString(unit).replace(QLatin1Char(' '), QLatin1Char('_')).toLatin1();
    const auto add = [&](const std::optional<insight::Serving::Yield>& yield, const QString& when, const char* id) {
        if (!yield) return;
        if (yield->usd)
            rows.add(Inspector::tr("cost") + when, *yield->usd, "usd", ("usd_per_" + figure + id).constData());
        if (yield->kwh)
            rows.add(Inspector::tr("energy") + when, *yield->kwh, "kWh", ("kwh_per_" + figure + id).constData());
    };
    add(serving->present, Inspector::tr(", %1").arg(unit), "");
    add(serving->full, Inspector::tr(" at capacity"), "_at_capacity");
    return rows.take();
}

QList<KeyedModel::Row> groupFigures(const insight::Estimate& estimate, const design::Design& design,
                                    const catalog::Catalog& catalog, const design::GroupId& id) {
    Rows rows(QStringLiteral("groups.%1.").arg(QString::fromStdString(id.str())));
    const auto value = [&](const char* figure) {
        const auto tree = insight::explain("groups." + id.str() + "." + figure, estimate, design, catalog);
        return tree ? tree->value : network::undefined;
    };
    rows.add(Inspector::tr("members"), value("members"), "1", "members");
    rows.add(Inspector::tr("cost"), value("usd_per_month"), "usd/month", "usd_per_month");
    if (const double fullest = value("utilisation"); std::isfinite(fullest))
        rows.add(Inspector::tr("largest utilisation"), fullest, "ratio", "utilisation", stateOf(fullest, true));
    return rows.take();
}

QList<KeyedModel::Row> connectionFigures(const insight::Estimate& estimate, const design::ConnectionId& id) {
    const network::Index call = estimate.network.call(id);
    if (call == network::none) return {};
    const QString root = QStringLiteral("connections.%1.").arg(QString::fromStdString(id.str()));
    Rows rows(root);
    const auto at = static_cast<std::size_t>(call);
    if (at < estimate.performance.calls_per_s.size())
        rows.add(Inspector::tr("calls"), estimate.performance.calls_per_s[at], "request/s", "calls_per_s");
    const auto& flows = estimate.performance.flows;
    const bool several = std::count_if(flows.begin(), flows.end(), [&](const auto& of) { return of.call == call; }) > 1;
    for (const network::FlowPerformance& flow : flows) {
        if (flow.call != call) continue;
        const network::Class& workload = estimate.network.classes[static_cast<std::size_t>(flow.request_class)];
        Rows own(root + QString::fromStdString(workload.id.str()) + QLatin1Char('.'),
                 several ? QStringLiteral(" · ") + QString::fromStdString(workload.name) : QString());
        own.add(Inspector::tr("delivered"), flow.completed_per_s, "request/s", "completed_per_s");
        own.add(Inspector::tr("p50"), flow.latency.p50.value, "ms", "latency_p50_ms");
        own.add(Inspector::tr("p99"), flow.latency.p99.value, "ms", "latency_p99_ms");
        own.add(Inspector::tr("lag"), flow.lag, "1", "lag");
        own.add(Inspector::tr("freshness p99"), flow.freshness_p99_s, "s", "freshness_p99_s");
        rows.append(own.take());
    }
    return rows.take();
}

} // namespace catenary::studio
