// SPDX-License-Identifier: Apache-2.0
// What a control asks of the page it stands on, without knowing the page: whoever holds the control answers.
#pragma once

#include <QQuickItem>
#include <QtQml/qqmlregistration.h>

namespace catenary::studio {

class PageRelay : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON

public:
    /// The mouse pressed a control that does not need the keyboard. It goes where `pressed` is answered, by `take`; to
    /// the control where nobody does.
    Q_INVOKABLE void press(QQuickItem* from) {
        m_taken = false;
        emit pressed(from);
        if (!m_taken) from->forceActiveFocus(Qt::MouseFocusReason);
    }
    Q_INVOKABLE void take() { m_taken = true; }

signals:
    /// Undo or redo in a field that has nothing of its own to take back: the document's.
    void undoWanted(QQuickItem* from);
    void redoWanted(QQuickItem* from);
    void pressed(QQuickItem* from);

private:
    bool m_taken = false;
};

} // namespace catenary::studio
