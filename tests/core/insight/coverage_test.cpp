// SPDX-License-Identifier: Apache-2.0
// Every parameter of every kind and every field of the format moves a figure of each engine, or a finding names it as
// not modelled there. Those are listed in docs/not-modelled.md, which this test writes where CATENARY_WRITE_TABLE is
// set.
#include "tests/core/insight/coverage.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace catenary;
using coverage::Engine;

namespace {

constexpr const char* path = CATENARY_SOURCE_DIR "/docs/not-modelled.md";

/// What is not modelled may only become less: lower this with the table.
std::size_t mostRows(Engine engine) {
    return engine == Engine::Analysis ? 28 : 8;
}

void expectNothingSilent(const coverage::Survey& survey) {
    for (const std::string& name : survey.silent) ADD_FAILURE() << name << " moves no figure and no finding names it";
}

std::string heading(Engine engine) {
    return engine == Engine::Analysis ? "## The analysis\n" : "## The simulation\n";
}

std::string section(Engine engine, const coverage::Table& table) {
    std::ostringstream text;
    text << heading(engine) << "\n| what | finding |\n| --- | --- |\n";
    for (const auto& [what, finding] : table) text << "| " << what << " | " << finding << " |\n";
    return text.str();
}

std::string page() {
    std::ifstream file(path);
    std::stringstream written;
    written << file.rdbuf();
    return written.str();
}

/// Of the page as it is: from one heading to the next, or to the end.
std::string sectionOf(const std::string& page, Engine engine) {
    const auto begin = page.find(heading(engine));
    if (begin == std::string::npos) return {};
    const auto end = page.find("\n## ", begin);
    return end == std::string::npos ? page.substr(begin) : page.substr(begin, end - begin);
}

void write(Engine engine, const coverage::Table& table) {
    const std::string before = page();
    const auto of = [&](Engine one) { return one == engine ? section(one, table) : sectionOf(before, one); };
    std::ofstream(path)
        << "# What the engines do not model\n\n"
           "Parameters and fields that an engine reads but does not act on. Setting one gives a finding with the text "
           "below.\n"
           "The lists are made by `tests/core/insight/coverage_test.cpp` (set `CATENARY_WRITE_TABLE=1` to write them) "
           "and may only become shorter.\n\n"
        << of(Engine::Analysis) << '\n'
        << of(Engine::Simulation);
}

class Coverage : public ::testing::TestWithParam<Engine> {};

} // namespace

TEST_P(Coverage, EveryParameterAndFieldMovesAFigureOrIsNamedInAListThatOnlyShrinks) {
    const coverage::Survey ofStations = coverage::stationParameters(GetParam());
    EXPECT_GT(ofStations.values, GetParam() == Engine::Analysis ? 80 : 60);
    expectNothingSilent(ofStations);

    const coverage::Survey ofKinds = coverage::kindParameters(GetParam());
    EXPECT_GT(ofKinds.values, 100);
    expectNothingSilent(ofKinds);

    const coverage::Survey ofFields = coverage::fields(GetParam());
    EXPECT_GT(ofFields.values, 50);
    expectNothingSilent(ofFields);

    coverage::Table table = ofFields.table;
    for (const coverage::Survey* survey : {&ofStations, &ofKinds})
        table.insert(survey->table.begin(), survey->table.end());
    if (std::getenv("CATENARY_WRITE_TABLE") != nullptr) write(GetParam(), table);
    EXPECT_EQ(sectionOf(page(), GetParam()), section(GetParam(), table))
        << "run this test with CATENARY_WRITE_TABLE=1 and read the difference";
    EXPECT_LE(table.size(), mostRows(GetParam()));
}

INSTANTIATE_TEST_SUITE_P(Engines, Coverage, ::testing::Values(Engine::Analysis, Engine::Simulation),
                         [](const auto& info) {
                             return std::string(info.param == Engine::Analysis ? "Analysis" : "Simulation");
                         });
