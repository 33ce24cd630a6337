// SPDX-License-Identifier: Apache-2.0
//
// automation: runs of the studio without a person: benchmarks (here) and pictures of every screen (shots.h).
#pragma once

#include <QElapsedTimer>
#include <QObject>

#include <vector>

class QQuickWindow;

namespace catenary::studio {

class Studio;

/// Milliseconds since this process was started, to 10 ms.
[[nodiscard]] double processAgeMs();

/// Prints `first frame: N ms` (since the process was started) when the window has presented its first frame, and quits.
void benchStart(QQuickWindow& window);

/// Pans the open design round a circle, a step with every frame that is presented, and prints
/// `pan: median N fps, p95 … ms, worst … ms`; then quits.
class PanBench : public QObject {
    Q_OBJECT
public:
    PanBench(Studio& studio, QQuickWindow& window, int frames, QObject* parent = nullptr);

private:
    void begin();
    void step();
    void report() const;

    Studio& m_studio;
    QQuickWindow& m_window;
    QObject* m_canvas = nullptr;
    QElapsedTimer m_clock;
    std::vector<qint64> m_presented; ///< ns; written by the render thread until `m_done`
    int m_frames;
    int m_steps = 0;
    bool m_running = false;
};

} // namespace catenary::studio
