// SPDX-License-Identifier: Apache-2.0
// The scene as tiles of pixels. Tiles are painted on workers for one scale at a time; while the zoom moves they are
// shown stretched, and painted anew when it has settled. Small changes are painted into the tiles at once. A coarse
// picture of the whole scene stands behind them, so that no place is ever blank. GUI thread, except `updateNodes`.
#pragma once

#include "app/studio/canvas/viewport.h"

#include <QHash>
#include <QImage>
#include <QObject>
#include <QPoint>
#include <QSGTexture>
#include <QThreadPool>
#include <QTimer>

#include <memory>
#include <vector>

class QQuickWindow;
class QSGImageNode;
class QSGNode;
class QSGTransformNode;

namespace catenary::studio {

class TileLayer : public QObject {
    Q_OBJECT
public:
    explicit TileLayer(QObject* parent = nullptr);
    ~TileLayer() override;

    /// Shows another scene; `changed` are the areas that differ from the one before, `all` that everything does.
    void setScene(std::shared_ptr<const scene::Scene> scene, const std::vector<QRectF>& changed, bool all);
    /// What is to be seen. `settled`: the zoom has come to rest, so tiles of exactly its scale are wanted.
    void setView(const Viewport& viewport, double devicePixelRatio, bool settled);

    /// Every tile in view is painted at the wanted scale.
    [[nodiscard]] bool complete() const;
    [[nodiscard]] QImage overview() const { return m_overview; }
    [[nodiscard]] QRectF overviewArea() const { return m_overviewArea; }

    /// Render thread, while the GUI thread waits: brings the nodes below `root` up to date.
    void updateNodes(QSGTransformNode* root, QQuickWindow* window);
    /// Forgets the nodes of a scene graph that is gone.
    void releaseNodes();

signals:
    void needsUpdate(); ///< new pixels are there
    void overviewChanged();

private:
    struct Tile {
        QImage image;
        bool fresh = false;    ///< shows the present scene
        bool uploaded = false; ///< the texture has these pixels
        bool pending = false;  ///< a worker paints it
        quint64 generation = 0;
        quint64 used = 0;
        QSGImageNode* node = nullptr;
    };
    struct Level {
        double scale = 0; ///< device pixels per canvas unit; 0: none
        QHash<QPoint, Tile> tiles;
    };

    [[nodiscard]] QRectF area(const Level& level, QPoint at) const;
    [[nodiscard]] QRect inView(double scale) const; ///< tile coordinates
    void request();
    void requestOverview();
    void paintInto(Tile& tile, const QRectF& tileArea, double scale, const std::vector<QRectF>& changed);
    void accept(double scale, QPoint at, quint64 generation, const QImage& image);
    void drop(Level& level);
    void trim();
    void showLevel(Level& level, QSGTransformNode* root, QQuickWindow* window, QSGTexture::Filtering filter);

    static constexpr int tileSize = 512;
    std::shared_ptr<const scene::Scene> m_scene;
    Viewport m_viewport;
    double m_ratio = 1;
    bool m_settled = true;
    Level m_current, m_previous; ///< `previous` stands behind until `current` is complete
    quint64 m_generation = 1;
    quint64 m_clock = 0;
    int m_jobs = 0;
    QImage m_overview;
    QRectF m_overviewArea;
    bool m_overviewUploaded = false, m_overviewWanted = false, m_overviewPending = false;
    QTimer m_overviewRest; ///< runs while the scene changes
    QSGImageNode* m_overviewNode = nullptr;
    std::vector<QSGImageNode*> m_retired; ///< nodes of dropped tiles, deleted with the next `updateNodes`
    QThreadPool m_pool;
};

} // namespace catenary::studio
