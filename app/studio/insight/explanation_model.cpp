// SPDX-License-Identifier: Apache-2.0
#include "app/studio/insight/explanation_model.h"

#include "app/studio/estimate/estimate_rows.h"
#include "app/studio/models/figure_text.h"
#include "app/studio/models/words.h"

#include <QRegularExpression>

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

constexpr int openAtFirst = 2;

/// "×", "÷" … between the terms of a node, for the screen.
QString operationText(insight::Operation operation) {
    switch (operation) {
    case insight::Operation::Given:
        return {};
    case insight::Operation::Sum:
        return QStringLiteral("+");
    case insight::Operation::Difference:
        return QStringLiteral("−");
    case insight::Operation::Product:
        return QStringLiteral("×");
    case insight::Operation::Quotient:
        return QStringLiteral("÷");
    case insight::Operation::Minimum:
        return QStringLiteral("min");
    case insight::Operation::Maximum:
        return QStringLiteral("max");
    case insight::Operation::Ceiling:
        return QStringLiteral("⌈ ⌉");
    case insight::Operation::Function:
    case insight::Operation::Engine:
        return QStringLiteral("f");
    }
    return {};
}

int assumptionsIn(const insight::Explanation& node) {
    int count = node.assumption ? 1 : 0;
    for (const insight::Explanation& term : node.terms) count += assumptionsIn(term);
    return count;
}

} // namespace

QString explainedText(double value, const std::string& unit) {
    return preciseText(value, QString::fromStdString(unit));
}

QString shortened(const std::string& words) {
    static const QRegularExpression number(QStringLiteral("(?<![\\w.])[0-9]+\\.[0-9]{4,}(?:e[+-]?[0-9]+)?"));
    QString said = QString::fromStdString(words);
    QRegularExpressionMatchIterator matches = number.globalMatch(said);
    QString made;
    qsizetype from = 0;
    while (matches.hasNext()) {
        const QRegularExpressionMatch match = matches.next();
        made += said.mid(from, match.capturedStart() - from) + preciseText(match.captured().toDouble(), {});
        from = match.capturedEnd();
    }
    return made + said.mid(from);
}

ExplanationModel::ExplanationModel(EstimateController& estimate, QObject* parent)
    : QObject(parent), m_estimate(estimate), m_rows({"label", "value", "exact", "formula", "operation", "source",
                                                     "place", "assumption", "depth", "branch", "expanded"}),
      m_envelope(estimate) {
    connect(&m_estimate, &EstimateController::estimateChanged, this, [this] {
        if (!m_figure.isEmpty()) explain();
    });
}

void ExplanationModel::show(const QString& figure) {
    if (figure.isEmpty()) return;
    if (!m_figure.isEmpty() && m_figure != figure) m_back.append(m_figure);
    m_figure = figure;
    m_open.clear();
    explain();
    open(m_tree, QStringLiteral("0"), openAtFirst);
    fill();
    setPage(QStringLiteral("why"));
}

void ExplanationModel::setPage(const QString& page) {
    if (page == m_page) return;
    m_page = page;
    m_envelope.setActive(page == QLatin1String("envelope"));
    emit pageChanged();
}

void ExplanationModel::back() {
    if (m_back.isEmpty()) return;
    const QString figure = m_back.takeLast();
    m_figure.clear();
    show(figure);
}

void ExplanationModel::clear() {
    m_figure.clear();
    m_error.clear();
    m_back.clear();
    m_tree = {};
    m_assumptions = 0;
    m_rows.replace({});
    setPage({});
    emit changed();
}

void ExplanationModel::explain() {
    m_tree = {};
    m_error.clear();
    m_assumptions = 0;
    if (!m_estimate.available()) {
        m_error = m_estimate.error().isEmpty() ? tr("The numbers are not ready yet.") : m_estimate.error();
    } else if (auto tree = insight::explain(m_figure.toStdString(), *m_estimate.estimate(),
                                            m_estimate.estimatedDesign(), *m_estimate.catalog())) {
        m_tree = std::move(*tree);
        m_assumptions = assumptionsIn(m_tree);
    } else {
        m_error = inWords(tree.error().message, m_estimate.estimatedDesign(), *m_estimate.catalog());
    }
    fill();
    emit changed();
}

QString ExplanationModel::reason() const {
    if (m_figure.isEmpty() || !m_error.isEmpty() || std::isfinite(m_tree.value)) return {};
    if (!m_estimate.verdict().isEmpty()) return m_estimate.verdict();
    if (m_tree.terms.empty() && !m_tree.source.empty()) return QString::fromStdString(m_tree.source);
    return tr("The estimate has no such number: not enough requests are answered, or nothing is asked for.");
}

QString ExplanationModel::value() const {
    return m_figure.isEmpty() || !m_error.isEmpty() ? QString() : explainedText(m_tree.value, m_tree.unit);
}

void ExplanationModel::toggle(const QString& key, bool all) {
    if (!all) {
        if (!m_open.remove(key)) m_open.insert(key);
        fill();
        return;
    }
    const bool close = m_open.contains(key);
    const insight::Explanation* node = &m_tree;
    for (const QString& step : key.split(QLatin1Char('.')).mid(1)) {
        const auto index = step.toUInt();
        if (index >= node->terms.size()) return;
        node = &node->terms[index];
    }
    if (close)
        m_open.removeIf([&](const QString& open) { return open == key || open.startsWith(key + QLatin1Char('.')); });
    else
        open(*node, key, std::numeric_limits<int>::max());
    fill();
}

void ExplanationModel::expandAll() {
    open(m_tree, QStringLiteral("0"), std::numeric_limits<int>::max());
    fill();
}

void ExplanationModel::collapseAll() {
    m_open.clear();
    open(m_tree, QStringLiteral("0"), 1);
    fill();
}

void ExplanationModel::open(const insight::Explanation& node, const QString& key, int levels) {
    if (levels == 0 || node.terms.empty()) return;
    m_open.insert(key);
    for (std::size_t i = 0; i < node.terms.size(); ++i)
        open(node.terms[i], key + QLatin1Char('.') + QString::number(i), levels - 1);
}

void ExplanationModel::fill() {
    QList<KeyedModel::Row> rows;
    if (m_error.isEmpty() && !m_figure.isEmpty()) append(m_tree, QStringLiteral("0"), 0, rows);
    m_rows.replace(std::move(rows));
}

void ExplanationModel::append(const insight::Explanation& node, const QString& key, int depth,
                              QList<KeyedModel::Row>& rows) const {
    const bool known = std::isfinite(node.value);
    // What entered a figure that is not defined comes to nothing, and would read as if it did not.
    const bool branch = !node.terms.empty() && known;
    const bool expanded = branch && m_open.contains(key);
    const QString unit = unitText(QString::fromStdString(node.unit));
    QString exact = known ? exactText(node.value) : QString();
    if (known && !unit.isEmpty()) exact += QLatin1Char(' ') + unit;
    QString formula = shortened(node.formula);
    if (node.operation == insight::Operation::Engine) formula = tr("computed by: %1").arg(formula);
    // Of what is not defined only the reason is worth telling; that of the figure itself stands above the tree.
    const bool told = known || (node.terms.empty() && depth > 0);
    const QString source = told ? shortened(node.source) : QString();
    if (!told) formula.clear();
    rows.append(
        {key,
         {shortened(node.label), explainedText(node.value, node.unit), exact, formula, operationText(node.operation),
          source, QString::fromStdString(node.place), node.assumption, depth, branch, expanded}});
    if (!expanded) return;
    for (std::size_t i = 0; i < node.terms.size(); ++i)
        append(node.terms[i], key + QLatin1Char('.') + QString::number(i), depth + 1, rows);
}

} // namespace catenary::studio
