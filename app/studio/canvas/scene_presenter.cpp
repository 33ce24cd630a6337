// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/scene_presenter.h"

#include "app/studio/canvas/viewport.h"

#include <QElapsedTimer>
#include <QtConcurrentRun>

#include <algorithm>
#include <map>

namespace catenary::studio {

namespace {

/// Elements up to which a scene is made at once, and the time the one before may have taken while a drag is under way.
constexpr std::size_t immediateElements = 160;
constexpr qint64 immediateMs = 16;

using NodeKey = std::pair<std::string, scene::Role>;

std::vector<QRectF> differences(const scene::Scene& before, const scene::Scene& after) {
    struct Old {
        const scene::Node* node;
        std::size_t at;
    };
    std::map<NodeKey, Old> old;
    for (std::size_t i = 0; i < before.nodes.size(); ++i)
        old.emplace(NodeKey{before.nodes[i]->id, before.nodes[i]->role}, Old{before.nodes[i].get(), i});
    std::vector<QRectF> areas;
    std::size_t furthest = 0; // of those before in the new order
    for (const auto& node : after.nodes) {
        const auto found = old.find({node->id, node->role});
        if (found == old.end()) {
            areas.push_back(toQt(node->bounds));
            continue;
        }
        const auto [was, at] = found->second;
        const bool overtook = at < furthest; // was drawn below something it now lies over
        furthest = std::max(furthest, at);
        if (overtook || (was != node.get() && !(*was == *node))) {
            areas.push_back(toQt(was->bounds));
            areas.push_back(toQt(node->bounds));
        }
        old.erase(found);
    }
    for (const auto& [key, gone] : old) areas.push_back(toQt(gone.node->bounds));
    return areas;
}

} // namespace

ScenePresenter::ScenePresenter(CatalogSource catalog, QObject* parent) : QObject(parent), m_source(std::move(catalog)) {
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        m_picture = m_watcher.result();
        emit updated();
        if (m_stale) {
            m_stale = false;
            refresh();
        }
    });
}

ScenePresenter::~ScenePresenter() {
    m_watcher.disconnect(this);
    m_watcher.waitForFinished();
}

void ScenePresenter::setDesign(const design::Design& design, bool underWay) {
    m_wanted.design = design;
    m_wanted.underWay = underWay;
    m_hasDesign = true;
    refresh();
}

void ScenePresenter::setEstimate(std::shared_ptr<const insight::Estimate> estimate) {
    if (estimate == m_wanted.estimate) return;
    m_wanted.estimate = std::move(estimate);
    refresh();
}

void ScenePresenter::setTheme(scene::ThemeName theme) {
    if (theme == m_wanted.theme) return;
    m_wanted.theme = theme;
    refresh();
}

void ScenePresenter::refresh() {
    if (!m_hasDesign) return;
    if (m_watcher.isRunning()) {
        m_stale = true;
        return;
    }
    m_wanted.before = m_picture;
    const std::size_t elements = m_wanted.design.components.size() + m_wanted.design.connections.size();
    // The first picture waits for the catalog, so it is never made here.
    const bool quick =
        elements <= immediateElements && !(m_wanted.underWay && m_picture && m_picture->took_ms > immediateMs);
    if (m_picture && quick) {
        m_picture = make(m_wanted, *m_source());
        emit updated();
        return;
    }
    m_watcher.setFuture(
        QtConcurrent::run([request = m_wanted, source = m_source] { return make(request, *source()); }));
}

std::shared_ptr<const ScenePresenter::Picture> ScenePresenter::make(const Request& request,
                                                                    const catalog::Catalog& catalog) {
    QElapsedTimer clock;
    clock.start();
    auto picture = std::make_shared<Picture>();
    picture->design = request.design;
    picture->theme = request.theme;
    const Picture* before = request.before.get();
    picture->provisional = before != nullptr && request.underWay;
    if (picture->provisional)
        picture->geometry = scene::rearrange(before->geometry, before->design, request.design, catalog);
    else if (before != nullptr && !before->provisional && before->design == request.design)
        picture->geometry = before->geometry;
    else
        picture->geometry = scene::arrange(request.design, catalog);
    scene::ComposeOptions options;
    options.theme = request.theme;
    options.estimate = request.estimate.get();
    if (before != nullptr && before->theme == request.theme) options.previous = before->scene.get();
    picture->scene =
        std::make_shared<const scene::Scene>(scene::compose(request.design, catalog, picture->geometry, options));
    picture->all = before == nullptr || before->theme != request.theme;
    if (!picture->all) picture->changed = differences(*before->scene, *picture->scene);
    picture->took_ms = clock.elapsed();
    return picture;
}

} // namespace catenary::studio
