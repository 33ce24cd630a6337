// SPDX-License-Identifier: Apache-2.0
// Which part of the canvas is seen, and at what size. A value; screen coordinates are those of the canvas item in
// device-independent pixels, canvas coordinates those of the design.
#pragma once

#include "core/scene/scene.h"

#include <QMarginsF>
#include <QPointF>
#include <QRectF>
#include <QSizeF>

namespace catenary::studio {

inline QPointF toQt(scene::Point p) {
    return {p.x, p.y};
}
inline QRectF toQt(const scene::Rect& r) {
    return {r.x, r.y, r.width, r.height};
}
inline scene::Point fromQt(QPointF p) {
    return {p.x(), p.y()};
}
inline scene::Rect fromQt(const QRectF& r) {
    return {r.x(), r.y(), r.width(), r.height()};
}

class Viewport {
public:
    static constexpr double minimumZoom = 0.05, maximumZoom = 8.0;

    [[nodiscard]] double zoom() const { return m_zoom; }
    [[nodiscard]] QPointF origin() const { return m_origin; } ///< canvas point at the item's top left corner
    [[nodiscard]] QSizeF size() const { return m_size; }
    [[nodiscard]] QRectF visible() const { return {m_origin, m_size / m_zoom}; } ///< in canvas coordinates

    [[nodiscard]] QPointF toCanvas(QPointF screen) const { return m_origin + screen / m_zoom; }
    [[nodiscard]] QPointF toScreen(QPointF canvas) const { return (canvas - m_origin) * m_zoom; }
    [[nodiscard]] QRectF toScreen(const QRectF& canvas) const {
        return {toScreen(canvas.topLeft()), canvas.size() * m_zoom};
    }

    void resize(QSizeF size) { m_size = size; }
    void panBy(QPointF screenDelta) { m_origin -= screenDelta / m_zoom; }
    void centreOn(QPointF canvas);
    /// Zooms to `zoom` (kept within the limits) so that the canvas point under `screen` stays there.
    void zoomAt(QPointF screen, double zoom);
    /// Shows all of `canvas` with `margins` (pixels) around it, at most at `largest`.
    void fit(const QRectF& canvas, const QMarginsF& margins, double largest);

    bool operator==(const Viewport&) const = default;

private:
    QPointF m_origin;
    QSizeF m_size;
    double m_zoom = 1.0;
};

} // namespace catenary::studio
