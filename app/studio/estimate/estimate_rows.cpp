// SPDX-License-Identifier: Apache-2.0
#include "app/studio/estimate/estimate_rows.h"

#include "app/studio/models/figure_text.h"
#include "app/studio/models/words.h"
#include "core/insight/agreement.h"
#include "core/scene/numbers.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("Estimate", text);
}

KeyedModel::Row stripRow(const char* key, const QString& label, double value, const char* unit, const QString& figure,
                         const QString& state, const QString& hint, const SecondOpinion& second = {}) {
    const QString explained = second.sentence.isEmpty() ? hint : hint + QStringLiteral(". ") + second.sentence;
    return {QString::fromLatin1(key),
            {label, value, QString::fromLatin1(unit), figure, state, explained, second.text, second.parting}};
}

/// Is the first objective on this metric of the workload missed?
QString stateOf(const insight::Estimate& estimate, const std::string& workload, const char* metric) {
    for (const insight::ObjectiveResult& result : estimate.objectives)
        if (result.objective.metric == metric && result.objective.workload.str() == workload && !result.met)
            return QStringLiteral("missed");
    return {};
}

QString boundText(const design::Objective& objective, const QString& unit) {
    if (objective.at_most) return QStringLiteral("≤ ") + figureText(*objective.at_most, unit);
    if (objective.at_least) return QStringLiteral("≥ ") + figureText(*objective.at_least, unit);
    return {};
}

/// What explains the value an objective is held against; empty where it is the worst of several workloads.
QString figureOf(const insight::Estimate& estimate, const design::Objective& objective) {
    QString metric = QString::fromStdString(objective.metric);
    if (metric == QLatin1String("throughput_per_s")) metric = QStringLiteral("completed_per_s");
    if (!objective.flow.empty()) {
        const network::Index call = estimate.network.call(objective.flow);
        for (const network::FlowPerformance& flow : estimate.performance.flows)
            if (flow.call == call)
                return QStringLiteral("connections.%1.%2.%3")
                    .arg(QString::fromStdString(objective.flow.str()),
                         QString::fromStdString(
                             estimate.network.classes[static_cast<std::size_t>(flow.request_class)].id.str()),
                         metric);
        return {};
    }
    if (metric.startsWith(QLatin1String("usd_")) || metric == QLatin1String("availability"))
        return QStringLiteral("system.") + metric;
    const auto& classes = estimate.network.classes;
    if (objective.workload.empty() && classes.size() != 1) return {};
    const design::WorkloadId& of = objective.workload.empty() ? classes.front().id : objective.workload;
    return QStringLiteral("workloads.%1.%2").arg(QString::fromStdString(of.str()), metric);
}

/// Where a finding is that is about no element: "objectives[0]" → "Objectives", "variants.0.set" → "Variants".
QString placeText(const std::string& where) {
    QString head = QString::fromStdString(where).section(QLatin1Char('.'), 0, 0).section(QLatin1Char('['), 0, 0);
    if (!head.isEmpty()) head[0] = head[0].toUpper();
    return head.replace(QLatin1Char('_'), QLatin1Char(' '));
}

} // namespace

SecondOpinion secondOpinion(const network::Measure& analysed, const network::Measure& simulated, bool stable) {
    if (!stable) {
        if (!analysed.defined()) return {};
        return {tr("sim.: not stable"), tr("in doubt"),
                tr("In the simulation a queue grows without end: trust the simulation")};
    }
    if (!simulated.defined()) return {};
    const bool interval = std::isfinite(simulated.low) && std::isfinite(simulated.high);
    SecondOpinion second;
    second.text = tr("sim. %1").arg(
        QString::fromStdString(interval ? scene::sayDurationWithin(simulated.value, simulated.low, simulated.high)
                                        : scene::sayDuration(simulated.value)));
    if (!analysed.defined() || !interval || simulated.value <= 0) return second;
    const bool low = analysed.value < simulated.low * (1 - insight::agreesWithin);
    if (!low && analysed.value <= simulated.high * (1 + insight::agreesWithin)) return second;
    const QString share =
        QString::fromStdString(scene::sayShare(std::abs(analysed.value - simulated.value) / simulated.value));
    second.parting = (low ? tr("%1 low") : tr("%1 high")).arg(share);
    second.sentence = (low ? tr("The analysis lies %1 below what the simulation finds, outside its interval: trust the "
                                "simulation")
                           : tr("The analysis lies %1 above what the simulation finds, outside its interval: trust the "
                                "simulation"))
                          .arg(share);
    return second;
}

QList<KeyedModel::Row> stripRows(const insight::Estimate& estimate, const std::string& workload,
                                 const insight::Estimate* simulated) {
    QList<KeyedModel::Row> rows;
    const network::Index index = estimate.network.classOf(design::WorkloadId(workload));
    if (index != network::none) {
        const network::ClassPerformance& performance = estimate.performance.classes[static_cast<std::size_t>(index)];
        const QString figure = QStringLiteral("workloads.%1.").arg(QString::fromStdString(workload));
        const auto latency = [&](const char* key, const char* metric, network::Measure network::Latency::*which,
                                 const QString& hint) {
            SecondOpinion second;
            if (simulated) {
                const auto& figures = simulated->performance.classes[static_cast<std::size_t>(index)];
                second = secondOpinion(performance.latency.*which, figures.latency.*which, figures.stable);
            }
            rows.append(stripRow(key, QString::fromLatin1(key), (performance.latency.*which).value, "ms",
                                 figure + QLatin1String(metric), stateOf(estimate, workload, metric), hint, second));
        };
        latency("p50", "latency_p50_ms", &network::Latency::p50,
                tr("Half of the requests are answered within this time"));
        latency("p95", "latency_p95_ms", &network::Latency::p95,
                tr("95 of 100 requests are answered within this time"));
        latency("p99", "latency_p99_ms", &network::Latency::p99,
                tr("99 of 100 requests are answered within this time"));
        rows.append(stripRow("throughput", tr("throughput"), performance.completed_per_s, "request/s",
                             figure + QStringLiteral("completed_per_s"),
                             stateOf(estimate, workload, "throughput_per_s"), tr("Requests completed per second")));
    }
    const insight::SystemFigures& system = estimate.system;
    if (system.load_line)
        rows.append(stripRow("load_line", tr("load line"), *system.load_line, "factor",
                             QStringLiteral("system.load_line"),
                             *system.load_line < 1     ? QStringLiteral("missed")
                             : *system.load_line < 1.1 ? QStringLiteral("close")
                                                       : QString(),
                             tr("The largest multiple of today's load at which every objective still holds")));
    else if (system.saturation_load)
        rows.append(stripRow("load_line", tr("saturates at"), *system.saturation_load, "factor",
                             QStringLiteral("system.saturation_load"),
                             *system.saturation_load <= 1 ? QStringLiteral("missed") : QString(),
                             tr("The multiple of today's load at which the first component saturates; add an objective "
                                "to see the load line")));
    rows.append(stripRow("month", tr("per month"), system.usd_per_month, "usd/month",
                         QStringLiteral("system.usd_per_month"), stateOf(estimate, {}, "usd_per_month"),
                         tr("Cost of everything that has a price, for a month of 730 hours")));
    if (system.usd_per_1k_requests)
        rows.append(stripRow("per_1k", tr("per 1k req."), *system.usd_per_1k_requests, "usd",
                             QStringLiteral("system.usd_per_1k_requests"), stateOf(estimate, {}, "usd_per_1k_requests"),
                             tr("The whole cost over the requests completed for clients")));
    return rows;
}

QList<KeyedModel::Row> objectiveRows(const insight::Estimate& estimate, const design::Design& design) {
    QList<KeyedModel::Row> rows;
    int number = 0;
    for (const insight::ObjectiveResult& result : estimate.objectives) {
        const MetricText metric = metricText(result.objective.metric);
        QString text = metric.label + QLatin1Char(' ') + boundText(result.objective, metric.unit);
        const std::string& of =
            result.objective.flow.empty() ? result.objective.workload.str() : result.objective.flow.str();
        if (!of.empty() && design.workloads.size() > 1)
            text = titleOf(design, QString::fromStdString(of)) + QStringLiteral(": ") + text;
        const bool known = result.value && std::isfinite(*result.value);
        rows.append({QString::number(number++),
                     {text, known ? figureText(*result.value, metric.unit) : QStringLiteral("—"), result.met, known,
                      figureOf(estimate, result.objective)}});
    }
    return rows;
}

QList<KeyedModel::Row> findingRows(const support::Findings& findings, const design::Design& design,
                                   const catalog::Catalog& catalog) {
    constexpr qsizetype mostListed = 200; // nobody reads more, and each costs time to put into words
    QList<KeyedModel::Row> rows;
    QHash<QString, int> seen;
    for (const support::Severity severity :
         {support::Severity::Error, support::Severity::Warning, support::Severity::Info})
        for (const support::Finding& finding : findings) {
            if (finding.severity != severity || rows.size() == mostListed) continue;
            const QString element = elementOf(design, finding.where);
            QString where = titleOf(design, element);
            if (element.isEmpty()) where = placeText(finding.where);
            const QString message = inWords(finding.message, design, catalog, finding.where);
            const QString key = QString::fromStdString(finding.where) + QLatin1Char('|') + message;
            rows.append(
                {key + QLatin1Char('|') + QString::number(seen[key]++),
                 {QString::fromLatin1(support::toString(severity)), where, element, message,
                  inWords(finding.hint, design, catalog, finding.where), QString::fromStdString(finding.where)}});
        }
    if (const qsizetype more = static_cast<qsizetype>(findings.size()) - rows.size(); more > 0)
        rows.append(
            {QStringLiteral("more"),
             {QString::fromLatin1(support::toString(support::Severity::Info)), QString(), QString(),
              QCoreApplication::translate("Findings", "%n more are not listed.", nullptr, static_cast<int>(more)),
              QCoreApplication::translate("Findings", "Mend those above first."), QString()}});
    return rows;
}

QString elementOf(const design::Design& design, const std::string& place) {
    QString path = QString::fromStdString(place);
    for (const char* head : {"connections.", "workloads.", "components.", "groups.", "notes."})
        if (path.startsWith(QLatin1String(head))) {
            path = path.mid(static_cast<qsizetype>(std::char_traits<char>::length(head)));
            break;
        }
    const QString id = path.section(QLatin1Char('.'), 0, 0);
    return !id.isEmpty() && design.hasId(id.toStdString()) ? id : QString();
}

QString titleOf(const design::Design& design, const QString& id) {
    const std::string text = id.toStdString();
    if (const design::Component* component = design.component(design::ComponentId(text)))
        return QString::fromStdString(component->title());
    if (const design::Workload* workload = design.workload(design::WorkloadId(text)))
        return workload->name.empty() ? id : QString::fromStdString(workload->name);
    if (const design::Group* group = design.group(design::GroupId(text)); group && !group->name.empty())
        return QString::fromStdString(group->name);
    if (const design::Connection* connection = design.connection(design::ConnectionId(text))) {
        if (!connection->label.empty()) return QString::fromStdString(connection->label);
        return titleOf(design, QString::fromStdString(connection->from.str())) + QStringLiteral(" → ") +
               titleOf(design, QString::fromStdString(connection->to.str()));
    }
    return id;
}

MetricText metricText(const std::string& metric) {
    QString name = QString::fromStdString(metric);
    if (name.startsWith(QLatin1String("latency_")) && name.endsWith(QLatin1String("_ms"))) {
        name = name.mid(8).chopped(3);
        return {name == QLatin1String("mean")   ? tr("mean latency")
                : name == QLatin1String("p999") ? QStringLiteral("p99.9")
                                                : name,
                QStringLiteral("ms")};
    }
    if (name.startsWith(QLatin1String("ttft_")))
        return {tr("first token ") + name.mid(5).chopped(3), QStringLiteral("ms")};
    if (name.startsWith(QLatin1String("tpot_")))
        return {tr("per token ") + name.mid(5).chopped(3), QStringLiteral("ms")};
    if (metric == "throughput_per_s") return {tr("throughput"), QStringLiteral("request/s")};
    if (metric == "goodput_per_s") return {tr("goodput"), QStringLiteral("request/s")};
    if (metric == "success_ratio") return {tr("success"), QStringLiteral("ratio")};
    if (metric == "availability") return {tr("availability"), QStringLiteral("ratio")};
    if (metric == "usd_per_month") return {tr("cost"), QStringLiteral("usd/month")};
    if (metric == "usd_per_1k_requests") return {tr("cost per 1k requests"), QStringLiteral("usd")};
    if (metric == "lag") return {tr("lag"), QStringLiteral("1")};
    if (metric == "freshness_mean_s") return {tr("mean freshness"), QStringLiteral("s")};
    if (metric == "freshness_p99_s") return {tr("p99 freshness"), QStringLiteral("s")};
    return {name, QStringLiteral("1")};
}

const std::vector<std::string>& objectiveMetrics() {
    static const std::vector<std::string> metrics = [] {
        std::vector<std::string> list;
        for (const char* family : {"latency_", "ttft_", "tpot_"})
            for (const char* statistic : {"p99", "p95", "p50", "mean", "p90", "p999"})
                list.push_back(std::string(family) + statistic + "_ms");
        for (const char* other : {"throughput_per_s", "goodput_per_s", "success_ratio", "availability", "usd_per_month",
                                  "usd_per_1k_requests", "lag", "freshness_mean_s", "freshness_p99_s"})
            list.emplace_back(other);
        return list;
    }();
    return metrics;
}

} // namespace catenary::studio
