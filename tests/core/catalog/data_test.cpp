// SPDX-License-Identifier: Apache-2.0
// The shipped catalog data: complete, consistent, sourced.
#include "core/catalog/check.h"
#include "core/catalog/units.h"
#include "core/support/files.h"

#include <gmock/gmock.h>
#include <set>

namespace catenary::catalog {
namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Ge;
using ::testing::IsEmpty;
using ::testing::Le;
using ::testing::Not;

std::string text(const support::Findings& findings) {
    std::string all;
    for (const auto& finding : findings) all += finding.where + ": " + finding.message + "\n";
    return all;
}

const Catalog& catalog() {
    return *Catalog::builtIn();
}

constexpr StationType everyStation[] = {
    StationType::Source, StationType::Delay, StationType::Servers, StationType::Batcher, StationType::Decoder,
    StationType::Cache,  StationType::Log,   StationType::Job,     StationType::Router,  StationType::None};

TEST(CatalogData, EveryFileFitsItsSchema) {
    int files = 0;
    for (const auto& file : support::embeddedFiles()) {
        if (!file.path.starts_with("resources/catalog/") || !file.path.ends_with(".json")) continue;
        ++files;
        const auto json = support::parseJson(file.content, std::string(file.path));
        ASSERT_TRUE(json) << support::describe(json.error());
        EXPECT_EQ(text(checkSchema(*json)), "") << file.path;
    }
    EXPECT_GE(files, 100);
}

TEST(CatalogData, EveryKindIsConsistent) {
    for (const auto& kind : catalog().kinds()) EXPECT_EQ(text(checkKind(kind, catalog())), "") << kind.file;
}

TEST(CatalogData, EveryDefaultOfAStationIsWithinItsRange) {
    std::vector<const std::vector<Parameter>*> lists = {&catalog().commonParameters()};
    for (const auto type : everyStation) lists.push_back(&catalog().stationParameters(type));
    for (const auto* list : lists) {
        for (const auto& parameter : *list) {
            const auto finding = catalog().check(parameter, parameter.defaultValue);
            EXPECT_FALSE(finding) << parameter.name << ": " << finding->message;
            EXPECT_TRUE(parseUnit(parameter.unit)) << parameter.name;
        }
    }
}

TEST(CatalogData, EveryFigureHasASourceWithTitleYearAndGrade) {
    const auto expectSourced = [](const SourceNote& note, const std::string& of) {
        EXPECT_NE(note.title, "") << of;
        EXPECT_THAT(note.year, AllOf(Ge(1990), Le(2030))) << of;
        EXPECT_THAT(std::string("ABC"), Contains(note.grade)) << of;
        EXPECT_TRUE(note.read || note.grade != 'A') << of << ": nobody read an A";
    };
    for (const auto& kind : catalog().kinds())
        for (const auto& parameter : kind.parameters) expectSourced(parameter.source, kind.id + "." + parameter.name);
    for (const auto& entry : catalog().hardware()) expectSourced(entry.source, entry.id);
    for (const auto& entry : catalog().models()) expectSourced(entry.source, entry.id);
    for (const auto& entry : catalog().engines()) expectSourced(entry.source, entry.id);
    for (const auto& entry : catalog().prices()) expectSourced(entry.source, entry.id);
}

TEST(CatalogData, EveryParameterSaysWhatItMeansAndWhyItsDefaultIsWhatItIs) {
    for (const auto& kind : catalog().kinds()) {
        for (const auto& name : catalog().parameterNames(kind)) {
            const auto* parameter = catalog().parameter(kind, name);
            ASSERT_NE(parameter, nullptr) << kind.id << "." << name;
            EXPECT_GE(parameter->meaning.size(), 10u) << kind.id << "." << name;
            EXPECT_NE(parameter->why, "") << kind.id << "." << name;
            EXPECT_NE(parameter->label, "") << kind.id << "." << name;
            EXPECT_NE(parameter->section, "") << kind.id << "." << name;
        }
    }
}

// A parameter that nothing reads would be a dial without a wire.
TEST(CatalogData, EveryOwnParameterOfAKindReachesItsStation) {
    for (const auto& kind : catalog().kinds()) {
        const auto resolved = catalog().resolve(kind, {});
        ASSERT_TRUE(resolved) << kind.id << ": " << resolved.error().message;
        for (const auto& own : kind.parameters) {
            bool reaches = resolved->contains(own.name);
            for (const auto& [name, value] : *resolved)
                reaches = reaches || std::ranges::find(value.inputs, &own) != value.inputs.end();
            EXPECT_TRUE(reaches) << kind.id << "." << own.name;
        }
    }
}

TEST(CatalogData, NamesOfKindsAreUnique) {
    std::set<std::string> names;
    for (const auto& kind : catalog().kinds()) {
        EXPECT_TRUE(names.insert(kind.id).second) << kind.id;
        for (const auto& alias : kind.aliases) EXPECT_TRUE(names.insert(alias).second) << alias << " of " << kind.id;
    }
    EXPECT_GE(catalog().kinds().size(), 94u);
}

TEST(CatalogData, TheKindsOfTheFormatAndTheCoarseNamesResolve) {
    for (const char* name : {"client",
                             "event_source",
                             "schedule",
                             "service",
                             "batch_server",
                             "model_server",
                             "llm_server",
                             "cache",
                             "router",
                             "event_log",
                             "job",
                             "external",
                             "kv_store",
                             "sql_db",
                             "vector_index",
                             "feature_store",
                             "batch_job",
                             "scheduler",
                             "load_balancer",
                             "external_api",
                             "monitoring",
                             "api_gateway",
                             "model_registry",
                             "embedding_server",
                             "reranker",
                             "guardrail",
                             "queue",
                             "stream_processor",
                             "training_job",
                             "object_store",
                             "human_review",
                             "cdn"})
        EXPECT_NE(catalog().kind(name), nullptr) << name;
}

TEST(CatalogData, EveryGroupHasKinds) {
    std::map<std::string, int> counts;
    for (const auto& kind : catalog().kinds()) ++counts[kind.group];
    for (const char* group :
         {"edge", "compute", "data", "messaging", "ml-serving", "llm", "training", "operations", "external"})
        EXPECT_GE(counts[group], 4) << group;
}

TEST(CatalogData, MachinesWithAcceleratorsNameOnesThatAreKnown) {
    int machines = 0;
    for (const auto& machine : catalog().hardware()) {
        if (machine.accelerator.empty()) continue;
        ++machines;
        const auto* accelerator = catalog().hardware(machine.accelerator);
        ASSERT_NE(accelerator, nullptr) << machine.id;
        EXPECT_GT(accelerator->tflops_fp16, 0) << machine.id;
        EXPECT_GE(machine.accelerators, 1) << machine.id;
        EXPECT_TRUE(machine.usd_per_hour) << machine.id;
    }
    EXPECT_GE(machines, 30);
}

TEST(CatalogData, LabelsAreShortEnoughForTheInspector) {
    for (const auto& kind : catalog().kinds())
        for (const auto& parameter : kind.parameters)
            EXPECT_LE(parameter.label.size(), 32u) << kind.id << "." << parameter.name;
}

} // namespace
} // namespace catenary::catalog
