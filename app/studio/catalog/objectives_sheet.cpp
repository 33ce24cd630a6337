// SPDX-License-Identifier: Apache-2.0
#include "app/studio/catalog/objectives_sheet.h"

#include "app/studio/catalog/distribution_field.h"
#include "app/studio/estimate/estimate_rows.h"
#include "app/studio/models/each.h"
#include "app/studio/models/figure_text.h"

namespace catenary::studio {

namespace {

/// Targets as the combo box names them: "" the system, "workloads.ID", "flows.ID".
QString targetOf(const design::Objective& objective) {
    if (!objective.flow.empty()) return QStringLiteral("flows.") + QString::fromStdString(objective.flow.str());
    if (!objective.workload.empty())
        return QStringLiteral("workloads.") + QString::fromStdString(objective.workload.str());
    return {};
}

bool isSystemMetric(const std::string& metric) {
    return metric == "availability" || metric == "usd_per_month" || metric == "usd_per_1k_requests";
}
bool isFlowMetric(const std::string& metric) {
    return metric.starts_with("latency_") || metric == "lag" || metric.starts_with("freshness_");
}
bool isWorkloadMetric(const std::string& metric) {
    return !isSystemMetric(metric) && metric != "lag" && !metric.starts_with("freshness_");
}
bool fits(const QString& target, const std::string& metric) {
    return target.isEmpty()                             ? isSystemMetric(metric)
           : target.startsWith(QLatin1String("flows.")) ? isFlowMetric(metric)
                                                        : isWorkloadMetric(metric);
}

/// A fair bound to begin with, in the unit of the metric, and its side.
void beginWith(design::Objective& objective, const std::string& metric) {
    objective.metric = metric;
    objective.at_most.reset();
    objective.at_least.reset();
    if (metric == "throughput_per_s" || metric == "goodput_per_s")
        objective.at_least = 100;
    else if (metric == "success_ratio" || metric == "availability")
        objective.at_least = 0.999;
    else if (metric == "usd_per_month")
        objective.at_most = 10'000;
    else if (metric == "usd_per_1k_requests")
        objective.at_most = 0.1;
    else if (metric == "lag")
        objective.at_most = 1000;
    else if (metric.starts_with("freshness_"))
        objective.at_most = 60;
    else if (metric.starts_with("ttft_"))
        objective.at_most = 500;
    else if (metric.starts_with("tpot_"))
        objective.at_most = 50;
    else
        objective.at_most = 100;
}

QVariantMap choice(const QString& value, const QString& text) {
    return {{QStringLiteral("value"), value}, {QStringLiteral("text"), text}};
}

} // namespace

ObjectivesSheet::ObjectivesSheet(DocumentController& document, QObject* parent)
    : QObject(parent), m_document(document), m_rows({"target", "metric", "side", "bound", "unit", "error"}) {
    connect(&m_document, &DocumentController::changed, this, [this] {
        m_errors.clear();
        fill();
    });
    fill();
}

void ObjectivesSheet::fill() {
    QList<KeyedModel::Row> rows;
    int number = 0;
    for (const design::Objective& objective : m_document.design().objectives) {
        const double bound = objective.at_most ? *objective.at_most : objective.at_least.value_or(0);
        rows.append({QString::number(number),
                     {targetOf(objective), QString::fromStdString(objective.metric),
                      objective.at_most ? QStringLiteral("at_most") : QStringLiteral("at_least"), exactText(bound),
                      unitText(metricText(objective.metric).unit), m_errors.value(number)}});
        ++number;
    }
    m_rows.replace(std::move(rows));
    emit targetsChanged();
}

QVariantList ObjectivesSheet::targets() const {
    QVariantList list{choice({}, tr("Whole system"))};
    const design::Design& design = m_document.design();
    for (const design::Workload& workload : each(design.workloads)) {
        const QString id = QString::fromStdString(workload.id.str());
        list.append(choice(QStringLiteral("workloads.") + id, titleOf(design, id)));
    }
    for (const design::Connection& connection : each(design.connections))
        if (connection.mode == design::Mode::Async || connection.mode == design::Mode::Stream ||
            connection.mode == design::Mode::Batch) {
            const QString id = QString::fromStdString(connection.id.str());
            list.append(choice(QStringLiteral("flows.") + id, tr("Flow: %1").arg(titleOf(design, id))));
        }
    return list;
}

QVariantList ObjectivesSheet::metricsOf(const QString& target) const {
    QVariantList list;
    for (const std::string& metric : objectiveMetrics())
        if (fits(target, metric)) list.append(choice(QString::fromStdString(metric), metricText(metric).label));
    return list;
}

bool ObjectivesSheet::apply(std::vector<design::Objective> objectives) {
    return m_document.apply(design::SetObjectives{std::move(objectives)});
}

bool ObjectivesSheet::change(int row, const std::function<void(design::Objective&)>& how) {
    std::vector<design::Objective> objectives = m_document.design().objectives;
    if (row < 0 || static_cast<std::size_t>(row) >= objectives.size()) return false;
    how(objectives[static_cast<std::size_t>(row)]);
    m_errors.remove(row);
    return apply(std::move(objectives));
}

bool ObjectivesSheet::add() {
    std::vector<design::Objective> objectives = m_document.design().objectives;
    design::Objective objective;
    if (m_document.design().workloads.empty()) {
        beginWith(objective, "usd_per_month");
    } else {
        objective.workload = m_document.design().workloads[0].id;
        beginWith(objective, "latency_p99_ms");
    }
    objectives.push_back(std::move(objective));
    return apply(std::move(objectives));
}

bool ObjectivesSheet::remove(int row) {
    std::vector<design::Objective> objectives = m_document.design().objectives;
    if (row < 0 || static_cast<std::size_t>(row) >= objectives.size()) return false;
    objectives.erase(objectives.begin() + row);
    return apply(std::move(objectives));
}

bool ObjectivesSheet::setTarget(int row, const QString& target) {
    return change(row, [&](design::Objective& objective) {
        const std::string id = target.section(QLatin1Char('.'), 1).toStdString();
        objective.workload = design::WorkloadId(target.startsWith(QLatin1String("workloads.")) ? id : std::string());
        objective.flow = design::ConnectionId(target.startsWith(QLatin1String("flows.")) ? id : std::string());
        if (!fits(target, objective.metric))
            beginWith(objective, target.isEmpty() ? "usd_per_month" : "latency_p99_ms");
    });
}

bool ObjectivesSheet::setMetric(int row, const QString& metric) {
    return change(row, [&](design::Objective& objective) {
        const std::string name = metric.toStdString();
        // The same unit keeps its bound: p95 instead of p99 of a latency.
        if (metricText(objective.metric).unit == metricText(name).unit)
            objective.metric = name;
        else
            beginWith(objective, name);
    });
}

bool ObjectivesSheet::setSide(int row, const QString& side) {
    return change(row, [&](design::Objective& objective) {
        const double bound = objective.at_most ? *objective.at_most : objective.at_least.value_or(0);
        const bool most = side == QLatin1String("at_most");
        objective.at_most = most ? std::optional(bound) : std::nullopt;
        objective.at_least = most ? std::nullopt : std::optional(bound);
    });
}

bool ObjectivesSheet::setBound(int row, const QString& text) {
    const support::Result<double> number = parseNumber(text);
    if (!number || !(*number > 0)) {
        m_errors.insert(row, number ? tr("The bound must be above 0") : QString::fromStdString(number.error().message));
        fill();
        return false;
    }
    return change(row, [&](design::Objective& objective) {
        (objective.at_most ? objective.at_most : objective.at_least) = *number;
    });
}

} // namespace catenary::studio
