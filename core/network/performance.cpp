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

double Curve::share(double at) const {
    const auto above = std::upper_bound(at_ms.begin(), at_ms.end(), at);
    if (above == at_ms.end()) return at_ms.empty() ? 0.0 : 1.0;
    const auto i = static_cast<std::size_t>(above - at_ms.begin());
    if (i == 0) return 0;
    const double part = (at - at_ms[i - 1]) / (at_ms[i] - at_ms[i - 1]);
    return cdf[i - 1] + part * (cdf[i] - cdf[i - 1]);
}

} // namespace catenary::network
