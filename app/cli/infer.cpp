// SPDX-License-Identifier: Apache-2.0
// What the physics of model servers predicts: one prediction, or one for each row of a file of measured runs.
#include "app/cli/commands.h"
#include "app/cli/input.h"
#include "app/cli/output.h"
#include "core/inference/run.h"
#include "core/support/files.h"
#include "core/support/parallel.h"

#include <algorithm>
#include <atomic>
#include <iostream>
#include <iterator>
#include <optional>

namespace catenary::cli {
namespace {

using inference::Prediction;
using support::Json;
using support::OrderedJson;

std::string lineOf(const Json& row, const support::Result<Prediction>& prediction) {
    OrderedJson line;
    const auto id = row.is_object() ? row.find("id") : row.end();
    line["id"] = id != row.end() ? OrderedJson(*id) : OrderedJson();
    if (!prediction) {
        line["reason"] = prediction.error().message;
        return line.dump() + '\n';
    }
    line["predicted"] = prediction->value;
    line["low"] = prediction->low;
    line["high"] = prediction->high;
    line["dominant"] = prediction->dominant;
    if (prediction->calibrated) line["calibrated"] = true;
    return line.dump() + '\n';
}

support::Result<Prediction> predictionOf(const Json& row, const catalog::Catalog& catalog) {
    const auto run = inference::readRun(row, catalog);
    if (!run) return tl::unexpected(run.error());
    return inference::predict(*run);
}

support::Result<std::string> contentOf(const std::string& file) {
    if (file != "-") return support::readFile(file);
    return std::string(std::istreambuf_iterator<char>(std::cin), {});
}

/// The texts of the elements of a JSON list, each to be parsed by itself; nothing if the text is no list. What is wrong
/// inside an element shows when that is parsed.
std::optional<std::vector<std::string_view>> elementsOf(std::string_view text) {
    constexpr std::string_view blank = " \t\r\n";
    const std::size_t first = text.find_first_not_of(blank), last = text.find_last_not_of(blank);
    if (first == std::string_view::npos || text[first] != '[' || text[last] != ']') return std::nullopt;
    text = text.substr(first + 1, last - first - 1);
    std::vector<std::string_view> elements;
    std::size_t from = 0;
    int depth = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quoted) {
            if (c == '\\') ++i;
            quoted = c != '"';
            continue;
        }
        quoted = c == '"';
        if (c == '{' || c == '[') ++depth;
        if (c == '}' || c == ']') --depth;
        if (c != ',' || depth > 0) continue;
        elements.push_back(text.substr(from, i - from));
        from = i + 1;
    }
    if (from > 0 || text.find_first_not_of(blank) != std::string_view::npos) elements.push_back(text.substr(from));
    return elements;
}

/// Of an object the list that is its `rows`.
std::optional<std::vector<std::string>> rowsOf(const std::string& content) {
    const Json parsed = Json::parse(content, nullptr, false);
    const auto found = parsed.is_object() ? parsed.find("rows") : parsed.end();
    if (found == parsed.end() || !found->is_array()) return std::nullopt;
    std::vector<std::string> rows;
    for (const Json& row : *found) rows.push_back(row.dump());
    return rows;
}

Status predictRows(const std::string& file, const catalog::Catalog& catalog) {
    const auto content = contentOf(file);
    if (!content) return complain(content.error());
    const support::Error noList{support::ErrorCode::Syntax, "not a list of rows in JSON", {file, {}, 0, 0}, {}};
    auto elements = elementsOf(*content);
    std::vector<std::string> rows;
    if (!elements) {
        auto found = rowsOf(*content);
        if (!found) return complain(noList);
        rows = std::move(*found);
        elements.emplace(rows.begin(), rows.end());
    }
    constexpr std::size_t block = 256;
    std::vector<std::string> lines((elements->size() + block - 1) / block);
    std::atomic<bool> sound = true;
    support::forEachIndex(lines.size(), 0, [&](std::size_t k) {
        for (std::size_t i = k * block; i < std::min(elements->size(), (k + 1) * block); ++i) {
            const Json row = Json::parse((*elements)[i], nullptr, false);
            if (row.is_discarded()) sound = false;
            lines[k] += lineOf(row, predictionOf(row, catalog));
        }
    });
    if (!sound) return complain(noList);
    std::string text;
    for (const std::string& line : lines) text += line;
    return write(text, "-");
}

/// A row as `--rows` reads them, of what the command line says.
Json rowOf(const InferOptions& options, const catalog::Model& model) {
    Json row = {{"model", options.model},       {"gpu", options.hardware},
                {"n_gpu", options.devices},     {"precision", options.precision},
                {"engine", options.engine},     {"batch", options.batch},
                {"input_len", options.input},   {"output_len", options.output},
                {"concurrency", options.users}, {"lengths", "fixed"}};
    if (!options.activation_precision.empty()) row["activation_precision"] = options.activation_precision;
    if (!options.kv_precision.empty()) row["kv_precision"] = options.kv_precision;
    row["mode"] = model.family == "decoder" ? "closed" : options.users > 1 ? "closed" : "static";
    return row;
}

struct Asked {
    const char *metric, *unit, *title;
};

std::vector<Asked> askedOf(const catalog::Model& model, bool closed) {
    if (model.family == "decoder")
        return {{"ttft_ms", "ms", "time to the first token"},
                {"tpot_ms", "ms", "time per output token"},
                {"throughput", "tok/s", "output tokens a second"}};
    return {{"latency_ms", "ms", closed ? "time of a request" : "time of a batch"},
            {"throughput", "1/s", "items a second"}};
}

OrderedJson toJson(const Asked& asked, const Prediction& prediction) {
    OrderedJson json;
    json["metric"] = asked.metric;
    json["unit"] = asked.unit;
    json["predicted"] = prediction.value;
    json["band"] = {prediction.low, prediction.high};
    json["dominant"] = prediction.dominant;
    json["terms"] = OrderedJson::array();
    for (const inference::Term& term : prediction.time.terms)
        json["terms"].push_back(
            {{"name", std::string(term.name)}, {"ms", term.ms}, {"formula", std::string(term.formula)}});
    json["accuracy"] = {{"measured", prediction.accuracy->title},
                        {"rows", prediction.accuracy->rows},
                        {"p50", prediction.accuracy->p50},
                        {"p90", prediction.accuracy->p90}};
    return json;
}

std::string toText(const Asked& asked, const Prediction& prediction) {
    std::string text = std::string(asked.title) + ": " + figure(prediction.value) + " " + asked.unit + " (" +
                       figure(prediction.low) + " … " + figure(prediction.high) + ")\n";
    if (std::string_view(asked.unit) != "ms") return text;
    Table table({"part", "formula", "ms"}, 2);
    auto terms = prediction.time.terms;
    std::stable_sort(terms.begin(), terms.end(),
                     [](const inference::Term& a, const inference::Term& b) { return a.ms > b.ms; });
    for (const inference::Term& term : terms)
        table.row({std::string(term.name), std::string(term.formula), figure(term.ms)});
    return text + table.text() + "measured: " + prediction.accuracy->title + ", " +
           std::to_string(prediction.accuracy->rows) + " runs, median error " +
           figure(100 * prediction.accuracy->p50, 2) + " %\n\n";
}

Status predictOne(const InferOptions& options, const catalog::Catalog& catalog) {
    const catalog::Model* model = catalog.model(options.model);
    if (model == nullptr) {
        std::vector<std::string> known;
        for (const catalog::Model& candidate : catalog.models()) known.push_back(candidate.id);
        return complain(unknown("model", options.model, known));
    }
    if (catalog.hardware(options.hardware) == nullptr) {
        std::vector<std::string> known;
        for (const catalog::Hardware& candidate : catalog.hardware()) known.push_back(candidate.id);
        return complain(unknown("hardware", options.hardware, known));
    }
    if (model->family == "decoder" && catalog.engine(options.engine) == nullptr) {
        std::vector<std::string> known;
        for (const catalog::Engine& candidate : catalog.engines()) known.push_back(candidate.id);
        return complain(unknown("engine", options.engine, known));
    }
    Json row = rowOf(options, *model);
    OrderedJson json = OrderedJson::array();
    std::string text;
    for (const Asked& asked : askedOf(*model, options.users > 1)) {
        row["metric"] = asked.metric;
        row["unit"] = asked.unit;
        const auto prediction = predictionOf(row, catalog);
        if (!prediction) return complain(prediction.error());
        json.push_back(toJson(asked, *prediction));
        text += toText(asked, *prediction);
    }
    return write(options.json ? json.dump(2) + '\n' : text, "-");
}

} // namespace

Status infer(const InferOptions& options) {
    const auto catalog = readCatalog();
    return options.rows.empty() ? predictOne(options, *catalog) : predictRows(options.rows, *catalog);
}

} // namespace catenary::cli
