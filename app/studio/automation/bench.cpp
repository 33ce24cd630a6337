// SPDX-License-Identifier: Apache-2.0
#include "app/studio/automation/bench.h"

#include "app/studio/canvas/diagram_canvas.h"

#include <QCoreApplication>
#include <QFile>
#include <QQuickWindow>
#include <QTimer>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include <time.h>
#include <unistd.h>

namespace catenary::studio {

namespace {

constexpr int warmUpFrames = 20;

double milliseconds(qint64 nanoseconds) {
    return static_cast<double>(nanoseconds) / 1e6;
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

PanBench::PanBench(Studio& studio, QQuickWindow& window, int frames, QObject* parent)
    : QObject(parent), m_studio(studio), m_window(window), m_frames(frames) {
    m_presented.reserve(static_cast<std::size_t>(frames) + 8);
    connect(studio.document(), &DocumentController::failed, this, [](const QString& message) {
        std::fprintf(stderr, "%s\n", qPrintable(message));
        QCoreApplication::exit(1);
    });
    auto* poll = new QTimer(this);
    connect(poll, &QTimer::timeout, this, [this, poll] {
        auto* canvas = m_window.findChild<DiagramCanvas*>();
        if (canvas == nullptr || !canvas->ready()) return;
        if (std::abs(canvas->zoom() - 1.0) > 1e-9) canvas->zoomTo(1.0);
        if (!canvas->settled()) return;
        poll->stop();
        m_canvas = canvas;
        begin();
    });
    poll->start(50);
}

void PanBench::begin() {
    m_clock.start();
    m_running = true;
    connect(
        &m_window, &QQuickWindow::frameSwapped, this,
        [this] {
            if (m_presented.size() < m_presented.capacity()) m_presented.push_back(m_clock.nsecsElapsed());
        },
        Qt::DirectConnection);
    connect(&m_window, &QQuickWindow::frameSwapped, this, &PanBench::step, Qt::QueuedConnection);
    step();
}

void PanBench::step() {
    if (!m_running) return;
    if (m_steps++ >= m_frames) {
        m_running = false;
        report();
        QCoreApplication::quit();
        return;
    }
    const double angle = 2 * 3.14159265358979 * m_steps / 240.0;
    static_cast<DiagramCanvas*>(m_canvas)->panBy(14 * std::cos(angle), 14 * std::sin(angle));
}

void PanBench::report() const {
    std::vector<double> intervals;
    for (std::size_t i = warmUpFrames; i < m_presented.size(); ++i)
        intervals.push_back(milliseconds(m_presented[i] - m_presented[i - 1]));
    if (intervals.empty()) return;
    std::sort(intervals.begin(), intervals.end());
    const double median = intervals[intervals.size() / 2];
    const double p95 = intervals[intervals.size() * 95 / 100];
    std::printf("pan: median %.0f fps, p95 %.1f ms, worst %.1f ms\n", 1000 / median, p95, intervals.back());
    std::fflush(stdout);
}

} // namespace catenary::studio
