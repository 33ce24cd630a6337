// SPDX-License-Identifier: Apache-2.0
#include "core/interchange/svg.h"

#include "core/interchange/embedded.h"
#include "core/interchange/font_subset.h"
#include "core/scene/theme.h"
#include "core/scene/widths.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <map>
#include <set>

namespace catenary::interchange {
namespace {

using scene::Item;
using scene::Node;
using scene::PathItem;
using scene::Point;
using scene::RectItem;
using scene::Role;
using scene::TextItem;

constexpr const char* fontStack = "'Catenary Sans', Inter, 'Helvetica Neue', Arial, sans-serif";

/// At most two decimals, no trailing zeros.
std::string number(double value) {
    std::array<char, 64> buffer{};
    const double rounded = std::round(value * 100) / 100 + 0.0;
    const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), rounded);
    return {buffer.data(), end.ptr};
}

const char* className(Role role) {
    switch (role) {
    case Role::Background:
        return "background";
    case Role::Group:
        return "group";
    case Role::Connection:
        return "connection";
    case Role::ConnectionLabel:
        return "connection-label";
    case Role::Component:
        return "component";
    case Role::Note:
        return "note";
    case Role::Overlay:
        return "overlay";
    case Role::Legend:
        return "legend";
    }
    return "";
}

class Writer {
public:
    std::string write(const scene::Scene& scene, const SvgOptions& options, const std::string& fontFaces) {
        const scene::Rect& b = scene.bounds;
        m_out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" +
                number(b.width * options.scale) + "\" height=\"" + number(b.height * options.scale) + "\" viewBox=\"" +
                number(b.x) + " " + number(b.y) + " " + number(b.width) + " " + number(b.height) + "\" role=\"img\">\n";
        if (!scene.title.empty()) m_out += "<title>" + escapedXml(scene.title) + "</title>\n";
        if (!scene.description.empty()) m_out += "<desc>" + escapedXml(scene.description) + "</desc>\n";
        if (!options.design.empty()) m_out += svgMetadata(options.design);
        m_out += "<style>\n" + fontFaces + "text { font-family: " + fontStack +
                 "; font-kerning: none; font-variant-ligatures: none; font-variant-numeric: tabular-nums; white-space: "
                 "pre }\n</style>\n";
        if (scene.background.a > 0)
            m_out += "<rect x=\"" + number(b.x) + "\" y=\"" + number(b.y) + "\" width=\"" + number(b.width) +
                     "\" height=\"" + number(b.height) + "\"" + fill(scene.background) + "/>\n";
        for (const auto& node : scene.nodes) writeNode(*node);
        m_out += "</svg>\n";
        return std::move(m_out);
    }

private:
    void writeNode(const Node& node) {
        // A label's node has the id of its connection, which an XML document may use only once.
        const std::string id = node.role == Role::ConnectionLabel ? node.id + ".label" : node.id;
        m_out += std::string("<g class=\"") + className(node.role) + "\"";
        if (!id.empty()) m_out += " id=\"" + escapedXml(id) + "\"";
        m_out += ">";
        if (!node.title.empty()) m_out += "<title>" + escapedXml(node.title) + "</title>";
        m_out += "\n";
        for (const Item& item : node.items) std::visit([this](const auto& one) { writeItem(one); }, item);
        m_out += "</g>\n";
    }

    void writeItem(const PathItem& item) {
        std::string d;
        std::size_t next = 0;
        const auto point = [&] {
            const Point p = item.points[next++];
            return number(p.x) + " " + number(p.y);
        };
        for (const PathItem::Verb verb : item.verbs) {
            switch (verb) {
            case PathItem::Verb::Move:
                d += "M" + point();
                break;
            case PathItem::Verb::Line:
                d += "L" + point();
                break;
            case PathItem::Verb::Cubic:
                d += "C" + point();
                d += " " + point();
                d += " " + point();
                break;
            case PathItem::Verb::Close:
                d += "Z";
                break;
            }
        }
        m_out += "<path d=\"" + d + "\"" + fill(item.fill) + stroke(item.stroke) + "/>\n";
    }

    void writeItem(const RectItem& item) {
        m_out += "<rect x=\"" + number(item.rect.x) + "\" y=\"" + number(item.rect.y) + "\" width=\"" +
                 number(item.rect.width) + "\" height=\"" + number(item.rect.height) + "\"";
        if (item.radius > 0)
            m_out += " rx=\"" + number(std::min({item.radius, item.rect.width / 2, item.rect.height / 2})) + "\"";
        m_out += fill(item.fill) + stroke(item.stroke) + "/>\n";
    }

    void writeItem(const TextItem& item) {
        m_out += "<text x=\"" + number(item.at.x) + "\" y=\"" + number(item.at.y) + "\" font-size=\"" +
                 number(item.size) + "\"";
        // As a style: what is in the sheet would win over an attribute.
        if (!item.family.empty())
            m_out += " style=\"font-family: '" + escapedXml(item.family) + "', 'Klee One', " + fontStack + "\"";
        if (item.weight == TextItem::Weight::Medium) m_out += " font-weight=\"500\"";
        if (item.weight == TextItem::Weight::SemiBold) m_out += " font-weight=\"600\"";
        if (item.anchor == TextItem::Anchor::Middle) m_out += " text-anchor=\"middle\"";
        if (item.anchor == TextItem::Anchor::End) m_out += " text-anchor=\"end\"";
        // Only what other fonts will draw needs to be told how wide it must become.
        if (!scene::coveredByFonts(item.text))
            m_out += " textLength=\"" + number(item.width) + "\" lengthAdjust=\"spacingAndGlyphs\"";
        m_out += fill(item.colour) + ">" + escapedXml(item.text) + "</text>\n";
    }

    static std::string colour(const char* name, scene::Colour c) {
        const std::uint8_t alpha = c.a;
        c.a = 255;
        std::string text = std::string(" ") + name + "=\"" + scene::toHex(c) + "\"";
        if (alpha != 255) text += std::string(" ") + name + "-opacity=\"" + number(alpha / 255.0) + "\"";
        return text;
    }
    static std::string fill(scene::Colour c) { return c.a == 0 ? " fill=\"none\"" : colour("fill", c); }
    static std::string stroke(const scene::Stroke& s) {
        if (s.width <= 0 || s.colour.a == 0) return {};
        std::string text = colour("stroke", s.colour) + " stroke-width=\"" + number(s.width) + "\"";
        if (s.round_cap) text += " stroke-linecap=\"round\"";
        text += " stroke-linejoin=\"round\"";
        for (std::size_t i = 0; i < s.dash.size(); ++i)
            text += (i == 0 ? " stroke-dasharray=\"" : " ") + number(s.dash[i]);
        if (!s.dash.empty()) text += "\"";
        return text;
    }

    std::string m_out;
};

/// `@font-face` rules with the characters the scene uses in each font.
support::Result<std::string> fontFacesOf(const scene::Scene& scene) {
    std::map<std::pair<std::string_view, TextItem::Weight>, std::set<char32_t>> used;
    for (const auto& node : scene.nodes)
        for (const Item& item : node->items)
            if (const auto* text = std::get_if<TextItem>(&item))
                for (const char32_t c : scene::codePoints(text->text)) {
                    const bool hand = text->family == scene::handFamily && scene::inHand(c);
                    used[{hand ? scene::handFamily : scene::fontFamily, text->weight}].insert(c);
                }
    std::string rules;
    for (const scene::FontFile& file : scene::fontFiles()) {
        const auto characters = used.find({file.family, file.weight});
        if (characters == used.end()) continue;
        const auto subset = fontSubset(file.bytes, characters->second);
        if (!subset) return tl::unexpected(subset.error());
        const auto packed = woff(*subset);
        if (!packed) return tl::unexpected(packed.error());
        const int weight = file.weight == TextItem::Weight::Regular  ? 400
                           : file.weight == TextItem::Weight::Medium ? 500
                                                                     : 600;
        rules += std::string("@font-face { font-family: '") + file.family +
                 "'; font-weight: " + std::to_string(weight) + "; src: url(data:font/woff;base64," + base64(*packed) +
                 ") format('woff') }\n";
    }
    return rules;
}

} // namespace

std::string escapedXml(std::string_view text) {
    std::string result;
    for (const char32_t c : scene::codePoints(text)) {
        const bool allowed = c == 0x9 || c == 0xA || c == 0xD || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
        switch (c) {
        case U'&':
            result += "&amp;";
            break;
        case U'<':
            result += "&lt;";
            break;
        case U'>':
            result += "&gt;";
            break;
        case U'"':
            result += "&quot;";
            break;
        default: {
            const char32_t one[] = {allowed ? c : 0xFFFD};
            result += scene::utf8({one, 1});
        }
        }
    }
    return result;
}

support::Result<std::string> writeSvg(const scene::Scene& scene, const SvgOptions& options) {
    if (!(options.scale > 0) || !std::isfinite(options.scale))
        return support::fail(support::ErrorCode::Input, "The scale must be above 0.");
    std::string fontFaces;
    if (options.embed_fonts) {
        auto faces = fontFacesOf(scene);
        if (!faces) return tl::unexpected(faces.error());
        fontFaces = std::move(*faces);
    }
    return Writer().write(scene, options, fontFaces);
}

} // namespace catenary::interchange
