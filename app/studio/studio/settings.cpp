// SPDX-License-Identifier: Apache-2.0
#include "app/studio/studio/settings.h"

#include <QGuiApplication>
#include <QPalette>

namespace catenary::studio {

Settings::Settings(QObject* parent)
    : QObject(parent),
      m_store(QSettings::IniFormat, QSettings::UserScope, QStringLiteral("catenary"), QStringLiteral("studio")) {
    m_theme = m_store.value("theme", QStringLiteral("system")).toString();
}

bool Settings::dark() const {
    if (m_theme == QLatin1String("dark")) return true;
    if (m_theme == QLatin1String("light") || m_theme == QLatin1String("sketch")) return false;
    return QGuiApplication::palette().color(QPalette::Window).lightness() < 128;
}

QString Settings::shownTheme() const {
    if (m_theme == QLatin1String("sketch")) return m_theme;
    return dark() ? QStringLiteral("dark") : QStringLiteral("light");
}

void Settings::setTheme(const QString& theme) {
    if (theme == m_theme) return;
    m_store.setValue("theme", theme);
    overrideTheme(theme);
}

void Settings::overrideTheme(const QString& theme) {
    m_theme = theme;
    emit themeChanged();
}

void Settings::setReducedMotion(bool on) {
    if (on == reducedMotion()) return;
    m_store.setValue("reduced_motion", on);
    emit reducedMotionChanged();
}

void Settings::setRoom(int windowWidth) {
    constexpr int roomyWidth = 1400;
    if ((windowWidth >= roomyWidth) == m_roomy) return;
    m_roomy = !m_roomy;
    emit panelsChanged();
}

void Settings::setGridShown(bool shown) {
    if (shown == gridShown()) return;
    m_store.setValue("canvas/grid", shown);
    emit gridChanged();
}

QSize Settings::windowSize() const {
    return m_store.value("window_size", QSize(1440, 900)).toSize();
}

void Settings::setWindowSize(QSize size) {
    if (size == windowSize()) return;
    m_store.setValue("window_size", size);
    emit windowSizeChanged();
}

bool Settings::flag(const char* key, bool otherwise) const {
    return m_store.value(QLatin1String(key), otherwise).toBool();
}

void Settings::setPanel(const char* key, bool open, bool otherwise) {
    if (open == flag(key, otherwise)) return;
    m_store.setValue(QLatin1String(key), open);
    emit panelsChanged();
}

} // namespace catenary::studio
