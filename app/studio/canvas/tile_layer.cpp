// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tile_layer.h"

#include "app/studio/canvas/scene_pixels.h"

#include <QPainter>

#include <algorithm>
#include <cmath>

namespace catenary::studio {

namespace {

constexpr int mostJobs = 3;           ///< on workers at a time, so that the next job is always for what is seen now
constexpr std::size_t leastKept = 40; ///< tiles of a level, of a MiB each, whatever the size of the view
constexpr double overviewPixels = 1024;
constexpr int overviewRestMs = 150;    ///< without change before the overview is painted again
constexpr std::size_t mostAtOnce = 96; ///< changed areas that are painted on the GUI thread

} // namespace

TileLayer::TileLayer(QObject* parent) : QObject(parent) {
    m_pool.setMaxThreadCount(2);
    m_overviewRest.setSingleShot(true);
    m_overviewRest.setInterval(overviewRestMs);
    connect(&m_overviewRest, &QTimer::timeout, this, &TileLayer::request);
}

TileLayer::~TileLayer() {
    m_pool.clear();
    m_pool.waitForDone();
}

QRectF TileLayer::area(const Level& level, QPoint at) const {
    const double side = tileSize / level.scale;
    return {at.x() * side, at.y() * side, side, side};
}

QRect TileLayer::inView(double scale) const {
    const double side = tileSize / scale;
    const QRectF seen = m_viewport.visible();
    const QPoint first(static_cast<int>(std::floor(seen.left() / side)),
                       static_cast<int>(std::floor(seen.top() / side)));
    const QPoint last(static_cast<int>(std::ceil(seen.right() / side)) - 1,
                      static_cast<int>(std::ceil(seen.bottom() / side)) - 1);
    return {first, last};
}

void TileLayer::setScene(std::shared_ptr<const scene::Scene> scene, const std::vector<QRectF>& changed, bool all) {
    m_scene = std::move(scene);
    ++m_generation;
    if (all) {
        drop(m_previous);
        drop(m_current);
        m_current.scale = m_viewport.zoom() * m_ratio;
        m_overview = {};
        m_overviewUploaded = false;
    } else {
        drop(m_previous);
        const QRect seen = inView(m_current.scale);
        for (auto tile = m_current.tiles.begin(); tile != m_current.tiles.end(); ++tile) {
            const QRectF tileArea = area(m_current, tile.key());
            std::vector<QRectF> inside;
            for (const QRectF& part : changed)
                if (part.intersects(tileArea)) inside.push_back(part);
            if (inside.empty()) continue;
            tile->generation = m_generation;
            // All that is seen changes at once where that takes no time: half of an old picture beside half of a new
            // one is worse than a late one.
            if (tile->fresh && changed.size() <= mostAtOnce && seen.contains(tile.key()))
                paintInto(*tile, tileArea, m_current.scale, inside);
            else
                tile->fresh = false;
        }
    }
    m_overviewWanted = true;
    m_overviewRest.start();
    request();
    emit needsUpdate();
}

void TileLayer::setView(const Viewport& viewport, double devicePixelRatio, bool settled) {
    m_viewport = viewport;
    m_ratio = devicePixelRatio;
    m_settled = settled;
    const double wanted = viewport.zoom() * devicePixelRatio;
    const double stretch = m_current.scale > 0 ? wanted / m_current.scale : 0;
    if (stretch <= 0.45 || stretch >= 2.5 || (settled && std::abs(stretch - 1) > 1e-9)) {
        const bool shown = std::any_of(m_current.tiles.begin(), m_current.tiles.end(),
                                       [](const Tile& tile) { return !tile.image.isNull(); });
        if (shown) {
            drop(m_previous);
            m_previous = std::move(m_current);
        }
        m_current = {};
        m_current.scale = wanted;
    }
    request();
    emit needsUpdate();
}

bool TileLayer::complete() const {
    if (!m_scene || m_current.scale <= 0) return false;
    const QRect seen = inView(m_current.scale);
    for (int y = seen.top(); y <= seen.bottom(); ++y)
        for (int x = seen.left(); x <= seen.right(); ++x) {
            const auto tile = m_current.tiles.constFind({x, y});
            if (tile == m_current.tiles.constEnd() || !tile->fresh) return false;
        }
    return true;
}

void TileLayer::request() {
    if (!m_scene || m_current.scale <= 0 || m_viewport.size().isEmpty()) return;
    const QRect seen = inView(m_current.scale);
    const QRect wanted = m_settled ? seen.adjusted(-1, -1, 1, 1) : seen;
    const QPointF centre = QRectF(seen).center();
    std::vector<std::pair<double, QPoint>> missing;
    for (int y = wanted.top(); y <= wanted.bottom(); ++y)
        for (int x = wanted.left(); x <= wanted.right(); ++x) {
            Tile& tile = m_current.tiles[{x, y}];
            tile.used = ++m_clock;
            if (tile.fresh || tile.pending) continue;
            const QPointF off = QPointF(x, y) - centre;
            missing.emplace_back(std::hypot(off.x(), off.y()) + (seen.contains(x, y) ? 0 : 1000), QPoint(x, y));
        }
    std::sort(missing.begin(), missing.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (const auto& [distance, at] : missing) {
        if (m_jobs >= mostJobs) break;
        Tile& tile = m_current.tiles[at];
        tile.pending = true;
        tile.generation = m_generation;
        ++m_jobs;
        m_pool.start([this, scene = m_scene, tileArea = area(m_current, at), scale = m_current.scale, at = at,
                      generation = m_generation] {
            QImage image(tileSize, tileSize, QImage::Format_RGB32);
            paintArea(image, *scene, tileArea, scale);
            QMetaObject::invokeMethod(
                this, [this, scale, at, generation, image] { accept(scale, at, generation, image); },
                Qt::QueuedConnection);
        });
    }
    if (missing.empty()) requestOverview();
    trim();
}

void TileLayer::requestOverview() {
    const bool resting = m_overview.isNull() || !m_overviewRest.isActive();
    if (!m_overviewWanted || m_overviewPending || !resting || m_scene->bounds.empty()) return;
    m_overviewWanted = false;
    m_overviewPending = true;
    m_pool.start([this, scene = m_scene, generation = m_generation] {
        const QRectF whole = toQt(scene->bounds);
        const double scale = std::min({overviewPixels / whole.width(), overviewPixels / whole.height(), 1.0});
        QImage image(QSize(static_cast<int>(std::ceil(whole.width() * scale)),
                           static_cast<int>(std::ceil(whole.height() * scale))),
                     QImage::Format_RGB32);
        paintArea(image, *scene, whole, scale);
        QMetaObject::invokeMethod(
            this,
            [this, image, whole, generation] {
                m_overviewPending = false;
                if (generation != m_generation) m_overviewWanted = true;
                m_overview = image;
                m_overviewArea = whole;
                m_overviewUploaded = false;
                emit overviewChanged();
                emit needsUpdate();
                request();
            },
            Qt::QueuedConnection);
    });
}

void TileLayer::accept(double scale, QPoint at, quint64 generation, const QImage& image) {
    --m_jobs;
    if (scale == m_current.scale) {
        const auto tile = m_current.tiles.find(at);
        if (tile != m_current.tiles.end() && tile->pending) {
            tile->pending = false;
            tile->image = image;
            tile->uploaded = false;
            tile->fresh = tile->generation == generation;
        }
    }
    if (m_previous.scale > 0 && complete()) drop(m_previous);
    emit needsUpdate();
    request();
}

void TileLayer::paintInto(Tile& tile, const QRectF& tileArea, double scale, const std::vector<QRectF>& changed) {
    paintAreas(tile.image, *m_scene, tileArea, scale, changed);
    tile.uploaded = false;
}

void TileLayer::drop(Level& level) {
    for (Tile& tile : level.tiles)
        if (tile.node != nullptr) m_retired.push_back(tile.node);
    level = {};
}

void TileLayer::trim() {
    // All that `request` wants, and half of that again.
    const QRect wanted = inView(m_current.scale).adjusted(-1, -1, 1, 1);
    const std::size_t most = std::max(leastKept, static_cast<std::size_t>(wanted.width() * wanted.height()) * 3 / 2);
    if (static_cast<std::size_t>(m_current.tiles.size()) <= most) return;
    std::vector<std::pair<quint64, QPoint>> byAge;
    for (auto tile = m_current.tiles.cbegin(); tile != m_current.tiles.cend(); ++tile)
        if (!tile->pending) byAge.emplace_back(tile->used, tile.key());
    std::sort(byAge.begin(), byAge.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    const std::size_t surplus = static_cast<std::size_t>(m_current.tiles.size()) - most * 3 / 4;
    for (std::size_t i = 0; i < std::min(surplus, byAge.size()); ++i) {
        const Tile tile = m_current.tiles.take(byAge[i].second);
        if (tile.node != nullptr) m_retired.push_back(tile.node);
    }
}

} // namespace catenary::studio
