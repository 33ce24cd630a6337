// SPDX-License-Identifier: Apache-2.0
// "Paste my measurement": text from elsewhere, what was understood of each row and by what factor it parts from what is
// computed, and all of them as one edit of the component's `calibration`.
#pragma once

#include "app/studio/document/document_controller.h"
#include "app/studio/models/keyed_model.h"
#include "core/inference/calibration.h"

#include <optional>

namespace catenary::studio {

class MeasurementSheet : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Inspector")
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed)
    Q_PROPERTY(QString name READ name NOTIFY changed)       ///< of the component
    Q_PROPERTY(QString columns READ columns NOTIFY changed) ///< what a row may say: "concurrency, batch, …"
    Q_PROPERTY(QString example READ example NOTIFY changed)
    Q_PROPERTY(catenary::studio::KeyedModel* rows READ rows CONSTANT)
    Q_PROPERTY(QString summary READ summary NOTIFY changed) ///< of all rows together; empty where some are wrong
    Q_PROPERTY(QString problem READ problem NOTIFY changed) ///< why none, or not all, can be taken over
    Q_PROPERTY(QString note READ note NOTIFY changed)       ///< columns that are not used
    Q_PROPERTY(bool ready READ ready NOTIFY changed)        ///< `take` would change the design

public:
    MeasurementSheet(DocumentController& document, DocumentController::CatalogSource catalog,
                     QObject* parent = nullptr);

    /// Shows what `component` has; nothing if it has no `calibration` to set.
    Q_INVOKABLE void begin(const QString& component);
    /// Writes the rows into the design as one edit, each with the model, hardware and precision it holds for now, so
    /// that it stays true when those change. No text takes the measurements away. False where a row is wrong.
    Q_INVOKABLE bool take();

    [[nodiscard]] const QString& text() const { return m_text; }
    void setText(const QString& text);
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString columns() const;
    [[nodiscard]] QString example() const;
    [[nodiscard]] KeyedModel* rows() { return &m_rows; }
    [[nodiscard]] const QString& summary() const { return m_summary; }
    [[nodiscard]] const QString& problem() const { return m_problem; }
    [[nodiscard]] const QString& note() const { return m_note; }
    [[nodiscard]] bool ready() const { return m_ready; }

signals:
    void changed();

private:
    struct Verdict {
        std::optional<inference::Calibrated> by; ///< computed times; none where nothing is computed
        QString problem, doubt;
    };

    void understand();
    [[nodiscard]] const design::Component* component() const;
    [[nodiscard]] const catalog::Parameter* parameter(const catalog::Catalog& catalog) const;
    [[nodiscard]] bool ofTokens() const;
    /// What the model of the component says of these rows.
    [[nodiscard]] Verdict judged(const support::Json& rows, const catalog::Catalog& catalog) const;
    [[nodiscard]] support::Json complete(support::Json row, const catalog::Catalog& catalog) const;

    DocumentController& m_document;
    DocumentController::CatalogSource m_catalog;
    QString m_component, m_text, m_summary, m_problem, m_note;
    KeyedModel m_rows; ///< line, words, factor, problem
    support::Json m_found;
    bool m_ready = false;
};

} // namespace catenary::studio
