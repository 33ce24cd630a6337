// SPDX-License-Identifier: Apache-2.0
// What the user chose about the program itself: theme, motion, which panels are open. Kept in an INI file of the user's
// configuration directory; written when it changes.
#pragma once

#include <QObject>
#include <QSettings>
#include <QSize>
#include <QtQml/qqmlregistration.h>

namespace catenary::studio {

class Settings : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(QString theme READ theme WRITE setTheme NOTIFY themeChanged) ///< "light", "dark", "sketch", "system"
    Q_PROPERTY(bool dark READ dark NOTIFY themeChanged)
    Q_PROPERTY(QString shownTheme READ shownTheme NOTIFY themeChanged) ///< "light", "dark", "sketch": of diagrams
    Q_PROPERTY(bool reducedMotion READ reducedMotion WRITE setReducedMotion NOTIFY reducedMotionChanged)
    Q_PROPERTY(bool paletteOpen READ paletteOpen WRITE setPaletteOpen NOTIFY panelsChanged)
    Q_PROPERTY(bool inspectorOpen READ inspectorOpen WRITE setInspectorOpen NOTIFY panelsChanged)
    Q_PROPERTY(bool minimapOpen READ minimapOpen WRITE setMinimapOpen NOTIFY panelsChanged)
    Q_PROPERTY(bool gridShown READ gridShown WRITE setGridShown NOTIFY gridChanged) ///< on the canvas, and snapped to
    Q_PROPERTY(QSize windowSize READ windowSize WRITE setWindowSize NOTIFY windowSizeChanged)

public:
    explicit Settings(QObject* parent = nullptr);

    [[nodiscard]] QString theme() const { return m_theme; }
    /// Whether the theme in force is the dark one ("system" asks the palette of the desktop).
    [[nodiscard]] bool dark() const;
    [[nodiscard]] QString shownTheme() const;
    void setTheme(const QString& theme);
    /// A theme for this run only, not remembered (command line).
    void overrideTheme(const QString& theme);
    [[nodiscard]] bool reducedMotion() const { return m_still || flag("reduced_motion", false); }
    /// No motion for this run, not remembered.
    void overrideMotion() {
        m_still = true;
        emit reducedMotionChanged();
    }
    void setReducedMotion(bool on);
    /// Until the user chose, the palette is open where the window is wide enough for it beside the canvas.
    [[nodiscard]] bool paletteOpen() const { return flag("panels/palette", m_roomy); }
    void setPaletteOpen(bool open) { setPanel("panels/palette", open, m_roomy); }
    Q_INVOKABLE void setRoom(int windowWidth); ///< logical pixels
    [[nodiscard]] bool inspectorOpen() const { return flag("panels/inspector", true); }
    void setInspectorOpen(bool open) { setPanel("panels/inspector", open, true); }
    [[nodiscard]] bool minimapOpen() const { return flag("panels/minimap", true); }
    void setMinimapOpen(bool open) { setPanel("panels/minimap", open, true); }
    [[nodiscard]] bool gridShown() const { return flag("canvas/grid", false); }
    void setGridShown(bool shown);
    [[nodiscard]] QSize windowSize() const;
    void setWindowSize(QSize size);

    /// Free use by controllers (recent files …); keys are `folder/name`.
    [[nodiscard]] QSettings& store() { return m_store; }

signals:
    void themeChanged();
    void reducedMotionChanged();
    void panelsChanged();
    void gridChanged();
    void windowSizeChanged();

private:
    [[nodiscard]] bool flag(const char* key, bool otherwise) const;
    void setPanel(const char* key, bool open, bool otherwise);

    QSettings m_store;
    QString m_theme;
    bool m_still = false;
    bool m_roomy = true;
};

} // namespace catenary::studio
