// SPDX-License-Identifier: Apache-2.0
// Quantities as people say them: 41 ms, 3.2 k/s, $18.2 k/mo. Two or three significant digits, one space before the
// unit, the same in every locale. A value that is not finite reads "–"; a time below half a nanosecond reads "0 ms", a
// count below 0.00005 reads "0".
#pragma once

#include <string>

namespace catenary::scene {

[[nodiscard]] std::string sayCount(double value);    ///< "4", "3.2 k", "1.5 M", "0.25"
[[nodiscard]] std::string sayDuration(double ms);    ///< "120 µs", "4.2 ms", "41 ms", "1.3 s", "12 min", "3 h", "2 d"
[[nodiscard]] std::string sayRate(double perSecond); ///< "3.2 k/s", "40 /s", "2.5 /min", "3 /h"
[[nodiscard]] std::string sayShare(double fraction); ///< "61 %", "0.4 %", "<0.1 %"
[[nodiscard]] std::string sayMoney(double usd);      ///< "$0.0023", "$4.20", "$310", "$18.2 k", "$1.4 M"
[[nodiscard]] std::string sayMoneyPerMonth(double usd); ///< "$18.2 k/mo"
[[nodiscard]] std::string sayBytes(double bytes);       ///< decimal units: "20 kB", "1.4 GB"
/// A duration with the half-width of its interval in the same unit, as precise as that is: "88 ms ± 1", "28.93 ms ±
/// 0.06".
[[nodiscard]] std::string sayDurationWithin(double ms, double lowMs, double highMs);

} // namespace catenary::scene
