// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/clipboard.h"

#include "app/painting/png.h"
#include "core/design/codec.h"
#include "core/interchange/svg.h"
#include "core/scene/compose.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

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

} // namespace

void putOnClipboard(const design::InsertFragment& fragment, const DocumentController::CatalogSource& catalog) {
    design::Design design;
    for (const auto& component : fragment.components) design.components.add(component);
    for (const auto& connection : fragment.connections) design.connections.add(connection);
    for (const auto& group : fragment.groups) design.groups.add(group);
    for (const auto& note : fragment.notes) design.notes.add(note);
    QGuiApplication::clipboard()->setMimeData(new FragmentData(std::move(design), catalog));
}

support::Result<design::InsertFragment> fragmentOnClipboard() {
    const QMimeData* data = QGuiApplication::clipboard()->mimeData();
    QByteArray text;
    if (data != nullptr && data->hasFormat(QLatin1String(mimeType)))
        text = data->data(QLatin1String(mimeType));
    else if (data != nullptr && data->hasText())
        text = data->text().toUtf8();
    if (text.isEmpty())
        return support::fail(support::ErrorCode::Input, "The clipboard holds nothing to paste.", {},
                             "Copy components first.");
    const support::Result<design::Decoded> decoded = design::decode(text.toStdString(), "clipboard");
    if (!decoded)
        return support::fail(support::ErrorCode::Input, "The clipboard holds no part of a design.", {},
                             "Copy components first.");
    design::InsertFragment fragment;
    for (const auto& component : decoded->design.components) fragment.components.push_back(*component);
    for (const auto& connection : decoded->design.connections) fragment.connections.push_back(*connection);
    for (const auto& group : decoded->design.groups) fragment.groups.push_back(*group);
    for (const auto& note : decoded->design.notes) fragment.notes.push_back(*note);
    return fragment;
}

} // namespace catenary::studio
