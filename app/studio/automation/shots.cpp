// SPDX-License-Identifier: Apache-2.0
#include "app/studio/automation/shots.h"

#include "app/studio/canvas/diagram_canvas.h"
#include "app/studio/estimate/estimate_controller.h"
#include "app/studio/library/template_model.h"
#include "core/practice/rubric.h"

#include <QCoreApplication>
#include <QDir>
#include <QQuickWindow>

namespace catenary::studio {

namespace {

constexpr int tickMs = 50;
constexpr int stillTicks = 8;  ///< of rest before a picture
constexpr int mostTicks = 200; ///< then the picture is taken as it is

} // namespace

Shots::Shots(Studio& studio, QQuickWindow& window, QString folder, QStringList themes, QObject* parent)
    : QObject(parent), m_studio(studio), m_window(window), m_folder(std::move(folder)), m_themes(std::move(themes)),
      m_drill(studio.property("drill").value<QObject*>()) {
    QDir().mkpath(m_folder);
    connect(&m_timer, &QTimer::timeout, this, &Shots::look);
    auto* templates = qobject_cast<TemplateModel*>(studio.property("templates").value<QObject*>());
    const auto begin = [this] {
        plan();
        next();
    };
    if (templates->count() > 0)
        QTimer::singleShot(0, this, begin);
    else
        connect(templates, &TemplateModel::countChanged, this, begin, Qt::SingleShotConnection);
}

void Shots::call(const char* method) {
    QMetaObject::invokeMethod(&m_window, method);
}

void Shots::call(const char* method, const QString& argument) {
    QMetaObject::invokeMethod(&m_window, method, Q_ARG(QString, argument));
}

void Shots::plan() {
    m_steps.push_back({"home", [this] { m_window.setProperty("page", "home"); }});
    m_steps.push_back({"studio-empty", [this] { m_studio.document()->newDesign(); }});
    auto* templates = qobject_cast<TemplateModel*>(m_studio.property("templates").value<QObject*>());
    for (const KeyedModel::Row& row : templates->rows()) planTemplate(row.key);
    planDialogs();
    planDrill();
    m_steps.push_back({"progress", [this] { m_window.setProperty("page", "progress"); }});
}

void Shots::planDialogs() {
    m_steps.push_back({"explanation", [this] {
                           const QString workload = m_studio.estimateController()->workload();
                           call("explain", "workloads." + workload + ".latency_p99_ms");
                       }});
    m_steps.push_back({"commands", [this] {
                           call("closePopups");
                           call("openCommands");
                       }});
    m_steps.push_back({"export", [this] {
                           call("closePopups");
                           call("openExport");
                       }});
    m_steps.push_back({"", [this] { call("closePopups"); }});
}

void Shots::planDrill() {
    m_steps.push_back({"drill-setup", [this] { call("startDrill"); }});
    m_steps.push_back({"", [this] { QMetaObject::invokeMethod(m_drill, "begin"); },
                       [this] {
                           if (drillStage() == QLatin1String("brief")) QMetaObject::invokeMethod(m_drill, "next");
                           return drillStage() == QLatin1String("running");
                       }});
    m_steps.push_back({"drill-running", [this] {
                           const QString first =
                               QString::fromStdString(m_studio.document()->design().components[0].id.str());
                           QMetaObject::invokeMethod(m_drill, "point", Q_ARG(QString, first));
                       }});
    m_steps.push_back({"drill-self-rating", [] {},
                       [this] {
                           if (drillStage() == QLatin1String("running") || drillStage() == QLatin1String("overtime"))
                               QMetaObject::invokeMethod(m_drill, "next");
                           return drillStage() == QLatin1String("self-rate");
                       }});
    m_steps.push_back({"drill-review",
                       [this] {
                           int level = 1;
                           for (const auto& area : practice::rubric())
                               QMetaObject::invokeMethod(m_drill, "rate",
                                                         Q_ARG(QString, QString::fromStdString(area.id)),
                                                         Q_ARG(int, 1 + level++ % 4));
                           QMetaObject::invokeMethod(m_drill, "finishRating");
                       },
                       [this] { return drillStage() == QLatin1String("review"); }});
}

QString Shots::drillStage() const {
    return m_drill->property("stage").toString();
}

void Shots::planTemplate(const QString& id) {
    m_steps.push_back({"studio-" + id, [this, id] { m_studio.document()->openTemplate(id); }});
    m_steps.push_back({"inspector-" + id, [this] {
                           const EstimateController* estimate = m_studio.estimateController();
                           QString subject = estimate != nullptr ? estimate->bottleneck() : QString();
                           if (subject.isEmpty())
                               subject = QString::fromStdString(m_studio.document()->design().components[0].id.str());
                           m_studio.selection()->select(subject);
                       }});
}

void Shots::next() {
    if (m_at == m_steps.size()) {
        m_themes.removeFirst();
        m_at = 0;
    }
    if (m_themes.isEmpty()) {
        QCoreApplication::exit(m_failed ? 1 : 0);
        return;
    }
    if (m_at == 0) m_studio.settings()->overrideTheme(m_themes.front());
    m_steps[m_at].prepare();
    m_waited = 0;
    m_still = 0;
    m_timer.start(tickMs);
}

void Shots::look() {
    bool rest = !m_studio.document()->busy() && m_steps[m_at].ready();
    if (const EstimateController* estimate = m_studio.estimateController()) rest = rest && !estimate->busy();
    for (const DiagramCanvas* canvas : m_window.findChildren<DiagramCanvas*>())
        rest = rest && (!canvas->isVisible() || canvas->settled());
    m_still = rest ? m_still + 1 : 0;
    if (m_still < stillTicks && ++m_waited < mostTicks) return;
    m_timer.stop();
    const Step& step = m_steps[m_at++];
    if (!step.name.isEmpty()) {
        const QString path = QDir(m_folder).filePath(step.name + "-" + m_themes.front() + ".png");
        if (!m_window.grabWindow().save(path)) {
            qWarning("cannot write %s", qPrintable(path));
            m_failed = true;
        }
    }
    next();
}

} // namespace catenary::studio
