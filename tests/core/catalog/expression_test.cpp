// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/expression.h"

#include <gtest/gtest.h>
#include <map>

namespace catenary::catalog {
namespace {

/// The value of `text` in `unit` over: latency 4 ms, pause 2 s, rate 500 request/s, size 3 MB, unset (ms, no value),
/// zero.
support::Result<std::optional<double>> value(std::string_view text, std::string_view unit = "1") {
    static const std::map<std::string, std::pair<std::optional<double>, std::string>, std::less<>> names = {
        {"latency", {4.0, "ms"}}, {"pause", {2.0, "s"}},           {"rate", {500.0, "request/s"}},
        {"size", {3.0, "MB"}},    {"unset", {std::nullopt, "ms"}}, {"zero", {0.0, "1"}},
    };
    const auto lookup = [](std::string_view name) -> support::Result<Quantity> {
        const auto it = names.find(name);
        if (it == names.end()) return support::fail(support::ErrorCode::NotFound, "no `" + std::string(name) + "`");
        const Unit unit = *parseUnit(it->second.second);
        Quantity quantity{it->second.first, Unit{1, unit.powers}};
        if (quantity.value) *quantity.value *= unit.factor;
        return quantity;
    };
    return evaluate(text, lookup, *parseUnit(unit));
}

double number(std::string_view text, std::string_view unit = "1") {
    const auto result = value(text, unit);
    EXPECT_TRUE(result) << result.error().message;
    return result && *result ? **result : -999.0;
}

TEST(Expression, BindsTimesBeforePlusAndFromTheLeft) {
    EXPECT_EQ(number("2 + 3 * 4"), 14);
    EXPECT_EQ(number("20 - 8 - 2"), 10);
    EXPECT_EQ(number("24 / 4 / 2"), 3);
    EXPECT_EQ(number("(2 + 3) * -4"), -20);
    EXPECT_EQ(number("--2"), 2);
    EXPECT_EQ(number("1.5e2"), 150);
}

TEST(Expression, KnowsMinMaxAndCeil) {
    EXPECT_EQ(number("min(3, 1, 2)"), 1);
    EXPECT_EQ(number("max(3, 1, 2)"), 3);
    EXPECT_EQ(number("ceil(2.1)"), 3);
    EXPECT_EQ(number("ceil(0.1 * 30)"), 3); // 3.0000000000000004 in binary
}

TEST(Expression, ConvertsTimesAndSizesByThemselves) {
    EXPECT_DOUBLE_EQ(number("latency + pause", "ms"), 2004);
    EXPECT_DOUBLE_EQ(number("latency + pause", "s"), 2.004);
    EXPECT_DOUBLE_EQ(number("1 / rate", "ms"), 2); // 1 ÷ 500/s
    EXPECT_DOUBLE_EQ(number("rate * latency"), 2); // Little: 500/s × 4 ms
    EXPECT_DOUBLE_EQ(number("size / pause", "MB/s"), 1.5);
    EXPECT_DOUBLE_EQ(number("latency + 5[us]", "us"), 4005);
}

TEST(Expression, RefusesToAddWhatCannotBeAdded) {
    for (const char* text : {"latency + size", "latency - 1", "max(latency, size)", "min(rate, 5)"}) {
        const auto result = value(text, "ms");
        ASSERT_FALSE(result) << text;
        EXPECT_NE(result.error().message.find(text), std::string::npos) << "the message quotes the expression";
    }
}

TEST(Expression, RefusesAResultOfAnotherDimension) {
    EXPECT_FALSE(value("latency", "byte"));
    EXPECT_FALSE(value("latency", "1"));
    EXPECT_FALSE(value("3", "ms"));
    EXPECT_FALSE(value("ceil(latency)", "ms"));
}

TEST(Expression, FindsWrongUnitsEvenWhereAValueIsNotSet) {
    EXPECT_FALSE(value("unset + size", "ms"));
    const auto result = value("unset * 2 + latency", "ms");
    ASSERT_TRUE(result);
    EXPECT_FALSE(*result) << "a sum with something unset is unset";
}

TEST(Expression, RefusesWhatIsNoNumber) {
    EXPECT_FALSE(value("1 / zero"));
    EXPECT_FALSE(value("zero / zero"));
}

TEST(Expression, RefusesWhatItCannotRead) {
    for (const char* text :
         {"", "2 +", "(2", "2)", "2 3", "foo", "sqrt(4)", "min()", "5[parsec]", "5[ms", "1..2", "a$b", "ceil(1, 2)"})
        EXPECT_FALSE(value(text)) << text;
    EXPECT_FALSE(value(std::string(10000, '('))) << "depth is limited";
    EXPECT_FALSE(value(std::string(10000, '-') + "1")) << "depth is limited";
}

TEST(Units, ReadProductsAndQuotients) {
    EXPECT_EQ(parseUnit("kB/s")->powers, (std::array<int, 4>{-1, 1, 0, 0}));
    EXPECT_DOUBLE_EQ(parseUnit("Gbit/s")->factor, 125000); // byte per ms
    EXPECT_TRUE(parseUnit("token/request")->isPureNumber());
    EXPECT_FALSE(parseUnit("ms/"));
    EXPECT_FALSE(parseUnit("furlong"));
}

} // namespace
} // namespace catenary::catalog
