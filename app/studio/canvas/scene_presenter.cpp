// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/scene_presenter.h"

#include "app/studio/canvas/viewport.h"

#include <QElapsedTimer>
#include <QtConcurrentRun>

#include <algorithm>
#include <unordered_set>

namespace catenary::studio {

namespace {

/// Elements up to which a scene is made at once, and the time the one before may have taken while a drag is under way.
constexpr std::size_t immediateElements = 160;
constexpr qint64 immediateMs = 16;

/// Where two scenes differ; they share the nodes that are equal.
std::vector<QRectF> differences(const scene::Scene& before, const scene::Scene& after) {
    std::vector<QRectF> areas;
    if (before.nodes.size() == after.nodes.size()) {
        for (std::size_t i = 0; i < after.nodes.size(); ++i) {
            if (before.nodes[i] == after.nodes[i]) continue;
            areas.push_back(toQt(before.nodes[i]->bounds));
            areas.push_back(toQt(after.nodes[i]->bounds));
        }
        return areas;
    }
    const auto missing = [&areas](const scene::Scene& from, const scene::Scene& in) {
        const std::unordered_set<std::shared_ptr<const scene::Node>> known(in.nodes.begin(), in.nodes.end());
        for (const auto& node : from.nodes)
            if (!known.contains(node)) areas.push_back(toQt(node->bounds));
    };
    missing(before, after);
    missing(after, before);
    return areas;
}

std::size_t elementsOf(const design::Design& design) {
    return design.components.size() + design.connections.size();
}

/// True if the two have nothing in common: a file was opened, not an edit made.
bool isAnother(const design::Design& before, const design::Design& now) {
    const std::unordered_set<std::shared_ptr<const design::Component>> known(before.components.begin(),
                                                                             before.components.end());
    return std::none_of(now.components.begin(), now.components.end(),
                        [&](const auto& part) { return known.contains(part); });
}

} // namespace

ScenePresenter::ScenePresenter(CatalogSource catalog, QObject* parent) : QObject(parent), m_source(std::move(catalog)) {
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        if (std::shared_ptr<const Picture> made = m_watcher.result()) {
            m_picture = std::move(made);
            emit updated();
        }
        if (m_stale || isHalfDone()) {
            m_stale = false;
            refresh();
        }
    });
}

ScenePresenter::~ScenePresenter() {
    m_watcher.disconnect(this);
    m_stop.request_stop();
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
        if (m_wanted.underWay) m_stop.request_stop();
        return;
    }
    m_wanted.before = m_picture;
    const std::size_t elements = elementsOf(m_wanted.design);
    // The first picture waits for the catalog, so it is never made here.
    const bool quick =
        elements <= immediateElements && !(m_wanted.underWay && m_picture && m_picture->took_ms > immediateMs);
    if (m_picture && quick) {
        m_picture = make(m_wanted, *m_source(), {});
        emit updated();
        return;
    }
    m_stop = {};
    m_watcher.setFuture(QtConcurrent::run(
        [request = m_wanted, source = m_source, stop = m_stop.get_token()] { return make(request, *source(), stop); }));
}

bool ScenePresenter::isHalfDone() const {
    return m_picture && (m_picture->bare || (m_picture->provisional && !m_wanted.underWay));
}

std::shared_ptr<const ScenePresenter::Picture>
ScenePresenter::make(const Request& request, const catalog::Catalog& catalog, const std::stop_token& stop) {
    QElapsedTimer clock;
    clock.start();
    auto picture = std::make_shared<Picture>();
    picture->design = request.design;
    picture->theme = request.theme;
    picture->estimate = request.estimate;
    const Picture* before = request.before.get();
    const bool large = elementsOf(request.design) > immediateElements;
    const bool same = before != nullptr && !before->bare && before->design == request.design;
    if (large && (before == nullptr || isAnother(before->design, request.design))) {
        picture->bare = true;
        picture->geometry.boxes = scene::boxesOf(request.design);
    } else if (before != nullptr && !before->bare && (request.underWay || (large && !same))) {
        picture->provisional = true;
        picture->geometry = scene::rearrange(before->geometry, before->design, request.design, catalog);
    } else if (same && !before->provisional) {
        picture->geometry = before->geometry;
    } else {
        picture->geometry = scene::arrange(request.design, catalog, stop);
        if (stop.stop_requested()) return nullptr;
    }
    scene::ComposeOptions options;
    options.theme = request.theme;
    options.estimate = request.estimate.get();
    scene::Earlier earlier;
    if (before != nullptr) {
        earlier = {before->scene.get(),    &before->design, &before->geometry,
                   before->estimate.get(), before->theme,   picture->provisional};
        options.earlier = &earlier;
    }
    picture->scene =
        std::make_shared<const scene::Scene>(scene::compose(request.design, catalog, picture->geometry, options));
    picture->all = before == nullptr || before->theme != request.theme;
    if (!picture->all) picture->changed = differences(*before->scene, *picture->scene);
    picture->took_ms = clock.elapsed();
    return picture;
}

} // namespace catenary::studio
