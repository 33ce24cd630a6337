// SPDX-License-Identifier: Apache-2.0
// The back of the envelope on the screen: one section for each workload, connection, store and model server, each
// figure with its formula. Follows the estimate while `active`.
#pragma once

#include "app/studio/estimate/estimate_controller.h"

namespace catenary::studio {

class EnvelopeModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(bool active READ active WRITE setActive NOTIFY activeChanged) ///< the page is on the screen
    Q_PROPERTY(catenary::studio::KeyedModel* rows READ rows CONSTANT)

public:
    explicit EnvelopeModel(EstimateController& estimate, QObject* parent = nullptr);

    [[nodiscard]] bool active() const { return m_active; }
    void setActive(bool active);
    [[nodiscard]] KeyedModel* rows() { return &m_rows; }

signals:
    void activeChanged();

private:
    void fill();

    EstimateController& m_estimate;
    bool m_active = false;
    KeyedModel m_rows; ///< title (of a section, else empty), place, label, value, formula, source, assumption
};

} // namespace catenary::studio
