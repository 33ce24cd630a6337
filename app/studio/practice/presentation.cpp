// SPDX-License-Identifier: Apache-2.0
#include "app/studio/practice/presentation.h"

#include <algorithm>

namespace catenary::studio {

namespace {

void append(QStringList& to, const scene::Step& step) {
    for (const std::string& id : step.ids) to.append(QString::fromStdString(id));
}

} // namespace

Presentation::Presentation(DocumentController& document, EstimateController& estimate, QObject* parent)
    : QObject(parent), m_document(document), m_estimate(estimate) {}

void Presentation::begin() {
    m_request = scene::stepsOfRequest(m_document.design());
    const auto estimate = m_estimate.estimate();
    m_critical = estimate ? scene::stepsOfCriticalPath(m_document.design(), *estimate) : std::vector<scene::Step>();
    if (m_critical.empty()) m_order = QStringLiteral("request");
    m_step = 0;
    emit changed();
}

const std::vector<scene::Step>& Presentation::steps() const {
    return m_order == QLatin1String("critical") ? m_critical : m_request;
}

const scene::Step* Presentation::current() const {
    return m_step < count() ? &steps()[static_cast<std::size_t>(m_step)] : nullptr;
}

void Presentation::setOrder(const QString& order) {
    if (order == m_order || (order == QLatin1String("critical") && m_critical.empty())) return;
    m_order = order;
    m_step = 0;
    emit changed();
}

void Presentation::setStep(int step) {
    step = std::clamp(step, 0, std::max(count() - 1, 0));
    if (step == m_step) return;
    m_step = step;
    emit changed();
}

QString Presentation::title() const {
    return current() == nullptr ? QString() : QString::fromStdString(current()->title);
}

QString Presentation::notes() const {
    return current() == nullptr ? QString() : QString::fromStdString(current()->notes);
}

QStringList Presentation::shown() const {
    QStringList ids;
    for (int i = 0; i <= m_step && i < count(); ++i) append(ids, steps()[static_cast<std::size_t>(i)]);
    for (const auto& group : m_document.design().groups) // a frame is there once something in it is
        if (std::any_of(group->members.begin(), group->members.end(),
                        [&](const std::string& id) { return ids.contains(QString::fromStdString(id)); }))
            ids.append(QString::fromStdString(group->id.str()));
    return ids;
}

QStringList Presentation::fresh() const {
    QStringList ids;
    if (current() != nullptr) append(ids, *current());
    return ids;
}

} // namespace catenary::studio
