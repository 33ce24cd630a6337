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

Q_MOC_INCLUDE("app/studio/catalog/inspector.h")
Q_MOC_INCLUDE("app/studio/catalog/palette_model.h")
Q_MOC_INCLUDE("app/studio/commands/command_model.h")
Q_MOC_INCLUDE("app/studio/document/outline_model.h")
Q_MOC_INCLUDE("app/studio/estimate/estimate_controller.h")
Q_MOC_INCLUDE("app/studio/estimate/simulation_controller.h")
Q_MOC_INCLUDE("app/studio/export/export_controller.h")
Q_MOC_INCLUDE("app/studio/insight/explanation_model.h")
Q_MOC_INCLUDE("app/studio/library/recent_model.h")
Q_MOC_INCLUDE("app/studio/library/revision_model.h")
Q_MOC_INCLUDE("app/studio/library/template_model.h")
Q_MOC_INCLUDE("app/studio/practice/drill_controller.h")
Q_MOC_INCLUDE("app/studio/practice/presentation.h")
Q_MOC_INCLUDE("app/studio/practice/progress_model.h")

namespace catenary::studio {

class CommandModel;
class DrillController;
class EstimateController;
class ExplanationModel;
class ExportController;
class Inspector;
class OutlineModel;
class PaletteModel;
class Presentation;
class ProgressModel;
class RecentModel;
class RevisionModel;
class SimulationController;
class TemplateModel;

class Studio : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("handed to Main.qml")
    Q_PROPERTY(catenary::studio::Settings* settings READ settings CONSTANT)
    Q_PROPERTY(catenary::studio::DocumentController* document READ document CONSTANT)
    Q_PROPERTY(catenary::studio::Selection* selection READ selection CONSTANT)
    Q_PROPERTY(catenary::studio::EditActions* actions READ actions CONSTANT)
    Q_PROPERTY(catenary::studio::EstimateController* estimate READ estimate CONSTANT)
    Q_PROPERTY(catenary::studio::SimulationController* simulation READ simulation CONSTANT)
    Q_PROPERTY(catenary::studio::PaletteModel* palette READ palette CONSTANT)
    Q_PROPERTY(catenary::studio::Inspector* inspector READ inspector CONSTANT)
    Q_PROPERTY(catenary::studio::ExportController* exporter READ exporter CONSTANT)
    Q_PROPERTY(catenary::studio::ExplanationModel* explanation READ explanation CONSTANT)
    Q_PROPERTY(catenary::studio::CommandModel* commands READ commands CONSTANT)
    Q_PROPERTY(catenary::studio::TemplateModel* templates READ templates CONSTANT)
    Q_PROPERTY(catenary::studio::RecentModel* recents READ recents CONSTANT)
    Q_PROPERTY(catenary::studio::OutlineModel* outline READ outline CONSTANT)
    Q_PROPERTY(catenary::studio::RevisionModel* revisions READ revisions CONSTANT)
    Q_PROPERTY(catenary::studio::DrillController* drill READ drill CONSTANT)
    Q_PROPERTY(catenary::studio::Presentation* presentation READ presentation CONSTANT)
    Q_PROPERTY(catenary::studio::ProgressModel* progress READ progress CONSTANT)

public:
    explicit Studio(QObject* parent = nullptr);
    ~Studio() override;

    [[nodiscard]] Settings* settings() { return &m_settings; }
    [[nodiscard]] DocumentController* document() { return &m_document; }
    [[nodiscard]] Selection* selection() { return &m_selection; }
    [[nodiscard]] EditActions* actions() { return &m_actions; }
    [[nodiscard]] EstimateController* estimate() const { return m_estimate; }
    [[nodiscard]] SimulationController* simulation() const { return m_simulation; }
    [[nodiscard]] PaletteModel* palette() const { return m_palette; }
    [[nodiscard]] Inspector* inspector() const { return m_inspector; }
    [[nodiscard]] ExportController* exporter() const { return m_exporter; }
    [[nodiscard]] ExplanationModel* explanation() const { return m_explanation; }
    [[nodiscard]] CommandModel* commands() const { return m_commands; }
    [[nodiscard]] TemplateModel* templates() const { return m_templates; }
    [[nodiscard]] RecentModel* recents() const { return m_recents; }
    [[nodiscard]] OutlineModel* outline() const { return m_outline; }
    [[nodiscard]] RevisionModel* revisions() const { return m_revisions; }
    [[nodiscard]] DrillController* drill() const { return m_drill; }
    [[nodiscard]] Presentation* presentation() const { return m_presentation; }
    [[nodiscard]] ProgressModel* progress() const { return m_progress; }
    /// The catalog with the user's own files; read on a worker from the start, waits for it when asked too early.
    /// May be called from any thread.
    [[nodiscard]] std::shared_ptr<const catalog::Catalog> catalog() const { return m_catalog.get(); }

private:
    std::shared_future<std::shared_ptr<const catalog::Catalog>> m_catalog;
    Settings m_settings;
    DocumentController m_document;
    Selection m_selection;
    EditActions m_actions;
    // Made in the constructor, as children.
    EstimateController* m_estimate = nullptr;
    SimulationController* m_simulation = nullptr;
    PaletteModel* m_palette = nullptr;
    Inspector* m_inspector = nullptr;
    ExportController* m_exporter = nullptr;
    ExplanationModel* m_explanation = nullptr;
    CommandModel* m_commands = nullptr;
    TemplateModel* m_templates = nullptr;
    RecentModel* m_recents = nullptr;
    OutlineModel* m_outline = nullptr;
    RevisionModel* m_revisions = nullptr;
    DrillController* m_drill = nullptr;
    Presentation* m_presentation = nullptr;
    ProgressModel* m_progress = nullptr;
};

} // namespace catenary::studio
