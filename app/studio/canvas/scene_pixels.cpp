// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/scene_pixels.h"

#include "app/painting/painter.h"

#include <QPainter>

namespace catenary::studio {

namespace {

constexpr double leastShapePixels = 2, leastCardPixels = 11;

painting::PaintOptions options() {
    painting::PaintOptions options;
    options.leastShapePixels = leastShapePixels;
    options.leastCardPixels = leastCardPixels;
    return options;
}

void place(QPainter& painter, const QRectF& area, double scale) {
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    painter.scale(scale, scale);
    painter.translate(-area.topLeft());
}

} // namespace

void paintArea(QImage& image, const scene::Scene& scene, const QRectF& area, double scale) {
    QPainter painter(&image);
    place(painter, area, scale);
    painting::paint(scene, painter, {area.topLeft(), QSizeF(image.size()) / scale}, options());
}

void paintAreas(QImage& image, const scene::Scene& scene, const QRectF& area, double scale,
                const std::vector<QRectF>& changed) {
    QRegion region;
    for (const QRectF& part : changed) {
        const QRectF inside = part.translated(-area.topLeft());
        region += QRectF(inside.topLeft() * scale, inside.size() * scale).toAlignedRect().adjusted(-2, -2, 2, 2);
    }
    region &= image.rect();
    if (region.isEmpty()) return;
    QPainter painter(&image);
    painter.setClipRegion(region);
    place(painter, area, scale);
    const QRectF pixels = region.boundingRect();
    painting::paint(scene, painter, {area.topLeft() + pixels.topLeft() / scale, pixels.size() / scale}, options());
}

} // namespace catenary::studio
