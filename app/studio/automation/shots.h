// SPDX-License-Identifier: Apache-2.0
// Walks through the screens of the studio and saves a picture of the window at each; the names say what they show.
#pragma once

#include <QFuture>
#include <QObject>
#include <QStringList>
#include <QTimer>

#include <functional>
#include <vector>

class QQuickWindow;

namespace catenary::studio {

class Studio;

class Shots : public QObject {
    Q_OBJECT
public:
    /// `themes`: one walk for each; they end the names. Quits after the last, with 1 if a picture could not be written.
    Shots(Studio& studio, QQuickWindow& window, QString folder, QStringList themes, QObject* parent = nullptr);

private:
    struct Step {
        QString name; ///< empty: no picture
        std::function<void()> prepare;
        std::function<bool()> ready = [] { return true; }; ///< beside being at rest
    };
    void plan();
    void planTemplate(const QString& id);
    void planPanes();
    void planDialogs();
    void planDrill();
    [[nodiscard]] bool drillIs(const char* stage) const;
    [[nodiscard]] bool chartsToTheEnd() const;
    void next();
    void look();
    void call(const char* method);
    void call(const char* method, const QString& argument);

    Studio& m_studio;
    QQuickWindow& m_window;
    QString m_folder;
    QStringList m_themes; ///< the first is being walked
    std::vector<Step> m_steps;
    std::size_t m_at = 0;
    int m_waited = 0, m_still = 0;
    QList<QFuture<bool>> m_written; ///< pictures, on workers
    QTimer m_timer;
};

} // namespace catenary::studio
