// SPDX-License-Identifier: Apache-2.0
#include "core/support/json.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace catenary::support {
namespace {

TEST(ParseJson, KeepsTheOrderOfKeys) {
    const auto json = parseJson(R"({"b": 1, "a": [true, null, -2.5e3, "x"], "c": {}})");
    ASSERT_TRUE(json);
    EXPECT_EQ(json->dump(), R"({"b":1,"a":[true,null,-2500.0,"x"],"c":{}})");
}

TEST(ParseJson, SaysLineAndColumnOfASyntaxError) {
    const auto json = parseJson("{\n  \"a\": 1,\n  \"b\" 2\n}", "x.catenary");
    ASSERT_FALSE(json);
    EXPECT_EQ(json.error().code, ErrorCode::Syntax);
    EXPECT_EQ(json.error().where.file, "x.catenary");
    EXPECT_EQ(json.error().where.line, 3);
    EXPECT_EQ(json.error().where.column, 7);
}

TEST(ParseJson, RefusesADuplicateKeyWithItsLine) {
    const auto json = parseJson("{\"a\": 1,\n \"b\": 2,\n \"a\": 3}");
    ASSERT_FALSE(json);
    EXPECT_EQ(json.error().where.line, 3);
    EXPECT_NE(json.error().message.find("\"a\""), std::string::npos);
}

TEST(ParseJson, FindsADuplicateAmongManyKeys) {
    std::string text = "{";
    for (int i = 0; i < 1000; ++i) text += "\"k" + std::to_string(i) + "\": 0,\n";
    ASSERT_TRUE(parseJson(text + "\"other\": 1}"));
    ASSERT_FALSE(parseJson(text + "\"k17\": 1}"));
}

TEST(ParseJson, AcceptsTwoHundredLevelsAndRefusesMore) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_TRUE(parseJson(nested(200)));
    const auto deep = parseJson(nested(201));
    ASSERT_FALSE(deep);
    EXPECT_NE(deep.error().message.find("200"), std::string::npos);
    EXPECT_FALSE(parseJson(std::string(1'000'000, '[')));
}

TEST(ParseJson, RefusesWhatIsNotJson) {
    const std::string binary("\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 16);
    for (const std::string& text : {std::string(), std::string("  \n"), binary, std::string("{\"a\": \xff\xfe}"),
                                    std::string("{\"a\": \"\xff\"}"), std::string("[1] 2"),
                                    std::string("{\"a\": 1e999}"), std::string("NaN"), std::string(1, '\0')}) {
        const auto json = parseJson(text);
        ASSERT_FALSE(json) << text;
        EXPECT_GE(json.error().where.line, 1);
        EXPECT_FALSE(json.error().message.empty());
    }
}

TEST(ParseJson, EveryTruncationIsAnErrorAtItsEnd) {
    const std::string text = R"({"format": "catenary-design", "components": [{"id": "a\u00e9", "at": [1, 2.5]}]})";
    for (std::size_t length = 0; length < text.size(); ++length) {
        const auto json = parseJson(text.substr(0, length));
        ASSERT_FALSE(json) << length;
        EXPECT_EQ(json.error().where.line, 1);
        EXPECT_LE(json.error().where.column, static_cast<int>(length) + 1);
    }
}

RC_GTEST_PROP(ParseJson, NeverFailsToAnswerOnAnyBytes, (const std::string& bytes)) {
    const auto json = parseJson(bytes);
    if (!json) RC_ASSERT(!json.error().message.empty());
}

TEST(LinesOfIds, GivesTheLineTheObjectBeginsOn) {
    const auto lines = linesOfIds("{\n \"components\": [\n  {\"id\": \"a\"},\n  {\"kind\": \"x\",\n   \"id\": \"b\", "
                                  "\"name\": \"\\\"id\\\": no\"}\n ]\n}");
    EXPECT_EQ(lines, (std::map<std::string, int>{{"a", 3}, {"b", 4}}));
}

TEST(ShortestNumber, WritesIntegersWithoutAPoint) {
    EXPECT_EQ(shortestNumber(0), "0");
    EXPECT_EQ(shortestNumber(-3), "-3");
    EXPECT_EQ(shortestNumber(1e6), "1000000");
    EXPECT_EQ(shortestNumber(0.1), "0.1");
    EXPECT_EQ(shortestNumber(1e22), "1e+22");
    EXPECT_EQ(shortestNumber(2.5e-7), "2.5e-07");
}

RC_GTEST_PROP(ShortestNumber, ReadsBackAsExactlyTheSame, ()) {
    const double mantissa = *rc::gen::arbitrary<double>();
    const int exponent = *rc::gen::inRange(-300, 300);
    const double value = std::ldexp(mantissa, exponent);
    RC_PRE(std::isfinite(value));
    const auto json = parseJson(shortestNumber(value));
    RC_ASSERT(json.has_value());
    RC_ASSERT(json->get<double>() == value);
}

TEST(NearestWord, FindsASlipOfTheFinger) {
    const std::vector<std::string> words{"replicas", "workers", "service_time_ms"};
    EXPECT_EQ(nearestWord("replica", words), "replicas");
    EXPECT_EQ(nearestWord("wrokers", words), "workers");
    EXPECT_EQ(nearestWord("service_time", words), "service_time_ms");
    EXPECT_EQ(nearestWord("colour", words), "");
    EXPECT_EQ(nearestWord("", words), "");
}

} // namespace
} // namespace catenary::support
