// SPDX-License-Identifier: Apache-2.0
#include "core/support/json.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <unordered_set>

namespace catenary::support {

namespace {

constexpr std::size_t maxDepth = 200;

/// Line and column (both 1-based, column in bytes) of the byte at `offset`.
Place placeAt(std::string_view text, std::size_t offset, const std::string& fileName) {
    const std::string_view before = text.substr(0, std::min(offset, text.size()));
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const std::size_t lineStart = before.rfind('\n') + 1; // npos + 1 == 0: the first line
    return Place{fileName, {}, static_cast<int>(line), static_cast<int>(before.size() - lineStart) + 1};
}

/// Builds an ordered value from parser events. nlohmann's own builder would accept duplicate keys and any depth.
class Builder {
public:
    using Object = OrderedJson::object_t;

    [[nodiscard]] OrderedJson take() { return std::move(m_root); }
    /// Message and byte offset of what stopped the parse.
    std::string problem;
    std::size_t offset = 0;
    bool offsetKnown = false;

    bool null() { return add(nullptr); }
    bool boolean(bool value) { return add(value); }
    bool number_integer(std::int64_t value) { return add(value); }
    bool number_unsigned(std::uint64_t value) { return add(value); }
    bool number_float(double value, const std::string&) { return add(value); }
    bool string(std::string& value) { return add(std::move(value)); }
    bool binary(OrderedJson::binary_t&) { return stop("binary values are not JSON"); }
    bool start_object(std::size_t) { return open(OrderedJson::object()); }
    bool start_array(std::size_t) { return open(OrderedJson::array()); }
    bool end_object() { return close(); }
    bool end_array() { return close(); }

    bool key(std::string& name) {
        Frame& frame = m_stack.back();
        Object& object = frame.value->get_ref<Object&>();
        bool isNew = true;
        if (object.size() < fewKeys) {
            isNew = std::none_of(object.begin(), object.end(), [&](const auto& entry) { return entry.first == name; });
        } else {
            if (frame.seen.empty())
                for (const auto& entry : object) frame.seen.insert(entry.first);
            isNew = frame.seen.insert(name).second;
        }
        if (!isNew) return stop("the key \"" + name + "\" appears twice in one object");
        object.emplace_back(std::move(name), nullptr);
        return true;
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception& error) {
        // "[json.exception.parse_error.101] parse error at line 1, column 2: syntax error …": the place is said apart.
        std::string text = error.what();
        if (const auto end = text.find("] "); end != std::string::npos) text.erase(0, end + 2);
        if (text.starts_with("parse error"))
            if (const auto colon = text.find(": "); colon != std::string::npos) text.erase(0, colon + 2);
        problem = "this is not valid JSON: " + readable(text);
        offset = position == 0 ? 0 : position - 1;
        offsetKnown = true;
        return false;
    }

private:
    static constexpr std::size_t fewKeys = 24;
    struct Frame {
        OrderedJson* value;
        std::unordered_set<std::string> seen; ///< keys, once there are many
    };

    /// Keeps the message to one line of printable ASCII and UTF-8 of bounded length.
    static std::string readable(std::string text) {
        std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) < 0x20; });
        if (text.size() > 300) {
            text.resize(300);
            while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0x80) != 0) text.pop_back();
            text += "…";
        }
        return text;
    }

    bool stop(std::string message) {
        problem = std::move(message);
        return false;
    }

    template <class Value> OrderedJson* place(Value&& value) {
        if (m_stack.empty()) {
            m_root = std::forward<Value>(value);
            return &m_root;
        }
        OrderedJson& parent = *m_stack.back().value;
        if (parent.is_array()) {
            auto& array = parent.get_ref<OrderedJson::array_t&>();
            array.emplace_back(std::forward<Value>(value));
            return &array.back();
        }
        OrderedJson& slot = parent.get_ref<Object&>().back().second;
        slot = std::forward<Value>(value);
        return &slot;
    }

    template <class Value> bool add(Value&& value) {
        place(std::forward<Value>(value));
        return true;
    }

    bool open(OrderedJson value) {
        if (m_stack.size() >= maxDepth)
            return stop("the text is nested deeper than " + std::to_string(maxDepth) + " levels");
        m_stack.push_back(Frame{place(std::move(value)), {}});
        return true;
    }

    bool close() {
        m_stack.pop_back();
        return true;
    }

    OrderedJson m_root;
    std::vector<Frame> m_stack;
};

/// Iterator that counts how far the parser has read, so that errors of the builder have a place too.
class CountingIterator {
public:
    using iterator_category = std::input_iterator_tag;
    using value_type = char;
    using difference_type = std::ptrdiff_t;
    using pointer = const char*;
    using reference = const char&;

    CountingIterator(const char* at, const char** furthest) : m_at(at), m_furthest(furthest) {}
    reference operator*() const { return *m_at; }
    CountingIterator& operator++() {
        *m_furthest = ++m_at;
        return *this;
    }
    CountingIterator operator++(int) {
        CountingIterator old = *this;
        ++*this;
        return old;
    }
    bool operator==(const CountingIterator& other) const { return m_at == other.m_at; }

private:
    const char* m_at;
    const char** m_furthest;
};

} // namespace

Result<OrderedJson> parseJson(std::string_view text, const std::string& fileName) {
    const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    if (std::all_of(text.begin(), text.end(), blank))
        return fail(ErrorCode::Syntax, "the text is empty", Place{fileName, {}, 1, 1});
    Builder builder;
    const char* furthest = text.data();
    try {
        const CountingIterator begin(text.data(), &furthest);
        const CountingIterator end(text.data() + text.size(), &furthest);
        if (OrderedJson::sax_parse(begin, end, &builder)) return builder.take();
    } catch (const std::exception& error) {
        builder.problem = std::string("this cannot be read as JSON: ") + error.what();
    }
    const std::size_t offset = builder.offsetKnown ? builder.offset : static_cast<std::size_t>(furthest - text.data());
    return fail(ErrorCode::Syntax, builder.problem, placeAt(text, offset, fileName));
}

std::map<std::string, int> linesOfIds(std::string_view text) {
    std::map<std::string, int> lines;
    struct Open {
        bool object;
        int line;
    };
    std::vector<Open> stack;
    int line = 1;
    std::string_view lastString; // raw, between the quotes
    std::string_view key;
    bool afterColon = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
        case '\n':
            ++line;
            break;
        case '{':
        case '[':
            stack.push_back({text[i] == '{', line});
            afterColon = false;
            break;
        case '}':
        case ']':
            if (!stack.empty()) stack.pop_back();
            afterColon = false;
            break;
        case ',':
            afterColon = false;
            break;
        case ':':
            key = lastString;
            afterColon = true;
            break;
        case '"': {
            std::size_t end = i + 1;
            while (end < text.size() && text[end] != '"' && text[end] != '\n') end += text[end] == '\\' ? 2u : 1u;
            if (end >= text.size()) return lines;
            lastString = text.substr(i + 1, end - i - 1);
            if (afterColon && key == "id" && !stack.empty() && stack.back().object)
                lines.emplace(lastString, stack.back().line);
            i = text[end] == '\n' ? end - 1 : end;
            break;
        }
        default:
            break;
        }
    }
    return lines;
}

std::string shortestNumber(double value) {
    if (value == 0.0) return std::signbit(value) ? "-0.0" : "0";
    char buffer[40];
    std::to_chars_result result{};
    if (std::abs(value) < 1e15 && value == std::trunc(value))
        result = std::to_chars(buffer, buffer + sizeof buffer, static_cast<std::int64_t>(value));
    else
        result = std::to_chars(buffer, buffer + sizeof buffer, value);
    return std::string(buffer, result.ptr);
}

namespace {

/// Edits (insert, delete, replace, swap of neighbours) that turn `a` into `b`.
std::size_t editDistance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> previous2, previous(b.size() + 1), current(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j) previous[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        current[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replace = previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            current[j] = std::min({previous[j] + 1, current[j - 1] + 1, replace});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                current[j] = std::min(current[j], previous2[j - 2] + 1);
        }
        previous2 = previous;
        std::swap(previous, current);
    }
    return previous[b.size()];
}

} // namespace

std::string nearestWord(std::string_view word, const std::vector<std::string>& candidates) {
    constexpr std::size_t longestWord = 100; // names in the format are far shorter; bounds the work on nonsense
    if (word.empty() || word.size() > longestWord) return {};
    const std::size_t limit = 1 + word.size() / 4;
    std::size_t best = limit + 1;
    std::string_view nearest;
    for (const std::string& candidate : candidates) {
        const std::size_t difference =
            candidate.size() > word.size() ? candidate.size() - word.size() : word.size() - candidate.size();
        if (difference >= best) continue;
        const std::size_t distance = editDistance(word, candidate);
        if (distance < best) {
            best = distance;
            nearest = candidate;
        }
    }
    return std::string(nearest);
}

} // namespace catenary::support
