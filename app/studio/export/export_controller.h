// SPDX-License-Identifier: Apache-2.0
//
// export: the picture as a file. `ExportController` holds what the dialog chooses, shows the picture it would write and
// writes it; composing, painting and writing run on a worker, the latest wish wins. Start at `begin`.
#pragma once

#include "app/studio/document/selection.h"
#include "app/studio/estimate/estimate_controller.h"
#include "app/studio/studio/settings.h"
#include "core/scene/frame.h"

#include <QImage>
#include <QQuickPaintedItem>

namespace catenary::studio {

class ExportController : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("owned by Studio")
    Q_PROPERTY(QString format MEMBER m_format WRITE setFormat NOTIFY optionsChanged) ///< "svg", "png", "pdf"
    Q_PROPERTY(QString theme MEMBER m_theme WRITE setTheme NOTIFY optionsChanged)    ///< "light", "dark", "sketch"
    Q_PROPERTY(int scale MEMBER m_scale WRITE setScale NOTIFY optionsChanged)        ///< 1, 2, 4; of PNG
    Q_PROPERTY(bool transparent MEMBER m_transparent WRITE setTransparent NOTIFY optionsChanged)
    Q_PROPERTY(bool withEstimate MEMBER m_withEstimate WRITE setWithEstimate NOTIFY optionsChanged)
    /// The design in the file, which can be opened again from it.
    Q_PROPERTY(bool editable MEMBER m_editable WRITE setEditable NOTIFY optionsChanged)
    Q_PROPERTY(bool grid MEMBER m_grid WRITE setGrid NOTIFY optionsChanged)
    Q_PROPERTY(bool titleBlock MEMBER m_titleBlock WRITE setTitleBlock NOTIFY optionsChanged)
    Q_PROPERTY(bool legend MEMBER m_legend WRITE setLegend NOTIFY optionsChanged)
    Q_PROPERTY(bool onlySelection MEMBER m_onlySelection WRITE setOnlySelection NOTIFY optionsChanged)
    Q_PROPERTY(bool hasSelection READ hasSelection NOTIFY optionsChanged)
    Q_PROPERTY(bool hasEstimate READ hasEstimate NOTIFY optionsChanged)
    Q_PROPERTY(QString path MEMBER m_path WRITE setPath NOTIFY pathChanged) ///< of the file to write
    Q_PROPERTY(QString sizeText READ sizeText NOTIFY previewChanged)        ///< "1840 × 960 px"
    Q_PROPERTY(bool busy READ busy NOTIFY busyChanged)                      ///< a file is being written
    Q_PROPERTY(QString error READ error NOTIFY errorChanged)
    Q_PROPERTY(QString previewError READ previewError NOTIFY previewChanged)

public:
    ExportController(DocumentController& document, Selection& selection, EstimateController& estimate,
                     DocumentController::CatalogSource catalog, Settings* settings = nullptr,
                     QObject* parent = nullptr);

    /// The dialog opens: a preview of the design as it is, and a path: in the folder of the last export (kept in
    /// `settings`), else beside the document, else among the pictures; always one that exists.
    Q_INVOKABLE void begin(const QString& theme);
    Q_INVOKABLE void end();
    /// Writes `path`; `written` or `error` follows.
    Q_INVOKABLE void write();
    Q_INVOKABLE void setPathFromUrl(const QUrl& url);
    /// The path was chosen in a dialog that has asked whether a file there may be replaced.
    Q_INVOKABLE void choose(const QString& path);
    /// `write` would replace a file that is neither chosen nor written by us since the start.
    Q_INVOKABLE [[nodiscard]] bool replaces() const;
    Q_INVOKABLE [[nodiscard]] QString folder() const; ///< of `path`
    Q_INVOKABLE [[nodiscard]] QString fileName() const;

    [[nodiscard]] bool hasSelection() const { return m_selection.count() > 0; }
    [[nodiscard]] bool hasEstimate() const { return m_estimate.available(); }
    [[nodiscard]] QString sizeText() const;
    [[nodiscard]] bool busy() const { return m_busy; }
    [[nodiscard]] const QString& error() const { return m_error; }
    [[nodiscard]] const QString& previewError() const { return m_previewError; }
    [[nodiscard]] const QImage& preview() const { return m_preview; }

    void setFormat(const QString& format);
    void setTheme(const QString& theme);
    void setScale(int scale);
    void setTransparent(bool on);
    void setWithEstimate(bool on);
    void setEditable(bool on);
    void setGrid(bool on) { turn(m_grid, on); }
    void setTitleBlock(bool on) { turn(m_titleBlock, on); }
    void setLegend(bool on) { turn(m_legend, on); }
    void setOnlySelection(bool on);
    void setPath(const QString& path);

signals:
    void optionsChanged();
    void pathChanged();
    void previewChanged();
    void busyChanged();
    void errorChanged();
    void written(const QString& path);

private:
    /// Everything a worker needs, as values.
    struct Wish {
        design::Design design;
        DocumentController::CatalogSource catalog;
        std::shared_ptr<const insight::Estimate> estimate;
        std::vector<std::string> only;
        bool transparent = false, editable = true;
        scene::ThemeName theme = scene::ThemeName::Light;
        scene::FrameOptions frame;
        QString format;
        int scale = 1;
        std::string path;
    };
    struct Shown {
        quint64 ticket = 0;
        QImage image;
        scene::Rect bounds;
        QString error;
    };

    [[nodiscard]] Wish wish() const;
    [[nodiscard]] QString usualFolder() const;
    [[nodiscard]] static scene::Scene compose(const Wish& wish);
    [[nodiscard]] static support::Result<void> writeFile(const Wish& wish);
    void changeOptions();
    void turn(bool& option, bool on); ///< of those that the preview shows
    void preparePreview();
    void setError(const QString& error);

    DocumentController& m_document;
    Selection& m_selection;
    EstimateController& m_estimate;
    DocumentController::CatalogSource m_catalog;
    Settings* m_settings;
    QStringList m_ours; ///< paths that may be replaced
    QString m_format = QStringLiteral("svg"), m_theme = QStringLiteral("light"), m_path, m_error, m_previewError;
    int m_scale = 2;
    bool m_transparent = false, m_withEstimate = true, m_editable = true, m_onlySelection = false;
    bool m_grid = false, m_titleBlock = false, m_legend = false;
    bool m_active = false, m_busy = false, m_painting = false, m_again = false;
    quint64 m_ticket = 0;
    QImage m_preview;
    scene::Rect m_bounds;
};

/// Shows the picture an export would write, fitted; a transparent ground as a chequered one.
class ExportPreview : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(catenary::studio::ExportController* exporter READ exporter WRITE setExporter NOTIFY exporterChanged)

public:
    explicit ExportPreview(QQuickItem* parent = nullptr) : QQuickPaintedItem(parent) {}
    [[nodiscard]] ExportController* exporter() const { return m_exporter; }
    void setExporter(ExportController* exporter);
    void paint(QPainter* painter) override;

signals:
    void exporterChanged();

private:
    ExportController* m_exporter = nullptr;
};

} // namespace catenary::studio
