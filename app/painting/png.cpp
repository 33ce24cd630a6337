// SPDX-License-Identifier: Apache-2.0
#include "app/painting/png.h"

#include "app/painting/painter.h"
#include "app/painting/png_stream.h"
#include "core/support/files.h"

#include <QPainter>

#include <cmath>

namespace catenary::painting {
namespace {

using support::ErrorCode;

constexpr double maxImagePixels = 256e6;
constexpr int stripRows = 256;
constexpr double pixelsPerMetreAtOne = 96 / 0.0254; // a canvas unit is a CSS pixel

QRectF toRect(const scene::Rect& r) {
    return {r.x, r.y, r.width, r.height};
}

support::Result<QSize> pixelSize(const scene::Scene& scene, double scale) {
    if (!(scale > 0) || !std::isfinite(scale))
        return support::fail(ErrorCode::Input, "The scale must be above 0.", {},
                             "1 is the size on screen, 2 is twice as sharp.");
    const double width = std::ceil(scene.bounds.width * scale - 1e-6),
                 height = std::ceil(scene.bounds.height * scale - 1e-6);
    if (width > maxPngSide || height > maxPngSide) {
        const double fits = std::floor(100 * maxPngSide / std::max(scene.bounds.width, scene.bounds.height)) / 100;
        return support::fail(ErrorCode::Input,
                             "The picture would be " + std::to_string(static_cast<long long>(width)) + " × " +
                                 std::to_string(static_cast<long long>(height)) + " pixels; at most " +
                                 std::to_string(maxPngSide) + " on a side are written.",
                             {}, "Use a scale of at most " + QString::number(fits).toStdString() + ", or write SVG.");
    }
    return QSize(std::max(1, static_cast<int>(width)), std::max(1, static_cast<int>(height)));
}

QImage strip(const scene::Scene& scene, double scale, QSize whole, int top, int rows) {
    QImage image(whole.width(), rows, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter painter(&image);
    painter.translate(0, -top);
    painter.scale(scale, scale);
    painter.translate(-scene.bounds.x, -scene.bounds.y);
    const QRectF clip(scene.bounds.x, scene.bounds.y + top / scale, whole.width() / scale, rows / scale);
    paint(scene, painter, clip.adjusted(-1, -1, 1, 1));
    return image;
}

} // namespace

support::Result<QImage> renderPng(const scene::Scene& scene, const PngOptions& options) {
    const auto size = pixelSize(scene, options.scale);
    if (!size) return tl::unexpected(size.error());
    if (static_cast<double>(size->width()) * size->height() > maxImagePixels)
        return support::fail(ErrorCode::Input, "The picture is too large for one image.", {},
                             "Write it to a file, or use a smaller scale.");
    return strip(scene, options.scale, *size, 0, size->height());
}

support::Result<std::string> encodePng(const scene::Scene& scene, const PngOptions& options) {
    const auto size = pixelSize(scene, options.scale);
    if (!size) return tl::unexpected(size.error());
    PngStream png(static_cast<std::uint32_t>(size->width()), static_cast<std::uint32_t>(size->height()),
                  static_cast<std::uint32_t>(std::lround(pixelsPerMetreAtOne * options.scale)));
    for (int top = 0; top < size->height(); top += stripRows) {
        const int rows = std::min(stripRows, size->height() - top);
        const QImage image = strip(scene, options.scale, *size, top, rows).convertToFormat(QImage::Format_RGBA8888);
        for (int row = 0; row < rows; ++row)
            png.row({image.constScanLine(row), static_cast<std::size_t>(size->width()) * 4});
    }
    return png.finish();
}

support::Result<void> writePng(const scene::Scene& scene, const std::filesystem::path& path,
                               const PngOptions& options) {
    const auto file = encodePng(scene, options);
    if (!file) return tl::unexpected(file.error());
    return support::writeFileAtomically(path, *file);
}

QImage thumbnail(const scene::Scene& scene, QSize size, double devicePixelRatio) {
    QImage image(size * devicePixelRatio, QImage::Format_ARGB32_Premultiplied);
    image.setDevicePixelRatio(devicePixelRatio);
    image.fill(QColor(scene.background.r, scene.background.g, scene.background.b, scene.background.a));
    QPainter painter(&image);
    const QRectF bounds = toRect(scene.bounds);
    const double scale = std::min({size.width() / bounds.width(), size.height() / bounds.height(), 1.0});
    painter.translate(size.width() / 2.0, size.height() / 2.0);
    painter.scale(scale, scale);
    painter.translate(-bounds.center());
    paint(scene, painter, bounds, {.background = false});
    return image;
}

} // namespace catenary::painting
