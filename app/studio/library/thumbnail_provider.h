// SPDX-License-Identifier: Apache-2.0
// image://thumbnail/{light|dark}/template/ID and image://thumbnail/{light|dark}/file/PATH: the design, painted small on
// a worker.
#pragma once

#include "app/studio/document/document_controller.h"

#include <QQuickAsyncImageProvider>
#include <QThreadPool>

namespace catenary::studio {

class ThumbnailProvider : public QQuickAsyncImageProvider {
public:
    explicit ThumbnailProvider(DocumentController::CatalogSource catalog);
    ~ThumbnailProvider() override;
    QQuickImageResponse* requestImageResponse(const QString& id, const QSize& requestedSize) override;

private:
    DocumentController::CatalogSource m_catalog;
    QThreadPool m_pool;
};

} // namespace catenary::studio
