// SPDX-License-Identifier: Apache-2.0
// What is in the design as a tree of words: groups with what is in them, then the rest; with a query, whatever matches
// it, connections as well. Roles: title, note (what it is), glyph, group (of kinds, for its colour), depth, sort
// ("component", "group", "note", "connection"). Lives on the GUI thread.
#pragma once

#include "app/studio/document/document_controller.h"
#include "app/studio/models/keyed_model.h"

#include <set>

namespace catenary::studio {

class OutlineModel : public KeyedModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    /// Words that all stand in the name, the label, the text or the kind of what is listed. Empty: the whole tree.
    Q_PROPERTY(QString query READ query WRITE setQuery NOTIFY queryChanged)

public:
    OutlineModel(DocumentController& document, DocumentController::CatalogSource catalog, QObject* parent = nullptr);

    [[nodiscard]] const QString& query() const { return m_query; }
    void setQuery(const QString& query);
    Q_INVOKABLE [[nodiscard]] QString first() const {
        return rows().isEmpty() ? QString() : rows().front().key;
    } ///< id
    /// Puts `with` in place of every `wanted`, whatever its case, in names, labels and notes, as one undo step. Returns
    /// how many elements that changed.
    Q_INVOKABLE int replaceAll(const QString& wanted, const QString& with);

signals:
    void queryChanged();

private:
    void fill();
    void addTree(QList<Row>& rows) const;
    void addGroup(QList<Row>& rows, const design::Group& group, int depth, std::set<std::string>& seen) const;
    [[nodiscard]] Row rowOf(const design::Component& component, int depth) const;
    [[nodiscard]] Row rowOf(const design::Group& group, int depth) const;
    [[nodiscard]] Row rowOf(const design::Note& note, int depth) const;
    [[nodiscard]] Row rowOf(const design::Connection& connection) const;
    [[nodiscard]] QString titleOf(const design::ComponentId& id) const;

    DocumentController& m_document;
    DocumentController::CatalogSource m_catalog;
    QString m_query;
};

} // namespace catenary::studio
