// SPDX-License-Identifier: Apache-2.0
//
// studio: what QML sees of the program. `Studio` owns one controller for each noun and is the one object handed to
// Main.qml. To add a controller: declare its property and member here, make it in the constructor.
#pragma once

#include "app/studio/document/document_controller.h"
#include "app/studio/document/edit_actions.h"
#include "app/studio/document/selection.h"
#include "app/studio/studio/settings.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>

#include <future>
#include <memory>

namespace catenary::studio {

class EstimateController;

class Studio : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("handed to Main.qml")
    Q_PROPERTY(catenary::studio::Settings* settings READ settings CONSTANT)
    Q_PROPERTY(catenary::studio::DocumentController* document READ document CONSTANT)
    Q_PROPERTY(catenary::studio::Selection* selection READ selection CONSTANT)
    Q_PROPERTY(catenary::studio::EditActions* actions READ actions CONSTANT)
    Q_PROPERTY(QObject* estimate MEMBER m_estimate CONSTANT)
    Q_PROPERTY(QObject* simulation MEMBER m_simulation CONSTANT)
    Q_PROPERTY(QObject* palette MEMBER m_palette CONSTANT)
    Q_PROPERTY(QObject* inspector MEMBER m_inspector CONSTANT)
    Q_PROPERTY(QObject* exporter MEMBER m_exporter CONSTANT)
    Q_PROPERTY(QObject* explanation MEMBER m_explanation CONSTANT)
    Q_PROPERTY(QObject* commands MEMBER m_commands CONSTANT)
    Q_PROPERTY(QObject* templates MEMBER m_templates CONSTANT)
    Q_PROPERTY(QObject* recents MEMBER m_recents CONSTANT)
    Q_PROPERTY(QObject* drill MEMBER m_drill CONSTANT)
    Q_PROPERTY(QObject* progress MEMBER m_progress CONSTANT)

public:
    explicit Studio(QObject* parent = nullptr);
    ~Studio() override;

    [[nodiscard]] Settings* settings() { return &m_settings; }
    [[nodiscard]] DocumentController* document() { return &m_document; }
    [[nodiscard]] Selection* selection() { return &m_selection; }
    [[nodiscard]] EditActions* actions() { return &m_actions; }
    [[nodiscard]] EstimateController* estimateController() const { return m_estimateController; }
    /// The catalog with the user's own files; read on a worker from the start, waits for it when asked too early.
    /// May be called from any thread.
    [[nodiscard]] std::shared_ptr<const catalog::Catalog> catalog() const { return m_catalog.get(); }

private:
    std::shared_future<std::shared_ptr<const catalog::Catalog>> m_catalog;
    Settings m_settings;
    DocumentController m_document;
    Selection m_selection;
    EditActions m_actions;
    EstimateController* m_estimateController = nullptr; ///< the same as m_estimate, by its type
    // Made in the constructor as children; null until their part of the studio is built.
    QObject* m_estimate = nullptr;
    QObject* m_simulation = nullptr;
    QObject* m_palette = nullptr;
    QObject* m_inspector = nullptr;
    QObject* m_exporter = nullptr;
    QObject* m_explanation = nullptr;
    QObject* m_commands = nullptr;
    QObject* m_templates = nullptr;
    QObject* m_recents = nullptr;
    QObject* m_drill = nullptr;
    QObject* m_progress = nullptr;
};

} // namespace catenary::studio
