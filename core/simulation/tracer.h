// SPDX-License-Identifier: Apache-2.0
// Follows requests through an engine and keeps a few of them as they went. What is under way is all it holds besides.
#pragma once

#include "core/network/request_trace.h"
#include "core/simulation/plan.h"
#include "core/simulation/tally.h"

#include <limits>

namespace catenary::simulation {

class Tracer {
public:
    /// Requests of a class that complete within these latencies, ms, are kept, up to `most`; or, where `all`, requests
    /// of any class that were sent after `keep`, however they end.
    struct Wanted {
        std::size_t k = 0;
        double from = 0, to = 0;
        std::size_t most = 0;
        bool all = false;
        std::vector<network::RequestTrace> kept;
    };
    explicit Tracer(std::vector<Wanted> wanted) : m_wanted(std::move(wanted)) {}

    /// From `now` on requests that end are kept.
    void keep(double now) { m_keepsFrom = now; }
    [[nodiscard]] bool full() const;
    [[nodiscard]] const std::vector<Wanted>& wanted() const { return m_wanted; }

    void emitted(Ref root, double now);
    /// A frame that belongs to what `parent` does, without a visit of its own yet.
    void inherit(Ref ref, Ref parent);
    /// A frame nobody follows: a flow.
    void forget(Ref ref);
    /// The frame sets out for a station.
    void sent(Ref ref, std::size_t call, std::size_t station, int attempt, double now);
    void arrived(Ref ref, double now);
    void worked(Ref ref, double worked, double now);
    void finished(Ref ref, Outcome outcome);
    /// The answer of `from` is what `into` went on with. Frames that keep a policy or a chain have no visit: what they
    /// went on with counts once someone goes on with them.
    void chosen(Ref into, Ref from, bool visit);
    void freed(Ref ref, double now);
    void ended(Ref root, std::size_t k, bool completed, double latency, double now);

private:
    static constexpr std::uint32_t none = std::numeric_limits<std::uint32_t>::max();
    struct Live {
        double began = 0;
        std::uint32_t serial = 0;
        std::vector<network::Span> spans;
        std::vector<Ref> owner; ///< of each span, while it is open
    };
    struct At {
        std::uint32_t live = none, serial = 0;
        int span = -1; ///< the frame's latest, else the one it was sent from
        std::vector<int> answers;
    };
    At& at(Ref ref);
    /// The request a frame belongs to, or nullptr where that has ended.
    Live* liveOf(const At& of);
    /// The spans of the frame's own visits, the latest first.
    template <class Each> void eachOwn(const At& of, Live& live, Ref ref, Each each);

    std::vector<Wanted> m_wanted;
    std::vector<At> m_at; ///< by frame
    std::vector<Live> m_live;
    std::vector<std::uint32_t> m_free;
    double m_keepsFrom = std::numeric_limits<double>::infinity();
};

} // namespace catenary::simulation
