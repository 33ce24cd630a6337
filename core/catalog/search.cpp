// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/catalog.h"
#include "core/catalog/names.h"

#include <algorithm>

namespace catenary::catalog {

namespace {

/// A word of a kind and how much it says about the kind.
struct Word {
    std::string text;
    int weight;
};

std::vector<Word> weighedWordsOf(const Kind& kind) {
    std::vector<Word> words;
    const auto add = [&](std::string_view text, int weight) {
        for (auto& word : wordsOf(text)) words.push_back({std::move(word), weight});
    };
    add(kind.title, 10);
    add(kind.id, 9);
    for (const auto& alias : kind.aliases) add(alias, 9);
    for (const auto& keyword : kind.keywords) add(keyword, 8);
    for (const auto& product : kind.products) add(product, 7);
    add(kind.group, 3);
    add(kind.summary, 1);
    return words;
}

/// How well one word of the query fits: the whole word, its beginning, its inside, or a misspelling of it. 0: not at
/// all.
int fit(const std::string& wanted, const std::vector<Word>& words) {
    int best = 0;
    for (const auto& word : words) {
        int factor = 0;
        if (word.text == wanted)
            factor = 8;
        else if (word.text.starts_with(wanted))
            factor = 6;
        else if (wanted.size() >= 3 && word.text.find(wanted) != std::string::npos)
            factor = 3;
        best = std::max(best, factor * word.weight);
    }
    if (best > 0 || wanted.size() < 4) return best;
    for (const auto& word : words) {
        if (word.weight == 1 || word.text.size() < 4) continue;
        if (!support::nearestWord(wanted, {word.text}).empty()) best = std::max(best, 2 * word.weight);
    }
    return best;
}

} // namespace

std::vector<const Kind*> Catalog::search(std::string_view query) const {
    const auto wanted = wordsOf(query);
    struct Hit {
        const Kind* kind;
        int score;
    };
    std::vector<Hit> hits;
    for (const auto& kind : m_kinds) {
        const auto words = weighedWordsOf(kind);
        int score = 0;
        bool all = true;
        for (const auto& word : wanted) {
            const int value = fit(word, words);
            all = all && value > 0;
            score += value;
        }
        // "vector db" names a kind as a whole; a plain building block comes before a product of the same rank.
        std::string joined;
        for (const auto& word : wanted) joined += (joined.empty() ? "" : "_") + word;
        if (!joined.empty() && (kind.id == joined || std::ranges::find(kind.aliases, joined) != kind.aliases.end()))
            score += 100;
        // Of two that have the word, the one that begins with it: "search" is the search engine.
        if (!joined.empty() && kind.id.starts_with(joined)) ++score;
        if (all) hits.push_back({&kind, 2 * score + (kind.plain ? 1 : 0)});
    }
    if (!wanted.empty()) std::ranges::stable_sort(hits, std::ranges::greater{}, &Hit::score);
    std::vector<const Kind*> result;
    result.reserve(hits.size());
    for (const auto& hit : hits) result.push_back(hit.kind);
    return result;
}

} // namespace catenary::catalog
