// SPDX-License-Identifier: Apache-2.0
#include "core/network/performance.h"

#include <algorithm>

namespace catenary::network {

const char* toString(How how) {
    switch (how) {
    case How::Exact:
        return "exact";
    case How::Approximate:
        return "approximate";
    case How::Simulated:
        return "simulated";
    case How::Given:
        return "given";
    }
    return "";
}

How weaker(How a, How b) {
    const auto rank = [](How how) {
        switch (how) {
        case How::Given:
            return 0;
        case How::Exact:
            return 1;
        case How::Approximate:
            return 2;
        case How::Simulated:
            return 3;
        }
        return 3;
    };
    return rank(a) >= rank(b) ? a : b;
}

double Curve::quantile(double p) const {
    const auto found = std::lower_bound(cdf.begin(), cdf.end(), p);
    if (found == cdf.end()) return std::numeric_limits<double>::infinity();
    const auto right = static_cast<std::size_t>(found - cdf.begin());
    if (right == 0 || *found == p) return at_ms[right];
    const std::size_t left = right - 1;
    const double share = (p - cdf[left]) / (cdf[right] - cdf[left]);
    return at_ms[left] + share * (at_ms[right] - at_ms[left]);
}

} // namespace catenary::network
