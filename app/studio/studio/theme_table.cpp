// SPDX-License-Identifier: Apache-2.0
#include "app/studio/studio/theme_table.h"

#include "core/scene/theme.h"

#include <QColor>

namespace catenary::studio {

namespace {

QVariantMap tableOf(scene::ThemeName name) {
    const scene::ThemeColours& colours = scene::themeColours(name);
    QVariantMap table;
    const auto put = [&table](const QString& key, scene::Colour colour) {
        table.insert(key, QColor(colour.r, colour.g, colour.b, colour.a));
    };
    put("canvas", colours.canvas);
    put("panel", colours.panel);
    put("raised", colours.raised);
    put("line", colours.line);
    put("border", colours.border);
    put("text", colours.text);
    put("quiet", colours.quiet);
    put("accent", colours.accent);
    put("onAccent", colours.onAccent);
    put("good", colours.good);
    put("close", colours.close);
    put("missed", colours.missed);
    for (const scene::GroupColours& group : colours.groups)
        put("group:" + QString::fromUtf8(group.group.data(), static_cast<qsizetype>(group.group.size())), group.edge);
    return table;
}

} // namespace

QVariantMap ThemeTable::light() const {
    return tableOf(scene::ThemeName::Light);
}

QVariantMap ThemeTable::dark() const {
    return tableOf(scene::ThemeName::Dark);
}

} // namespace catenary::studio
