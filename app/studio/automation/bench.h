// SPDX-License-Identifier: Apache-2.0
//
// automation: runs of the studio without a person: benchmarks (here) and pictures of every screen (shots.h).
#pragma once

#include <QElapsedTimer>
#include <QObject>

#include <mutex>
#include <vector>

class QQuickWindow;

namespace catenary::studio {

class DiagramCanvas;
class Studio;

/// Milliseconds since this process was started, to 10 ms.
[[nodiscard]] double processAgeMs();

/// Prints `first frame: N ms` (since the process was started) when the window has presented its first frame, and quits.
void benchStart(QQuickWindow& window);

/// Measures the canvas while someone else sends input to the window. Opens `file` once the window has presented a frame
/// and prints `loaded FIRST ALL`: milliseconds to the first frame with every element in view, and to the one with every
/// connection of the design. Then does what lines on standard input say, and answers each with a line:
/// - `view 1`, `view all`: shows the middle at that zoom, or everything; `settled` when it is painted
/// - `place ID`: `at X Y`, the middle of an element on the screen, pixels; `place` alone: that of the canvas
/// - `begin`: `begun`; frames and input are recorded
/// - `end`: `frames N SECONDS INPUTS PICTURES MS…`: of the frames presented between the first and the last input how
///   many there are, in how many seconds, after how many input events and with how many different pictures, then the
///   times between them in ms, ascending
/// - `look`: `colours N`, how many the canvas shows
/// - `memory`: `pss N`, proportional resident memory, MiB
/// - `quit`
class CanvasBench : public QObject {
    Q_OBJECT
public:
    CanvasBench(Studio& studio, QQuickWindow& window, QString file, QObject* parent = nullptr);

protected:
    bool eventFilter(QObject* object, QEvent* event) override;

private:
    void open();
    void watchLoading();
    void read();
    void obey(const QByteArrayList& words);
    void place(const QString& id) const;
    void waitForRest();
    void report();
    void look() const;

    Studio& m_studio;
    QQuickWindow& m_window;
    QString m_file;
    DiagramCanvas* m_canvas = nullptr;
    QElapsedTimer m_clock;
    qint64 m_firstComplete = -1; ///< ms since the file was opened
    bool m_loaded = false;
    bool m_recording = false;
    qint64 m_firstInput = -1, m_lastInput = -1; ///< ns
    int m_inputs = 0, m_pictures = 0;
    std::mutex m_mutex;
    std::vector<qint64> m_presented; ///< ns; written by the render thread
};

} // namespace catenary::studio
