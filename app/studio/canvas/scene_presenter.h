// SPDX-License-Identifier: Apache-2.0
// Turns the open design and its estimate into the scene on show. Designs whose scene is made within a frame are
// composed at once, so that a drag follows the pointer; others on a worker, where the latest request wins, in steps: of
// another design first what stands in it, then its connections; of an edit first what it touched, then the picture of
// the design alone, unless the next drag comes before. Says which areas look different now.
#pragma once

#include "core/design/design.h"
#include "core/insight/estimate.h"
#include "core/scene/compose.h"

#include <QFutureWatcher>
#include <QObject>
#include <QRectF>

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

namespace catenary::studio {

class ScenePresenter : public QObject {
    Q_OBJECT
public:
    using CatalogSource = std::function<std::shared_ptr<const catalog::Catalog>()>;
    /// A scene with the geometry it was made from; immutable.
    struct Picture {
        std::shared_ptr<const scene::Scene> scene;
        scene::Geometry geometry;
        design::Design design;
        std::shared_ptr<const insight::Estimate> estimate;
        scene::ThemeName theme = scene::ThemeName::Light;
        std::vector<QRectF> changed; ///< canvas areas that look different from the picture before
        bool all = false;            ///< everything does
        bool bare = false;           ///< its connections are still to come
        bool provisional = false;    ///< what was not touched since the picture before stayed as it was
        qint64 took_ms = 0;          ///< to make it
    };

    explicit ScenePresenter(CatalogSource catalog, QObject* parent = nullptr);
    ~ScenePresenter() override;

    /// `underWay`: a drag is not over, so connections that nothing touched stay as they are. Afterwards the picture is
    /// that of the design alone, whatever was moved before.
    void setDesign(const design::Design& design, bool underWay);
    void setEstimate(std::shared_ptr<const insight::Estimate> estimate);
    void setTheme(scene::ThemeName theme);

    /// Null until the first picture is ready.
    [[nodiscard]] const std::shared_ptr<const Picture>& picture() const { return m_picture; }
    /// No other picture is under way.
    [[nodiscard]] bool atRest() const { return m_picture && !m_watcher.isRunning() && !m_stale && !isHalfDone(); }

signals:
    void updated();

private:
    struct Request {
        design::Design design;
        std::shared_ptr<const insight::Estimate> estimate;
        scene::ThemeName theme = scene::ThemeName::Light;
        std::shared_ptr<const Picture> before;
        bool underWay = false;
    };
    /// Null when it was stopped.
    [[nodiscard]] static std::shared_ptr<const Picture> make(const Request& request, const catalog::Catalog& catalog,
                                                             const std::stop_token& stop);
    /// There is a better picture of what is wanted.
    [[nodiscard]] bool isHalfDone() const;
    void refresh();

    CatalogSource m_source;
    Request m_wanted;
    std::shared_ptr<const Picture> m_picture;
    QFutureWatcher<std::shared_ptr<const Picture>> m_watcher;
    std::stop_source m_stop; ///< of what the worker does
    bool m_stale = false;    ///< a worker is busy with an older request
    bool m_hasDesign = false;
};

} // namespace catenary::studio
