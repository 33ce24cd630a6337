// SPDX-License-Identifier: Apache-2.0
// Which elements are selected. Not part of the document and not undoable; elements that leave the document leave the
// selection, and undo and redo select what they brought back or changed.
#pragma once

#include "core/design/diff.h"

#include <QObject>
#include <QStringList>
#include <QtQml/qqmlregistration.h>

namespace catenary::studio {

class DocumentController;

class Selection : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(QStringList ids READ ids NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// "component", "connection", "group" or "note" when all selected elements are of that sort, else empty.
    Q_PROPERTY(QString sort READ sort NOTIFY changed)
    Q_PROPERTY(QString current READ current NOTIFY changed) ///< the id when exactly one is selected, else empty

public:
    explicit Selection(DocumentController& document, QObject* parent = nullptr);

    [[nodiscard]] const QStringList& ids() const { return m_ids; }
    [[nodiscard]] int count() const { return static_cast<int>(m_ids.size()); }
    [[nodiscard]] QString current() const { return m_ids.size() == 1 ? m_ids.front() : QString(); }
    [[nodiscard]] QString sort() const;
    [[nodiscard]] std::vector<std::string> elementIds() const;

    Q_INVOKABLE bool contains(const QString& id) const { return m_ids.contains(id); }
    Q_INVOKABLE void select(const QString& id) { set({id}); }
    Q_INVOKABLE void set(const QStringList& ids); ///< keeps the order, drops doubles and unknown ids
    Q_INVOKABLE void toggle(const QString& id);
    Q_INVOKABLE void clear() { set({}); }
    Q_INVOKABLE void selectAll(); ///< components, notes and groups

signals:
    void changed();

private:
    void prune();
    void follow(const design::ChangeSet& changes);

    DocumentController& m_document;
    QStringList m_ids;
};

} // namespace catenary::studio
