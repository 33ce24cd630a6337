// SPDX-License-Identifier: Apache-2.0
// A small monochrome picture by name: the signs of the controls, and the icons of component kinds.
#pragma once

#include <QColor>
#include <QPainterPath>
#include <QQuickPaintedItem>
#include <QtQml/qqmlregistration.h>

namespace catenary::studio {

class Glyph : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        QString name READ name WRITE setName NOTIFY nameChanged) ///< a sign of the controls, or the icon of a kind
    Q_PROPERTY(
        QString group READ group WRITE setGroup NOTIFY nameChanged) ///< group of kinds, where the icon may be unknown
    Q_PROPERTY(QColor color READ color WRITE setColor NOTIFY colorChanged)

public:
    explicit Glyph(QQuickItem* parent = nullptr);

    [[nodiscard]] const QString& name() const { return m_name; }
    void setName(const QString& name);
    [[nodiscard]] const QString& group() const { return m_group; }
    void setGroup(const QString& group);
    [[nodiscard]] QColor color() const { return m_color; }
    void setColor(const QColor& color);

    void paint(QPainter* painter) override;

signals:
    void nameChanged();
    void colorChanged();

private:
    QString m_name, m_group;
    QColor m_color;
};

/// The sign `name` on a square of 16 units, drawn as a line of 1.5; empty when there is none.
[[nodiscard]] QPainterPath controlGlyph(const QString& name);

} // namespace catenary::studio
