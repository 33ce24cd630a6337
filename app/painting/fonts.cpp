// SPDX-License-Identifier: Apache-2.0
#include "app/painting/fonts.h"

#include "core/scene/widths.h"

#include <QFontDatabase>
#include <QStringList>

namespace catenary::painting {

bool registerFonts() {
    static const bool registered = [] {
        bool all = true;
        for (const scene::FontFile& file : scene::fontFiles()) {
            const QByteArray bytes(file.bytes.data(), static_cast<qsizetype>(file.bytes.size()));
            all = QFontDatabase::addApplicationFontFromData(bytes) >= 0 && all;
        }
        return all;
    }();
    return registered;
}

QFont fontOf(const scene::TextItem& item) {
    QFont font(QString::fromLatin1(scene::fontFamily));
    if (!item.family.empty()) font.setFamilies(QStringList{QString::fromStdString(item.family), font.family()});
    switch (item.weight) {
    case scene::TextItem::Weight::Regular:
        font.setWeight(QFont::Normal);
        break;
    case scene::TextItem::Weight::Medium:
        font.setWeight(QFont::Medium);
        break;
    case scene::TextItem::Weight::SemiBold:
        font.setWeight(QFont::DemiBold);
        break;
    }
    // Shaped at a large size and scaled by the painter: QFont keeps whole pixels only.
    font.setPixelSize(fontPixels);
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setKerning(false);
    return font;
}

} // namespace catenary::painting
