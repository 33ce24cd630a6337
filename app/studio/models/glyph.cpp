// SPDX-License-Identifier: Apache-2.0
#include "app/studio/models/glyph.h"

#include "core/scene/icons.h"

#include <QHash>
#include <QPainter>

namespace catenary::studio {

namespace {

/// Signs on a grid of 16: `M x y`, `L x y`, `C` with three points, `O cx cy r` a circle, `Z`.
const QHash<QString, const char*>& table() {
    static const QHash<QString, const char*> signs{
        {QStringLiteral("chevron"), "M 6 3.5 L 10.5 8 L 6 12.5"},
        {QStringLiteral("close"), "M 4 4 L 12 12 M 12 4 L 4 12"},
        {QStringLiteral("search"), "O 7 7 4.25 M 10.2 10.2 L 13.5 13.5"},
        {QStringLiteral("play"), "M 5 3 L 12.5 8 L 5 13 Z"},
        {QStringLiteral("pause"), "M 5.5 3.5 L 5.5 12.5 M 10.5 3.5 L 10.5 12.5"},
        {QStringLiteral("plus"), "M 8 3 L 8 13 M 3 8 L 13 8"},
        {QStringLiteral("minus"), "M 3 8 L 13 8"},
        {QStringLiteral("check"), "M 3.5 8.5 L 6.7 11.7 L 12.5 4.8"},
        {QStringLiteral("info"), "O 8 8 5.75 M 8 7.3 L 8 11 M 8 5 L 8 5.1"},
        {QStringLiteral("error"), "O 8 8 5.75 M 5.9 5.9 L 10.1 10.1 M 10.1 5.9 L 5.9 10.1"},
        {QStringLiteral("warning"), "M 8 2.5 L 14 13 L 2 13 Z M 8 6.5 L 8 9.4 M 8 11.2 L 8 11.3"},
        {QStringLiteral("reset"), "M 3.2 5.2 C 4.6 2.9 8.2 2.2 10.6 3.8 C 13.4 5.6 13.8 9.4 11.4 11.7 C 9.3 13.7 5.9 "
                                  "13.6 4 11.6 M 3 2.2 L 3 5.6 L 6.4 5.6"},
        {QStringLiteral("goto"), "O 8 8 3.5 M 8 1.5 L 8 4.5 M 8 11.5 L 8 14.5 M 1.5 8 L 4.5 8 M 11.5 8 L 14.5 8"},
        {QStringLiteral("back"), "M 7 3.5 L 2.5 8 L 7 12.5 M 2.8 8 L 13.5 8"},
        {QStringLiteral("trash"), "M 3 4.5 L 13 4.5 M 6 4.5 L 6 2.8 L 10 2.8 L 10 4.5 M 4.3 4.5 L 5 13.2 L 11 13.2 L "
                                  "11.7 4.5 M 6.8 7 L 6.8 10.8 M 9.2 7 L 9.2 10.8"},
        {QStringLiteral("expand"), "M 4 5.5 L 8 9.5 L 12 5.5 M 4 9.5 L 8 13.5 L 12 9.5"},
        {QStringLiteral("collapse"), "M 4 6.5 L 8 2.5 L 12 6.5 M 4 10.5 L 8 6.5 L 12 10.5"},
        {QStringLiteral("sum"), "M 12 4.5 L 12 3 L 4.2 3 L 8.6 8 L 4.2 13 L 12 13 L 12 11.5"},
        {QStringLiteral("envelope"), "M 2 4 L 14 4 L 14 12.5 L 2 12.5 Z M 2.2 4.4 L 8 9 L 13.8 4.4"},
        {QStringLiteral("chart"), "M 2.5 2.5 L 2.5 13.5 L 13.5 13.5 M 4.5 10.8 L 7.5 9.6 L 10.2 7.6 L 12.8 3"},
        {QStringLiteral("target"), "O 8 8 5.75 O 8 8 2.4"},
        {QStringLiteral("command"), "M 3 4 L 7 8 L 3 12 M 8 12.5 L 13.5 12.5"},
        {QStringLiteral("component"), "M 2.5 4.5 L 13.5 4.5 L 13.5 11.5 L 2.5 11.5 Z"},
        {QStringLiteral("template"),
         "M 2.5 2.5 L 13.5 2.5 L 13.5 13.5 L 2.5 13.5 Z M 2.5 6.5 L 13.5 6.5 M 7 6.5 L 7 13.5"},
        {QStringLiteral("export"), "M 8 10.5 L 8 2.5 M 4.7 5.8 L 8 2.5 L 11.3 5.8 M 3 9.5 L 3 13.3 L 13 13.3 L 13 9.5"},
        {QStringLiteral("home"),
         "M 2.5 7.5 L 8 2.8 L 13.5 7.5 M 4 6.5 L 4 13.2 L 12 13.2 L 12 6.5 M 6.8 13 L 6.8 9.5 L 9.2 9.5 L 9.2 13"},
        {QStringLiteral("undo"), "M 5.8 3 L 2.6 6.2 L 5.8 9.4 M 2.8 6.2 L 9.5 6.2 C 12 6.2 13.5 7.8 13.5 9.8 C 13.5 "
                                 "11.8 12 13.2 9.8 13.2 L 7 13.2"},
        {QStringLiteral("redo"), "M 10.2 3 L 13.4 6.2 L 10.2 9.4 M 13.2 6.2 L 6.5 6.2 C 4 6.2 2.5 7.8 2.5 9.8 C 2.5 "
                                 "11.8 4 13.2 6.2 13.2 L 9 13.2"},
        {QStringLiteral("sun"), "O 8 8 2.9 M 8 1.4 L 8 3 M 8 13 L 8 14.6 M 1.4 8 L 3 8 M 13 8 L 14.6 8 M 3.3 3.3 L 4.4 "
                                "4.4 M 11.6 11.6 L 12.7 12.7 M 12.7 3.3 L 11.6 4.4 M 4.4 11.6 L 3.3 12.7"},
        {QStringLiteral("moon"), "M 13 9.8 C 11.9 10.3 10.6 10.4 9.3 9.9 C 6.7 9 5.4 6.1 6.2 3.1 C 3.7 4 2.2 6.5 2.7 "
                                 "9.2 C 3.2 12 5.8 13.9 8.6 13.5 C 10.6 13.2 12.3 11.8 13 9.8 Z"},
        {QStringLiteral("play"), "M 5 3 L 12.5 8 L 5 13 Z"},
        {QStringLiteral("pause"), "M 5.5 3.5 L 5.5 12.5 M 10.5 3.5 L 10.5 12.5"},
        {QStringLiteral("stop"), "M 4 4 L 12 4 L 12 12 L 4 12 Z"},
        {QStringLiteral("clock"), "O 8 8 5.75 M 8 4.6 L 8 8 L 10.4 9.6"},
        {QStringLiteral("folder"), "M 2 4.2 L 6.2 4.2 L 7.6 5.8 L 14 5.8 L 14 12.8 L 2 12.8 Z"},
        {QStringLiteral("file"), "M 4 2 L 9.5 2 L 12.5 5 L 12.5 14 L 4 14 Z M 9.5 2.2 L 9.5 5 L 12.3 5"},
        {QStringLiteral("fit"), "M 2.5 6 L 2.5 2.5 L 6 2.5 M 10 2.5 L 13.5 2.5 L 13.5 6 M 13.5 10 L 13.5 13.5 L 10 "
                                "13.5 M 6 13.5 L 2.5 13.5 L 2.5 10"},
        {QStringLiteral("zoom-in"), "O 7 7 4.25 M 10.2 10.2 L 13.5 13.5 M 7 5.2 L 7 8.8 M 5.2 7 L 8.8 7"},
        {QStringLiteral("zoom-out"), "O 7 7 4.25 M 10.2 10.2 L 13.5 13.5 M 5.2 7 L 8.8 7"},
        {QStringLiteral("map"),
         "M 2 3.8 L 6 2.4 L 10 3.8 L 14 2.4 L 14 12.2 L 10 13.6 L 6 12.2 L 2 13.6 Z M 6 2.6 L 6 12 M 10 4 L 10 13.4"},
        {QStringLiteral("more"), "O 3.5 8 0.5 O 8 8 0.5 O 12.5 8 0.5"},
        {QStringLiteral("note"), "M 3 3 L 13 3 L 13 9.5 L 9.5 13 L 3 13 Z M 13 9.5 L 9.5 9.5 L 9.5 13"},
        {QStringLiteral("cursor"), "M 3.5 2.5 L 12.5 8.2 L 8.4 9.2 L 6.4 13 Z"},
        {QStringLiteral("hand"), "M 8 2 L 8 14 M 2 8 L 14 8 M 6.2 3.8 L 8 2 L 9.8 3.8 M 6.2 12.2 L 8 14 L 9.8 12.2 M "
                                 "3.8 6.2 L 2 8 L 3.8 9.8 M 12.2 6.2 L 14 8 L 12.2 9.8"},
        {QStringLiteral("diamond"), "M 8 2 L 14 8 L 8 14 L 2 8 Z"},
        {QStringLiteral("ellipse"), "M 2 8 C 2 2.6 14 2.6 14 8 C 14 13.4 2 13.4 2 8 Z"},
        {QStringLiteral("arrow"), "M 2.5 13.5 L 13 3 M 7.5 3 L 13 3 L 13 8.5"},
        {QStringLiteral("dashed-arrow"), "M 2.5 13.5 L 4.4 11.6 M 6.3 9.7 L 8.2 7.8 M 10.1 5.9 L 13 3 M 7.5 3 L 13 3 L "
                                         "13 8.5"},
        {QStringLiteral("eraser"), "M 8.8 3 L 13 7.2 L 7.2 13 L 5 13 L 2.6 10.6 Z M 5.6 6.4 L 9.8 10.6 M 7.2 13 L 13.5 "
                                   "13"},
        {QStringLiteral("same-size"), "M 2 4.5 L 7 4.5 L 7 11.5 L 2 11.5 Z M 9 4.5 L 14 4.5 L 14 11.5 L 9 11.5 Z"},
        {QStringLiteral("lock"), "M 4 7.5 L 12 7.5 L 12 13 L 4 13 Z M 5.5 7.5 L 5.5 5.5 C 5.5 2.2 10.5 2.2 10.5 5.5 L "
                                 "10.5 7.5"},
        {QStringLiteral("grid"),
         "O 4 4 0.5 O 8 4 0.5 O 12 4 0.5 O 4 8 0.5 O 8 8 0.5 O 12 8 0.5 O 4 12 0.5 O 8 12 0.5 O "
         "12 12 0.5"},
        {QStringLiteral("pack"), "M 2.5 2.5 L 7 2.5 L 7 7 L 2.5 7 Z M 9 2.5 L 13.5 2.5 L 13.5 7 L 9 7 Z M 2.5 9 L 7 9 "
                                 "L 7 13.5 L 2.5 13.5 Z M 9 9 L 13.5 9 L 13.5 13.5 L 9 13.5 Z"},
        {QStringLiteral("group"),
         "M 2.5 2.5 L 13.5 2.5 L 13.5 13.5 L 2.5 13.5 Z M 5 5 L 8.6 5 L 8.6 8 L 5 8 Z M 7.4 10.6 L 11 10.6 L 11 8"},
        {QStringLiteral("chart"), "M 2.5 2.5 L 2.5 13.5 L 13.5 13.5 M 5 10.5 L 7.5 7.5 L 9.5 9 L 13 4.5"},
        {QStringLiteral("tidy"), "M 2 6.2 L 6 6.2 L 6 9.8 L 2 9.8 Z M 10 2 L 14 2 L 14 5.6 L 10 5.6 Z M 10 10.4 L 14 "
                                 "10.4 L 14 14 L 10 14 Z M 6 8 L 8 8 L 8 3.8 L 10 3.8 M 8 8 L 8 12.2 L 10 12.2"},
        {QStringLiteral("drag"), "O 6 4 0.4 O 10 4 0.4 O 6 8 0.4 O 10 8 0.4 O 6 12 0.4 O 10 12 0.4"},
        {QStringLiteral("align-left"), "M 2.5 2 L 2.5 14 M 5 4 L 13 4 L 13 7 L 5 7 Z M 5 9 L 10 9 L 10 12 L 5 12 Z"},
        {QStringLiteral("align-right"), "M 13.5 2 L 13.5 14 M 11 4 L 3 4 L 3 7 L 11 7 Z M 11 9 L 6 9 L 6 12 L 11 12 Z"},
        {QStringLiteral("align-centre"),
         "M 8 1.5 L 8 14.5 M 3.5 4 L 12.5 4 L 12.5 7 L 3.5 7 Z M 5.5 9 L 10.5 9 L 10.5 12 L 5.5 12 Z"},
        {QStringLiteral("align-top"), "M 2 2.5 L 14 2.5 M 4 5 L 7 5 L 7 13 L 4 13 Z M 9 5 L 12 5 L 12 10 L 9 10 Z"},
        {QStringLiteral("align-bottom"),
         "M 2 13.5 L 14 13.5 M 4 11 L 7 11 L 7 3 L 4 3 Z M 9 11 L 12 11 L 12 6 L 9 6 Z"},
        {QStringLiteral("align-middle"),
         "M 1.5 8 L 14.5 8 M 4 3.5 L 7 3.5 L 7 12.5 L 4 12.5 Z M 9 5.5 L 12 5.5 L 12 10.5 L 9 10.5 Z"},
        {QStringLiteral("distribute-horizontal"),
         "M 2.5 2.5 L 2.5 13.5 M 13.5 2.5 L 13.5 13.5 M 6.3 5 L 9.7 5 L 9.7 11 L 6.3 11 Z"},
        {QStringLiteral("distribute-vertical"),
         "M 2.5 2.5 L 13.5 2.5 M 2.5 13.5 L 13.5 13.5 M 5 6.3 L 11 6.3 L 11 9.7 L 5 9.7 Z"},
    };
    return signs;
}

QPainterPath pathOf(const scene::PathItem& item) {
    QPainterPath path;
    std::size_t at = 0;
    const auto point = [&] {
        const scene::Point p = item.points[at++];
        return QPointF(p.x, p.y);
    };
    for (const scene::PathItem::Verb verb : item.verbs) {
        switch (verb) {
        case scene::PathItem::Verb::Move:
            path.moveTo(point());
            break;
        case scene::PathItem::Verb::Line:
            path.lineTo(point());
            break;
        case scene::PathItem::Verb::Cubic: {
            const QPointF a = point(), b = point();
            path.cubicTo(a, b, point());
            break;
        }
        case scene::PathItem::Verb::Close:
            path.closeSubpath();
            break;
        }
    }
    return path;
}

/// A kind's icon, drawn over the whole square.
void paintIcon(QPainter& painter, const scene::Icon& icon, double size, const QColor& colour) {
    const auto part = [](int value) { return static_cast<std::uint8_t>(value); };
    const scene::Colour ink{part(colour.red()), part(colour.green()), part(colour.blue()), part(colour.alpha())};
    for (const scene::PathItem& item : scene::drawnIcon(icon, {0, 0}, size, ink)) {
        painter.setPen(item.stroke.width > 0 && item.stroke.colour.a > 0
                           ? QPen(colour, item.stroke.width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin)
                           : QPen(Qt::NoPen));
        painter.setBrush(item.fill.a > 0 ? QBrush(colour) : QBrush(Qt::NoBrush));
        painter.drawPath(pathOf(item));
    }
}

} // namespace

QPainterPath controlGlyph(const QString& name) {
    QPainterPath path;
    const char* text = table().value(name, nullptr);
    if (text == nullptr) return path;
    const QStringList words = QString::fromLatin1(text).split(QLatin1Char(' '));
    qsizetype at = 0;
    const auto number = [&] { return words.value(++at).toDouble(); };
    const auto point = [&] {
        const double x = number();
        return QPointF(x, number());
    };
    for (; at < words.size(); ++at) {
        const QString& verb = words[at];
        if (verb == QLatin1String("M"))
            path.moveTo(point());
        else if (verb == QLatin1String("L"))
            path.lineTo(point());
        else if (verb == QLatin1String("Z"))
            path.closeSubpath();
        else if (verb == QLatin1String("C")) {
            const QPointF a = point(), b = point();
            path.cubicTo(a, b, point());
        } else if (verb == QLatin1String("O")) {
            const QPointF centre = point();
            const double radius = number();
            path.addEllipse(centre, radius, radius);
        }
    }
    return path;
}

Glyph::Glyph(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
}

void Glyph::setName(const QString& name) {
    if (name == m_name) return;
    m_name = name;
    emit nameChanged();
    update();
}

void Glyph::setGroup(const QString& group) {
    if (group == m_group) return;
    m_group = group;
    emit nameChanged();
    update();
}

void Glyph::setColor(const QColor& color) {
    if (color == m_color) return;
    m_color = color;
    emit colorChanged();
    update();
}

void Glyph::paint(QPainter* painter) {
    if (m_name.isEmpty()) return;
    const double size = std::min(width(), height());
    painter->setRenderHint(QPainter::Antialiasing);
    painter->translate((width() - size) / 2, (height() - size) / 2);
    const QPainterPath sign = controlGlyph(m_name);
    if (sign.isEmpty()) {
        paintIcon(*painter, scene::icon(m_name.toStdString(), m_group.toStdString()), size, m_color);
        return;
    }
    const double scale = size / 16.0;
    painter->scale(scale, scale);
    painter->setPen(QPen(m_color, 1.4 / std::min(scale, 1.25), Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter->setBrush(Qt::NoBrush);
    painter->drawPath(sign);
}

} // namespace catenary::studio
