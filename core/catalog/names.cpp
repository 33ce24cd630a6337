// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/names.h"

#include <algorithm>
#include <cctype>
#include <compare>

namespace catenary::catalog {

std::vector<std::string> wordsOf(std::string_view text) {
    std::vector<std::string> words;
    bool inside = false;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        const bool letter = std::isalnum(byte) != 0 || byte >= 0x80;
        if (letter && !inside) words.emplace_back();
        if (letter) words.back() += static_cast<char>(std::tolower(byte));
        inside = letter;
    }
    return words;
}

namespace {

/// As it is compared in labels: "caches" is "cache", "db" a database.
std::string stemOf(const std::string& word) {
    if (word == "db" || word == "dbs") return "database";
    const bool plural = word.size() > 3 && word.ends_with('s') && !word.ends_with("ss");
    return plural ? word.substr(0, word.size() - 1) : word;
}

std::vector<std::string> stemsOf(std::string_view text) {
    std::vector<std::string> words = wordsOf(text.substr(0, text.find('(')));
    for (auto& word : words) word = stemOf(word);
    return words;
}

/// How surely a label names a kind.
struct Likeness {
    std::size_t words = 0; ///< of the name that is found in it
    std::size_t end = 0;   ///< where that ends: what comes last says what it is ("user service")
    int weight = 0;
    auto operator<=>(const Likeness&) const = default;
};

Likeness likeness(const std::vector<std::string>& label, const Kind& kind) {
    Likeness best;
    const auto compare = [&](std::string_view name, int weight) {
        const std::vector<std::string> words = stemsOf(name);
        if (words.empty()) return;
        const auto found = std::find_end(label.begin(), label.end(), words.begin(), words.end());
        if (found == label.end()) return;
        const auto end = static_cast<std::size_t>(found - label.begin()) + words.size();
        best = std::max(best, {words.size(), end, weight});
    };
    compare(kind.title, 10);
    compare(kind.id, 9);
    for (const auto& alias : kind.aliases) compare(alias, 9);
    for (const auto& keyword : kind.keywords) compare(keyword, 8);
    for (const auto& product : kind.products) compare(product, 7);
    return best;
}

} // namespace

const Kind* kindNamed(const Catalog& catalog, std::string_view label) {
    std::vector<std::string> words = stemsOf(label);
    if (words.empty()) words = stemsOf(label.substr(std::min(label.find('(') + 1, label.size())));
    const Kind* best = nullptr;
    Likeness most;
    for (const auto& kind : catalog.kinds()) {
        Likeness here = likeness(words, kind);
        if (here.words > 0 && kind.plain) ++here.weight; // before a product of the same name
        if (here > most) {
            most = here;
            best = &kind;
        }
    }
    return best;
}

} // namespace catenary::catalog
