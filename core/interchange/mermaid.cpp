// SPDX-License-Identifier: Apache-2.0
#include "core/interchange/mermaid.h"

#include "core/interchange/text_lines.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

namespace catenary::interchange {

namespace {

using support::Result;

constexpr std::array<std::string_view, 2> flowcharts{"flowchart", "graph"};
constexpr std::array<std::string_view, 20> otherSorts{
    "sequenceDiagram", "classDiagram",  "stateDiagram", "stateDiagram-v2",    "erDiagram",
    "journey",         "gantt",         "pie",          "gitGraph",           "mindmap",
    "timeline",        "quadrantChart", "sankey-beta",  "block-beta",         "C4Context",
    "C4Container",     "xychart-beta",  "packet-beta",  "requirementDiagram", "architecture-beta"};
/// Statements that only style or describe.
constexpr std::array<std::string_view, 8> passedOver{"classDef", "class",    "style",    "linkStyle",
                                                     "click",    "accTitle", "accDescr", "direction"};

template <class List> bool contains(const List& list, std::string_view word) {
    return std::find(list.begin(), list.end(), word) != list.end();
}

std::string_view firstWord(std::string_view line) {
    return line.substr(0, std::min(line.find_first_of(" \t;:"), line.size()));
}

struct Bracket {
    std::string_view open, close, otherClose, shape;
};
/// The longer ones first.
constexpr std::array<Bracket, 12> brackets{{
    {"(((", ")))", {}, "dbl-circ"},
    {"((", "))", {}, "circle"},
    {"([", "])", {}, "stadium"},
    {"[(", ")]", {}, "cyl"},
    {"[[", "]]", {}, "fr-rect"},
    {"{{", "}}", {}, "hex"},
    {"[/", "/]", "\\]", "lean-r"},
    {"[\\", "\\]", "/]", "lean-l"},
    {"(", ")", {}, "rounded"},
    {"[", "]", {}, {}},
    {"{", "}", {}, "diam"},
    {">", "]", {}, "odd"},
}};

/// A character given as `#35;`, `#quot;` or `&quot;`; the entity alone if it is not known.
std::string characterOf(std::string_view name) {
    static const std::map<std::string_view, std::string_view> names{{"quot", "\""}, {"amp", "&"},  {"lt", "<"},
                                                                    {"gt", ">"},    {"nbsp", " "}, {"apos", "'"}};
    if (const auto found = names.find(name); found != names.end()) return std::string(found->second);
    if (name.empty() || !std::all_of(name.begin(), name.end(), [](char c) { return c >= '0' && c <= '9'; })) return {};
    if (name.size() > 6) return {};
    return utf8Of(static_cast<char32_t>(std::stoul(std::string(name))));
}

/// A label as it is read: no markup, one line.
std::string plain(std::string_view label) {
    std::string text;
    for (std::size_t i = 0; i < label.size(); ++i) {
        const char c = label[i];
        if (c == '<') {
            const std::size_t end = label.find('>', i);
            const bool tag = end != std::string_view::npos && i + 1 < label.size() &&
                             (std::isalpha(static_cast<unsigned char>(label[i + 1])) != 0 || label[i + 1] == '/');
            if (tag) {
                text += ' ';
                i = end;
                continue;
            }
        }
        if (c == '#' || c == '&') {
            const std::size_t end = label.find(';', i);
            const std::string meant =
                end == std::string_view::npos ? "" : characterOf(label.substr(i + 1, end - i - 1));
            if (!meant.empty()) {
                text += meant;
                i = end;
                continue;
            }
        }
        if (label.substr(i, 3) == "fa:" || label.substr(i, 4) == "fab:") { // an icon
            i = std::min(label.find(' ', i), label.size()) - 1;
            continue;
        }
        text += c == '`' ? ' ' : c;
    }
    return oneLine(text);
}

class Reader {
public:
    Result<TextDiagram> read(std::string_view text) {
        const std::vector<TextLine> lines = statementLines(text);
        for (const TextLine& line : lines) {
            m_line = line.number;
            for (const std::string& statement : statementsOf(line.text))
                if (!readStatement(statement))
                    return support::fail(support::ErrorCode::Input,
                                         "This line of Mermaid cannot be read: \"" + statement + "\".",
                                         {{}, {}, m_line, 0}, m_hint);
        }
        if (!m_open.empty())
            return support::fail(support::ErrorCode::Input,
                                 "The subgraph \"" + m_diagram.areas[m_open.back()].label + "\" has no `end`.",
                                 {{}, {}, m_line, 0}, "Close it with a line `end`.");
        pointIntoAreas();
        return std::move(m_diagram);
    }

private:
    /// A line may hold several, parted by semicolons outside quotes and brackets.
    static std::vector<std::string> statementsOf(const std::string& line) {
        std::vector<std::string> statements(1);
        bool quoted = false;
        int depth = 0;
        for (std::size_t i = 0; i < line.size(); ++i) {
            const char c = line[i];
            if (c == '"') quoted = !quoted;
            if (!quoted && (c == '[' || c == '(' || c == '{')) ++depth;
            if (!quoted && (c == ']' || c == ')' || c == '}')) --depth;
            if (c == ';' && !quoted && depth <= 0)
                statements.emplace_back();
            else
                statements.back() += c;
        }
        return statements;
    }

    bool readStatement(const std::string& statement) {
        m_text = trimmed(statement);
        m_at = 0;
        m_hint.clear();
        if (m_text.empty() || m_text.starts_with("%%")) return true;
        const std::string_view word = firstWord(m_text);
        if (contains(flowcharts, word) && m_diagram.boxes.empty() && m_open.empty()) return true;
        if (contains(passedOver, word) && word.size() < m_text.size()) return true;
        if (word == "subgraph") return beginArea(trimmed(m_text.substr(word.size())));
        if (m_text == "end") {
            m_hint = "No subgraph is open here.";
            if (m_open.empty()) return false;
            m_open.pop_back();
            return true;
        }
        return readChain();
    }

    bool beginArea(std::string_view rest) {
        TextDiagram::Area area;
        const std::size_t bracket = rest.find('[');
        area.key = std::string(trimmed(rest.substr(0, std::min(bracket, rest.size()))));
        std::string_view label = rest;
        if (bracket != std::string_view::npos && rest.ends_with(']'))
            label = rest.substr(bracket + 1, rest.size() - bracket - 2);
        area.label = plain(unquoted(label));
        area.key = std::string(unquoted(area.key));
        if (!m_open.empty()) area.outside = m_open.back();
        m_open.push_back(m_diagram.areas.size());
        m_diagram.areas.push_back(std::move(area));
        return true;
    }

    /// nodes, link, nodes, link, …
    bool readChain() {
        std::vector<std::size_t> before;
        if (!readNodes(before)) return false;
        for (skipSpace(); m_at < m_text.size(); skipSpace()) {
            Link link;
            std::vector<std::size_t> after;
            if (!readLink(link)) return false;
            skipSpace();
            if (!readNodes(after)) return false;
            for (const std::size_t from : before)
                for (const std::size_t to : after)
                    if (!link.invisible) m_diagram.arrows.push_back({from, to, link.label, link.dotted});
            before = std::move(after);
        }
        return true;
    }

    bool readNodes(std::vector<std::size_t>& nodes) {
        do {
            skipSpace();
            const std::optional<std::size_t> node = readNode();
            if (!node) return false;
            nodes.push_back(*node);
            skipSpace();
        } while (take("&"));
        return true;
    }

    [[nodiscard]] bool linkAt(std::size_t at) const {
        const std::string_view rest = std::string_view(m_text).substr(at);
        return rest.starts_with("--") || rest.starts_with("-.") || rest.starts_with("==") || rest.starts_with("~~~");
    }

    std::optional<std::size_t> readNode() {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && !linkAt(m_at) &&
               std::string_view(" \t[](){}<>|&:;@\"").find(m_text[m_at]) == std::string_view::npos)
            ++m_at;
        const std::string key = m_text.substr(begin, m_at - begin);
        m_hint = "A node begins with its id, as in `a[Label]`.";
        if (key.empty()) return std::nullopt;
        const std::size_t box = boxOf(key);
        for (const Bracket& bracket : brackets) {
            if (!take(bracket.open)) continue;
            const std::optional<std::string> label = upTo(bracket.close, bracket.otherClose);
            m_hint = "The label of `" + key + "` has no end.";
            if (!label) return std::nullopt;
            m_diagram.boxes[box].label = plain(*label);
            m_diagram.boxes[box].shape = bracket.shape;
            break;
        }
        if (take("@{") && !readFields(box)) return std::nullopt;
        if (take(":::"))
            while (m_at < m_text.size() && (std::isalnum(static_cast<unsigned char>(m_text[m_at])) != 0 ||
                                            m_text[m_at] == '_' || (m_text[m_at] == '-' && !linkAt(m_at))))
                ++m_at;
        return box;
    }

    /// `shape: cyl, label: "Store" }`
    bool readFields(std::size_t box) {
        m_hint = "The fields after `@{` have no end.";
        const std::size_t end = m_text.find('}', m_at);
        if (end == std::string::npos) return false;
        const std::string fields = m_text.substr(m_at, end - m_at);
        m_at = end + 1;
        const auto valueOf = [&](std::string_view name) -> std::string {
            const std::size_t found = fields.find(name);
            if (found == std::string::npos) return {};
            const std::string_view rest = trimmed(std::string_view(fields).substr(found + name.size()));
            if (rest.starts_with('"')) return std::string(rest.substr(1, rest.find('"', 1) - 1));
            return std::string(trimmed(rest.substr(0, std::min(rest.find(','), rest.size()))));
        };
        if (const std::string shape = valueOf("shape:"); !shape.empty()) m_diagram.boxes[box].shape = shape;
        if (const std::string label = valueOf("label:"); !label.empty()) m_diagram.boxes[box].label = plain(label);
        return true;
    }

    struct Link {
        std::string label;
        bool dotted = false, invisible = false;
    };

    bool readLink(Link& link) {
        m_hint = "Between two nodes stands a link such as `-->`.";
        if (const std::size_t id = m_text.find('@', m_at);
            id != std::string::npos && id > m_at && linkAt(id + 1) &&
            std::all_of(m_text.begin() + static_cast<std::ptrdiff_t>(m_at),
                        m_text.begin() + static_cast<std::ptrdiff_t>(id),
                        [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }))
            m_at = id + 1;
        if (m_at < m_text.size() && std::string_view("<ox").find(m_text[m_at]) != std::string_view::npos &&
            linkAt(m_at + 1))
            ++m_at; // an arrow at both ends
        if (take("~~~")) {
            while (take("~")) {
            }
            link.invisible = true;
            return true;
        }
        std::string_view resumes; // what ends a label within the link
        if (take("-.")) {
            link.dotted = true;
            while (take(".")) {
            }
            if (!take("-")) resumes = ".-";
        } else {
            const char stroke = m_at < m_text.size() ? m_text[m_at] : '\0';
            const std::size_t begin = m_at;
            while (m_at < m_text.size() && (stroke == '-' || stroke == '=') && m_text[m_at] == stroke) ++m_at;
            const std::size_t length = m_at - begin;
            if (length < 2) return false;
            if (length == 2 && !headAt()) resumes = stroke == '-' ? "--" : "==";
        }
        if (!resumes.empty()) {
            m_hint = "The label within the link has no end: it goes `-- label -->`.";
            const std::size_t end = m_text.find(resumes, m_at);
            if (end == std::string::npos) return false;
            link.label = plain(unquoted(trimmed(std::string_view(m_text).substr(m_at, end - m_at))));
            m_at = end + resumes.size();
            while (take("-") || take("=") || take(".")) {
            }
        }
        if (headAt()) ++m_at;
        skipSpace();
        if (take("|")) {
            m_hint = "The label of the link has no end: it goes `-->|label|`.";
            const std::optional<std::string> label = upTo("|", {});
            if (!label) return false;
            link.label = plain(*label);
        }
        return true;
    }

    [[nodiscard]] bool headAt() const {
        return m_at < m_text.size() && std::string_view(">ox").find(m_text[m_at]) != std::string_view::npos;
    }

    /// What is before `close` (or the other), which is taken; a text in quotes may hold both.
    std::optional<std::string> upTo(std::string_view close, std::string_view other) {
        std::size_t from = m_at;
        std::string label;
        skipSpace();
        if (m_at < m_text.size() && m_text[m_at] == '"') {
            const std::size_t end = m_text.find('"', m_at + 1);
            if (end == std::string::npos) return std::nullopt;
            label = m_text.substr(m_at + 1, end - m_at - 1);
            from = end + 1;
        }
        std::size_t end = m_text.find(close, from);
        if (!other.empty()) end = std::min(end, m_text.find(other, from));
        if (end == std::string::npos) return std::nullopt;
        m_at = end + close.size();
        return label + m_text.substr(from, end - from);
    }

    std::size_t boxOf(const std::string& key) {
        const auto [found, added] = m_boxes.try_emplace(key, m_diagram.boxes.size());
        if (added) {
            m_diagram.boxes.push_back({key, key, {}});
            m_inArea.push_back(false);
        }
        if (!m_open.empty() && !m_inArea[found->second]) {
            m_inArea[found->second] = true;
            m_diagram.areas[m_open.back()].boxes.push_back(found->second);
        }
        return found->second;
    }

    /// A link to a subgraph goes to the first box in it; the box that was made of its name goes.
    void pointIntoAreas() {
        std::vector<std::size_t> meant(m_diagram.boxes.size());
        for (std::size_t i = 0; i < meant.size(); ++i) meant[i] = i;
        std::vector<char> gone(meant.size(), 0);
        for (std::size_t a = 0; a < m_diagram.areas.size(); ++a) {
            const auto named = m_boxes.find(m_diagram.areas[a].key);
            const std::optional<std::size_t> first = firstIn(a, named == m_boxes.end() ? meant.size() : named->second);
            if (named == m_boxes.end() || !first) continue;
            meant[named->second] = *first;
            gone[named->second] = 1;
        }
        std::vector<std::size_t> now(meant.size());
        std::vector<TextDiagram::Box> left;
        for (std::size_t i = 0; i < meant.size(); ++i) {
            now[i] = left.size();
            if (!gone[i]) left.push_back(std::move(m_diagram.boxes[i]));
        }
        m_diagram.boxes = std::move(left);
        for (TextDiagram::Arrow& arrow : m_diagram.arrows) {
            arrow.from = now[meant[arrow.from]];
            arrow.to = now[meant[arrow.to]];
        }
        for (TextDiagram::Area& area : m_diagram.areas) {
            std::erase_if(area.boxes, [&](std::size_t box) { return gone[box] != 0; });
            for (std::size_t& box : area.boxes) box = now[box];
        }
    }

    /// The first box in an area or those inside it, not that of its own name.
    [[nodiscard]] std::optional<std::size_t> firstIn(std::size_t area, std::size_t named) const {
        for (const std::size_t box : m_diagram.areas[area].boxes)
            if (box != named) return box;
        for (std::size_t inner = area + 1; inner < m_diagram.areas.size(); ++inner)
            if (m_diagram.areas[inner].outside == area)
                if (const auto found = firstIn(inner, named)) return found;
        return std::nullopt;
    }

    void skipSpace() {
        while (m_at < m_text.size() && (m_text[m_at] == ' ' || m_text[m_at] == '\t')) ++m_at;
    }
    bool take(std::string_view text) {
        if (std::string_view(m_text).substr(m_at, text.size()) != text) return false;
        m_at += text.size();
        return true;
    }

    TextDiagram m_diagram;
    std::map<std::string, std::size_t> m_boxes; ///< by key
    std::vector<bool> m_inArea;
    std::vector<std::size_t> m_open; ///< areas, the innermost last
    std::string m_text, m_hint;      ///< the statement that is read
    std::size_t m_at = 0;
    int m_line = 0;
};

} // namespace

bool looksLikeMermaid(std::string_view text) {
    const std::vector<TextLine> lines = statementLines(text);
    if (lines.empty()) return false;
    const std::string_view word = firstWord(lines.front().text);
    const std::string_view rest = trimmed(std::string_view(lines.front().text).substr(word.size()));
    // "graph" may be the first word of a list, too.
    const bool directed = rest.empty() || rest.front() == ';' ||
                          contains(std::array<std::string_view, 5>{"TB", "TD", "BT", "LR", "RL"}, firstWord(rest));
    return (contains(flowcharts, word) && directed) || contains(otherSorts, word);
}

Result<TextDiagram> readMermaid(std::string_view text) {
    const std::vector<TextLine> lines = statementLines(text);
    const std::string_view sort = lines.empty() ? std::string_view() : firstWord(lines.front().text);
    if (!contains(flowcharts, sort))
        return support::fail(support::ErrorCode::Input,
                             "Of Mermaid only flowcharts can be read, not a " +
                                 std::string(sort.empty() ? "diagram without a first line" : sort) + ".",
                             {{}, {}, lines.empty() ? 1 : lines.front().number, 0}, "Begin it with `flowchart LR`.");
    return Reader().read(text);
}

} // namespace catenary::interchange
