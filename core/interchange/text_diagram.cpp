// SPDX-License-Identifier: Apache-2.0
#include "core/interchange/text_diagram.h"

#include "core/catalog/names.h"
#include "core/design/rework.h"
#include "core/interchange/mermaid.h"
#include "core/interchange/text_lines.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace catenary::interchange {

namespace {

using support::Result;

constexpr std::size_t longestName = 60; ///< characters; what is longer is a sentence
constexpr int tabWidth = 4;
constexpr std::array<std::string_view, 7> arrowSigns{"-->", "->", "==>", "=>", "→", "⇒", "⟶"};

tl::unexpected<support::Error> noDiagram(const std::string& why, int line) {
    return support::fail(support::ErrorCode::Input, "These words are no diagram: " + why + ".", {{}, {}, line, 0},
                         "Write a name a line, `client -> gateway -> ranker`, or a Mermaid flowchart.");
}

std::size_t charactersIn(std::string_view text) {
    return static_cast<std::size_t>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

/// The first arrow at or after `from`, and how long it is; npos: none.
std::pair<std::size_t, std::size_t> arrowIn(std::string_view text, std::size_t from) {
    std::pair<std::size_t, std::size_t> first{std::string_view::npos, 0};
    for (const std::string_view sign : arrowSigns) {
        const std::size_t at = text.find(sign, from);
        if (at < first.first || (at == first.first && at != std::string_view::npos && sign.size() > first.second))
            first = {at, sign.size()};
    }
    return first;
}

/// A line of a list or an outline.
struct Entry {
    int indent = 0; ///< columns
    bool numbered = false, heading = false;
    std::string name;
    int line = 0;
};

Entry entryOf(const TextLine& line) {
    Entry entry;
    entry.line = line.number;
    std::size_t at = 0;
    for (; at < line.text.size() && (line.text[at] == ' ' || line.text[at] == '\t'); ++at)
        entry.indent += line.text[at] == '\t' ? tabWidth - entry.indent % tabWidth : 1;
    std::string_view words = trimmed(std::string_view(line.text).substr(at));
    for (const std::string_view bullet : {"- [ ] ", "- [x] ", "- ", "* ", "+ ", "• ", "– "})
        if (words.starts_with(bullet)) {
            words.remove_prefix(bullet.size());
            break;
        }
    const std::size_t digits = std::min(words.find_first_not_of("0123456789"), words.size());
    if (digits > 0 && digits + 1 < words.size() && (words[digits] == '.' || words[digits] == ')') &&
        words[digits + 1] == ' ') {
        entry.numbered = true;
        words.remove_prefix(digits + 2);
    }
    if (words.ends_with(':')) {
        entry.heading = true;
        words.remove_suffix(1);
    }
    entry.name = oneLine(unquoted(trimmed(words)));
    return entry;
}

class Reader {
public:
    Result<TextDiagram> readArrows(const std::vector<TextLine>& lines) {
        for (const TextLine& line : lines)
            if (auto read = readArrowLine(line); !read) return tl::unexpected(read.error());
        return std::move(m_diagram);
    }

    Result<TextDiagram> readOutline(const std::vector<TextLine>& lines) {
        struct Above {
            int indent;
            std::optional<std::size_t> box, area;
        };
        std::vector<Above> above;
        std::optional<std::size_t> numberedBefore;
        for (const TextLine& line : lines) {
            const Entry entry = entryOf(line);
            if (auto checked = check(entry.name, entry.line); !checked) return tl::unexpected(checked.error());
            while (!above.empty() && above.back().indent >= entry.indent) above.pop_back();
            std::optional<std::size_t> inside;
            for (const Above& one : above)
                if (one.area) inside = one.area;
            if (entry.heading) {
                m_diagram.areas.push_back({entry.name, entry.name, {}, inside});
                above.push_back({entry.indent, {}, m_diagram.areas.size() - 1});
                continue;
            }
            const std::size_t box = boxOf(entry.name, inside);
            if (!above.empty() && above.back().box)
                connect(*above.back().box, box, {});
            else if (entry.numbered && numberedBefore)
                connect(*numberedBefore, box, {});
            if (above.empty() || !above.back().box) numberedBefore = entry.numbered ? std::optional(box) : std::nullopt;
            above.push_back({entry.indent, box, {}});
        }
        return std::move(m_diagram);
    }

private:
    static Result<void> check(const std::string& name, int line) {
        if (name.empty()) return noDiagram("here is no name", line);
        if (charactersIn(name) > longestName) return noDiagram("this line is longer than a name", line);
        return {};
    }

    /// `a, b -> c -> d: label`; a line without an arrow names boxes.
    Result<void> readArrowLine(const TextLine& line) {
        std::string_view rest = line.text;
        std::vector<std::size_t> before;
        std::string label;
        const std::size_t colon = rest.rfind(": ");
        if (colon != std::string_view::npos && arrowIn(rest, colon).first == std::string_view::npos &&
            arrowIn(rest, 0).first != std::string_view::npos) {
            label = oneLine(rest.substr(colon + 2));
            rest = rest.substr(0, colon);
        }
        bool first = true;
        while (true) {
            const auto [at, length] = arrowIn(rest, 0);
            const bool last = at == std::string_view::npos;
            std::vector<std::size_t> here;
            std::string_view names = rest.substr(0, last ? rest.size() : at);
            while (true) {
                const std::size_t comma = names.find_first_of(",&");
                const std::string name = first ? entryOf({line.number, std::string(names.substr(0, comma))}).name
                                               : oneLine(unquoted(trimmed(names.substr(0, comma))));
                if (auto checked = check(name, line.number); !checked) return checked;
                here.push_back(boxOf(name, std::nullopt));
                first = false;
                if (comma == std::string_view::npos) break;
                names.remove_prefix(comma + 1);
            }
            for (const std::size_t from : before)
                for (const std::size_t to : here) connect(from, to, last ? label : std::string());
            if (last) return {};
            before = std::move(here);
            rest.remove_prefix(at + length);
        }
    }

    std::size_t boxOf(const std::string& name, std::optional<std::size_t> area) {
        const auto [found, added] = m_boxes.try_emplace(name, m_diagram.boxes.size());
        if (added) {
            m_diagram.boxes.push_back({name, name, {}});
            if (area) m_diagram.areas[*area].boxes.push_back(found->second);
        }
        return found->second;
    }

    void connect(std::size_t from, std::size_t to, std::string label) {
        m_diagram.arrows.push_back({from, to, std::move(label), false});
    }

    TextDiagram m_diagram;
    std::map<std::string, std::size_t> m_boxes; ///< by name
};

/// The kind a shape of Mermaid stands for, where its label names none.
std::string_view kindOfShape(std::string_view shape) {
    static const std::map<std::string_view, std::string_view> kinds{{"cyl", "relational_db"},
                                                                    {"cylinder", "relational_db"},
                                                                    {"database", "relational_db"},
                                                                    {"db", "relational_db"},
                                                                    {"lin-cyl", "object_store"},
                                                                    {"disk", "object_store"},
                                                                    {"das", "queue"},
                                                                    {"h-cyl", "queue"},
                                                                    {"diam", "router"},
                                                                    {"decision", "router"},
                                                                    {"diamond", "router"},
                                                                    {"cloud", "external"},
                                                                    {"docs", "object_store"},
                                                                    {"documents", "object_store"},
                                                                    {"st-doc", "object_store"},
                                                                    {"processes", "batch_worker"},
                                                                    {"bow-rect", "object_store"},
                                                                    {"stored-data", "object_store"}};
    const auto found = kinds.find(shape);
    return found == kinds.end() ? "service" : found->second;
}

} // namespace

Result<TextDiagram> readDiagram(std::string_view text) {
    if (looksLikeMermaid(text)) return readMermaid(text);
    const std::vector<TextLine> lines = statementLines(text);
    if (lines.empty()) return noDiagram("there are none", 1);
    const bool arrows = std::any_of(lines.begin(), lines.end(), [](const TextLine& line) {
        return arrowIn(line.text, 0).first != std::string_view::npos;
    });
    if (arrows) return Reader().readArrows(lines);
    if (lines.size() == 1) return noDiagram("a single line without an arrow", lines.front().number);
    return Reader().readOutline(lines);
}

design::InsertFragment componentsOf(const TextDiagram& diagram, const catalog::Catalog& catalog) {
    std::set<std::string> taken;
    const auto freeId = [&](const std::string& wanted) {
        std::string id = wanted;
        for (int n = 2; !taken.insert(id).second; ++n) id = wanted + "-" + std::to_string(n);
        return id;
    };
    design::InsertFragment fragment;
    for (const TextDiagram::Box& box : diagram.boxes) {
        design::Component component;
        const catalog::Kind* named = catalog::kindNamed(catalog, box.label);
        component.id = design::ComponentId(freeId(support::idFromName(box.label)));
        component.kind = named != nullptr ? named->id : std::string(kindOfShape(box.shape));
        component.name = box.label;
        fragment.components.push_back(std::move(component));
    }
    for (const TextDiagram::Arrow& arrow : diagram.arrows) {
        if (arrow.from == arrow.to) continue; // a component does not call itself
        design::Connection connection;
        connection.from = fragment.components[arrow.from].id;
        connection.to = fragment.components[arrow.to].id;
        connection.id = design::ConnectionId(freeId(connection.from.str() + "-" + connection.to.str()));
        connection.mode = design::usualMode(catalog.kind(fragment.components[arrow.from].kind),
                                            catalog.kind(fragment.components[arrow.to].kind));
        if (arrow.dotted && connection.mode == design::Mode::Sync) connection.mode = design::Mode::Async;
        connection.label = arrow.label;
        fragment.connections.push_back(std::move(connection));
    }
    std::vector<std::string> areaIds;
    for (const TextDiagram::Area& area : diagram.areas) areaIds.push_back(freeId(support::idFromName(area.label)));
    std::vector<char> kept(diagram.areas.size(), 0);       // those with something in them
    for (std::size_t a = diagram.areas.size(); a-- > 0;) { // the inner ones come after those around them
        design::Group group;
        group.id = design::GroupId(areaIds[a]);
        group.name = diagram.areas[a].label;
        for (const std::size_t box : diagram.areas[a].boxes) group.members.push_back(fragment.components[box].id.str());
        for (std::size_t inner = a + 1; inner < diagram.areas.size(); ++inner)
            if (diagram.areas[inner].outside == a && kept[inner]) group.members.push_back(areaIds[inner]);
        kept[a] = !group.members.empty();
        if (kept[a]) fragment.groups.insert(fragment.groups.begin(), std::move(group));
    }
    return fragment;
}

} // namespace catenary::interchange
