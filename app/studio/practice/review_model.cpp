// SPDX-License-Identifier: Apache-2.0
#include "app/studio/practice/review_model.h"

#include "app/studio/practice/practice_text.h"

#include <algorithm>
#include <cmath>

namespace catenary::studio {

using practice::Milliseconds;

namespace {

QString spent(double seconds) {
    return clockText(static_cast<Milliseconds>(1000 * seconds));
}

} // namespace

ReviewModel::ReviewModel(QObject* parent)
    : QObject(parent), m_scores({"title", "share", "text", "weight", "tone"}),
      m_pacing({"title", "budgetShare", "actualShare", "text", "tone"}), m_missed({"title", "why"}),
      m_numbers({"label", "said", "expected", "verdict", "tone"}), m_calibration({"title", "self", "machine", "text"}) {
}

void ReviewModel::show(const practice::Review& review, const QString& title, const QString& when) {
    m_review = review;
    m_title = title;
    m_when = when;
    fillScores();
    fillPacing();
    fillMissed();
    fillNumbers();
    fillCalibration();
    emit changed();
}

void ReviewModel::clear() {
    if (!m_review) return;
    m_review.reset();
    emit changed();
}

void ReviewModel::fillScores() {
    QList<KeyedModel::Row> rows;
    for (const ScoreName& name : scoreNames()) {
        const double value = scoreOf(m_review->scores, name.key);
        rows.append(
            {QString::fromLatin1(name.key), {name.title, value, percentText(value), name.weight, toneOfShare(value)}});
    }
    m_scores.replace(std::move(rows));
}

void ReviewModel::fillPacing() {
    QList<KeyedModel::Row> rows;
    double longest = 1;
    for (const auto& phase : m_review->phases) longest = std::max({longest, phase.budget_s, phase.actual_s});
    for (const auto& phase : m_review->phases) {
        const double off = std::abs(phase.actual_s - phase.budget_s) / phase.budget_s;
        rows.append({QString::fromStdString(phase.title),
                     {QString::fromStdString(phase.title), phase.budget_s / longest, phase.actual_s / longest,
                      tr("%1 of %2").arg(spent(phase.actual_s), spent(phase.budget_s)),
                      off <= 0.15  ? QStringLiteral("good")
                      : off <= 0.4 ? QStringLiteral("close")
                                   : QStringLiteral("missed")}});
    }
    m_pacing.replace(std::move(rows));
}

void ReviewModel::fillMissed() {
    QList<KeyedModel::Row> rows;
    for (const auto& component : m_review->missed)
        rows.append(
            {QString::fromStdString(component.id),
             {QString::fromStdString(component.title), component.weight >= 3   ? tr("bottleneck or critical path")
                                                       : component.weight >= 2 ? tr("on the request's path")
                                                                               : tr("off the request's path")}});
    m_missed.replace(std::move(rows));
}

void ReviewModel::fillNumbers() {
    QList<KeyedModel::Row> rows;
    for (const auto& number : m_review->numbers) {
        if (!number.figure.model) continue;
        rows.append({QString::fromStdString(number.figure.key),
                     {QString::fromStdString(number.figure.label),
                      number.said ? figureText(*number.said, number.figure.unit) : QString(),
                      figureText(*number.figure.model, number.figure.unit),
                      number.credit >= 1  ? tr("close enough")
                      : number.credit > 0 ? tr("within a factor of 2")
                      : number.said       ? tr("off")
                                          : tr("left out"),
                      toneOfShare(number.credit)}});
    }
    m_numbers.replace(std::move(rows));
}

void ReviewModel::fillCalibration() {
    QList<KeyedModel::Row> rows;
    for (const auto& area : m_review->calibration)
        rows.append({QString::fromStdString(area.area),
                     {QString::fromStdString(area.area), area.self, area.machine,
                      std::abs(area.gap()) < 0.17 ? tr("you judged it well")
                      : area.gap() > 0            ? tr("you rated it higher")
                                                  : tr("you rated it lower")}});
    m_calibration.replace(std::move(rows));
}

QString ReviewModel::total() const {
    return m_review ? scoreText(m_review->total) : QString();
}

QString ReviewModel::totalTone() const {
    if (!m_review) return {};
    return m_review->complete ? toneOfTotal(m_review->total) : QStringLiteral("quiet");
}

QString ReviewModel::grade() const {
    if (!m_review) return {};
    return m_review->complete ? QString::fromLatin1(practice::gradeOf(m_review->total)) : tr("Incomplete");
}

QString ReviewModel::nextStep() const {
    return m_review ? QString::fromStdString(m_review->next) : QString();
}

QString ReviewModel::timing() const {
    if (!m_review) return {};
    double actual = 0, budget = 0;
    for (const auto& phase : m_review->phases) {
        actual += phase.actual_s;
        budget += phase.budget_s;
    }
    const auto text = tr("%1 of %2").arg(spent(actual), spent(budget));
    return m_review->overrun_s > 0 ? tr("%1, %2 s over").arg(text).arg(static_cast<int>(m_review->overrun_s)) : text;
}

QString ReviewModel::backwards() const {
    if (!m_review) return {};
    QStringList lines;
    for (const auto& [from, to] : m_review->backwards)
        lines.append(tr("%2 came before %1").arg(QString::fromStdString(from), QString::fromStdString(to)));
    return lines.join(QLatin1Char('\n'));
}

QString ReviewModel::noBackwards() const {
    if (!m_review) return {};
    return m_review->scores.order > 0 ? tr("What you touched came in the order of the request.")
                                      : tr("No caller was touched together with what it calls, so there is no order.");
}

QString ReviewModel::noFigures() const {
    return m_review && m_review->numbers.empty()
               ? tr("The design has no estimate, so there was nothing to hold numbers against.")
               : QString();
}

} // namespace catenary::studio
