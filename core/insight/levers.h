// SPDX-License-Identifier: Apache-2.0
// The numbers of a design that one could change.
#pragma once

#include "core/catalog/catalog.h"
#include "core/design/design.h"
#include "core/network/network.h"

namespace catenary::insight {

/// One number of a design, or one distribution that is scaled as a whole.
struct Lever {
    std::string path;               ///< PATH of the format
    std::string place;              ///< id of the component, connection or workload
    std::string title;              ///< "Ranker: service time"
    std::string unit;               ///< as the catalog writes it: "ms", "1", …
    double value = 0;               ///< now; of a distribution its mean
    bool whole = false;             ///< only whole numbers
    bool given = false;             ///< written in the design, else a default that is in force
    std::optional<double> min, max; ///< beyond them the value is impossible

    /// The design with another value: `to` > 0 if the lever is scaled. Errors: those of `setPath`.
    [[nodiscard]] support::Result<design::Design> set(const design::Design& design, double to) const;

    // How `set` does it.
    std::string root;                ///< what is set as a whole
    support::Json now;               ///< its value
    std::vector<std::string> fields; ///< from there to the number
    bool scaled = false;             ///< it is a distribution
    /// Setting the value at all changes the design, as a typed distance replaces a named one: compare with the design
    /// that has the same value set.
    bool replaces = false;
};

/// Parameters of components with the defaults that are in force, but those that follow from others; calls,
/// probabilities, bytes, latencies and policies of connections; arrivals and attributes of workloads. Zeros are left
/// out: a share of nothing is nothing. `network` is that of the design. In the order of the design.
[[nodiscard]] std::vector<Lever> levers(const design::Design& design, const catalog::Catalog& catalog,
                                        const network::Network& network);

} // namespace catenary::insight
