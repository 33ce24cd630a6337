// SPDX-License-Identifier: Apache-2.0
#include "app/studio/library/thumbnail_provider.h"

#include "app/painting/png.h"
#include "core/design/codec.h"
#include "core/scene/compose.h"
#include "core/scene/layout.h"
#include "core/scene/theme.h"

#include <QPainter>
#include <QUrl>

namespace catenary::studio {

namespace {

support::Result<design::Decoded> read(const QString& source) {
    const QString name = source.section(QLatin1Char('/'), 1);
    if (source.startsWith(QLatin1String("file/")))
        return design::load(QUrl::fromPercentEncoding(name.toUtf8()).toStdString());
    const std::string path = "templates/" + name.toStdString() + ".catenary";
    const support::EmbeddedFile* file = support::embeddedFile(path);
    if (file == nullptr)
        return support::fail(support::ErrorCode::NotFound, "There is no such template.", {path, {}, 0, 0});
    return design::decode(file->content, path);
}

/// The scene on the theme's ground. What is shrunk loses ink at its antialiased edges; more coats give it back.
QImage inked(const scene::Scene& scene, QSize size, scene::ThemeName theme) {
    const scene::Colour ground = scene::themeColours(theme).canvas;
    const QImage coat = painting::thumbnail(scene, size);
    QImage image(coat.size(), QImage::Format_ARGB32_Premultiplied);
    image.fill(QColor(ground.r, ground.g, ground.b));
    QPainter painter(&image);
    constexpr int coats = 4;
    for (int i = 0; i < coats; ++i) painter.drawImage(0, 0, coat);
    return image;
}

class Response : public QQuickImageResponse {
public:
    [[nodiscard]] QQuickTextureFactory* textureFactory() const override {
        return QQuickTextureFactory::textureFactoryForImage(m_image);
    }
    [[nodiscard]] QString errorString() const override { return m_error; }

    void paint(const QString& id, QSize size, const DocumentController::CatalogSource& source) {
        const scene::ThemeName theme =
            id.startsWith(QLatin1String("dark/")) ? scene::ThemeName::Dark : scene::ThemeName::Light;
        const std::shared_ptr<const catalog::Catalog> catalog = source();
        support::Result<design::Decoded> decoded = read(id.section(QLatin1Char('/'), 1));
        support::Result<design::Design> design = decoded
                                                     ? scene::withPlaces(decoded->design, *catalog)
                                                     : support::Result<design::Design>(tl::unexpected(decoded.error()));
        if (design) {
            scene::ComposeOptions options;
            options.theme = theme;
            options.transparent = true;
            m_image = inked(scene::compose(*design, *catalog, scene::arrange(*design, *catalog), options), size, theme);
        } else {
            m_error = QString::fromStdString(support::describe(design.error()));
        }
        emit finished();
    }

private:
    QImage m_image;
    QString m_error;
};

} // namespace

ThumbnailProvider::ThumbnailProvider(DocumentController::CatalogSource catalog) : m_catalog(std::move(catalog)) {
    m_pool.setMaxThreadCount(1);
}

ThumbnailProvider::~ThumbnailProvider() {
    m_pool.clear();
    m_pool.waitForDone();
}

QQuickImageResponse* ThumbnailProvider::requestImageResponse(const QString& id, const QSize& requestedSize) {
    const QSize size = requestedSize.isValid() ? requestedSize : QSize(320, 200);
    auto* response = new Response;
    m_pool.start([response, id, size, catalog = m_catalog] { response->paint(id, size, catalog); });
    return response;
}

} // namespace catenary::studio
