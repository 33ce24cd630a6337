// SPDX-License-Identifier: Apache-2.0
// Changes of a drawing that depend on what kinds mean: another kind for a component, a component put into a connection.
// What fits is kept; what does not is left out and named.
#pragma once

#include "core/catalog/catalog.h"
#include "core/design/design.h"

namespace catenary::design {

struct Reworked {
    Design design;
    /// What was lost on the way, for people, names of the format in back-ticks: "`max_batch`", "the workload `calls`".
    std::vector<std::string> leftOut;
};

/// How a call from a component of kind `from` to one of kind `to` is usually made: into a log async, out of one stream,
/// else sync. Either may be nullptr: unknown.
[[nodiscard]] Mode usualMode(const catalog::Kind* from, const catalog::Kind* to);

/// Requests of users begin at a component of this kind, so that it needs a workload.
[[nodiscard]] bool startsRequests(const catalog::Kind& kind);

/// The workload of a new component where requests begin: Poisson arrivals, 100 requests/s, to be set by the author.
/// Absent: its kind begins none.
[[nodiscard]] std::optional<Workload> usualWorkload(const Design& design, const ComponentId& source,
                                                    const catalog::Kind& kind);

/// The component with another kind. It keeps name, place, connections and the parameters the new kind knows with
/// values it takes; a name that was only the title of its kind becomes the new one's. Left out: other parameters, the
/// workloads of what is no source any more, conditions on hits and misses of what is no cache any more. Errors: no such
/// component or kind; the component is locked.
[[nodiscard]] support::Result<Reworked> withKind(const Design& design, const catalog::Catalog& catalog,
                                                 const ComponentId& id, std::string_view kind);

/// `component`, whose id is free, put into a connection. The first half is the connection with all it says, led to the
/// component; the second goes on to its old target with the mode, workloads, bytes and bandwidth that fit. Left out:
/// conditions on hits and misses of the target. Errors: no such connection; what adding a component refuses.
[[nodiscard]] support::Result<Reworked> withInserted(const Design& design, const catalog::Catalog& catalog,
                                                     const ConnectionId& id, const Component& component);

} // namespace catenary::design
