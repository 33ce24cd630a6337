// SPDX-License-Identifier: Apache-2.0
#include "app/studio/automation/bench.h"

#include "app/studio/canvas/diagram_canvas.h"

#include <QCoreApplication>
#include <QFile>
#include <QQuickWindow>
#include <QSet>
#include <QSocketNotifier>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <iterator>

#include <time.h>
#include <unistd.h>

namespace catenary::studio {

namespace {

constexpr int restMs = 20; ///< between looks whether the canvas is at rest

double milliseconds(qint64 nanoseconds) {
    return static_cast<double>(nanoseconds) / 1e6;
}

/// One line to whoever reads.
void say(const QByteArray& line) {
    std::fwrite(line.constData(), 1, static_cast<std::size_t>(line.size()), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

/// Of this process, MiB; 0 where the system does not say.
double proportionalMemory() {
    QFile file(QStringLiteral("/proc/self/smaps_rollup"));
    if (!file.open(QIODevice::ReadOnly)) return 0;
    for (const QByteArray& line : file.readAll().split('\n'))
        if (line.startsWith("Pss:")) return line.simplified().split(' ').value(1).toDouble() / 1024;
    return 0;
}

} // namespace

double processAgeMs() {
    QFile stat(QStringLiteral("/proc/self/stat"));
    timespec now{};
    if (!stat.open(QIODevice::ReadOnly) || clock_gettime(CLOCK_BOOTTIME, &now) != 0) return 0;
    const QByteArray text = stat.readAll();
    // Field 22, counted after the name in parentheses: start in clock ticks since boot.
    const QByteArrayList fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    const double ticks = fields.value(19).toDouble();
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6 -
           ticks * 1e3 / static_cast<double>(sysconf(_SC_CLK_TCK));
}

void benchStart(QQuickWindow& window) {
    QObject::connect(
        &window, &QQuickWindow::frameSwapped, &window,
        [] {
            std::printf("first frame: %.0f ms\n", processAgeMs());
            std::fflush(stdout);
            QCoreApplication::quit();
        },
        static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
}

CanvasBench::CanvasBench(Studio& studio, QQuickWindow& window, QString file, QObject* parent)
    : QObject(parent), m_studio(studio), m_window(window), m_file(std::move(file)) {
    connect(studio.document(), &DocumentController::failed, this, [](const QString& message) {
        std::fprintf(stderr, "%s\n", qPrintable(message));
        QCoreApplication::exit(1);
    });
    connect(&window, &QQuickWindow::frameSwapped, this, &CanvasBench::open,
            static_cast<Qt::ConnectionType>(Qt::QueuedConnection | Qt::SingleShotConnection));
}

void CanvasBench::open() {
    m_clock.start();
    connect(
        &m_window, &QQuickWindow::frameSwapped, this,
        [this] {
            const std::scoped_lock lock(m_mutex);
            m_presented.push_back(m_clock.nsecsElapsed());
        },
        Qt::DirectConnection);
    connect(&m_window, &QQuickWindow::frameSwapped, this, &CanvasBench::watchLoading, Qt::QueuedConnection);
    m_studio.document()->openPath(m_file);
}

void CanvasBench::watchLoading() {
    if (m_loaded) return;
    if (m_canvas == nullptr) m_canvas = m_window.findChild<DiagramCanvas*>();
    if (m_canvas == nullptr || !m_canvas->ready() || !m_canvas->complete()) return;
    if (m_firstComplete < 0) m_firstComplete = m_clock.elapsed();
    if (!m_canvas->settled()) return;
    m_loaded = true;
    m_window.installEventFilter(this);
    connect(m_canvas, &DiagramCanvas::contentChanged, this, [this] { ++m_pictures; });
    say("loaded " + QByteArray::number(m_firstComplete) + ' ' + QByteArray::number(m_clock.elapsed()));
    auto* input = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, this);
    connect(input, &QSocketNotifier::activated, this, &CanvasBench::read);
}

void CanvasBench::read() {
    char line[256];
    if (std::fgets(line, sizeof line, stdin) == nullptr)
        QCoreApplication::quit();
    else
        obey(QByteArray(line).simplified().split(' '));
}

void CanvasBench::obey(const QByteArrayList& words) {
    const QByteArray& what = words.front();
    if (what == "view" && words.value(1) == "all") {
        m_canvas->zoomToFit();
        waitForRest();
    } else if (what == "view") {
        const QRectF area = m_canvas->contentArea();
        m_canvas->zoomTo(words.value(1).toDouble());
        m_canvas->centreOn(area.center().x(), area.center().y());
        waitForRest();
    } else if (what == "place") {
        place(QString::fromUtf8(words.value(1)));
    } else if (what == "begin") {
        const std::scoped_lock lock(m_mutex);
        m_presented.clear();
        m_firstInput = m_lastInput = -1;
        m_inputs = m_pictures = 0;
        m_recording = true;
        say("begun");
    } else if (what == "end") {
        m_recording = false;
        report();
    } else if (what == "look") {
        look();
    } else if (what == "memory") {
        say("pss " + QByteArray::number(proportionalMemory(), 'f', 1));
    } else {
        QCoreApplication::quit();
    }
}

bool CanvasBench::eventFilter(QObject* object, QEvent* event) {
    if (m_recording && (event->type() == QEvent::MouseMove || event->type() == QEvent::Wheel)) {
        m_lastInput = m_clock.nsecsElapsed();
        if (m_firstInput < 0) m_firstInput = m_lastInput;
        ++m_inputs;
    }
    return QObject::eventFilter(object, event);
}

void CanvasBench::place(const QString& id) const {
    const QRectF item = id.isEmpty() ? QRectF(QPointF(), m_canvas->size()) : m_canvas->elementRect(id);
    const QPointF at = m_window.mapToGlobal(m_canvas->mapToScene(item.center()));
    say("at " + QByteArray::number(at.x(), 'f', 0) + ' ' + QByteArray::number(at.y(), 'f', 0));
}

void CanvasBench::waitForRest() {
    if (m_canvas->settled())
        say("settled");
    else
        QTimer::singleShot(restMs, this, &CanvasBench::waitForRest);
}

void CanvasBench::report() {
    const std::scoped_lock lock(m_mutex);
    std::vector<qint64> within;
    std::copy_if(m_presented.begin(), m_presented.end(), std::back_inserter(within),
                 [this](qint64 at) { return at >= m_firstInput && at <= m_lastInput; });
    std::vector<double> intervals;
    for (std::size_t i = 1; i < within.size(); ++i) intervals.push_back(milliseconds(within[i] - within[i - 1]));
    std::sort(intervals.begin(), intervals.end());
    QByteArray line = "frames " + QByteArray::number(qsizetype(within.size())) + ' ' +
                      QByteArray::number(milliseconds(m_lastInput - m_firstInput) / 1e3, 'f', 3) + ' ' +
                      QByteArray::number(m_inputs) + ' ' + QByteArray::number(m_pictures);
    for (const double interval : intervals) line += ' ' + QByteArray::number(interval, 'f', 2);
    say(line);
}

void CanvasBench::look() const {
    const QRectF area = m_canvas->mapRectToScene(QRectF(QPointF(), m_canvas->size()));
    const QImage seen = m_window.grabWindow().copy(area.toRect());
    QSet<QRgb> colours;
    for (int y = 0; y < seen.height(); ++y)
        for (int x = 0; x < seen.width(); ++x) colours.insert(seen.pixel(x, y));
    say("colours " + QByteArray::number(colours.size()));
}

} // namespace catenary::studio
