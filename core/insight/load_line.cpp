// SPDX-License-Identifier: Apache-2.0
#include "core/insight/load_line.h"

#include <algorithm>

namespace catenary::insight {
namespace {

constexpr double scanFactor = 1.1;
constexpr double precision = 1e-3; ///< relative
constexpr double largest = 1000;
constexpr double smallest = 1e-3;

/// `good` holds, `bad` does not.
double bisect(const std::function<bool(double)>& holds, double good, double bad) {
    while (bad - good > precision * 0.5 * bad) {
        const double middle = 0.5 * (good + bad);
        (holds(middle) ? good : bad) = middle;
    }
    return good;
}

} // namespace

double loadLine(const std::function<bool(double)>& holds, double limit) {
    const double end = std::min(limit, largest);
    if (holds(1)) {
        double good = 1;
        while (good < end) {
            const double next = std::min(good * scanFactor, end);
            if (!holds(next)) return bisect(holds, good, next);
            good = next;
        }
        return good;
    }
    double bad = 1;
    while (bad > smallest) {
        const double next = bad / scanFactor;
        if (holds(next)) return bisect(holds, next, bad);
        bad = next;
    }
    return 0;
}

} // namespace catenary::insight
