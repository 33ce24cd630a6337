// SPDX-License-Identifier: Apache-2.0
// A design told step by step (core/scene/steps.h): which step it is, and what it shows. Lives on the GUI thread.
#pragma once

#include "app/studio/estimate/estimate_controller.h"
#include "core/scene/steps.h"

namespace catenary::studio {

class Presentation : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(QString order READ order WRITE setOrder NOTIFY changed) ///< "request" or "critical"
    Q_PROPERTY(bool hasCriticalPath READ hasCriticalPath NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(int step READ step WRITE setStep NOTIFY changed)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(QString notes READ notes NOTIFY changed)     ///< of the author, about what this step shows
    Q_PROPERTY(QStringList shown READ shown NOTIFY changed) ///< ids of all that is shown so far
    Q_PROPERTY(QStringList fresh READ fresh NOTIFY changed) ///< ids of what this step shows

public:
    Presentation(DocumentController& document, EstimateController& estimate, QObject* parent = nullptr);

    /// From the first step of the design as it is.
    Q_INVOKABLE void begin();
    Q_INVOKABLE void next() { setStep(m_step + 1); }
    Q_INVOKABLE void back() { setStep(m_step - 1); }

    [[nodiscard]] const QString& order() const { return m_order; }
    void setOrder(const QString& order);
    [[nodiscard]] bool hasCriticalPath() const { return !m_critical.empty(); }
    [[nodiscard]] int count() const { return static_cast<int>(steps().size()); }
    [[nodiscard]] int step() const { return m_step; }
    void setStep(int step); ///< the nearest there is
    [[nodiscard]] QString title() const;
    [[nodiscard]] QString notes() const;
    [[nodiscard]] QStringList shown() const;
    [[nodiscard]] QStringList fresh() const;

signals:
    void changed();

private:
    [[nodiscard]] const std::vector<scene::Step>& steps() const;
    [[nodiscard]] const scene::Step* current() const;

    DocumentController& m_document;
    EstimateController& m_estimate;
    std::vector<scene::Step> m_request, m_critical;
    QString m_order = QStringLiteral("request");
    int m_step = 0;
};

} // namespace catenary::studio
