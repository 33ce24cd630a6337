// SPDX-License-Identifier: Apache-2.0
#include "core/design/reader.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace catenary::design {

namespace {

std::string kindOf(const OrderedJson& value) {
    switch (value.type()) {
    case OrderedJson::value_t::null:
        return "null";
    case OrderedJson::value_t::boolean:
        return value.get<bool>() ? "true" : "false";
    case OrderedJson::value_t::string:
        return "a text";
    case OrderedJson::value_t::array:
        return "a list";
    case OrderedJson::value_t::object:
        return "an object";
    default:
        return "the number " + (value.is_number_float() ? support::shortestNumber(value.get<double>()) : value.dump());
    }
}

std::string joined(const std::vector<std::string>& words) {
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
    return text;
}

} // namespace

void Failure::record(const Where& where, std::string what, std::string whatToDo) {
    if (failed) return;
    failed = true;
    message = std::move(what);
    hint = std::move(whatToDo);
    for (const Where* at = &where; at->parent != nullptr; at = at->parent) {
        if (at->key.empty())
            steps.emplace_back(at->index);
        else
            steps.emplace_back(std::string(at->key));
    }
    std::reverse(steps.begin(), steps.end());
}

support::Error Failure::error(const OrderedJson& root, std::string_view text, const std::string& fileName) const {
    support::Place place = locate(text, steps);
    place.file = fileName;
    place.path = pathOf(root, steps);
    return support::Error{support::ErrorCode::Input, message, place, hint};
}

Reader::Reader(const OrderedJson& json, const Where& where, Failure& failure)
    : m_json(json), m_where(where), m_failure(failure) {
    if (json.is_object())
        m_taken.resize(json.size());
    else
        wrongType(where, json, "an object");
}

const OrderedJson* Reader::take(std::string_view key) {
    if (!m_json.is_object()) return nullptr;
    std::size_t index = 0;
    for (const auto& entry : m_json.get_ref<const OrderedJson::object_t&>()) {
        if (entry.first == key) {
            m_taken[index] = true;
            return &entry.second;
        }
        ++index;
    }
    return nullptr;
}

const OrderedJson* Reader::takeValue(std::string_view key) {
    const OrderedJson* value = take(key);
    return value != nullptr && value->is_null() ? nullptr : value;
}

void Reader::wrongType(const Where& where, const OrderedJson& value, std::string_view expected) {
    const std::string subject = where.key.empty() ? "this" : "`" + std::string(where.key) + "`";
    m_failure.record(where, subject + " must be " + std::string(expected) + ", not " + kindOf(value));
}

void Reader::wrongChoice(std::string_view key, const OrderedJson& value, const std::vector<std::string>& candidates) {
    const Where here{&m_where, key, 0};
    if (!value.is_string()) return wrongType(here, value, "one of " + joined(candidates));
    const auto& word = value.get_ref<const std::string&>();
    const std::string nearest = support::nearestWord(word, candidates);
    m_failure.record(here, "`" + std::string(key) + "` is `" + word + "`, but must be one of " + joined(candidates),
                     nearest.empty() ? "" : "did you mean `" + nearest + "`?");
}

std::string Reader::text(std::string_view key, std::string fallback) {
    const OrderedJson* value = takeValue(key);
    if (value == nullptr) return fallback;
    if (value->is_string()) return value->get<std::string>();
    wrongType(Where{&m_where, key, 0}, *value, "a text");
    return fallback;
}

std::string Reader::requiredText(std::string_view key) {
    if (!ok()) return {};
    if (take(key) == nullptr) {
        m_failure.record(m_where, "the field `" + std::string(key) + "` is missing");
        return {};
    }
    const OrderedJson& value = *take(key);
    if (value.is_string()) return value.get<std::string>();
    wrongType(Where{&m_where, key, 0}, value, "a text");
    return {};
}

double Reader::number(std::string_view key, double fallback) {
    return optionalNumber(key).value_or(fallback);
}

std::optional<double> Reader::optionalNumber(std::string_view key) {
    const OrderedJson* value = takeValue(key);
    if (value == nullptr) return std::nullopt;
    if (value->is_number()) return value->get<double>();
    wrongType(Where{&m_where, key, 0}, *value, "a number");
    return std::nullopt;
}

int Reader::integer(std::string_view key, int fallback) {
    return optionalInteger(key).value_or(fallback);
}

std::optional<int> Reader::optionalInteger(std::string_view key) {
    const OrderedJson* value = takeValue(key);
    if (value == nullptr) return std::nullopt;
    if (value->is_number()) {
        const double number = value->get<double>();
        if (number == std::trunc(number) && std::abs(number) <= std::numeric_limits<int>::max())
            return static_cast<int>(number);
    }
    wrongType(Where{&m_where, key, 0}, *value, "a whole number");
    return std::nullopt;
}

bool Reader::flag(std::string_view key, bool fallback) {
    const OrderedJson* value = takeValue(key);
    if (value == nullptr) return fallback;
    if (value->is_boolean()) return value->get<bool>();
    wrongType(Where{&m_where, key, 0}, *value, "true or false");
    return fallback;
}

std::optional<std::pair<double, double>> Reader::pair(std::string_view key) {
    const OrderedJson* value = takeValue(key);
    if (value == nullptr) return std::nullopt;
    if (value->is_array() && value->size() == 2 && (*value)[0].is_number() && (*value)[1].is_number())
        return std::pair((*value)[0].get<double>(), (*value)[1].get<double>());
    wrongType(Where{&m_where, key, 0}, *value, "a list of two numbers");
    return std::nullopt;
}

std::vector<std::string> Reader::texts(std::string_view key) {
    std::vector<std::string> result;
    list(key, [&](const OrderedJson& value, const Where& where) {
        if (value.is_string())
            result.push_back(value.get<std::string>());
        else
            wrongType(where, value, "a text");
    });
    return result;
}

Distribution Reader::distribution(std::string_view key, const Distribution& fallback, Json& asWritten) {
    const OrderedJson* value = takeValue(key);
    if (value == nullptr) return fallback;
    const Json written = *value;
    auto made = Distribution::fromJson(written);
    if (!made) {
        const Where here{&m_where, key, 0};
        const std::string& what = made.error().message;
        m_failure.record(
            here,
            what.find("`" + std::string(key) + "`") == std::string::npos ? "`" + std::string(key) + "`: " + what : what,
            made.error().hint);
        return fallback;
    }
    if (made->toJson() != written) asWritten[std::string(key)] = written;
    return std::move(*made);
}

Json Reader::rest() const {
    Json rest = Json::object();
    if (!m_json.is_object()) return rest;
    std::size_t index = 0;
    for (const auto& entry : m_json.get_ref<const OrderedJson::object_t&>())
        if (!m_taken[index++]) rest[entry.first] = entry.second;
    return rest;
}

} // namespace catenary::design
