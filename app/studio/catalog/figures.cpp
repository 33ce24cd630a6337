// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/inspector.h"
#include "core/scene/theme.h"

#include <cmath>
#include <set>

namespace catenary::studio {

namespace {

class Rows {
public:
    explicit Rows(QString root) : m_root(std::move(root)) {}

    /// `figure` is the name of its explanation below the root; empty for none.
    void add(const QString& label, double value, const char* unit, const char* figure, const QString& state = {}) {
        const QString path = *figure == '\0' ? QString() : m_root + QLatin1String(figure);
        m_rows.append({label, {label, value, QString::fromLatin1(unit), path, state}});
    }
    /// `figure` is the whole name.
    void addAt(const QString& label, double value, const char* unit, const QString& figure, const QString& state) {
        m_rows.append({label, {label, value, QString::fromLatin1(unit), figure, state}});
    }
    void add(const QString& label, const std::optional<network::Measure>& measure, const char* unit) {
        if (measure) add(label, measure->value, unit, "");
    }
    [[nodiscard]] QList<KeyedModel::Row> take() { return std::move(m_rows); }

private:
    QString m_root;
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
    if (batches) rows.add(Inspector::tr("share of capacity"), fullness, "ratio", "", state);
    rows.add(batches ? Inspector::tr("busy") : Inspector::tr("utilisation"), station.utilisation.value, "ratio",
             "utilisation", batches ? QString() : state);
    rows.add(Inspector::tr("waiting"), station.waiting_ms.value, "ms", "waiting_ms");
    rows.add(Inspector::tr("queue"), station.queue_length.value, "1", "queue_length");
    rows.add(Inspector::tr("in service"), station.in_service.value, "1", "in_service");
    rows.add(Inspector::tr("batch"), station.batch_size, "1");
    rows.add(Inspector::tr("hit ratio"), station.hit_ratio, "ratio");
    rows.add(Inspector::tr("lag"), station.lag, "1");
    if (station.saturates_at_load)
        rows.add(Inspector::tr("saturates at load"), *station.saturates_at_load, "factor", "saturates_at_load",
                 *station.saturates_at_load <= 1 ? QStringLiteral("missed") : QString());
    if (at < estimate.cost.components.size())
        rows.add(Inspector::tr("cost"), estimate.cost.components[at].usd_per_month, "usd/month", "usd_per_month");
    return rows.take();
}

QList<KeyedModel::Row> groupFigures(const insight::Estimate& estimate, const design::Design& design,
                                    const design::GroupId& id) {
    std::set<std::string> groups{id.str()};
    std::vector<std::string> open{id.str()};
    double members = 0, cost = 0, fullest = -1;
    const network::StationPerformance* busiest = nullptr;
    QString figure;
    while (!open.empty()) {
        const design::Group* group = design.group(design::GroupId(open.back()));
        open.pop_back();
        if (group == nullptr) continue;
        for (const std::string& member : group->members) {
            if (design.group(design::GroupId(member)) != nullptr) {
                if (groups.insert(member).second) open.push_back(member);
                continue;
            }
            if (design.component(design::ComponentId(member)) == nullptr) continue;
            members += 1;
            const network::Index index = estimate.network.station(design::ComponentId(member));
            if (index == network::none) continue;
            const auto at = static_cast<std::size_t>(index);
            if (at < estimate.cost.components.size()) cost += estimate.cost.components[at].usd_per_month;
            const network::StationPerformance& station = estimate.performance.stations[at];
            const double fullness = insight::fullness(estimate, at).value_or(0);
            if (!(fullness > fullest)) continue;
            fullest = fullness;
            busiest = &station;
            figure = fullness == station.utilisation.value
                         ? QStringLiteral("components.%1.utilisation").arg(QString::fromStdString(member))
                         : QString();
        }
    }
    Rows rows({});
    rows.add(Inspector::tr("members"), members, "1", "");
    rows.add(Inspector::tr("cost"), cost, "usd/month", "");
    if (busiest != nullptr)
        rows.addAt(Inspector::tr("largest utilisation"), fullest, "ratio", figure, stateOf(fullest, busiest->stable));
    return rows.take();
}

QList<KeyedModel::Row> connectionFigures(const insight::Estimate& estimate, const design::ConnectionId& id) {
    const network::Index call = estimate.network.call(id);
    if (call == network::none) return {};
    Rows rows({});
    const auto at = static_cast<std::size_t>(call);
    if (at < estimate.performance.calls_per_s.size())
        rows.add(Inspector::tr("calls"), estimate.performance.calls_per_s[at], "request/s", "");
    for (const network::FlowPerformance& flow : estimate.performance.flows) {
        if (flow.call != call) continue;
        rows.add(Inspector::tr("delivered"), flow.completed_per_s, "request/s", "");
        rows.add(Inspector::tr("p50"), flow.latency.p50.value, "ms", "");
        rows.add(Inspector::tr("p99"), flow.latency.p99.value, "ms", "");
        rows.add(Inspector::tr("lag"), flow.lag, "1");
        rows.add(Inspector::tr("freshness p99"), flow.freshness_p99_s, "s");
        break;
    }
    return rows.take();
}

} // namespace catenary::studio
