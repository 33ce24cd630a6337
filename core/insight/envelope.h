// SPDX-License-Identifier: Apache-2.0
// Back of the envelope: requests per day, peak rate, bytes on every connection, stored bytes, memory of every model;
// each with its formula, as explanations.
#pragma once

#include "core/insight/explanation.h"

namespace catenary::insight {

struct EnvelopeSection {
    std::string subject; ///< element id
    std::string title;   ///< for people
    std::vector<Explanation> figures;
};

/// One section for every workload, every connection with bytes, every store and every model server.
[[nodiscard]] std::vector<EnvelopeSection> envelope(const Estimate& estimate, const design::Design& design,
                                                    const catalog::Catalog& catalog);

} // namespace catenary::insight
