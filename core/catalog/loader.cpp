// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/check.h"
#include "core/catalog/decode.h"
#include "core/support/files.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <system_error>

namespace catenary::catalog {

using support::Findings;
using support::Severity;

namespace {

/// Replaces the entry with the same id, or appends.
template <class T> void put(std::vector<T>& list, T value) {
    const auto it = std::ranges::find(list, value.id, &T::id);
    if (it == list.end())
        list.push_back(std::move(value));
    else
        *it = std::move(value);
}

/// A name that two entries of a list bear would mean either. For each name of `of` that another entry has: a sentence.
template <class T>
std::vector<std::string> takenNames(const T& of, const std::vector<T>& list, const std::string& what) {
    std::vector<std::string> names = of.aliases, taken;
    names.push_back(of.id);
    for (const T& other : list) {
        if (other.id == of.id) continue;
        for (const std::string& name : names)
            if (other.id == name || std::ranges::find(other.aliases, name) != other.aliases.end())
                taken.push_back("`" + name + "` is already a name of the " + what + " `" + other.id + "`");
    }
    return taken;
}

} // namespace

/// Fills a catalog file by file. A file either enters whole or leaves a finding.
class CatalogLoader {
public:
    CatalogLoader() : m_catalog(std::make_shared<Catalog>()) {}
    explicit CatalogLoader(const Catalog& base) : m_catalog(std::make_shared<Catalog>(base)) { addBuiltInSources(); }

    void addBuiltIn(Findings& findings) {
        addBuiltInSources();
        for (const auto& file : support::embeddedFiles())
            if (isCatalogFile(file.path))
                add(std::string(file.path), Json::parse(file.content, nullptr, false), findings);
        m_catalog->reindex();
    }

    /// A file from outside: everything about it is checked, and what the rest of the catalog does not bear is undone.
    void addForeign(const std::string& name, std::string_view text, Findings& findings) {
        const auto parsed = support::parseJson(text, name);
        if (!parsed) {
            report(findings, name, support::describe(parsed.error()));
            return;
        }
        const Json json = *parsed;
        const auto problems = checkSchema(json);
        for (const auto& problem : problems)
            report(findings, name, (problem.where.empty() ? "" : problem.where + ": ") + problem.message);
        if (!problems.empty()) return;
        const Catalog before = *m_catalog;
        const std::size_t known = findings.size();
        add(name, json, findings);
        m_catalog->reindex();
        for (const auto& kind : m_catalog->kinds())
            if (kind.file == name) checkForeignKind(kind, name, findings);
        if (findings.size() > known) *m_catalog = before;
    }

    [[nodiscard]] std::shared_ptr<const Catalog> take() { return std::move(m_catalog); }

private:
    static bool isCatalogFile(std::string_view path) {
        return path.starts_with("resources/catalog/") && path.ends_with(".json");
    }

    static void report(Findings& findings, const std::string& file, const std::string& message) {
        findings.push_back({Severity::Error, file, "`" + file + "` was left out: " + message, {}, 0});
    }

    void checkForeignKind(const Kind& kind, const std::string& name, Findings& findings) const {
        for (const auto& problem : checkKind(kind, *m_catalog))
            report(findings, name, problem.where + ": " + problem.message);
        for (const auto& taken : takenNames(kind, m_catalog->kinds(), "kind")) report(findings, name, taken);
    }

    void addBuiltInSources() {
        const auto* file = support::embeddedFile("resources/catalog/sources.json");
        if (!file) return;
        const Json json = Json::parse(file->content);
        for (const Json& source : json.at("sources")) m_sources.insert(decodeSource(source));
    }

    void add(const std::string& name, const Json& json, Findings& findings) {
        try {
            addDecoded(name, json);
        } catch (const Json::exception& error) {
            report(findings, name, error.what());
        } catch (const std::invalid_argument& error) {
            report(findings, name, error.what());
        }
    }

    void addDecoded(const std::string& name, const Json& json) {
        const auto& format = json.at("format").get_ref<const std::string&>();
        if (format == "catenary-kind") {
            Kind kind = decodeKind(json, m_sources);
            kind.file = name;
            put(m_catalog->m_kinds, std::move(kind));
        } else if (format == "catenary-hardware") {
            for (const Json& entry : json.at("hardware")) put(m_catalog->m_hardware, decodeHardware(entry, m_sources));
        } else if (format == "catenary-models") {
            for (const Json& entry : json.at("models")) put(m_catalog->m_models, decodeModel(entry, m_sources));
        } else if (format == "catenary-engines") {
            for (const Json& entry : json.at("engines")) {
                Engine engine = decodeEngine(entry, m_sources, m_catalog->m_engines);
                if (const auto taken = takenNames(engine, m_catalog->engines(), "engine"); !taken.empty())
                    throw std::invalid_argument(taken.front());
                put(m_catalog->m_engines, std::move(engine));
            }
        } else if (format == "catenary-prices") {
            for (const Json& entry : json.at("prices")) put(m_catalog->m_prices, decodePrice(entry, m_sources));
        } else if (format == "catenary-sources") {
            for (const Json& entry : json.at("sources")) m_sources.insert(decodeSource(entry));
        } else if (format == "catenary-station") {
            addStation(json);
        } else {
            throw std::invalid_argument("`" + format + "` is no format of catalog files");
        }
    }

    void addStation(const Json& json) {
        const auto& word = json.at("station").get_ref<const std::string&>();
        std::vector<Parameter> parameters;
        for (const Json& entry : json.at("parameters")) parameters.push_back(decodeParameter(entry, m_sources, true));
        if (word == "common")
            m_catalog->m_common = std::move(parameters);
        else if (const auto type = stationType(word))
            m_catalog->m_station[*type] = std::move(parameters);
        else
            throw std::invalid_argument("`" + word + "` is not a type of station");
    }

    std::shared_ptr<Catalog> m_catalog;
    Sources m_sources;
};

std::shared_ptr<const Catalog> Catalog::builtIn() {
    static const std::shared_ptr<const Catalog> catalog = [] {
        Findings findings;
        CatalogLoader loader;
        loader.addBuiltIn(findings);
        for (const auto& finding : findings) std::fprintf(stderr, "catenary: %s\n", finding.message.c_str());
        if (!findings.empty()) std::abort();
        return loader.take();
    }();
    return catalog;
}

std::shared_ptr<const Catalog> Catalog::withDirectory(const std::filesystem::path& directory, Findings& findings) {
    std::vector<std::filesystem::path> files;
    std::error_code failed;
    for (auto it = std::filesystem::recursive_directory_iterator(directory, failed);
         !failed && it != std::filesystem::recursive_directory_iterator(); it.increment(failed))
        if (it->path().extension() == ".json" && it->is_regular_file(failed)) files.push_back(it->path());
    std::ranges::sort(files);
    if (files.empty()) return builtIn();
    // Sources, then what kinds refer to, then kinds: files of a directory may name each other whatever their order.
    struct Text {
        std::string name, content;
        int turn;
    };
    std::vector<Text> texts;
    for (const auto& file : files) {
        const std::string name = std::filesystem::relative(file, directory, failed).generic_string();
        auto content = support::readFile(file, 8u << 20);
        if (!content) {
            findings.push_back(
                {Severity::Error, name, "`" + name + "` was left out: " + content.error().message, {}, 0});
            continue;
        }
        const int turn = content->find("\"catenary-sources\"") != std::string::npos ? 0
                         : content->find("\"catenary-kind\"") != std::string::npos  ? 2
                                                                                    : 1;
        texts.push_back({name, std::move(*content), turn});
    }
    std::ranges::stable_sort(texts, {}, &Text::turn);
    CatalogLoader loader(*builtIn());
    for (const auto& text : texts) loader.addForeign(text.name, text.content, findings);
    return loader.take();
}

} // namespace catenary::catalog
