// SPDX-License-Identifier: Apache-2.0
#include "app/painting/pdf.h"

#include "app/painting/painter.h"

#include <QBuffer>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>

#include <algorithm>

namespace catenary::painting {

namespace {

constexpr double pointsPerUnit = 72.0 / 96.0;
constexpr int dotsPerInch = 1200; ///< coordinates are rounded to these

} // namespace

support::Result<std::string> encodePdf(const scene::Scene& scene, const PdfOptions& options) {
    const scene::Rect& bounds = scene.bounds;
    if (bounds.empty()) return support::fail(support::ErrorCode::Input, "There is nothing to draw.");
    const double scale = std::min(pointsPerUnit, maxPdfSide / std::max(bounds.width, bounds.height));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setCreator(QStringLiteral("Catenary"));
    writer.setTitle(QString::fromStdString(scene.title));
    writer.setResolution(dotsPerInch);
    writer.setPageSize(
        QPageSize(QSizeF(bounds.width * scale, bounds.height * scale), QPageSize::Point, {}, QPageSize::ExactMatch));
    writer.setPageMargins({});
    if (!options.design.empty())
        writer.addFileAttachment(QStringLiteral("design.catenary"), QByteArray::fromStdString(options.design),
                                 QStringLiteral("application/vnd.catenary.design+json"));
    QPainter painter(&writer);
    painter.scale(scale * dotsPerInch / 72, scale * dotsPerInch / 72);
    painter.translate(-bounds.x, -bounds.y);
    PaintOptions paintOptions;
    paintOptions.outlines = false;
    paintOptions.leastTextPixels = 0;
    paint(scene, painter, {bounds.x, bounds.y, bounds.width, bounds.height}, paintOptions);
    painter.end();
    return bytes.toStdString();
}

} // namespace catenary::painting
