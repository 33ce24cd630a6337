// SPDX-License-Identifier: Apache-2.0
// The scene graph side of TileLayer: one image node for each tile, below a transform from canvas to screen. Image nodes
// work with OpenGL and with the software renderer alike.
#include "app/studio/canvas/tile_layer.h"

#include <QQuickWindow>
#include <QSGImageNode>
#include <QSGTransformNode>

#include <cmath>

namespace catenary::studio {

namespace {

void setPixels(QSGImageNode& node, QQuickWindow& window, const QImage& image) {
    node.setTexture(window.createTextureFromImage(image, QQuickWindow::TextureIsOpaque));
    node.setSourceRect(QRectF(QPointF(), QSizeF(image.size())));
}

QSGImageNode* newNode(QQuickWindow& window) {
    QSGImageNode* node = window.createImageNode();
    node->setOwnsTexture(true);
    node->setFiltering(QSGTexture::Linear);
    return node;
}

} // namespace

void TileLayer::updateNodes(QSGTransformNode* root, QQuickWindow* window) {
    if (root->childCount() == 0) {
        releaseNodes();
        // Behind, previous, current. Transform nodes, for the software renderer keeps what lies above a node
        // (transform, clip) for the special nodes only, and forgets it below plain ones.
        for (int group = 0; group < 3; ++group) root->appendChildNode(new QSGTransformNode);
    }
    for (QSGImageNode* node : m_retired) {
        node->parent()->removeChildNode(node);
        delete node;
    }
    m_retired.clear();

    const double zoom = m_viewport.zoom();
    QPointF shift = -m_viewport.origin() * zoom;
    if (m_settled) // on whole device pixels, so that the pixels of the tiles are shown one to one
        shift = {std::round(shift.x() * m_ratio) / m_ratio, std::round(shift.y() * m_ratio) / m_ratio};
    QMatrix4x4 matrix;
    matrix.translate(static_cast<float>(shift.x()), static_cast<float>(shift.y()));
    matrix.scale(static_cast<float>(zoom));
    if (matrix != root->matrix()) root->setMatrix(matrix);

    if (m_overview.isNull()) {
        if (m_overviewNode != nullptr) {
            root->childAtIndex(0)->removeChildNode(m_overviewNode);
            delete m_overviewNode;
            m_overviewNode = nullptr;
        }
    } else if (!m_overviewUploaded) {
        const bool isNew = m_overviewNode == nullptr;
        if (isNew) m_overviewNode = newNode(*window);
        setPixels(*m_overviewNode, *window, m_overview);
        m_overviewNode->setRect(m_overviewArea);
        if (isNew) root->childAtIndex(0)->appendChildNode(m_overviewNode);
        m_overviewUploaded = true;
    }
    // Pixels shown one to one need no filter, which costs most of the time without a GPU.
    const bool oneToOne = m_settled && std::abs(m_current.scale - zoom * m_ratio) < 1e-9;
    showLevel(m_previous, root, window, QSGTexture::Linear);
    showLevel(m_current, root, window, oneToOne ? QSGTexture::Nearest : QSGTexture::Linear);
}

void TileLayer::showLevel(Level& level, QSGTransformNode* root, QQuickWindow* window, QSGTexture::Filtering filter) {
    if (level.scale <= 0) return;
    QSGNode* group = root->childAtIndex(&level == &m_previous ? 1 : 2);
    const QRect seen = inView(level.scale);
    for (auto tile = level.tiles.begin(); tile != level.tiles.end(); ++tile) {
        const bool show = !tile->image.isNull() && seen.contains(tile.key());
        if (!show) {
            if (tile->node != nullptr) {
                tile->node->parent()->removeChildNode(tile->node);
                delete tile->node;
                tile->node = nullptr;
                tile->uploaded = false;
            }
            continue;
        }
        const bool isNew = tile->node == nullptr;
        if (isNew) {
            tile->node = newNode(*window);
            tile->node->setRect(area(level, tile.key()));
        }
        if (isNew || !tile->uploaded) {
            setPixels(*tile->node, *window, tile->image);
            tile->uploaded = true;
        }
        if (tile->node->filtering() != filter) tile->node->setFiltering(filter);
        if (tile->node->parent() == group) continue;
        if (!isNew) tile->node->parent()->removeChildNode(tile->node);
        group->appendChildNode(tile->node); // with its texture: the software renderer looks at it here
    }
}

void TileLayer::releaseNodes() {
    for (Level* level : {&m_previous, &m_current})
        for (Tile& tile : level->tiles) {
            tile.node = nullptr;
            tile.uploaded = false;
        }
    m_retired.clear();
    m_overviewNode = nullptr;
    m_overviewUploaded = false;
}

} // namespace catenary::studio
