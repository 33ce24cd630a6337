// SPDX-License-Identifier: Apache-2.0
// Requests that are under way at a moment: where on its connection each one is, and how many wait and are served at
// each component. What a player shows over a scene.
#pragma once

#include "core/network/network.h"
#include "core/network/request_trace.h"
#include "core/scene/scene.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace catenary::scene {

class Film {
public:
    /// `traces` in the order they were sent (simulation::requestsInARow). A way that takes less than `least_ms` is
    /// shown as if it took that long, ending when it does: else it could not be seen.
    Film(const network::Network& network, const std::vector<network::RequestTrace>& traces, double least_ms);

    /// From the first request sent to the last one that ended, ms.
    [[nodiscard]] double duration() const { return m_duration; }

    struct Dot {
        const std::string* connection = nullptr; ///< id
        double along = 0;                        ///< share of the route, 0 at its source
        int request_class = 0;
        bool answer = false; ///< on its way back
        bool failed = false; ///< the visit it goes to or comes from does not complete
    };
    /// Those on their way at a moment. Linear in those of them and logarithmic in all.
    [[nodiscard]] std::vector<Dot> dotsAt(double ms) const;

    struct Crowd {
        int waiting = 0, served = 0;
        bool operator==(const Crowd&) const = default;
    };
    /// By component, those with anybody there.
    [[nodiscard]] std::map<std::string, Crowd> crowdsAt(double ms) const;

private:
    struct Trip {
        double from = 0, to = 0; ///< ms
        std::uint32_t call = 0;
        std::int32_t request_class = 0;
        bool answer = false, failed = false;
    };
    struct Stay {
        double from = 0, begun = 0, to = 0; ///< arrival, begin of own work, end of it, ms
        std::uint32_t station = 0;
    };

    std::vector<std::string> m_connections, m_stations;
    std::vector<Trip> m_trips; ///< by `from`
    std::vector<Stay> m_stays; ///< by `from`
    double m_longestTrip = 0, m_longestStay = 0, m_duration = 0;
};

/// The point at a share of the length of a route, 0 … 1. The route has a point at least.
[[nodiscard]] Point pointAlong(const std::vector<Point>& route, double share);

} // namespace catenary::scene
