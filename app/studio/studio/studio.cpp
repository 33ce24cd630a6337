// SPDX-License-Identifier: Apache-2.0
#include "app/studio/studio/studio.h"

#include "app/studio/catalog/inspector.h"
#include "app/studio/catalog/palette_model.h"
#include "app/studio/commands/command_model.h"
#include "app/studio/document/outline_model.h"
#include "app/studio/estimate/estimate_controller.h"
#include "app/studio/estimate/simulation_controller.h"
#include "app/studio/export/export_controller.h"
#include "app/studio/insight/explanation_model.h"
#include "app/studio/library/recent_model.h"
#include "app/studio/library/revision_model.h"
#include "app/studio/library/template_model.h"
#include "app/studio/practice/drill_controller.h"
#include "app/studio/practice/presentation.h"
#include "app/studio/practice/progress_model.h"
#include "core/support/files.h"

namespace catenary::studio {

namespace {

std::shared_ptr<const catalog::Catalog> readCatalog() {
    std::error_code ignored;
    const std::filesystem::path own = support::userDataDirectory() / "catalog";
    if (!std::filesystem::is_directory(own, ignored)) return catalog::Catalog::builtIn();
    support::Findings findings;
    std::shared_ptr<const catalog::Catalog> catalog = catalog::Catalog::withDirectory(own, findings);
    for (const support::Finding& finding : findings)
        qWarning("catalog: %s: %s", finding.where.c_str(), finding.message.c_str());
    return catalog;
}

} // namespace

Studio::Studio(QObject* parent)
    : QObject(parent), m_catalog(std::async(std::launch::async, readCatalog).share()),
      m_document([catalog = m_catalog] { return catalog.get(); }), m_selection(m_document),
      m_actions(m_document, m_selection, [catalog = m_catalog] { return catalog.get(); }) {
    const auto catalog = [source = m_catalog] { return source.get(); };
    m_templates = new TemplateModel(this);
    m_recents = new RecentModel(m_document, m_settings, this);
    m_estimate = new EstimateController(m_document, catalog, this);
    m_simulation = new SimulationController(*m_estimate, this);
    m_palette = new PaletteModel(catalog, m_document, this);
    m_inspector = new Inspector(m_document, m_selection, *m_estimate, catalog, this);
    m_exporter = new ExportController(m_document, m_selection, *m_estimate, catalog, &m_settings, this);
    m_explanation = new ExplanationModel(*m_estimate, this);
    m_commands = new CommandModel(m_document, *m_palette, *m_templates, this);
    m_outline = new OutlineModel(m_document, catalog, this);
    m_revisions = new RevisionModel(m_document, catalog, {}, this);
    m_presentation = new Presentation(m_document, *m_estimate, this);
    m_progress = new ProgressModel({}, this);
    m_drill = new DrillController(m_document, catalog, *m_progress, {}, this);
}

Studio::~Studio() = default;

} // namespace catenary::studio
