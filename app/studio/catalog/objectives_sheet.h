// SPDX-License-Identifier: Apache-2.0
// The objectives of the design, to be added, changed and taken away. Every change is one SetObjectives edit; a bound
// that is not a positive number is refused in place.
#pragma once

#include "app/studio/document/document_controller.h"
#include "app/studio/models/keyed_model.h"

#include <QHash>

namespace catenary::studio {

class ObjectivesSheet : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by DesignInspector")
    Q_PROPERTY(catenary::studio::KeyedModel* rows READ rows CONSTANT)
    Q_PROPERTY(QVariantList targets READ targets NOTIFY targetsChanged) ///< {value, text}: the system, workloads, flows
    Q_PROPERTY(int count READ count NOTIFY targetsChanged)

public:
    explicit ObjectivesSheet(DocumentController& document, QObject* parent = nullptr);

    Q_INVOKABLE bool add(); ///< p99 of the first workload at most 100 ms, or cost of the system when there is none
    Q_INVOKABLE bool remove(int row);
    Q_INVOKABLE bool setTarget(int row, const QString& target);
    Q_INVOKABLE bool setMetric(int row, const QString& metric);
    Q_INVOKABLE bool setSide(int row, const QString& side); ///< "at_most", "at_least"
    Q_INVOKABLE bool setBound(int row, const QString& text);
    /// {value, text} of the metrics that fit the target of a row.
    Q_INVOKABLE [[nodiscard]] QVariantList metricsOf(const QString& target) const;

    [[nodiscard]] KeyedModel* rows() { return &m_rows; }
    [[nodiscard]] QVariantList targets() const;
    [[nodiscard]] int count() const { return m_rows.count(); }

signals:
    void targetsChanged();

private:
    void fill();
    bool change(int row, const std::function<void(design::Objective&)>& how);
    bool apply(std::vector<design::Objective> objectives);

    DocumentController& m_document;
    KeyedModel m_rows; ///< target, metric, side, bound, unit, error
    QHash<int, QString> m_errors;
};

} // namespace catenary::studio
