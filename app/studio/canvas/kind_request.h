// SPDX-License-Identifier: Apache-2.0
// What the chooser of kinds is opened for, and so what becomes of the kind that is chosen there.
#pragma once

#include <QObject>
#include <QPointF>
#include <QString>
#include <QtQml/qqmlregistration.h>

namespace catenary::studio {

class KindRequest {
    Q_GADGET
    QML_VALUE_TYPE(kindRequest)
    Q_PROPERTY(QString purpose READ purposeWord) ///< "add", "connect", "insert", "change"
    Q_PROPERTY(QString element MEMBER element)
    Q_PROPERTY(QPointF at MEMBER at)

public:
    enum class Purpose {
        Add,     ///< a component with its middle at `at`, moved to where there is room
        Connect, ///< the same, with a connection from `element`
        Insert,  ///< a component at `at` in the connection `element`
        Change,  ///< another kind for the component `element`
    };
    Purpose purpose = Purpose::Add;
    QString element;
    QPointF at; ///< canvas coordinates
    bool async = false;

    [[nodiscard]] QString purposeWord() const {
        switch (purpose) {
        case Purpose::Connect:
            return QStringLiteral("connect");
        case Purpose::Insert:
            return QStringLiteral("insert");
        case Purpose::Change:
            return QStringLiteral("change");
        case Purpose::Add:
            break;
        }
        return QStringLiteral("add");
    }
};

} // namespace catenary::studio
