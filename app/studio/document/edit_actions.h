// SPDX-License-Identifier: Apache-2.0
// What a person does to the selection: add, connect, copy, group, align, tidy up. Each is one undo step. Needs no view,
// so that canvas, menus and the command palette share it.
#pragma once

#include "app/studio/document/clipboard.h"
#include "app/studio/document/document_controller.h"
#include "app/studio/document/selection.h"
#include "core/design/rework.h"

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
    /// not empty, connects it from there as `connectElements` does. A component where requests begin gets a workload of
    /// 100 requests/s. Returns the id; empty when it cannot be added.
    Q_INVOKABLE QString add(const QString& kind, qreal x, qreal y, const QString& connectFrom = {}, bool async = false);
    /// Adds a component in the middle of a connection, as design::withInserted does. Returns its id; empty when it
    /// cannot be.
    Q_INVOKABLE QString insertInto(const QString& connection, const QString& kind, qreal x, qreal y);
    /// Gives a component another kind, as design::withKind does. False, and told, when it cannot be.
    Q_INVOKABLE bool changeKind(const QString& id, const QString& kind);
    /// Sync, or what the kinds ask for: into a log async, out of one stream; `async` in any case when asked for. False,
    /// and told, when it cannot be.
    Q_INVOKABLE bool connectElements(const QString& from, const QString& to, bool async = false);
    Q_INVOKABLE void rename(const QString& id, const QString& name);
    Q_INVOKABLE QString nameOf(const QString& id) const;  ///< the text `rename` changes
    Q_INVOKABLE QString titleOf(const QString& id) const; ///< for people: name, or "A to B" of a connection

    Q_INVOKABLE void remove(); ///< a group with all that is in it, as `copy` and `duplicate` take it
    Q_INVOKABLE void duplicate();
    Q_INVOKABLE void duplicateConnected(); ///< with the connections to what is not selected
    /// The selection again in its place, selected, within a gesture. False if there is nothing to copy.
    bool duplicateInPlace(quint64 gesture);
    Q_INVOKABLE void copy() const;
    Q_INVOKABLE void cut();
    /// Pastes what the clipboard holds (clipboard.h). At a place, or beside the original.
    Q_INVOKABLE void paste();
    void pasteAt(QPointF canvas);
    Q_INVOKABLE void group();
    Q_INVOKABLE void ungroup();
    /// "left", "centre", "right", "top", "middle", "bottom"; of at least two.
    Q_INVOKABLE void align(const QString& edge);
    /// Equal gaps along "horizontal" or "vertical"; of at least three.
    Q_INVOKABLE void distribute(const QString& axis);
    /// The "width", the "height" or the whole "size" of the largest; of at least two.
    Q_INVOKABLE void makeSame(const QString& measure);
    /// Side by side in rows with equal gaps, from where the upper left of them is; of at least two.
    Q_INVOKABLE void pack();
    Q_INVOKABLE void toggleLock();                 ///< locks; lets go when everything selected is locked
    Q_INVOKABLE [[nodiscard]] bool locked() const; ///< everything selected that can be locked is
    Q_INVOKABLE void restack(bool front);          ///< over all other components, or below them
    /// Nudges of the same selection are one undo step until `endNudges`, another edit or undo.
    Q_INVOKABLE void nudge(qreal dx, qreal dy);
    void endNudges();
    /// Lays everything out anew on a worker; one undo step. Nothing happens if the design changes meanwhile.
    Q_INVOKABLE void tidyUp();

    [[nodiscard]] bool tidying() const { return m_tidying; }

signals:
    void tidyingChanged();
    void tidied(); ///< everything has its new place
    /// Done, but not without loss: what was left out, and how to have it back.
    void leftOut(const QString& message, const QString& hint);

private:
    struct Placed {
        std::string id;
        QRectF box;
    };
    [[nodiscard]] std::vector<Placed> placedSelection() const; ///< selected components and notes with a place
    /// A component of `kind` with a free id; nothing, and told, when there is no such kind.
    [[nodiscard]] std::optional<design::Component> newComponent(const QString& kind, qreal x, qreal y);
    void addWorkloadWhereNeeded(const design::ComponentId& id, quint64 gesture);
    bool addConnection(const design::ComponentId& from, const design::ComponentId& to, bool async, quint64 gesture);
    /// Puts what was reworked in place as one step; `where` is what words in its parameters are about.
    void take(support::Result<design::Reworked> reworked, const QString& label, const std::string& where,
              quint64 gesture);
    void duplicate(bool outward);
    void insert(design::InsertFragment fragment, quint64 gesture = 0);
    [[nodiscard]] std::optional<Pasted> pastedOrTold();
    void insertPasted(Pasted pasted); ///< says in the user's words why it cannot be

    DocumentController& m_document;
    Selection& m_selection;
    DocumentController::CatalogSource m_catalog;
    quint64 m_nudges = 0; ///< gesture of the nudges under way; 0: none
    bool m_tidying = false;
    mutable int m_pastes = 0; ///< of the same clipboard, to step aside each time
};

} // namespace catenary::studio
