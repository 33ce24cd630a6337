// SPDX-License-Identifier: Apache-2.0
#include "app/studio/insight/envelope_model.h"

#include "app/studio/insight/explanation_model.h"
#include "app/studio/models/figure_text.h"
#include "core/insight/envelope.h"

namespace catenary::studio {

namespace {

/// "12 × 4 000 = …": the formula with the values of its terms behind it, so that it can be redone by hand.
QString workedFormula(const insight::Explanation& figure) {
    QString text = shortened(figure.formula);
    if (figure.terms.empty()) return text;
    QStringList values;
    for (const insight::Explanation& term : figure.terms)
        values.append(QString::fromStdString(term.label) + QStringLiteral(" ") + explainedText(term.value, term.unit));
    return text + (text.isEmpty() ? QString() : QStringLiteral("  ·  ")) + values.join(QStringLiteral(", "));
}

} // namespace

EnvelopeModel::EnvelopeModel(EstimateController& estimate, QObject* parent)
    : QObject(parent), m_estimate(estimate),
      m_rows({"title", "place", "label", "value", "formula", "source", "assumption"}) {
    connect(&m_estimate, &EstimateController::estimateChanged, this, [this] {
        if (m_active) fill();
    });
}

void EnvelopeModel::setActive(bool active) {
    if (active == m_active) return;
    m_active = active;
    emit activeChanged();
    if (m_active) fill();
}

void EnvelopeModel::fill() {
    QList<KeyedModel::Row> rows;
    if (m_estimate.available()) {
        for (const insight::EnvelopeSection& section :
             insight::envelope(*m_estimate.estimate(), m_estimate.estimatedDesign(), *m_estimate.catalog())) {
            const QString subject = QString::fromStdString(section.subject);
            rows.append(
                {subject,
                 {QString::fromStdString(section.title), subject, QString(), QString(), QString(), QString(), false}});
            for (const insight::Explanation& figure : section.figures)
                rows.append({subject + QLatin1Char('/') + QString::fromStdString(figure.label),
                             {QString(), QString::fromStdString(figure.place), QString::fromStdString(figure.label),
                              figureText(figure.value, QString::fromStdString(figure.unit)), workedFormula(figure),
                              QString::fromStdString(figure.source), figure.assumption}});
        }
    }
    m_rows.replace(std::move(rows));
}

} // namespace catenary::studio
