// SPDX-License-Identifier: Apache-2.0
// Look-up, resolution, checks, search and user directories.
#include "core/catalog/catalog.h"

#include <filesystem>
#include <fstream>
#include <gmock/gmock.h>
#include <random>

namespace catenary::catalog {
namespace {

using From = Resolved::From;
using Authored = std::vector<std::pair<std::string, Json>>;

const Catalog& catalog() {
    return *Catalog::builtIn();
}
const Kind& kind(std::string_view id) {
    return *catalog().kind(id);
}

Resolved resolved(std::string_view id, std::string_view name, const Authored& authored = {}) {
    const auto values = catalog().resolve(kind(id), authored);
    EXPECT_TRUE(values) << values.error().message;
    return values ? values->at(std::string(name)) : Resolved{};
}

std::vector<std::string> found(std::string_view query) {
    std::vector<std::string> ids;
    for (const auto* hit : catalog().search(query)) ids.push_back(hit->id);
    return ids;
}

/// A directory of its own that goes when the test ends.
class UserDirectory {
public:
    UserDirectory()
        : m_path(std::filesystem::temp_directory_path() /
                 ("catenary-catalog-" + std::to_string(std::random_device{}()))) {
        std::filesystem::create_directories(m_path);
    }
    ~UserDirectory() { std::filesystem::remove_all(m_path); }
    UserDirectory(const UserDirectory&) = delete;
    UserDirectory& operator=(const UserDirectory&) = delete;
    void write(const std::string& name, const std::string& text) const { std::ofstream(m_path / name) << text; }
    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    std::filesystem::path m_path;
};

constexpr const char* newKind =
    R"({"format": "catenary-kind", "version": 1, "id": "hologram", "title": "Hologram server",
  "group": "compute", "station": "servers", "shape": "card", "icon": "service", "summary": "Draws in the air.",
  "parameters": [{"name": "photon_us", "label": "Photons", "unit": "us", "type": "number", "default": 1500, "min": 1, "max": 9000,
    "meaning": "Time to place the photons.", "why": "Measured here.", "source": {"title": "Our bench", "year": 2026, "grade": "A", "read": true},
    "section": "capacity"}],
  "lower": {"service_time_ms": "photon_us * 2"}})";

TEST(Catalog, FindsAKindByItsAlias) {
    ASSERT_NE(catalog().kind("sql_db"), nullptr);
    EXPECT_EQ(catalog().kind("sql_db"), catalog().kind("relational_db"));
    EXPECT_EQ(catalog().kind("no_such_kind"), nullptr);
}

TEST(Catalog, APlainServiceHasTheDefaultsOfItsStation) {
    const auto replicas = resolved("service", "replicas");
    EXPECT_EQ(replicas.value, 1);
    EXPECT_EQ(replicas.from, From::StationDefault);
    EXPECT_TRUE(resolved("service", "hardware").value.is_null()) << "the queue of the textbooks costs nothing";
}

TEST(Catalog, TheKindLowersItsOwnParametersToThoseOfItsStation) {
    // workers = ceil(72 000/s × 0.5 ms) by Little's law
    const auto workers = resolved("in_memory_cache", "workers");
    EXPECT_EQ(workers.value, 36);
    EXPECT_EQ(workers.from, From::KindDefault);
    EXPECT_EQ(workers.inputs.size(), 2u);
    EXPECT_EQ(workers.expression, "ceil(ops_per_core_s * op_ms_p50)");
}

TEST(Catalog, WhatTheAuthorSetsOnTheKindReachesTheStation) {
    const auto workers = resolved("in_memory_cache", "workers", {{"op_ms_p50", 0.25}});
    EXPECT_EQ(workers.value, 18);
    EXPECT_EQ(workers.from, From::Author);
    EXPECT_EQ(resolved("model_server", "instances", {{"replicas", 4}}).value, 4);
}

TEST(Catalog, AnOverrideOfAStationParameterWinsAndIsToldApart) {
    const auto workers = resolved("in_memory_cache", "workers", {{"op_ms_p50", 0.25}, {"workers", 7}});
    EXPECT_EQ(workers.value, 7);
    EXPECT_EQ(workers.from, From::Override);
    EXPECT_EQ(resolved("service", "workers", {{"workers", 7}}).from, From::Author);
}

TEST(Catalog, OfTwoValuesTheLaterWins) {
    EXPECT_EQ(resolved("service", "workers", {{"workers", 2}, {"workers", 3}}).value, 3);
}

TEST(Catalog, SecondsBecomeMillisecondsInDistributionsToo) {
    // task_s_mean is in seconds, service_time_ms in milliseconds
    EXPECT_DOUBLE_EQ(resolved("batch_worker", "service_time_ms", {{"task_s_mean", 3}}).value.at("mean").get<double>(),
                     3000);
    EXPECT_DOUBLE_EQ(resolved("batch_worker", "service_time_ms").value.at("cv").get<double>(), 2)
        << "a spread is a pure number";
}

TEST(Catalog, TheDefaultHardwareIsTheFirstOfTheKind) {
    const auto hardware = resolved("model_server", "hardware");
    EXPECT_EQ(hardware.value, kind("model_server").hardware.front());
    EXPECT_EQ(hardware.from, From::KindDefault);
    EXPECT_EQ(resolved("model_server", "hardware", {{"hardware", "H200"}}).value, "H200");
}

TEST(Catalog, AGivenHitRatioStepsBackWhenTheItemsAreDescribed) {
    EXPECT_EQ(resolved("cache", "hit_ratio").value, 0.9);
    EXPECT_TRUE(resolved("cache", "hit_ratio", {{"items", 1000}}).value.is_null());
    EXPECT_TRUE(resolved("cdn", "hit_ratio", {{"cold", true}}).value.is_null());
    EXPECT_EQ(resolved("cache", "hit_ratio", {{"cold", false}}).value, 0.9);
}

TEST(Catalog, RefusesAValueOfTheWrongTypeOrOutsideAStrictRange) {
    for (const auto& [name, value] : Authored{{"workers", 0},
                                              {"workers", "many"},
                                              {"workers", 1.5},
                                              {"failure_ratio", 1.2},
                                              {"discipline", "fastest"},
                                              {"replicas", nullptr},
                                              {"service_time_ms", Json{{"distribution", "gaussian"}}}}) {
        const auto values = catalog().resolve(kind("service"), {{name, value}});
        ASSERT_FALSE(values) << name << " = " << value;
        EXPECT_EQ(values.error().where.path, name);
    }
}

TEST(Catalog, RefusesAnOwnValueThatLeadsTheStationOutOfItsRange) {
    const auto values = catalog().resolve(kind("vector_db"), {{"rps_8vcpu", 0}});
    ASSERT_FALSE(values);
    EXPECT_EQ(values.error().where.path, "workers");
    EXPECT_THAT(values.error().message, testing::HasSubstr("rps_8vcpu"));
}

TEST(Catalog, SaysRangeUnitAndReasonOfAValueOutsideIt) {
    const auto& vectors = kind("vector_db");
    const auto unusual = catalog().check(*catalog().parameter(vectors, "query_ms_p50"), 400);
    ASSERT_TRUE(unusual);
    EXPECT_EQ(unusual->severity, support::Severity::Warning) << "a range of the kind is only usual";
    EXPECT_THAT(unusual->message, testing::AllOf(testing::HasSubstr("400 ms"), testing::HasSubstr("1 to 25 ms")));
    EXPECT_THAT(unusual->hint, testing::HasSubstr("judgement"));
    const auto impossible = catalog().check(*catalog().parameter(vectors, "failure_ratio"), 2);
    ASSERT_TRUE(impossible);
    EXPECT_EQ(impossible->severity, support::Severity::Error) << "a share cannot be 2";
    EXPECT_FALSE(catalog().check(*catalog().parameter(vectors, "query_ms_p50"), 5));
}

TEST(Catalog, ChecksTheMembersOfStructures) {
    const auto& scaling = *catalog().parameter(kind("service"), "autoscaling");
    EXPECT_FALSE(catalog().check(scaling, Json{{"max", 10}}));
    EXPECT_EQ(catalog().check(scaling, Json{{"min", 1}})->severity, support::Severity::Error) << "`max` has no default";
    const auto typo = catalog().check(scaling, Json{{"max", 10}, {"mn", 2}});
    ASSERT_TRUE(typo);
    EXPECT_EQ(typo->where, "autoscaling.mn");
    EXPECT_THAT(typo->hint, testing::HasSubstr("`min`"));
    const auto& batch = *catalog().parameter(kind("batch_server"), "batch_time_ms");
    EXPECT_FALSE(catalog().check(batch, 12));
    EXPECT_FALSE(catalog().check(batch, Json{{"base", 2}, {"per_item", 1}}));
    EXPECT_FALSE(catalog().check(batch, Json{{"distribution", "exponential"}, {"mean", 3}}));
    EXPECT_TRUE(catalog().check(batch, Json{{"base", 2}}));
}

TEST(Catalog, ChecksTheRowsOfLists) {
    const auto& measured = *catalog().parameter(kind("batch_server"), "calibration");
    EXPECT_FALSE(catalog().check(measured, Json::array({{{"batch", 8}, {"time_ms", 3}}, {{"batch", 16}}})))
        << "a member need not be there";
    EXPECT_EQ(catalog().check(measured, Json{{"batch", 8}})->severity, support::Severity::Error);
    const auto wrong = catalog().check(measured, Json::array({{{"batch", 8}}, {{"batch", "many"}}}));
    ASSERT_TRUE(wrong);
    EXPECT_EQ(wrong->where, "calibration");
    EXPECT_THAT(wrong->message, testing::HasSubstr("row 2"));
    const auto typo = catalog().check(measured, Json::array({{{"bach", 8}}}));
    ASSERT_TRUE(typo);
    EXPECT_EQ(typo->severity, support::Severity::Warning);
    EXPECT_THAT(typo->hint, testing::HasSubstr("`batch`"));
}

TEST(Catalog, AMisspeltChoiceOrReferenceGetsTheNearestName) {
    EXPECT_THAT(catalog().check(*catalog().parameter(kind("service"), "discipline"), "fiffo")->hint,
                testing::HasSubstr("`fifo`"));
    EXPECT_THAT(catalog().check(*catalog().parameter(kind("llm_server"), "model"), "llama-3.1-8bb")->hint,
                testing::HasSubstr("`llama-3.1-8b`"));
}

TEST(Catalog, AMisspeltParameterHasANearestName) {
    EXPECT_EQ(catalog().parameter(kind("service"), "replica"), nullptr);
    EXPECT_EQ(support::nearestWord("replica", catalog().parameterNames(kind("service"))), "replicas");
}

TEST(CatalogSearch, FindsByTitleAliasProductAndSynonym) {
    EXPECT_EQ(found("service").front(), "service") << "the building block comes before products";
    EXPECT_EQ(found("vector db").front(), "vector_db");
    EXPECT_EQ(found("redis").front(), "in_memory_cache");
    EXPECT_EQ(found("kafka").front(), "event_log");
    EXPECT_EQ(found("speech to text").front(), "asr_server");
    EXPECT_THAT(found("postgres"), testing::Contains("relational_db"));
    EXPECT_THAT(found("hnsw"), testing::Contains("vector_db"));
    EXPECT_THAT(found("xgboost"), testing::ElementsAre("tree_model_server"));
}

TEST(CatalogSearch, ForgivesAMisspelling) {
    EXPECT_THAT(found("postgrse"), testing::Contains("relational_db"));
    EXPECT_EQ(found("rerankr").front(), "reranker");
    EXPECT_TRUE(found("zzzzqqqq").empty());
}

TEST(CatalogSearch, NoWordsFindEverything) {
    EXPECT_EQ(found("  ").size(), catalog().kinds().size());
}

TEST(UserCatalog, AddsAKindWithoutRecompiling) {
    const UserDirectory directory;
    directory.write("hologram.json", newKind);
    support::Findings findings;
    const auto mine = Catalog::withDirectory(directory.path(), findings);
    EXPECT_THAT(findings, testing::IsEmpty());
    const auto* hologram = mine->kind("hologram");
    ASSERT_NE(hologram, nullptr);
    EXPECT_EQ(mine->resolve(*hologram, {})->at("service_time_ms").value, 3) << "1500 us × 2 in ms";
    EXPECT_EQ(catalog().kind("hologram"), nullptr) << "the built-in catalog is untouched";
}

TEST(UserCatalog, ReplacesAKindByItsId) {
    const UserDirectory directory;
    std::string text = newKind;
    text.replace(text.find("hologram"), 8, "waf");
    directory.write("waf.json", text);
    support::Findings findings;
    const auto mine = Catalog::withDirectory(directory.path(), findings);
    EXPECT_THAT(findings, testing::IsEmpty());
    EXPECT_EQ(mine->kind("waf")->title, "Hologram server");
    EXPECT_EQ(mine->kinds().size(), catalog().kinds().size());
}

TEST(UserCatalog, ABrokenFileIsNamedAndLeavesTheRest) {
    const std::string good = newKind;
    const auto with = [&](const std::string& from, const std::string& to) {
        std::string text = good;
        return text.replace(text.find(from), from.size(), to);
    };
    const std::pair<const char*, std::string> broken[] = {
        {"syntax.json", "{\"format\": "},
        {"unknown_field.json", with("\"summary\"", "\"sumary\"")},
        {"unknown_format.json", with("catenary-kind", "catenary-sort")},
        {"unit.json", with("\"us\"", "\"parsec\"")},
        {"expression.json", with("photon_us * 2", "photon_us + 2")},
        {"name.json", with("photon_us * 2", "photons * 2")},
        {"target.json", with("\"service_time_ms\"", "\"batch_time_ms\"")},
        {"default.json", with("1500", "15000")},
        {"alias.json", with("\"title\"", "\"aliases\": [\"service\"], \"title\"")},
        {"station.json", with("\"servers\"", "\"starship\"")},
    };
    for (const auto& [name, text] : broken) {
        const UserDirectory directory;
        directory.write(name, text);
        directory.write("z_good.json", with("hologram", "beamer"));
        support::Findings findings;
        const auto mine = Catalog::withDirectory(directory.path(), findings);
        ASSERT_FALSE(findings.empty()) << name;
        for (const auto& finding : findings) EXPECT_EQ(finding.where, name) << finding.message;
        EXPECT_EQ(mine->kind("hologram"), nullptr) << name;
        EXPECT_NE(mine->kind("beamer"), nullptr) << name;
        EXPECT_EQ(mine->kind("service")->id, "service") << name;
    }
}

std::string engineFile(const std::string& members) {
    return R"({"format": "catenary-engines", "version": 1, "engines": [{"id": "ours", "title": "Ours", )" + members +
           R"(, "source": {"title": "Measured here", "year": 2026, "grade": "B"}}]})";
}

TEST(UserCatalog, AnEngineLikeAnotherSaysOnlyWhatDiffers) {
    const UserDirectory directory;
    directory.write("ours.json",
                    engineFile(R"("like": "trtllm", "aliases": ["ours-"], "memory_share": 0.8, "step_us": 50)"));
    support::Findings findings;
    const auto mine = Catalog::withDirectory(directory.path(), findings);
    ASSERT_THAT(findings, testing::IsEmpty());
    const Engine& engine = *mine->engine("ours-1.2");
    const Engine& other = *catalog().engine("trtllm");
    EXPECT_EQ(engine.id, "ours");
    EXPECT_EQ(engine.memory_share, 0.8);
    EXPECT_EQ(engine.step_us, 50);
    EXPECT_EQ(engine.layer_us, std::nullopt);
    EXPECT_EQ(engine.layer, other.layer);
    EXPECT_EQ(engine.host, other.host);
    EXPECT_EQ(mine->engine("trtllm-1.0")->id, "trtllm") << "names of releases stay with the other";
    const auto& parameter = *mine->parameter(*mine->kind("llm_server"), "engine");
    EXPECT_FALSE(mine->check(parameter, "ours"));
    EXPECT_THAT(catalog().check(parameter, "trtlm")->hint, testing::HasSubstr("`trtllm`"));
}

TEST(UserCatalog, AnEngineThatCannotBeUsedSaysWhatItLacks) {
    const std::pair<std::string, const char*> broken[] = {
        {R"("like": "vlm")", "`vlm`"},
        {R"("year": 2026)", "`host`"},
        {R"("host": "cpp", "memory_share": 0.9)", "`constants.layer`"},
        {R"("like": "vllm", "memory_share": 1.5)", "memory_share"},
        {R"("like": "vllm", "constants": {"layer": "no_such"})", "constants"},
        {R"("like": "vllm", "aliases": ["trtllm-"])", "`trtllm-` is already a name"},
    };
    for (const auto& [members, part] : broken) {
        const UserDirectory directory;
        directory.write("ours.json", engineFile(members));
        support::Findings findings;
        const auto mine = Catalog::withDirectory(directory.path(), findings);
        ASSERT_FALSE(findings.empty()) << members;
        std::string all;
        for (const auto& finding : findings) all += finding.message;
        EXPECT_THAT(all, testing::AllOf(testing::HasSubstr("ours.json"), testing::HasSubstr(part)));
        EXPECT_EQ(mine->engine("ours"), nullptr);
    }
}

TEST(UserCatalog, AMissingDirectoryIsNoError) {
    support::Findings findings;
    EXPECT_EQ(Catalog::withDirectory("/nowhere/at/all", findings)->kinds().size(), catalog().kinds().size());
    EXPECT_THAT(findings, testing::IsEmpty());
}

} // namespace
} // namespace catenary::catalog
