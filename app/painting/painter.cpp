// SPDX-License-Identifier: Apache-2.0
#include "app/painting/painter.h"

#include "app/painting/fonts.h"
#include "core/scene/path.h"

#include <QFontMetricsF>
#include <QHash>
#include <QPainter>
#include <QPainterPath>
#include <QTextLayout>

#include <algorithm>
#include <array>
#include <cmath>

namespace catenary::painting {
namespace {

using scene::PathItem;
using scene::Point;

QColor toColor(scene::Colour c) {
    return {c.r, c.g, c.b, c.a};
}
QRectF toRect(const scene::Rect& r) {
    return {r.x, r.y, r.width, r.height};
}
QPointF toPoint(Point p) {
    return {p.x, p.y};
}

QPen toPen(const scene::Stroke& stroke) {
    if (stroke.width <= 0 || stroke.colour.a == 0) return Qt::NoPen;
    QPen pen(toColor(stroke.colour), stroke.width, Qt::SolidLine, stroke.round_cap ? Qt::RoundCap : Qt::FlatCap,
             Qt::RoundJoin);
    if (!stroke.dash.empty()) {
        QVector<qreal> dash;
        for (const double length : stroke.dash) dash.append(length / stroke.width);
        pen.setDashPattern(dash);
    }
    return pen;
}

QBrush toBrush(scene::Colour fill) {
    return fill.a == 0 ? QBrush(Qt::NoBrush) : QBrush(toColor(fill));
}

QPainterPath toPath(const PathItem& item) {
    QPainterPath path;
    std::size_t next = 0;
    for (const PathItem::Verb verb : item.verbs) {
        switch (verb) {
        case PathItem::Verb::Move:
            path.moveTo(toPoint(item.points[next]));
            next += 1;
            break;
        case PathItem::Verb::Line:
            path.lineTo(toPoint(item.points[next]));
            next += 1;
            break;
        case PathItem::Verb::Cubic:
            path.cubicTo(toPoint(item.points[next]), toPoint(item.points[next + 1]), toPoint(item.points[next + 2]));
            next += 3;
            break;
        case PathItem::Verb::Close:
            path.closeSubpath();
            break;
        }
    }
    return path;
}

void draw(const PathItem& item, QPainter& painter, const PaintOptions&) {
    painter.setPen(toPen(item.stroke));
    painter.setBrush(toBrush(item.fill));
    painter.drawPath(toPath(item));
}

void draw(const scene::RectItem& item, QPainter& painter, const PaintOptions&) {
    painter.setPen(toPen(item.stroke));
    painter.setBrush(toBrush(item.fill));
    if (item.radius > 0)
        painter.drawRoundedRect(toRect(item.rect), item.radius, item.radius);
    else
        painter.drawRect(toRect(item.rect));
}

void draw(const scene::TextItem& item, QPainter& painter, const PaintOptions& options) {
    const double left = item.anchor == scene::TextItem::Anchor::Start    ? item.at.x
                        : item.anchor == scene::TextItem::Anchor::Middle ? item.at.x - item.width / 2
                                                                         : item.at.x - item.width;
    const QTransform device = painter.worldTransform();
    const double pixels = item.size * std::sqrt(std::abs(device.determinant()));
    if (pixels < options.leastTextPixels) {
        QColor colour = toColor(item.colour);
        colour.setAlphaF(colour.alphaF() * 0.35F);
        painter.fillRect(QRectF(left, item.at.y - item.size * 0.52, item.width, item.size * 0.45), colour);
        return;
    }
    const QFont font = fontOf(item);
    const QString text = QString::fromStdString(item.text);
    const double scale = item.size / fontPixels;
    const double natural = QFontMetricsF(font).horizontalAdvance(text) * scale;
    // The scene's measure holds: what a fallback font draws wider or narrower is fitted to it.
    const double fit = natural > 0 && item.width > 0 ? item.width / natural : 1;
    painter.save();
    painter.translate(left, item.at.y);
    painter.scale(scale * fit, scale);
    if (options.outlines) {
        QPainterPath glyphs;
        glyphs.addText(0, 0, font, text);
        painter.setPen(Qt::NoPen);
        painter.fillPath(glyphs, toColor(item.colour));
    } else {
        painter.setFont(font);
        painter.setPen(toColor(item.colour));
        painter.drawText(QPointF(0, 0), text);
    }
    painter.restore();
}

/// How far a colour is from grey.
int chroma(scene::Colour c) {
    return std::max({c.r, c.g, c.b}) - std::min({c.r, c.g, c.b});
}

/// A card too small for what is on it.
void drawFar(const scene::Node& node, QPainter& painter) {
    scene::Colour ground{0, 0, 0, 0}, edge{0, 0, 0, 0};
    const auto see = [&](scene::Colour fill, scene::Colour stroke) {
        if (ground.a == 0) ground = fill;
        for (const scene::Colour colour : {fill, stroke})
            if (colour.a == 255 && (edge.a == 0 || chroma(colour) > chroma(edge))) edge = colour;
    };
    for (const scene::Item& item : node.items) {
        if (const auto* path = std::get_if<PathItem>(&item)) see(path->fill, path->stroke.colour);
        if (const auto* rect = std::get_if<scene::RectItem>(&item)) see(rect->fill, rect->stroke.colour);
    }
    const auto between = [](int a, int b) { return (a + b) / 2; };
    painter.fillRect(toRect(scene::boundsOf(node.items.front())),
                     QColor(between(ground.r, edge.r), between(ground.g, edge.g), between(ground.b, edge.b)));
}

} // namespace

void paint(const scene::Node& node, QPainter& painter, const PaintOptions& options) {
    const double scale = std::sqrt(std::abs(painter.worldTransform().determinant()));
    if (node.role == scene::Role::Component && !node.items.empty() &&
        node.bounds.height * scale < options.leastCardPixels) {
        drawFar(node, painter);
        return;
    }
    const double least = options.leastShapePixels / scale;
    const auto matters = [least](const scene::Item& item) {
        if (least <= 0 || std::holds_alternative<scene::TextItem>(item)) return true;
        const scene::Rect bounds = scene::boundsOf(item);
        return std::max(bounds.width, bounds.height) >= least;
    };
    for (const scene::Item& item : node.items) // the ground of a node is drawn however small it is
        if (&item == &node.items.front() || matters(item))
            std::visit([&](const auto& one) { draw(one, painter, options); }, item);
}

void paint(const scene::Scene& scene, QPainter& painter, const QRectF& clip, const PaintOptions& options) {
    registerFonts();
    painter.save();
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (options.background && scene.background.a > 0) painter.fillRect(clip, toColor(scene.background));
    for (const auto& node : scene.nodes)
        if (toRect(node->bounds).intersects(clip)) paint(*node, painter, options);
    painter.restore();
}

} // namespace catenary::painting
