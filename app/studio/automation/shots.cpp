// SPDX-License-Identifier: Apache-2.0
#include "app/studio/automation/shots.h"

#include "app/studio/canvas/diagram_canvas.h"
#include "app/studio/catalog/inspector.h"
#include "app/studio/estimate/estimate_controller.h"
#include "app/studio/insight/chart_view.h"
#include "app/studio/insight/explanation_model.h"
#include "app/studio/library/template_model.h"
#include "app/studio/practice/drill_controller.h"
#include "core/practice/rubric.h"

#include <QCoreApplication>
#include <QDir>
#include <QQuickWindow>
#include <QtConcurrentRun>

#include <algorithm>

namespace catenary::studio {

namespace {

constexpr int tickMs = 50;
constexpr int stillTicks = 5;  ///< of rest before a picture
constexpr int mostTicks = 200; ///< then the picture is taken as it is
constexpr int pngQuality = 90; ///< the quickest that still packs

/// The charts below an item. What a Repeater makes is nobody's QObject child, so `findChildren` does not see it.
void collect(const QQuickItem* item, QList<ChartView*>& charts) {
    for (QQuickItem* child : item->childItems()) {
        if (auto* chart = qobject_cast<ChartView*>(child)) charts.append(chart);
        collect(child, charts);
    }
}

/// The picker with this label below an item; nullptr where there is none.
QQuickItem* pickerOf(const QQuickItem* item, const QString& label) {
    for (QQuickItem* child : item->childItems()) {
        if (child->property("inForce").isValid() && child->property("label") == label) return child;
        if (QQuickItem* found = pickerOf(child, label)) return found;
    }
    return nullptr;
}

QList<ChartView*> chartsOf(const QQuickWindow& window) {
    QList<ChartView*> charts;
    collect(window.contentItem(), charts);
    return charts;
}

} // namespace

Shots::Shots(Studio& studio, QQuickWindow& window, QString folder, QStringList themes, QObject* parent)
    : QObject(parent), m_studio(studio), m_window(window), m_folder(std::move(folder)), m_themes(std::move(themes)) {
    QDir().mkpath(m_folder);
    connect(&m_timer, &QTimer::timeout, this, &Shots::look);
    const auto begin = [this] {
        plan();
        next();
    };
    if (studio.templates()->count() > 0)
        QTimer::singleShot(0, this, begin);
    else
        connect(studio.templates(), &TemplateModel::countChanged, this, begin, Qt::SingleShotConnection);
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
    for (const KeyedModel::Row& row : m_studio.templates()->rows()) planTemplate(row.key);
    planPanes();
    planDialogs();
    planDrill();
    m_steps.push_back({"progress", [this] { m_window.setProperty("page", "progress"); }});
}

/// What the inspector shows of each sort of element, by the last template.
void Shots::planPanes() {
    const auto selectFirst = [this](const auto& elements) {
        m_studio.selection()->select(elements.empty() ? QString() : QString::fromStdString(elements[0].id.str()));
    };
    const auto design = [this]() -> const design::Design& { return m_studio.document()->design(); };
    m_steps.push_back({"pane-connection", [=] { selectFirst(design().connections); }});
    m_steps.push_back({"pane-workload", [this] {
                           m_studio.inspector()->goTo(QStringLiteral("workloads.") + m_studio.estimate()->workload());
                       }});
    m_steps.push_back({"pane-several", [this] { m_studio.selection()->selectAll(); }});
    m_steps.push_back({"pane-group", [=] { selectFirst(design().groups); }});
    m_steps.push_back({"pane-note", [this] { m_studio.actions()->add(QStringLiteral("note"), 0, 0); }});
}

void Shots::planDialogs() {
    m_steps.push_back({"explanation", [this] {
                           m_studio.selection()->clear();
                           call("explain", "workloads." + m_studio.estimate()->workload() + ".latency_p99_ms");
                       }});
    m_steps.push_back({"charts", [this] { m_studio.explanation()->setPage(QStringLiteral("charts")); }});
    m_steps.push_back({"charts-below", [] {}, [this] { return chartsToTheEnd(); }});
    m_steps.push_back({"charts-over-time",
                       [this] {
                           for (ChartView* chart : chartsOf(m_window))
                               if (chart->property("chart") == QLatin1String("time"))
                                   chart->setIncident(QStringLiteral("spike"));
                       },
                       [this] { return chartsToTheEnd(); }});
    m_steps.push_back({"envelope", [this] { m_studio.explanation()->setPage(QStringLiteral("envelope")); }});
    m_steps.push_back({"commands", [this] {
                           call("closePopups");
                           call("openCommands");
                       }});
    m_steps.push_back({"measurements", [this] {
                           call("closePopups");
                           const QVariantList servers = m_studio.estimate()->modelServers();
                           if (servers.isEmpty()) return;
                           m_studio.selection()->select(
                               servers.front().toMap().value(QStringLiteral("value")).toString());
                           m_studio.inspector()->measure();
                           m_studio.inspector()->measurements()->setText(
                               QStringLiteral("batch, time_ms, note\n4, 1.1, first\n32, fast, second\n"));
                       }});
    m_steps.push_back({"picker",
                       [this] {
                           call("closePopups");
                           m_studio.inspector()->goTo(m_studio.selection()->current() + QStringLiteral(".hardware"));
                       },
                       [this] {
                           QQuickItem* picker = pickerOf(m_window.contentItem(), QStringLiteral("Hardware"));
                           if (picker == nullptr || picker->property("opened").toBool()) return picker != nullptr;
                           QMetaObject::invokeMethod(picker, "openWith", Q_ARG(QString, QString()));
                           return false;
                       }});
    m_steps.push_back({"export", [this] {
                           m_studio.selection()->clear(); // and its fields, with what they opened
                           call("closePopups");
                           call("openExport");
                       }});
    m_steps.push_back({"", [this] { call("closePopups"); }});
}

void Shots::planDrill() {
    DrillController* const drill = m_studio.drill();
    m_steps.push_back({"drill-setup", [this] { call("startDrill"); }});
    m_steps.push_back({"drill-brief", [drill] { drill->begin(); }});
    m_steps.push_back({"", [drill] { drill->next(); }, [this] { return drillIs("running"); }});
    m_steps.push_back({"drill-running", [this, drill] {
                           drill->point(QString::fromStdString(m_studio.document()->design().components[0].id.str()));
                       }});
    m_steps.push_back({"drill-self-rating", [] {},
                       [this, drill] {
                           if (drill->running()) drill->next();
                           return drillIs("self-rate");
                       }});
    m_steps.push_back({"drill-review",
                       [drill] {
                           int level = 1;
                           for (const auto& area : practice::rubric())
                               drill->rate(QString::fromStdString(area.id), 1 + level++ % 4);
                           drill->finishRating();
                       },
                       [this] { return drillIs("review"); }});
}

bool Shots::drillIs(const char* stage) const {
    return m_studio.drill()->stage() == QLatin1String(stage);
}

/// Moves the pane of the charts down as far as it goes.
bool Shots::chartsToTheEnd() const {
    for (const ChartView* chart : chartsOf(m_window)) {
        QQuickItem* pane = chart->parentItem();
        while (pane != nullptr && !pane->property("contentHeight").isValid()) pane = pane->parentItem();
        if (pane != nullptr)
            pane->setProperty("contentY", std::max(0.0, pane->property("contentHeight").toDouble() - pane->height()));
    }
    return true;
}

void Shots::planTemplate(const QString& id) {
    m_steps.push_back({"studio-" + id, [this, id] { m_studio.document()->openTemplate(id); }});
    m_steps.push_back({"inspector-" + id, [this] {
                           QString subject = m_studio.estimate()->bottleneck();
                           if (subject.isEmpty())
                               subject = QString::fromStdString(m_studio.document()->design().components[0].id.str());
                           m_studio.selection()->select(subject);
                       }});
    m_steps.push_back({"serving-" + id, [this] {
                           const QVariantList servers = m_studio.estimate()->modelServers();
                           if (!servers.isEmpty())
                               m_studio.selection()->select(
                                   servers.front().toMap().value(QStringLiteral("value")).toString());
                           m_studio.explanation()->setPage(QStringLiteral("serving"));
                       }});
    m_steps.push_back({"serving-below-" + id, [] {}, [this] { return chartsToTheEnd(); }});
    m_steps.push_back({"", [this] { call("closePopups"); }});
}

void Shots::next() {
    if (m_at == m_steps.size()) {
        m_themes.removeFirst();
        m_at = 0;
    }
    if (m_themes.isEmpty()) {
        bool failed = false;
        for (QFuture<bool>& written : m_written) failed = !written.result() || failed;
        QCoreApplication::exit(failed ? 1 : 0);
        return;
    }
    if (m_at == 0) m_studio.settings()->overrideTheme(m_themes.front());
    m_steps[m_at].prepare();
    m_waited = 0;
    m_still = 0;
    m_timer.start(tickMs);
}

void Shots::look() {
    bool rest = !m_studio.document()->busy() && !m_studio.estimate()->busy() && m_steps[m_at].ready();
    for (const DiagramCanvas* canvas : m_window.findChildren<DiagramCanvas*>())
        rest = rest && (!canvas->isVisible() || canvas->settled());
    for (const ChartView* chart : chartsOf(m_window)) rest = rest && !chart->busy();
    m_still = rest ? m_still + 1 : 0;
    if (m_still < stillTicks && ++m_waited < mostTicks) return;
    m_timer.stop();
    const Step& step = m_steps[m_at++];
    if (!step.name.isEmpty()) {
        const QString path = QDir(m_folder).filePath(step.name + "-" + m_themes.front() + ".png");
        // Packing a large picture takes longer than coming to the next.
        m_written.append(QtConcurrent::run([picture = m_window.grabWindow(), path] {
            const bool written = picture.save(path, "PNG", pngQuality);
            if (!written) qWarning("cannot write %s", qPrintable(path));
            return written;
        }));
    }
    next();
}

} // namespace catenary::studio
