// SPDX-License-Identifier: Apache-2.0
// What the views read from a DrillController.
#include "app/studio/practice/drill_controller.h"
#include "app/studio/practice/practice_text.h"

namespace catenary::studio {

using practice::Milliseconds;
using practice::Stage;

QVariantList DrillController::lengths() const {
    QVariantList lengths;
    for (const int minutes : practice::planLengths())
        lengths.append(QVariantMap{{"value", QString::number(minutes)}, {"text", tr("%1 min").arg(minutes)}});
    return lengths;
}

QString DrillController::title() const {
    return m_document.title();
}

QString DrillController::task() const {
    const auto& prompt = m_document.design().teaching.prompt;
    return prompt.empty() ? tr("Explain this design to someone who has not seen it.") : QString::fromStdString(prompt);
}

QString DrillController::words() const {
    int words = 0;
    for (const auto& phase : m_plan.phases) words += phase.words();
    return tr("About %1 words at %2 a minute").arg(words).arg(practice::wordsPerMinute);
}

QString DrillController::clock() const {
    const Milliseconds at = now();
    switch (m_drill.stage()) {
    case Stage::Brief:
        return clockText(m_drill.left(at) + 999);
    case Stage::Countdown:
        return QString::number((m_drill.left(at) + 999) / 1000);
    case Stage::Running:
    case Stage::Overtime: {
        const Milliseconds left = Milliseconds{1000} * m_plan.seconds() - m_drill.elapsed(at);
        return left >= 0 ? clockText(left + 999) : clockText(-left, true);
    }
    default:
        return {};
    }
}

QString DrillController::phaseClock() const {
    if (!running()) return {};
    const auto& phase = m_plan.phases[static_cast<std::size_t>(m_drill.phase())];
    return tr("%1 of %2").arg(clockText(m_drill.inPhase(m_drill.phase(), now())), clockText(1000 * phase.seconds));
}

bool DrillController::late() const {
    return running() && m_drill.inPhase(m_drill.phase(), now()) >
                            1000 * m_plan.phases[static_cast<std::size_t>(m_drill.phase())].seconds;
}

QString DrillController::phaseTitle() const {
    return QString::fromStdString(m_plan.phases[static_cast<std::size_t>(m_drill.phase())].title);
}

QString DrillController::prompt() const {
    if (m_mode == practice::Mode::Exam) return {};
    return QString::fromStdString(m_plan.phases[static_cast<std::size_t>(m_drill.phase())].prompt);
}

QString DrillController::holds() const {
    if (m_mode == practice::Mode::Exam) return {};
    return QString::fromStdString(m_plan.phases[static_cast<std::size_t>(m_drill.phase())].holds);
}

QStringList DrillController::components() const {
    QStringList ids;
    for (const std::string& id : m_tour) ids.append(QString::fromStdString(id));
    return ids;
}

QString DrillController::candidate() const {
    return m_candidate < 0 ? QString() : QString::fromStdString(m_tour[static_cast<std::size_t>(m_candidate)]);
}

QString DrillController::titleOf(const QString& id) const {
    const auto* component = m_design.component(design::ComponentId(id.toStdString()));
    return component == nullptr ? id : QString::fromStdString(component->title());
}

bool DrillController::rated() const {
    return m_drill.ratings().size() == practice::rubric().size();
}

QString DrillController::ratingLeft() const {
    const auto left = practice::rubric().size() - m_drill.ratings().size();
    if (left == 0) return {};
    return left == 1 ? tr("One area left to rate") : tr("%1 areas left to rate").arg(left);
}

} // namespace catenary::studio
