// SPDX-License-Identifier: Apache-2.0
#include "app/studio/canvas/tool_list.h"

#include <QCoreApplication>
#include <QVariantMap>

#include <algorithm>
#include <array>

namespace catenary::studio {

namespace {

constexpr std::array<ToolEntry, 10> entries{{
    {"select", QT_TRANSLATE_NOOP("Tool", "Select and move"), 'V', '1', "cursor", ""},
    {"hand", QT_TRANSLATE_NOOP("Tool", "Move the view"), 'H', 0, "hand", ""},
    {"service", QT_TRANSLATE_NOOP("Tool", "Service (rectangle)"), 'R', '2', "component", "service"},
    {"router", QT_TRANSLATE_NOOP("Tool", "Router (diamond)"), 'D', '3', "diamond", "router"},
    {"client", QT_TRANSLATE_NOOP("Tool", "Client (ellipse)"), 'O', '4', "ellipse", "client"},
    {"connect", QT_TRANSLATE_NOOP("Tool", "Connection (arrow)"), 'A', '5', "arrow", ""},
    {"async", QT_TRANSLATE_NOOP("Tool", "Connection nobody waits for (dashed)"), 'L', '6', "dashed-arrow", ""},
    {"note", QT_TRANSLATE_NOOP("Tool", "Note (text)"), 'T', '8', "note", "note"},
    {"group", QT_TRANSLATE_NOOP("Tool", "Group (frame)"), 'F', '9', "group", ""},
    {"erase", QT_TRANSLATE_NOOP("Tool", "Eraser"), 'E', '0', "eraser", ""},
}};

} // namespace

std::span<const ToolEntry> toolEntries() {
    return entries;
}

const ToolEntry* toolOfKey(int key) {
    const auto found = std::ranges::find_if(entries, [&](const ToolEntry& entry) {
        return key == entry.letter || (entry.digit != 0 && key == entry.digit);
    });
    return found == entries.end() ? nullptr : &*found;
}

const ToolEntry* toolNamed(const QString& id) {
    const auto found =
        std::ranges::find_if(entries, [&](const ToolEntry& entry) { return id == QLatin1String(entry.id); });
    return found == entries.end() ? nullptr : &*found;
}

QVariantList ToolList::all() const {
    QVariantList list;
    for (const ToolEntry& entry : entries) {
        const QString letter(QLatin1Char(entry.letter));
        const QString keys = entry.digit == 0 ? letter : tr("%1 or %2").arg(letter).arg(QLatin1Char(entry.digit));
        list.append(QVariantMap{{QStringLiteral("id"), QLatin1String(entry.id)},
                                {QStringLiteral("title"), QCoreApplication::translate("Tool", entry.title)},
                                {QStringLiteral("keys"), keys},
                                {QStringLiteral("glyph"), QLatin1String(entry.glyph)}});
    }
    return list;
}

} // namespace catenary::studio
