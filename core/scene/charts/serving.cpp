// SPDX-License-Identifier: Apache-2.0
#include "core/scene/charts/serving.h"

#include "core/scene/charts/bar.h"
#include "core/scene/numbers.h"
#include "core/support/json.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace catenary::scene {
namespace {

using insight::Serving;

constexpr double ratio = 0.62, leastHeight = 220; ///< of the roofline, height to width
constexpr double panelHeight = 190, leftRoom = 60;
constexpr double logarithmicFrom = 64; ///< largest batch from which its axis is logarithmic

std::string sayFlops(double value) {
    return sayCount(value) + "FLOP/s";
}

std::string sayFactor(double value) {
    return support::shortestNumber(std::round(value * 100) / 100);
}

/// What a term spends its time on; one colour each.
enum class Resource { Compute, Memory, Links, Overhead };

Resource resourceOf(std::string_view term) {
    using enum Resource;
    constexpr std::array<std::pair<std::string_view, Resource>, 12> known = {{{"read weights", Memory},
                                                                              {"read experts", Memory},
                                                                              {"read KV cache", Memory},
                                                                              {"move activations", Memory},
                                                                              {"look-ups", Memory},
                                                                              {"all-reduce", Links},
                                                                              {"all-to-all", Links},
                                                                              {"copy input", Links},
                                                                              {"layers", Overhead},
                                                                              {"launches", Overhead},
                                                                              {"host", Overhead},
                                                                              {"fixed", Overhead}}};
    for (const auto& [name, resource] : known)
        if (name == term) return resource;
    return term == "expert dispatch" ? Overhead : Compute;
}

const char* nameOf(Resource resource) {
    constexpr std::array names = {"compute", "memory", "links", "overhead"};
    return names[static_cast<std::size_t>(resource)];
}

Colour colourOf(Resource resource, const ThemeColours& c) {
    switch (resource) {
    case Resource::Compute:
        return c.accent;
    case Resource::Memory:
        return c.group("data").edge;
    case Resource::Links:
        return c.group("messaging").edge;
    case Resource::Overhead:
        break;
    }
    return mixed(c.quiet, c.panel, 0.3);
}

/// "12 sequences", "4 requests": what a batch is counted in, from the name of its operating point.
std::string axisTitle(const Serving& serving) {
    if (serving.tokens) return "sequences in a step";
    return serving.point.find("item") != std::string::npos && serving.point.find("request") == std::string::npos
               ? "items in a batch"
               : "requests in a batch";
}

/// How far the time may be off, and how that is known.
std::string bandNote(const Serving& serving) {
    std::string note;
    const bool group = serving.accuracy != nullptr && serving.accuracy->rows > 0;
    const std::string runs =
        group ? std::to_string(serving.accuracy->rows) + " measured runs (" + serving.accuracy->title + ")" : "";
    if (serving.measured > 0)
        note = "Calibrated by " + std::to_string(serving.measured) + " of your points: every time × " +
               sayFactor(serving.calibration) + ". ";
    if (!serving.band) return note;
    const std::string factors = "× " + sayFactor(serving.band->low) + " to × " + sayFactor(serving.band->high);
    const double whole = serving.time.ms();
    const std::string here =
        sayDuration(whole * serving.band->low) + " to " + sayDuration(whole * serving.band->high) + ".";
    if (serving.measured == 0)
        return "Four fifths of " + runs + " took " + factors + " of what is computed: here " + here;
    return note + "Four fifths of further figures should take " + factors + " of that, by the scatter of your points" +
           (group ? " and of " + runs : "") + ": here " + here;
}

std::string throughputOf(const Serving& serving, double per_s) {
    return sayCount(per_s) + (serving.tokens ? " tokens/s" : " items/s");
}

Chart batchPanel(const Serving& serving, const ThemeColours& c, double Serving::Point::*figure,
                 const std::function<std::string(double)>& say) {
    Chart chart;
    chart.left = leftRoom;
    chart.x.title = axisTitle(serving);
    chart.x.say = [](double value) { return sayCount(value); };
    const double most = serving.curve.back().size;
    chart.x.from = 1;
    chart.x.to = std::max(most, 2.0);
    chart.x.logarithmic = most > logarithmicFrom;
    chart.y.say = say;
    Series line{{}, {}, c.accent, 2.5, false};
    double top = 0;
    for (const Serving::Point& point : serving.curve) {
        line.points.push_back({point.size, point.*figure});
        top = std::max(top, point.*figure);
    }
    chart.series.push_back(std::move(line));
    chart.y.to = 1.2 * top;
    if (serving.now)
        chart.dots.push_back({{serving.now->size, *serving.now.*figure}, "now " + say(*serving.now.*figure), c.text});
    if (!serving.now || serving.now->size < 0.98 * most)
        chart.dots.push_back({{most, serving.curve.back().*figure}, say(serving.curve.back().*figure), c.quiet});
    return chart;
}

} // namespace

Chart rooflineChart(const Serving& serving, ThemeName theme) {
    const ThemeColours& c = themeColours(theme);
    Chart chart;
    chart.title = "Roofline of " + support::shortestNumber(serving.accelerators) + " × " + serving.accelerator;
    chart.x.title = "operations a byte of memory, FLOP/byte";
    chart.y.title = "FLOP/s";
    chart.x.logarithmic = chart.y.logarithmic = true;
    chart.x.say = [](double value) { return sayCount(value); };
    chart.y.say = [](double value) { return sayCount(value); };
    const inference::Roof& roof = serving.roof;
    double left = roof.ridge() / 30, right = roof.ridge() * 10, bottom = roof.flops / 30;
    for (const Serving::Spot& spot : serving.spots) {
        left = std::min(left, spot.intensity / 2);
        right = std::max(right, spot.intensity * 2);
        bottom = std::min(bottom, spot.flops / 3);
    }
    bottom = std::min(bottom, roof.at(left));
    chart.x.from = left;
    chart.x.to = right;
    chart.y.from = bottom;
    chart.y.to = 3 * roof.flops;
    chart.series.push_back(
        {sayFlops(roof.flops) + " " + inference::toString(roof.computed) + ", " + sayBytes(roof.bytes_per_s) + "/s",
         {{left, roof.at(left)}, {roof.ridge(), roof.flops}, {right, roof.flops}},
         c.accent,
         2.5,
         false});
    chart.markers.push_back({roof.ridge(), "ridge " + sayCount(roof.ridge()), c.quiet, true});
    bool first = true;
    chart.description = "What the accelerators reach of what they could, data sheet against the model's operations.";
    for (const Serving::Spot& spot : serving.spots) {
        const double share = spot.flops / roof.at(spot.intensity);
        chart.dots.push_back(
            {{spot.intensity, spot.flops}, spot.name + ": " + sayShare(share), first ? c.text : c.quiet});
        chart.description += " " + spot.name + ": " + sayCount(spot.intensity) + " FLOP/byte, " + sayFlops(spot.flops) +
                             ", " + sayShare(share) + " of the roof, bound by " +
                             (spot.intensity < roof.ridge() ? "memory" : "compute") + ".";
        first = false;
    }
    return chart;
}

Scene batchCurve(const Serving& serving, ThemeName theme, double width, const FallbackWidths& fallback) {
    const ThemeColours& c = themeColours(theme);
    if (serving.curve.size() < 2)
        return message("What larger batches bring",
                       std::string("There are none: the ") + serving.limit + " allows one at a time.", theme, width,
                       fallback);
    const char* what = serving.tokens ? "step" : "batch";
    Chart time = batchPanel(serving, c, &Serving::Point::ms, [](double value) { return sayDuration(value); });
    time.title = "What larger batches bring";
    time.y.title = std::string("time of a ") + what;
    Chart throughput = batchPanel(serving, c, &Serving::Point::per_s, [](double value) { return sayCount(value); });
    throughput.title = serving.tokens ? "Output tokens" : "Items";
    throughput.y.title = "a second, one instance while it runs";
    const Serving::Point& most = serving.curve.back();
    time.description = "Largest: " + sayCount(most.size) + ", bound by " + serving.limit + ", " + sayDuration(most.ms) +
                       ", " + throughputOf(serving, most.per_s) + ".";
    if (serving.now)
        time.description = "Now: " + sayCount(serving.now->size) + ", " + sayDuration(serving.now->ms) + ", " +
                           throughputOf(serving, serving.now->per_s) + ". " + time.description;
    return stacked({drawChart(time, theme, {width, panelHeight + 16}, fallback),
                    drawChart(throughput, theme, {width, panelHeight}, fallback)});
}

Scene timeBar(const Serving& serving, ThemeName theme, double width, const FallbackWidths& fallback) {
    constexpr double negligible = 0.01;
    const ThemeColours& c = themeColours(theme);
    Bar bar;
    const double whole = serving.time.ms();
    bar.title = (serving.tokens ? "Where a step's time goes: " : "Where a batch's time goes: ") + sayDuration(whole);
    bar.subtitle = serving.point;
    bar.say = [](double value) { return sayDuration(value); };
    std::vector<inference::Term> terms = serving.time.terms;
    std::stable_sort(terms.begin(), terms.end(), [](const auto& a, const auto& b) { return a.ms > b.ms; });
    double rest = 0;
    std::string others;
    for (const inference::Term& term : terms) {
        if (term.ms <= 0) continue;
        if (term.ms < negligible * whole) {
            rest += term.ms;
            others += (others.empty() ? "" : ", ") + std::string(term.name);
            continue;
        }
        const Resource resource = resourceOf(term.name);
        bar.parts.push_back({std::string(term.name), term.ms,
                             std::string(nameOf(resource)) + ": " + std::string(term.formula), colourOf(resource, c)});
    }
    if (rest > 0) bar.parts.push_back({"others", rest, others, c.line});
    bar.note = bandNote(serving);
    return drawBar(bar, theme, width, fallback);
}

Scene memoryBar(const Serving& serving, ThemeName theme, double width, const FallbackWidths& fallback) {
    const ThemeColours& c = themeColours(theme);
    const Serving::Memory& memory = serving.memory;
    Bar bar;
    bar.title = "Memory: " + sayBytes(memory.installed);
    bar.subtitle = support::shortestNumber(serving.accelerators) + " × " + serving.accelerator;
    bar.say = [](double value) { return sayBytes(value); };
    const double left = std::max(memory.usable - memory.weights - memory.cache, 0.0);
    bar.parts.push_back({"weights", memory.weights, "parameters × bytes of one", c.accent});
    if (serving.tokens) {
        bar.parts.push_back({"KV cache in use", memory.cache,
                             "sequences × tokens of context × " + sayBytes(memory.cache_per_token) + " a token",
                             c.group("data").edge});
        bar.parts.push_back({"KV cache free", left, "room for " + sayCount(memory.tokens) + " tokens in all",
                             mixed(c.group("data").edge, c.panel, 0.6)});
        bar.note = "The cache holds " + sayCount(memory.tokens) + " tokens of context, " +
                   sayBytes(memory.cache_per_token) + " each.";
    } else {
        bar.parts.push_back({"free", left, "usable − weights; activations of a batch need some of it",
                             mixed(c.group("data").edge, c.panel, 0.6)});
    }
    bar.parts.push_back({"left to the engine", std::max(memory.installed - memory.usable, 0.0),
                         "installed − what the engine gives to weights and cache", mixed(c.quiet, c.panel, 0.5)});
    return drawBar(bar, theme, width, fallback);
}

Scene servingCharts(const Serving& serving, ThemeName theme, double width, const FallbackWidths& fallback) {
    return stacked(
        {drawChart(rooflineChart(serving, theme), theme, {width, std::max(width * ratio, leastHeight)}, fallback),
         timeBar(serving, theme, width, fallback), batchCurve(serving, theme, width, fallback),
         memoryBar(serving, theme, width, fallback)});
}

} // namespace catenary::scene
