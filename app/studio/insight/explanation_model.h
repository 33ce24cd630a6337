// SPDX-License-Identifier: Apache-2.0
//
// insight: "why this number?" for the screen. `ExplanationModel` shows the tree of one figure as rows that open and
// close, and follows the estimate as the design changes. Start at `show`.
#pragma once

#include "app/studio/estimate/estimate_controller.h"
#include "app/studio/insight/envelope_model.h"
#include "core/insight/explanation.h"

#include <QSet>

namespace catenary::studio {

class ExplanationModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(QString figure READ figure NOTIFY changed) ///< empty: nothing is shown
    /// What is on the screen: "why" a figure, the "charts", those of a model server ("serving"), the "envelope", or
    /// nothing (empty).
    Q_PROPERTY(QString page READ page WRITE setPage NOTIFY pageChanged)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(QString value READ value NOTIFY changed)
    Q_PROPERTY(QString reason READ reason NOTIFY changed) ///< why the value is not defined; empty where it is
    Q_PROPERTY(QString error READ error NOTIFY changed)   ///< why there is nothing to explain; empty otherwise
    Q_PROPERTY(bool canGoBack READ canGoBack NOTIFY changed)
    Q_PROPERTY(int assumptions READ assumptions NOTIFY changed) ///< leaves that are our planning default
    Q_PROPERTY(catenary::studio::KeyedModel* rows READ rows CONSTANT)
    Q_PROPERTY(catenary::studio::EnvelopeModel* envelope READ envelope CONSTANT)

public:
    explicit ExplanationModel(EstimateController& estimate, QObject* parent = nullptr);

    /// Shows a FIGURE (core/insight/explanation.h), opened two levels deep, whatever was on the screen before.
    Q_INVOKABLE void show(const QString& figure);
    Q_INVOKABLE void back();
    Q_INVOKABLE void clear();
    /// Opens or closes a row by its key; `all` with everything below it.
    Q_INVOKABLE void toggle(const QString& key, bool all = false);
    Q_INVOKABLE void expandAll();
    Q_INVOKABLE void collapseAll();

    [[nodiscard]] const QString& figure() const { return m_figure; }
    [[nodiscard]] const QString& page() const { return m_page; }
    void setPage(const QString& page);
    [[nodiscard]] QString title() const { return QString::fromStdString(m_tree.label); }
    [[nodiscard]] QString value() const;
    [[nodiscard]] QString reason() const;
    [[nodiscard]] const QString& error() const { return m_error; }
    [[nodiscard]] bool canGoBack() const { return !m_back.isEmpty(); }
    [[nodiscard]] int assumptions() const { return m_assumptions; }
    [[nodiscard]] KeyedModel* rows() { return &m_rows; }
    [[nodiscard]] EnvelopeModel* envelope() { return &m_envelope; }

signals:
    void changed();
    void pageChanged();

private:
    void explain();
    void fill();
    void append(const insight::Explanation& node, const QString& key, int depth, QList<KeyedModel::Row>& rows) const;
    void open(const insight::Explanation& node, const QString& key, int levels);

    EstimateController& m_estimate;
    QString m_figure, m_error, m_page;
    QStringList m_back;
    insight::Explanation m_tree;
    QSet<QString> m_open; ///< keys of open rows: the path of indexes from the root
    int m_assumptions = 0;
    KeyedModel m_rows;
    EnvelopeModel m_envelope;
};

/// A value of an explanation for people: exact enough to redo the sum (four digits), with its unit.
[[nodiscard]] QString explainedText(double value, const std::string& unit);

/// Words with every number of more than four decimals in them told shorter.
[[nodiscard]] QString shortened(const std::string& words);

} // namespace catenary::studio
