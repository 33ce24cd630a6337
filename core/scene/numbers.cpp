// SPDX-License-Identifier: Apache-2.0
#include "core/scene/numbers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace catenary::scene {
namespace {

constexpr const char* undefinedText = "–";
constexpr double leastMs = 5e-7;    // half a nanosecond; shorter times are none
constexpr double leastCount = 5e-5; // smaller counts are none

/// `value` with `decimals` digits after the point, without trailing zeros.
std::string fixed(double value, int decimals, bool keepZeros = false) {
    std::array<char, 400> buffer{};
    const auto end =
        std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed, decimals);
    std::string text(buffer.data(), end.ptr);
    if (!keepZeros && text.find('.') != std::string::npos) {
        text.erase(text.find_last_not_of('0') + 1);
        if (text.back() == '.') text.pop_back();
    }
    if (text == "-0") text = "0";
    return text;
}

/// Two significant digits below 10 however small, whole numbers from there.
std::string plain(double value) {
    const double size = std::abs(value);
    if (size == 0) return "0";
    if (size >= 9.95) return fixed(value, 0);
    if (size >= 0.995) return fixed(value, 1);
    const int decimals = static_cast<int>(std::ceil(-std::log10(size))) + 1;
    return fixed(value, decimals > 12 ? 12 : decimals);
}

/// The decimals an uncertainty is worth: to its first digit, or its second where the first is a 1.
int decimalsOf(double half) {
    const int first = static_cast<int>(std::floor(std::log10(half)));
    const bool one = half < 1.95 * std::pow(10.0, first);
    return std::clamp((one ? 1 : 0) - first, 0, 12);
}

/// Scaled values ("18.2 k"): one decimal below 100.
std::string scaled(double value) {
    return fixed(value, std::abs(value) < 99.95 ? 1 : 0);
}

std::string withSuffix(double value, const char* separator = " ") {
    struct Step {
        double at, unit;
        const char* suffix;
    };
    constexpr std::array<Step, 4> steps = {
        {{999.5e9, 1e12, "T"}, {999.5e6, 1e9, "G"}, {999.5e3, 1e6, "M"}, {999.5, 1e3, "k"}}};
    for (const Step& step : steps)
        if (std::abs(value) >= step.at) return scaled(value / step.unit) + separator + step.suffix;
    return plain(value);
}

struct DurationUnit {
    double ms;
    const char* name;
};

DurationUnit durationUnit(double ms) {
    const double size = std::abs(ms);
    if (size < 0.9995) return {1e-3, "µs"};
    if (size < 999.5) return {1, "ms"};
    if (size < 119.5e3) return {1e3, "s"};
    if (size < 119.5 * 60e3) return {60e3, "min"};
    if (size < 47.95 * 3600e3) return {3600e3, "h"};
    return {86400e3, "d"};
}

} // namespace

std::string sayCount(double value) {
    if (!std::isfinite(value)) return undefinedText;
    return std::abs(value) < leastCount ? "0" : withSuffix(value);
}

std::string sayDuration(double ms) {
    if (!std::isfinite(ms)) return undefinedText;
    if (std::abs(ms) < leastMs) return "0 ms";
    const DurationUnit unit = durationUnit(ms);
    return plain(ms / unit.ms) + " " + unit.name;
}

std::string sayRate(double perSecond) {
    if (!std::isfinite(perSecond)) return undefinedText;
    if (std::abs(perSecond) >= 999.5) return withSuffix(perSecond) + "/s";
    if (perSecond == 0 || std::abs(perSecond) >= 0.5) return plain(perSecond) + " /s";
    if (std::abs(perSecond) * 60 >= 0.5) return plain(perSecond * 60) + " /min";
    if (std::abs(perSecond) * 3600 >= 0.5) return plain(perSecond * 3600) + " /h";
    return std::abs(perSecond) * 86400 < leastCount ? "0 /s" : plain(perSecond * 86400) + " /d";
}

std::string sayShare(double fraction) {
    if (!std::isfinite(fraction)) return undefinedText;
    const double percent = fraction * 100;
    if (percent == 0) return "0 %";
    if (percent > 0 && percent < 0.095) return "<0.1 %";
    // Close to all, the missing part is what matters: 99.95 %.
    if (percent > 99 && percent < 100) return fixed(percent, percent > 99.9 ? 3 : 2) + " %";
    return fixed(percent, std::abs(percent) < 0.995 ? 1 : 0) + " %";
}

std::string sayMoney(double usd) {
    if (!std::isfinite(usd)) return undefinedText;
    const std::string sign = usd < 0 ? "-$" : "$";
    const double size = std::abs(usd);
    if (size >= 999.5) return sign + (size >= 999.5e6 ? scaled(size / 1e9) + " B" : withSuffix(size));
    if (size >= 99.5 || size == 0) return sign + fixed(size, 0);
    if (size >= 0.995) return sign + fixed(size, 2, true);
    return sign + plain(size);
}

std::string sayMoneyPerMonth(double usd) {
    return std::isfinite(usd) ? sayMoney(usd) + "/mo" : undefinedText;
}

std::string sayBytes(double bytes) {
    if (!std::isfinite(bytes)) return undefinedText;
    constexpr std::array<const char*, 6> units = {"B", "kB", "MB", "GB", "TB", "PB"};
    std::size_t unit = 0;
    while (std::abs(bytes) >= 999.5 && unit + 1 < units.size()) {
        bytes /= 1000;
        ++unit;
    }
    return sayCount(bytes) + " " + units[unit];
}

std::string sayDurationWithin(double ms, double lowMs, double highMs) {
    const std::string said = sayDuration(ms);
    if (!std::isfinite(ms) || !std::isfinite(lowMs) || !std::isfinite(highMs)) return said;
    const DurationUnit unit = durationUnit(ms);
    const double half = std::abs(highMs - lowMs) / 2;
    if (half < leastMs) return said + " ± 0";
    const int decimals = decimalsOf(half / unit.ms);
    return fixed(ms / unit.ms, decimals) + " " + unit.name + " ± " + fixed(half / unit.ms, decimals);
}

} // namespace catenary::scene
