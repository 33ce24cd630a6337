// SPDX-License-Identifier: Apache-2.0
// The earlier states of the open file, newest first, as the library keeps them: one for each time it was opened changed
// or saved. Roles: when, title, differs (from what is open now, in words), thumbnail. Lives on the GUI thread; the
// library is used and pictures are painted on one worker.
#pragma once

#include "app/studio/document/document_controller.h"
#include "app/studio/models/keyed_model.h"
#include "core/library/library.h"
#include "core/scene/theme.h"

#include <QImage>
#include <QQuickPaintedItem>
#include <QThreadPool>

namespace catenary::studio {

class RevisionModel : public KeyedModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(QString shown READ shown NOTIFY shownChanged) ///< key of the one that is compared with what is open now
    Q_PROPERTY(QImage comparison READ comparison NOTIFY comparisonChanged)
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)
    Q_PROPERTY(QString error READ error NOTIFY busyChanged) ///< why the library cannot be read; empty if it can

public:
    /// `library`: its file; empty for the usual one.
    RevisionModel(DocumentController& document, DocumentController::CatalogSource catalog, QString library = {},
                  QObject* parent = nullptr);
    ~RevisionModel() override;

    /// Reads the states of the open file again; pictures in this theme.
    Q_INVOKABLE void load(const QString& theme);
    /// Draws one of them and what is open now into `comparison`.
    Q_INVOKABLE void show(const QString& key);
    /// Puts one of them in place as one undo step.
    Q_INVOKABLE void restore(const QString& key);

    [[nodiscard]] const QString& shown() const { return m_shown; }
    [[nodiscard]] const QImage& comparison() const { return m_comparison; }
    [[nodiscard]] bool busy() const { return m_jobs > 0; }
    [[nodiscard]] const QString& error() const { return m_error; }
    void finish() { m_pool.waitForDone(); }

signals:
    void shownChanged();
    void comparisonChanged();
    void busyChanged();

private:
    /// A state with what is shown of it.
    struct State {
        QString key;
        design::Design design;
        Row row;
    };
    struct Read {
        std::vector<State> states;
        QString error;
    };

    void keep();
    void track(int jobs); ///< that many more are under way
    [[nodiscard]] const State* find(const QString& key) const;

    DocumentController& m_document;
    DocumentController::CatalogSource m_catalog;
    std::filesystem::path m_library;
    QThreadPool m_pool; ///< of one thread: what is kept first is read first
    std::vector<State> m_states;
    scene::ThemeName m_theme = scene::ThemeName::Light;
    QString m_shown, m_error;
    QImage m_comparison;
    quint64 m_ticket = 0;
    int m_jobs = 0;
};

/// Shows an image fitted into the item.
class ImageView : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QImage image READ image WRITE setImage NOTIFY imageChanged)

public:
    explicit ImageView(QQuickItem* parent = nullptr) : QQuickPaintedItem(parent) {}
    [[nodiscard]] const QImage& image() const { return m_image; }
    void setImage(const QImage& image);
    void paint(QPainter* painter) override;

signals:
    void imageChanged();

private:
    QImage m_image;
};

} // namespace catenary::studio
