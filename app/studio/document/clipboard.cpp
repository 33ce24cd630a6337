// SPDX-License-Identifier: Apache-2.0
#include "app/studio/document/clipboard.h"

#include "core/design/codec.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QMimeData>

namespace catenary::studio {

namespace {

constexpr auto mimeType = "application/x-catenary-design+json";

} // namespace

void putOnClipboard(const design::InsertFragment& fragment) {
    design::Design design;
    for (const auto& component : fragment.components) design.components.add(component);
    for (const auto& connection : fragment.connections) design.connections.add(connection);
    for (const auto& group : fragment.groups) design.groups.add(group);
    for (const auto& note : fragment.notes) design.notes.add(note);
    const QByteArray text = QByteArray::fromStdString(design::encode(design));
    auto* data = new QMimeData;
    data->setData(QLatin1String(mimeType), text);
    data->setText(QString::fromUtf8(text));
    QGuiApplication::clipboard()->setMimeData(data);
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
