// SPDX-License-Identifier: Apache-2.0
#include "app/studio/studio/studio.h"

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
    : QObject(parent),
      m_catalog(std::async(std::launch::async, readCatalog).share()),
      m_document([catalog = m_catalog] { return catalog.get(); }),
      m_selection(m_document) {}

Studio::~Studio() = default;

} // namespace catenary::studio
