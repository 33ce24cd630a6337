// SPDX-License-Identifier: Apache-2.0
#include "core/scene/icons.h"

#include "core/scene/path.h"
#include "core/support/files.h"
#include "core/support/json.h"

#include <array>
#include <charconv>
#include <cstdlib>
#include <iostream>

namespace catenary::scene {
namespace {

using support::ErrorCode;

struct IconSet {
    std::map<std::string, Icon, std::less<>> icons;
    std::map<std::string, std::string, std::less<>> fallback; ///< group of kinds -> icon
};

/// Reads numbers and command letters separated by blanks.
class Reader {
public:
    explicit Reader(std::string_view text) : m_text(text) {}
    [[nodiscard]] bool atEnd() {
        skip();
        return m_text.empty();
    }
    [[nodiscard]] bool atLetter() {
        skip();
        return !m_text.empty() && m_text.front() >= 'A' && m_text.front() <= 'Z';
    }
    char letter() {
        const char c = m_text.front();
        m_text.remove_prefix(1);
        return c;
    }
    bool number(double& value) {
        skip();
        const auto result = std::from_chars(m_text.data(), m_text.data() + m_text.size(), value);
        if (result.ec != std::errc{}) return false;
        m_text.remove_prefix(static_cast<std::size_t>(result.ptr - m_text.data()));
        return true;
    }

private:
    void skip() {
        while (!m_text.empty() && (m_text.front() == ' ' || m_text.front() == ',')) m_text.remove_prefix(1);
    }
    std::string_view m_text;
};

std::size_t argumentCount(char command) {
    switch (command) {
    case 'M':
    case 'L':
        return 2;
    case 'H':
    case 'V':
        return 1;
    case 'C':
        return 6;
    case 'O':
    case 'D':
        return 3;
    case 'R':
        return 5;
    default:
        return 0; // Z, and what is no command
    }
}

IconSet readIcons() {
    const support::EmbeddedFile* file = support::embeddedFile("resources/icons/icons.json");
    const auto die = [](const std::string& what) {
        std::cerr << "resources/icons/icons.json: " << what << '\n';
        std::abort();
    };
    if (file == nullptr) die("is not in the program");
    const auto json = support::parseJson(file->content, "resources/icons/icons.json");
    if (!json) die(json.error().message);
    IconSet set;
    for (const auto& [group, name] : json->at("fallback").items()) set.fallback[group] = name.get<std::string>();
    for (const auto& entry : json->at("icons")) {
        Icon icon;
        for (const auto& path : entry.at("paths")) {
            auto part = parseIconPath(path.get<std::string>());
            if (!part) die(part.error().message);
            icon.parts.push_back(std::move(*part));
        }
        set.icons[entry.at("name").get<std::string>()] = std::move(icon);
    }
    if (!set.fallback.contains("")) die("has no icon for any other group");
    return set;
}

const IconSet& iconSet() {
    static const IconSet set = readIcons();
    return set;
}

} // namespace

support::Result<IconPart> parseIconPath(std::string_view path) {
    Reader reader(path);
    PathBuilder builder;
    Point current;
    bool dot = false, any = false;
    const auto wrong = [&](const std::string& what) {
        return support::fail(ErrorCode::Syntax, "\"" + std::string(path) + "\": " + what);
    };
    while (!reader.atEnd()) {
        if (!reader.atLetter()) return wrong("a command letter is missing");
        const char command = reader.letter();
        std::array<double, 6> a{};
        for (std::size_t i = 0; i < argumentCount(command); ++i)
            if (!reader.number(a[i])) return wrong(std::string("a number is missing after ") + command);
        const bool draws = command == 'L' || command == 'H' || command == 'V' || command == 'C' || command == 'Z';
        if (draws && !any) return wrong("begins without M");
        switch (command) {
        case 'M':
            builder.move(a[0], a[1]);
            current = {a[0], a[1]};
            break;
        case 'L':
            builder.line(a[0], a[1]);
            current = {a[0], a[1]};
            break;
        case 'H':
            builder.line(a[0], current.y);
            current.x = a[0];
            break;
        case 'V':
            builder.line(current.x, a[0]);
            current.y = a[0];
            break;
        case 'C':
            builder.cubic({a[0], a[1]}, {a[2], a[3]}, {a[4], a[5]});
            current = {a[4], a[5]};
            break;
        case 'Z':
            builder.close();
            break;
        case 'O':
            builder.circle(a[0], a[1], a[2]);
            break;
        case 'D':
            builder.circle(a[0], a[1], a[2]);
            dot = true;
            break;
        case 'R':
            builder.roundedRect({a[0], a[1], a[2], a[3]}, a[4]);
            break;
        default:
            return wrong(std::string("unknown command ") + command);
        }
        any = true;
    }
    if (!any) return wrong("draws nothing");
    PathItem item = builder.filled({});
    return IconPart{std::move(item.verbs), std::move(item.points), dot};
}

const Icon& icon(std::string_view name, std::string_view group) {
    const IconSet& set = iconSet();
    if (const auto found = set.icons.find(name); found != set.icons.end()) return found->second;
    auto stand = set.fallback.find(group);
    if (stand == set.fallback.end()) stand = set.fallback.find("");
    return set.icons.at(stand->second);
}

bool hasIcon(std::string_view name) {
    return iconSet().icons.contains(name);
}

std::vector<std::string> iconNames() {
    std::vector<std::string> names;
    for (const auto& entry : iconSet().icons) names.push_back(entry.first);
    return names;
}

std::vector<PathItem> drawnIcon(const Icon& icon, Point at, double size, Colour colour) {
    const double scale = size / iconField;
    std::vector<PathItem> result;
    for (const IconPart& part : icon.parts) {
        PathItem item;
        item.verbs = part.verbs;
        for (const Point& p : part.points) item.points.push_back({at.x + p.x * scale, at.y + p.y * scale});
        if (part.dot)
            item.fill = colour;
        else
            item.stroke = {colour, iconStroke * scale, {}, true};
        result.push_back(std::move(item));
    }
    return result;
}

} // namespace catenary::scene
