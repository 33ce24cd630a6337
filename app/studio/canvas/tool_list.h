// SPDX-License-Identifier: Apache-2.0
// The tools one takes up by a single key: the one table that keys, tool strip, tooltips and command palette read. Keys
// and digits are those of Excalidraw, so that practice transfers; what a shape means in a system is noted beside it.
#pragma once

#include <QObject>
#include <QVariantList>
#include <QtQml/qqmlregistration.h>

#include <span>

namespace catenary::studio {

struct ToolEntry {
    const char* id;
    const char* title;
    char letter;
    char digit; ///< 0: none
    const char* glyph;
    const char* kind; ///< of the components it places; empty: it places none
};

[[nodiscard]] std::span<const ToolEntry> toolEntries();
/// The one that a Qt::Key takes up; nullptr if there is none.
[[nodiscard]] const ToolEntry* toolOfKey(int key);
[[nodiscard]] const ToolEntry* toolNamed(const QString& id);

class ToolList : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_SINGLETON
    Q_PROPERTY(QVariantList all READ all CONSTANT) ///< {id, title, keys ("R or 2"), glyph} each

public:
    using QObject::QObject;
    [[nodiscard]] QVariantList all() const;
};

} // namespace catenary::studio
