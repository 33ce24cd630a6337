// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/clipboard.h"

#include "app/painting/png.h"
#include "core/design/codec.h"
#include "core/interchange/embedded.h"
#include "core/interchange/import.h"
#include "core/interchange/mermaid.h"
#include "core/interchange/svg.h"
#include "core/scene/compose.h"
#include "core/scene/geometry.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

#include <algorithm>

namespace catenary::studio {

namespace {

constexpr auto mimeType = "application/x-catenary-design+json";
constexpr auto svgType = "image/svg+xml";
constexpr auto pngType = "image/png";
constexpr auto textType = "text/plain";

/// A part of a design for Catenary, for text editors, and as a picture for documents; pictures are made when asked for.
class FragmentData : public QMimeData {
public:
    FragmentData(design::Design design, DocumentController::CatalogSource catalog)
        : m_design(std::move(design)), m_catalog(std::move(catalog)) {}

    [[nodiscard]] QStringList formats() const override {
        return {QLatin1String(mimeType), QLatin1String(svgType), QLatin1String(pngType), QLatin1String(textType)};
    }
    [[nodiscard]] bool hasFormat(const QString& type) const override { return formats().contains(type); }

protected:
    [[nodiscard]] QVariant retrieveData(const QString& type, QMetaType /*preferred*/) const override {
        if (type == QLatin1String(mimeType)) return QByteArray::fromStdString(design::encode(m_design));
        if (type == QLatin1String(textType)) return QString::fromStdString(design::encode(m_design));
        if (type == QLatin1String(svgType)) return bytes(interchange::writeSvg(picture()));
        if (type == QLatin1String(pngType)) return bytes(painting::encodePng(picture()));
        return {};
    }

private:
    [[nodiscard]] scene::Scene picture() const {
        const std::shared_ptr<const catalog::Catalog> catalog = m_catalog();
        return scene::compose(m_design, *catalog, scene::arrange(m_design, *catalog), {});
    }
    [[nodiscard]] static QVariant bytes(const support::Result<std::string>& made) {
        if (made) return QByteArray::fromStdString(*made);
        qWarning("clipboard: %s", support::describe(made.error()).c_str());
        return {};
    }

    design::Design m_design;
    DocumentController::CatalogSource m_catalog;
};

design::InsertFragment fragmentOf(const design::Design& design) {
    design::InsertFragment fragment;
    for (const auto& component : design.components) fragment.components.push_back(*component);
    for (const auto& connection : design.connections) fragment.connections.push_back(*connection);
    for (const auto& group : design.groups) fragment.groups.push_back(*group);
    for (const auto& note : design.notes) fragment.notes.push_back(*note);
    return fragment;
}

/// Words that are no diagram.
design::InsertFragment noteWith(std::string text) {
    design::InsertFragment fragment;
    design::Note note;
    note.id = design::NoteId("note");
    note.size.height = std::max(note.size.height, scene::noteHeight(text, note.size.width));
    note.text = std::move(text);
    fragment.notes.push_back(std::move(note));
    return fragment;
}

} // namespace

void putOnClipboard(const design::InsertFragment& fragment, const DocumentController::CatalogSource& catalog) {
    design::Design design;
    for (const auto& component : fragment.components) design.components.add(component);
    for (const auto& connection : fragment.connections) design.connections.add(connection);
    for (const auto& group : fragment.groups) design.groups.add(group);
    for (const auto& note : fragment.notes) design.notes.add(note);
    QGuiApplication::clipboard()->setMimeData(new FragmentData(std::move(design), catalog));
}

support::Result<Pasted> onClipboard(const catalog::Catalog& catalog) {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    const QString ours = QLatin1String(mimeType);
    std::string content;
    for (const QString& format : {ours, QStringLiteral("image/svg+xml"), QStringLiteral("image/png")}) {
        if (!content.empty() || data == nullptr || !data->hasFormat(format)) continue;
        content = data->data(format).toStdString();
        if (format != ours) content = interchange::designInPicture(content).value_or(std::string());
    }
    if (content.empty() && data != nullptr && data->hasText()) content = data->text().toStdString();
    const QByteArray trimmed = QByteArray::fromStdString(content).trimmed();
    if (trimmed.isEmpty())
        return support::fail(support::ErrorCode::Input, "The clipboard holds nothing to paste.", {},
                             "Copy components, or a text such as a -> b -> c, first.");
    if (trimmed.startsWith('{')) {
        const support::Result<design::Decoded> decoded = design::decode(content, "clipboard");
        if (!decoded)
            return support::fail(support::ErrorCode::Input, "The clipboard holds no part of a design.", {},
                                 "Copy components first.");
        return Pasted{fragmentOf(decoded->design)};
    }
    support::Result<design::InsertFragment> fragment = interchange::drawnBy(content, catalog);
    if (fragment) return Pasted{std::move(*fragment), true};
    if (interchange::looksLikeMermaid(content)) return tl::unexpected(fragment.error());
    return Pasted{noteWith(trimmed.toStdString())};
}

} // namespace catenary::studio
