// SPDX-License-Identifier: Apache-2.0
#include "core/network/network.h"

#include <algorithm>
#include <cmath>

namespace catenary::network {

namespace {

template <class Elements, class Id> Index indexOf(const Elements& elements, const Id& id) {
    const auto found =
        std::find_if(elements.begin(), elements.end(), [&](const auto& element) { return element.id == id; });
    return found == elements.end() ? none : static_cast<Index>(found - elements.begin());
}

} // namespace

double BatchTime::mean_ms(double k) const {
    if (whole_ms) return whole_ms->mean();
    if (curve_ms.empty()) return base_ms + per_item_ms * k;
    if (curve_ms.size() == 1 || k <= 1) return curve_ms.front();
    // Between the points, and along the last segment beyond them.
    const auto last = curve_ms.size() - 1;
    const auto left = std::min(static_cast<std::size_t>(std::floor(k)) - 1, last - 1);
    const double share = k - 1 - static_cast<double>(left);
    return curve_ms[left] + share * (curve_ms[left + 1] - curve_ms[left]);
}

Index Network::station(const design::ComponentId& id) const {
    return indexOf(stations, id);
}
Index Network::call(const design::ConnectionId& id) const {
    return indexOf(calls, id);
}
Index Network::classOf(const design::WorkloadId& id) const {
    return indexOf(classes, id);
}

} // namespace catenary::network
