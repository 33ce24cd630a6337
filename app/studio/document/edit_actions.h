// SPDX-License-Identifier: Apache-2.0
// What a person does to the selection: add, connect, copy, group, align, tidy up. Each is one undo step. Needs no view,
// so that canvas, menus and the command palette share it.
#pragma once

#include "app/studio/document/document_controller.h"
#include "app/studio/document/selection.h"

#include <QPointF>
#include <QRectF>

namespace catenary::studio {

class EditActions : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(bool tidying READ tidying NOTIFY tidyingChanged) ///< the layout is being computed

public:
    EditActions(DocumentController& document, Selection& selection, DocumentController::CatalogSource catalog,
                QObject* parent = nullptr);

    /// Adds a component of `kind` (or "note") with its top left corner at x, y, selects it and, where `connectFrom` is
    /// not empty, connects it from there. A component where requests begin gets a workload of 100 requests/s. Returns
    /// the id; empty when it cannot be added.
    Q_INVOKABLE QString add(const QString& kind, qreal x, qreal y, const QString& connectFrom = {});
    /// Sync, or what the kinds ask for: into a log async, out of one stream. False, and told, when it cannot be.
    Q_INVOKABLE bool connectElements(const QString& from, const QString& to);
    Q_INVOKABLE void rename(const QString& id, const QString& name);
    Q_INVOKABLE QString nameOf(const QString& id) const;  ///< the text `rename` changes
    Q_INVOKABLE QString titleOf(const QString& id) const; ///< for people: name, or "A to B" of a connection

    Q_INVOKABLE void remove(); ///< a group with all that is in it, as `copy` and `duplicate` take it
    Q_INVOKABLE void duplicate();
    Q_INVOKABLE void copy() const;
    Q_INVOKABLE void cut();
    /// Pastes what the clipboard holds: a fragment, or the text of a whole design. At a place, or beside the original.
    Q_INVOKABLE void paste();
    void pasteAt(QPointF canvas);
    Q_INVOKABLE void group();
    Q_INVOKABLE void ungroup();
    /// "left", "centre", "right", "top", "middle", "bottom"; of at least two.
    Q_INVOKABLE void align(const QString& edge);
    /// Equal gaps along "horizontal" or "vertical"; of at least three.
    Q_INVOKABLE void distribute(const QString& axis);
    /// Nudges of the same selection are one undo step until `endNudges`, another edit or undo.
    Q_INVOKABLE void nudge(qreal dx, qreal dy);
    void endNudges();
    /// Lays everything out anew on a worker; one undo step. Nothing happens if the design changes meanwhile.
    Q_INVOKABLE void tidyUp();

    [[nodiscard]] bool tidying() const { return m_tidying; }

signals:
    void tidyingChanged();
    void tidied(); ///< everything has its new place

private:
    struct Placed {
        std::string id;
        QRectF box;
    };
    [[nodiscard]] std::vector<Placed> placedSelection() const; ///< selected components and notes with a place
    void insert(design::InsertFragment fragment);
    void insertPasted(design::InsertFragment fragment); ///< says in the user's words why it cannot be

    DocumentController& m_document;
    Selection& m_selection;
    DocumentController::CatalogSource m_catalog;
    quint64 m_nudges = 0; ///< gesture of the nudges under way; 0: none
    bool m_tidying = false;
    mutable int m_pastes = 0; ///< of the same clipboard, to step aside each time
};

} // namespace catenary::studio
