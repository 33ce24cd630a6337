// SPDX-License-Identifier: Apache-2.0
// The kinds of components to choose from, by group, or as a search finds them, best first.
#pragma once

#include "app/studio/document/document_controller.h"
#include "app/studio/models/keyed_model.h"

#include <QSet>

namespace catenary::studio {

class PaletteModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)
    Q_PROPERTY(catenary::studio::KeyedModel* rows READ rows CONSTANT)
    Q_PROPERTY(QString first READ first NOTIFY queryChanged) ///< kind id of the best match; empty when nothing matches

public:
    PaletteModel(DocumentController::CatalogSource catalog, DocumentController& document, QObject* parent = nullptr);

    Q_INVOKABLE void toggleGroup(const QString& group); ///< closed groups show only their heading
    Q_INVOKABLE [[nodiscard]] QString titleOf(const QString& kind) const;
    /// What may be added to the design: kinds, and the note unless it is to be connected from a component. As a search
    /// finds them, best first; without one in the order of offeredKinds. {id, title, group, summary, icon} each.
    Q_INVOKABLE [[nodiscard]] QVariantList choices(const QString& query, const QString& connectFrom) const;

    [[nodiscard]] const QString& query() const { return m_query; }
    void setQuery(const QString& query);
    [[nodiscard]] KeyedModel* rows() { return &m_rows; }
    [[nodiscard]] QString first() const;

signals:
    void queryChanged();

private:
    void fill();
    void remember(const design::ChangeSet& changes);

    DocumentController::CatalogSource m_catalog;
    DocumentController& m_document;
    QString m_query;
    QSet<QString> m_closed;
    QStringList m_recent; ///< kinds added since the document was opened, the latest first
    KeyedModel m_rows; ///< heading (then title is the group's), title, summary, icon, group, open, products; the key is
                       ///< the kind's id
};

/// "ml-serving" → "ML serving".
[[nodiscard]] QString groupTitle(const std::string& group);

} // namespace catenary::studio
