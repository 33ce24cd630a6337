// SPDX-License-Identifier: Apache-2.0
#include "app/studio/practice/drill_subject.h"

#include "core/insight/estimate.h"

namespace catenary::studio {

support::Result<practice::Subject> drillSubject(const design::Design& design, const catalog::Catalog& catalog) {
    insight::Request request;
    request.load_line = false;
    const auto estimate = insight::estimate(design, catalog, request);
    if (!estimate) return tl::unexpected<support::Error>(estimate.error());
    return practice::subjectOf(*estimate);
}

practice::Subject plainSubject(const design::Design& design) {
    practice::Subject subject;
    for (const auto& part : design.components) subject.components.push_back({part->id.str(), part->title(), 1});
    return subject;
}

} // namespace catenary::studio
