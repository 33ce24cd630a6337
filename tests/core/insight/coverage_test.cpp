// SPDX-License-Identifier: Apache-2.0
// Every parameter of every kind and every field of the format moves a figure of the estimate, or a finding names it as
// not modelled. Those are listed in docs/not-modelled.md, which this test writes where CATENARY_WRITE_TABLE is set.
#include "tests/core/insight/coverage.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace catenary;

namespace {

/// What is not modelled may only become less: lower this with the table.
constexpr std::size_t mostRows = 29;

void expectNothingSilent(const coverage::Survey& survey) {
    for (const std::string& name : survey.silent) ADD_FAILURE() << name << " moves no figure and no finding names it";
}

coverage::Table wholeTable() {
    coverage::Table table = coverage::fields().table;
    for (const coverage::Survey* survey : {&coverage::stationParameters(), &coverage::kindParameters()})
        table.insert(survey->table.begin(), survey->table.end());
    return table;
}

std::string page(const coverage::Table& table) {
    std::ostringstream text;
    text << "# What the estimate does not model\n\n"
            "Parameters and fields that the closed-form estimate reads but does not act on. Setting one gives a "
            "finding with the text below.\n"
            "The list is made by `tests/core/insight/coverage_test.cpp` (set `CATENARY_WRITE_TABLE=1` to write it) and "
            "may only become shorter.\n\n"
            "| what | finding |\n| --- | --- |\n";
    for (const auto& [what, finding] : table) text << "| " << what << " | " << finding << " |\n";
    return text.str();
}

} // namespace

TEST(Coverage, EveryStationParameterMovesAFigureOrIsNamed) {
    EXPECT_GT(coverage::stationParameters().values, 80);
    expectNothingSilent(coverage::stationParameters());
}

TEST(Coverage, EveryParameterOfEveryKindMovesAFigureOrIsNamed) {
    EXPECT_GT(coverage::kindParameters().values, 100);
    expectNothingSilent(coverage::kindParameters());
}

TEST(Coverage, EveryFieldOfTheFormatMovesAFigureOrIsNamed) {
    expectNothingSilent(coverage::fields());
}

TEST(Coverage, TheListOfWhatIsNotModelledIsCurrentAndOnlyShrinks) {
    const std::string path = CATENARY_SOURCE_DIR "/docs/not-modelled.md";
    const coverage::Table table = wholeTable();
    if (std::getenv("CATENARY_WRITE_TABLE") != nullptr) std::ofstream(path) << page(table);
    std::ifstream file(path);
    std::stringstream written;
    written << file.rdbuf();
    EXPECT_EQ(written.str(), page(table)) << "run this test with CATENARY_WRITE_TABLE=1 and read the difference";
    EXPECT_LE(table.size(), mostRows);
}
