// SPDX-License-Identifier: Apache-2.0
// From a path of keys and indexes to a line of the text, and to the PATH people read.
#include "core/design/reader.h"

namespace catenary::design {

namespace {

/// A cursor over JSON text that is known to be valid (anything else only ends the search early).
class Cursor {
public:
    explicit Cursor(std::string_view text) : m_text(text) {}
    [[nodiscard]] std::size_t position() const { return m_at; }

    void blank() {
        while (m_at < m_text.size() && std::string_view(" \t\r\n").find(m_text[m_at]) != std::string_view::npos) ++m_at;
    }
    [[nodiscard]] char peek() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    bool accept(char c) {
        blank();
        if (peek() != c) return false;
        ++m_at;
        return true;
    }
    /// The raw text between the quotes.
    std::string_view string() {
        const std::size_t begin = ++m_at;
        while (m_at < m_text.size() && m_text[m_at] != '"') m_at += m_text[m_at] == '\\' ? 2u : 1u;
        const std::size_t end = std::min(m_at, m_text.size());
        m_at = std::min(m_at + 1, m_text.size());
        return m_text.substr(begin, end - begin);
    }
    void skipValue() {
        int depth = 0;
        do {
            blank();
            const char c = peek();
            if (c == '\0') return;
            if (c == '"') {
                string();
                continue;
            }
            if (c == '{' || c == '[') ++depth;
            if (c == '}' || c == ']') --depth;
            if (depth == 0 && c != '}' && c != ']') {
                while (m_at < m_text.size() &&
                       std::string_view(",]} \t\r\n").find(m_text[m_at]) == std::string_view::npos)
                    ++m_at;
                return;
            }
            ++m_at;
        } while (depth > 0);
    }

private:
    std::string_view m_text;
    std::size_t m_at = 0;
};

/// Moves from the start of a value to the start of the part `step` of it; false if there is none.
bool enter(Cursor& cursor, const Step& step) {
    if (const auto* key = std::get_if<std::string>(&step)) {
        if (!cursor.accept('{')) return false;
        for (;;) {
            cursor.blank();
            if (cursor.peek() != '"') return false;
            const bool found = cursor.string() == *key;
            if (!cursor.accept(':')) return false;
            cursor.blank();
            if (found) return true;
            cursor.skipValue();
            if (!cursor.accept(',')) return false;
        }
    }
    if (!cursor.accept('[')) return false;
    for (std::size_t i = 0; i < std::get<std::size_t>(step); ++i) {
        cursor.skipValue();
        if (!cursor.accept(',')) return false;
    }
    cursor.blank();
    return true;
}

std::string elementId(const OrderedJson& element) {
    if (!element.is_object()) return {};
    const auto id = element.find("id");
    return id != element.end() && id->is_string() ? id->get<std::string>() : std::string();
}

} // namespace

support::Place locate(std::string_view text, const Steps& steps) {
    Cursor cursor(text);
    cursor.blank();
    std::size_t best = cursor.position();
    for (const Step& step : steps) {
        if (!enter(cursor, step)) break;
        best = cursor.position();
    }
    support::Place place;
    const std::string_view before = text.substr(0, std::min(best, text.size()));
    place.line = 1;
    for (const char c : before) place.line += c == '\n' ? 1 : 0;
    place.column = static_cast<int>(before.size() - (before.rfind('\n') + 1)) + 1;
    return place;
}

std::string pathOf(const OrderedJson& root, const Steps& steps) {
    std::string path;
    const OrderedJson* value = &root;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const bool isIndex = std::holds_alternative<std::size_t>(steps[i]);
        std::string name = isIndex ? std::to_string(std::get<std::size_t>(steps[i])) : std::get<std::string>(steps[i]);
        const OrderedJson* next = nullptr;
        if (value != nullptr && isIndex && value->is_array() && std::get<std::size_t>(steps[i]) < value->size())
            next = &(*value)[std::get<std::size_t>(steps[i])];
        else if (value != nullptr && !isIndex && value->is_object() && value->contains(name))
            next = &(*value)[name];
        if (next != nullptr && isIndex)
            if (std::string id = elementId(*next); !id.empty()) {
                name = std::move(id);
                if (path == "components") path.clear(); // a component is found by its id alone
            }
        path += (path.empty() ? "" : ".") + name;
        value = next;
    }
    return path;
}

} // namespace catenary::design
