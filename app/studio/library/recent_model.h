// SPDX-License-Identifier: Apache-2.0
// The files opened or saved last, newest first, kept in the settings. Roles: path, title, file, folder, when.
#pragma once

#include "app/studio/document/document_controller.h"
#include "app/studio/models/keyed_model.h"
#include "app/studio/studio/settings.h"

namespace catenary::studio {

class RecentModel : public KeyedModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    /// Where a file dialog begins: beside the file opened or saved last, else in the documents, else at home.
    Q_PROPERTY(QString folder READ folder NOTIFY folderChanged)
public:
    RecentModel(DocumentController& document, Settings& settings, QObject* parent = nullptr);

    Q_INVOKABLE void forget(const QString& path);
    [[nodiscard]] QString folder() const;
    Q_INVOKABLE [[nodiscard]] static QString folderOf(const QString& path);

signals:
    void folderChanged();

private:
    struct File {
        QString path, title;
        qint64 when = 0; ///< seconds since the epoch
    };
    void remember(const QString& path, const QString& title);
    void store();

    Settings& m_settings;
    QList<File> m_files;
};

} // namespace catenary::studio
