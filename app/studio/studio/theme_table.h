// SPDX-License-Identifier: Apache-2.0
// The colours of the scene's themes, for the QML singleton Theme: one source for pictures and controls.
#pragma once

#include <QObject>
#include <QVariantMap>
#include <QtQml/qqmlregistration.h>

namespace catenary::studio {

class ThemeTable : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QVariantMap light READ light CONSTANT)
    Q_PROPERTY(QVariantMap dark READ dark CONSTANT)

public:
    using QObject::QObject;
    /// Colour names of `scene::ThemeColours`, and `group:NAME` for the edge colour of a group of kinds.
    [[nodiscard]] QVariantMap light() const;
    [[nodiscard]] QVariantMap dark() const;
};

} // namespace catenary::studio
