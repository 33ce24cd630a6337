// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/reveal_layer.h"

#include "app/painting/painter.h"
#include "core/scene/theme.h"

#include <QPainter>

#include <algorithm>

namespace catenary::studio {

namespace {

constexpr int trailMs = 450;
constexpr int frameMs = 16;
constexpr int veil = 225; ///< opacity, of 255

QColor toQColor(scene::Colour c) {
    return {c.r, c.g, c.b, c.a};
}

} // namespace

RevealLayer::RevealLayer(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAntialiasing(true);
    setAcceptedMouseButtons(Qt::NoButton);
    m_clock.start();
    m_fading.setInterval(frameMs);
    connect(&m_fading, &QTimer::timeout, this, &RevealLayer::age);
}

void RevealLayer::setCanvas(DiagramCanvas* canvas) {
    if (canvas == m_canvas) return;
    if (m_canvas != nullptr) m_canvas->disconnect(this);
    m_canvas = canvas;
    if (canvas != nullptr) {
        connect(canvas, &DiagramCanvas::viewChanged, this, [this] { update(); });
        connect(canvas, &DiagramCanvas::contentChanged, this, [this] { update(); });
        connect(canvas, &DiagramCanvas::pointerMoved, this, &RevealLayer::follow);
    }
    emit canvasChanged();
}

void RevealLayer::setShown(const QStringList& ids) {
    if (ids == m_shown) return;
    m_shown = ids;
    emit shownChanged();
    update();
}

void RevealLayer::setFresh(const QStringList& ids) {
    if (ids == m_fresh) return;
    m_fresh = ids;
    emit shownChanged();
    update();
}

void RevealLayer::setLaser(bool on) {
    if (on == m_laser) return;
    m_laser = on;
    m_trail.clear();
    emit laserChanged();
    update();
}

void RevealLayer::follow() {
    if (!m_laser || m_canvas == nullptr) return;
    m_trail.push_back({m_canvas->pointerPosition(), m_clock.elapsed()});
    m_fading.start();
    update();
}

void RevealLayer::age() {
    const qint64 now = m_clock.elapsed();
    // The last one stays: the light itself.
    while (m_trail.size() > 1 && now - m_trail.front().ms > trailMs) m_trail.erase(m_trail.begin());
    if (m_trail.size() <= 1) m_fading.stop();
    update();
}

void RevealLayer::paintVeil(QPainter& painter) const {
    const scene::ThemeColours& colours = scene::themeColours(m_canvas->themeName());
    QColor ground = toQColor(colours.canvas);
    ground.setAlpha(veil);
    painter.fillRect(QRectF(0, 0, width(), height()), ground);
    const QRectF visible = m_canvas->visibleArea();
    painter.save();
    painter.scale(m_canvas->zoom(), m_canvas->zoom());
    painter.translate(-visible.topLeft());
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    for (const auto& node : m_canvas->scene()->nodes) {
        const QString id = QString::fromStdString(node->id);
        if (!m_shown.contains(id)) continue;
        painting::paint(*node, painter);
        if (node->role != scene::Role::Component || !m_fresh.contains(id)) continue;
        painter.setPen(QPen(toQColor(colours.accent), 2));
        painter.setBrush(Qt::NoBrush);
        const scene::Rect mark = node->bounds.grown(4);
        painter.drawRoundedRect(QRectF(mark.x, mark.y, mark.width, mark.height), 12, 12);
    }
    painter.restore();
}

void RevealLayer::paintTrail(QPainter& painter) const {
    const QColor light(0xFF, 0x3B, 0x30);
    const qint64 now = m_clock.elapsed();
    painter.setRenderHint(QPainter::Antialiasing);
    for (std::size_t i = 1; i < m_trail.size(); ++i) {
        const double age = std::clamp(static_cast<double>(now - m_trail[i].ms) / trailMs, 0.0, 1.0);
        QColor colour = light;
        colour.setAlphaF(static_cast<float>(0.8 * (1 - age)));
        painter.setPen(QPen(colour, 6 * (1 - age) + 1, Qt::SolidLine, Qt::RoundCap));
        painter.drawLine(m_trail[i - 1].at, m_trail[i].at);
    }
    if (m_trail.empty()) return;
    painter.setPen(Qt::NoPen);
    painter.setBrush(light);
    painter.drawEllipse(m_trail.back().at, 5, 5);
}

void RevealLayer::paint(QPainter* painter) {
    if (m_canvas == nullptr || m_canvas->scene() == nullptr) return;
    paintVeil(*painter);
    if (m_laser) paintTrail(*painter);
}

} // namespace catenary::studio
