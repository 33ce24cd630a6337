// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/pasted_rows.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

namespace catenary::catalog {

namespace {

/// How others call a member.
constexpr std::array<std::pair<std::string_view, std::string_view>, 31> otherNames = {
    {{"users", "concurrency"},
     {"max_concurrency", "concurrency"},
     {"concurrent_users", "concurrency"},
     {"concurrent_requests", "concurrency"},
     {"batch_size", "batch"},
     {"bs", "batch"},
     {"input_len", "input_tokens"},
     {"input_length", "input_tokens"},
     {"isl", "input_tokens"},
     {"prompt_tokens", "input_tokens"},
     {"output_len", "output_tokens"},
     {"output_length", "output_tokens"},
     {"osl", "output_tokens"},
     {"completion_tokens", "output_tokens"},
     {"tpot", "tpot_ms"},
     {"itl", "tpot_ms"},
     {"itl_ms", "tpot_ms"},
     {"mean_tpot", "tpot_ms"},
     {"mean_tpot_ms", "tpot_ms"},
     {"mean_itl", "tpot_ms"},
     {"mean_itl_ms", "tpot_ms"},
     {"ttft", "ttft_ms"},
     {"mean_ttft", "ttft_ms"},
     {"mean_ttft_ms", "ttft_ms"},
     {"time", "time_ms"},
     {"latency", "time_ms"},
     {"latency_ms", "time_ms"},
     {"batch_time_ms", "time_ms"},
     {"gpu", "hardware"},
     {"tp", "tensor_parallel"},
     {"n_gpu", "tensor_parallel"}}};

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blank);
    return first == std::string_view::npos ? std::string_view()
                                           : text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/// "Batch size (ms)" → "batch_size".
std::string plainName(std::string_view name) {
    name = trimmed(name.substr(0, name.find_first_of("([")));
    std::string plain;
    for (const char c : name) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        plain += letter ? c : c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : '_';
    }
    return plain;
}

const Parameter* fieldNamed(const Parameter& parameter, std::string_view name) {
    const std::string plain = plainName(name);
    const auto is = [&](std::string_view wanted) {
        const auto found = std::ranges::find(parameter.fields, wanted, &Parameter::name);
        return found == parameter.fields.end() ? nullptr : &*found;
    };
    if (const Parameter* field = is(plain)) return field;
    for (const auto& [other, own] : otherNames)
        if (plain == other) return is(own);
    const auto labelled =
        std::ranges::find_if(parameter.fields, [&](const Parameter& field) { return plainName(field.label) == plain; });
    return labelled == parameter.fields.end() ? nullptr : &*labelled;
}

std::string namesOf(const Parameter& parameter) {
    std::string names;
    for (const Parameter& field : parameter.fields) names += (names.empty() ? "" : ", ") + field.name;
    return names;
}

void say(PastedRows::Row& row, const std::string& problem) {
    row.problem += (row.problem.empty() ? "" : "; ") + problem;
}

/// A cell as a value of the field; a number is written with a point.
void take(PastedRows::Row& row, const Parameter& field, std::string_view cell) {
    cell = trimmed(cell);
    if (cell.size() > 1 && cell.front() == '"' && cell.back() == '"') cell = trimmed(cell.substr(1, cell.size() - 2));
    if (cell.empty()) return;
    if (field.type != ParameterType::Number && field.type != ParameterType::Integer) {
        row.values[field.name] = std::string(cell);
        return;
    }
    double number = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), number);
    if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(number))
        say(row, "`" + field.name + "` is not a number: " + std::string(cell));
    else if (number == std::floor(number) && std::fabs(number) < 1e15)
        row.values[field.name] = static_cast<std::int64_t>(number);
    else
        row.values[field.name] = number;
}

class Reader {
public:
    explicit Reader(const Parameter& parameter) : m_parameter(parameter) {}

    PastedRows json(const Json& json, int line) {
        const auto rows = json.is_object() ? json.find("rows") : json.end();
        if (json.is_array() || (rows != json.end() && rows->is_array())) {
            int at = 0;
            for (const Json& row : json.is_array() ? json : *rows) object(row, ++at);
        } else {
            object(json, line);
        }
        return std::move(m_result);
    }

    /// One object on each line.
    std::optional<PastedRows> jsonLines(std::string_view text) {
        int at = 0;
        while (!text.empty()) {
            const std::string_view line = next(text);
            ++at;
            if (trimmed(line).empty()) continue;
            const Json parsed = Json::parse(line, nullptr, false);
            if (!parsed.is_object()) return std::nullopt;
            object(parsed, at);
        }
        return std::move(m_result);
    }

    PastedRows table(std::string_view text) {
        std::vector<const Parameter*> columns;
        char separator = ',';
        int at = 0;
        while (!text.empty()) {
            const std::string_view line = next(text);
            ++at;
            if (trimmed(line).empty() || trimmed(line).front() == '#') continue;
            if (columns.empty()) {
                separator = line.find('\t') != std::string_view::npos  ? '\t'
                            : line.find(';') != std::string_view::npos ? ';'
                                                                       : ',';
                for (const std::string_view name : cells(line, separator)) columns.push_back(named(name));
                if (std::ranges::all_of(columns, [](const Parameter* of) { return of == nullptr; })) {
                    m_result.ignored.clear();
                    m_result.problem = "line " + std::to_string(at) +
                                       " names no column that is known; the first line must name some of " +
                                       namesOf(m_parameter);
                    return std::move(m_result);
                }
                continue;
            }
            PastedRows::Row row{at, Json::object(), {}};
            const auto values = cells(line, separator);
            for (std::size_t i = 0; i < std::min(values.size(), columns.size()); ++i)
                if (columns[i] != nullptr) take(row, *columns[i], values[i]);
            if (values.size() > columns.size())
                say(row, "has " + std::to_string(values.size()) + " cells for " + std::to_string(columns.size()) +
                             " columns");
            m_result.rows.push_back(std::move(row));
        }
        if (m_result.rows.empty()) m_result.problem = "there is no row below the names of the columns";
        return std::move(m_result);
    }

private:
    /// The first line, which is taken away.
    static std::string_view next(std::string_view& text) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        return line;
    }
    static std::vector<std::string_view> cells(std::string_view line, char separator) {
        std::vector<std::string_view> list;
        while (true) {
            const std::size_t end = line.find(separator);
            list.push_back(line.substr(0, end));
            if (end == std::string_view::npos) return list;
            line.remove_prefix(end + 1);
        }
    }
    const Parameter* named(std::string_view name) {
        const Parameter* field = fieldNamed(m_parameter, name);
        const std::string said(trimmed(name));
        if (field == nullptr && !said.empty() && std::ranges::find(m_result.ignored, said) == m_result.ignored.end())
            m_result.ignored.push_back(said);
        return field;
    }
    void object(const Json& json, int line) {
        PastedRows::Row row{line, Json::object(), {}};
        if (!json.is_object()) say(row, "is not an object but " + json.dump());
        if (json.is_object())
            for (const auto& [name, value] : json.items())
                if (const Parameter* field = named(name))
                    take(row, *field,
                         value.is_string() ? value.get<std::string>()
                         : value.is_null() ? ""
                                           : value.dump());
        m_result.rows.push_back(std::move(row));
    }

    const Parameter& m_parameter;
    PastedRows m_result;
};

} // namespace

PastedRows readPastedRows(const Parameter& parameter, std::string_view text) {
    const std::string_view inside = trimmed(text);
    if (inside.empty()) return {};
    if (inside.front() != '{' && inside.front() != '[') return Reader(parameter).table(text);
    if (const Json whole = Json::parse(inside, nullptr, false); !whole.is_discarded())
        return Reader(parameter).json(whole, 1);
    if (auto lines = Reader(parameter).jsonLines(text)) return std::move(*lines);
    PastedRows result;
    try {
        [[maybe_unused]] const Json read = Json::parse(inside);
    } catch (const Json::parse_error& error) {
        const auto line =
            std::count(inside.begin(),
                       inside.begin() + static_cast<std::ptrdiff_t>(std::min(error.byte, inside.size())), '\n') +
            1;
        result.problem = "this is no JSON: a mistake in line " + std::to_string(line);
    }
    return result;
}

std::string pastedText(const Parameter& parameter, const Json& rows) {
    if (!rows.is_array() || rows.empty()) return {};
    std::vector<const Parameter*> columns;
    for (const Parameter& field : parameter.fields)
        if (std::ranges::any_of(rows, [&](const Json& row) { return row.is_object() && row.contains(field.name); }))
            columns.push_back(&field);
    std::string text;
    const auto line = [&](const auto& cell) {
        for (std::size_t i = 0; i < columns.size(); ++i) text += (i == 0 ? "" : ", ") + cell(columns[i]->name);
        text += '\n';
    };
    line([](const std::string& name) { return name; });
    for (const Json& row : rows)
        line([&](const std::string& name) {
            const Json value = row.is_object() ? row.value(name, Json()) : Json();
            return value.is_string() ? value.get<std::string>()
                   : value.is_null() ? std::string()
                                     : support::shortestNumber(value.is_number() ? value.get<double>() : 0);
        });
    return text;
}

} // namespace catenary::catalog
