// SPDX-License-Identifier: Apache-2.0
#include "core/catalog/expression.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>

namespace catenary::catalog {

namespace {

using support::ErrorCode;
using support::fail;
using support::Result;

constexpr int maxDepth = 64;

/// Recursive descent: sum := product {(+|-) product}; product := factor {(*|/) factor};
/// factor := - factor | number [unit] | name | name ( sum {, sum} ) | ( sum ).
class Parser {
public:
    Parser(std::string_view text, const NameLookup& lookup) : m_text(text), m_lookup(lookup) {}

    Result<Quantity> whole() {
        auto result = sum();
        if (result && peek() != '\0') return problem("does not belong at its end");
        return result;
    }

private:
    Result<Quantity> sum() {
        if (++m_depth > maxDepth) return problem("is nested too deeply");
        auto left = product();
        while (left && (peek() == '+' || peek() == '-')) {
            const char sign = take();
            auto right = product();
            if (!right) return right;
            if (!left->unit.sameDimension(right->unit))
                return mismatch(sign == '+' ? "add" : "subtract", *left, *right);
            left =
                combine(*left, *right, left->unit, [sign](double a, double b) { return sign == '+' ? a + b : a - b; });
        }
        --m_depth;
        return left;
    }

    Result<Quantity> product() {
        auto left = factor();
        while (left && (peek() == '*' || peek() == '/')) {
            const char sign = take();
            auto right = factor();
            if (!right) return right;
            const Unit unit = sign == '*' ? left->unit * right->unit : left->unit / right->unit;
            left = combine(*left, *right, unit, [sign](double a, double b) { return sign == '*' ? a * b : a / b; });
        }
        return left;
    }

    Result<Quantity> factor() {
        const char next = peek();
        if (next == '-') {
            take();
            if (++m_depth > maxDepth) return problem("is nested too deeply");
            auto operand = factor();
            --m_depth;
            if (operand && operand->value) *operand->value = -*operand->value;
            return operand;
        }
        if (next == '(') {
            take();
            auto inner = sum();
            if (inner && !accept(')')) return problem("lacks a `)`");
            return inner;
        }
        if ((next >= '0' && next <= '9') || next == '.') return number();
        if (isNameStart(next)) return nameOrCall();
        return problem(next == '\0' ? "ends too early" : "has an unexpected `" + std::string(1, next) + "`");
    }

    Result<Quantity> number() {
        double value = 0;
        const char* begin = m_text.data() + m_at;
        const auto [end, status] = std::from_chars(begin, m_text.data() + m_text.size(), value);
        if (status != std::errc{}) return problem("has a number that cannot be read");
        m_at += static_cast<std::size_t>(end - begin);
        if (!accept('[')) return Quantity{value, {}};
        const std::size_t close = m_text.find(']', m_at);
        if (close == std::string_view::npos) return problem("lacks a `]`");
        const auto unit = parseUnit(m_text.substr(m_at, close - m_at));
        if (!unit) return tl::unexpected(unit.error());
        m_at = close + 1;
        return Quantity{value * unit->factor, Unit{1, unit->powers}};
    }

    Result<Quantity> nameOrCall() {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && (isNameStart(m_text[m_at]) || (m_text[m_at] >= '0' && m_text[m_at] <= '9')))
            ++m_at;
        const std::string_view name = m_text.substr(begin, m_at - begin);
        if (!accept('(')) return m_lookup(name);
        if (name != "min" && name != "max" && name != "ceil")
            return problem("calls `" + std::string(name) + "`, but only min, max and ceil exist");
        auto result = sum();
        std::size_t arguments = 1;
        while (result && accept(',')) {
            auto next = sum();
            if (!next) return next;
            if (!result->unit.sameDimension(next->unit)) return mismatch("compare", *result, *next);
            result = combine(*result, *next, result->unit,
                             [&](double a, double b) { return name == "min" ? std::min(a, b) : std::max(a, b); });
            ++arguments;
        }
        if (!result) return result;
        if (!accept(')')) return problem("lacks a `)`");
        if (name != "ceil") return result;
        if (arguments != 1) return problem("gives ceil more than one argument");
        if (!result->unit.isPureNumber())
            return problem("rounds " + dimensionName(result->unit) + ", not a pure number");
        // 3.0000000000000004 of a product of decimals means 3.
        if (result->value) *result->value = std::ceil(*result->value * (1 - 1e-12));
        return result;
    }

    template <class Operation>
    static Quantity combine(const Quantity& a, const Quantity& b, const Unit& unit, Operation operation) {
        if (!a.value || !b.value) return {std::nullopt, unit};
        return {operation(*a.value, *b.value), unit};
    }

    static bool isNameStart(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

    char peek() {
        while (m_at < m_text.size() && m_text[m_at] == ' ') ++m_at;
        return m_at < m_text.size() ? m_text[m_at] : '\0';
    }
    char take() { return m_text[m_at++]; }
    bool accept(char wanted) {
        if (peek() != wanted) return false;
        take();
        return true;
    }

    [[nodiscard]] tl::unexpected<support::Error> problem(const std::string& what) const {
        return fail(ErrorCode::Syntax, "the expression `" + std::string(m_text) + "` " + what);
    }
    [[nodiscard]] tl::unexpected<support::Error> mismatch(const char* verb, const Quantity& a,
                                                          const Quantity& b) const {
        return fail(ErrorCode::Input, "the expression `" + std::string(m_text) + "` would " + verb + " " +
                                          dimensionName(a.unit) + " and " + dimensionName(b.unit));
    }

    std::string_view m_text;
    const NameLookup& m_lookup;
    std::size_t m_at = 0;
    int m_depth = 0;
};

} // namespace

Result<std::optional<double>> evaluate(std::string_view text, const NameLookup& lookup, const Unit& target) {
    const auto result = Parser(text, lookup).whole();
    if (!result) return tl::unexpected(result.error());
    if (!result->unit.sameDimension(target))
        return fail(ErrorCode::Input, "the expression `" + std::string(text) + "` gives " +
                                          dimensionName(result->unit) + ", but " + dimensionName(target) +
                                          " is wanted");
    if (!result->value) return std::optional<double>{};
    const double value = *result->value / target.factor;
    if (!std::isfinite(value))
        return fail(ErrorCode::Input, "the expression `" + std::string(text) + "` gives no finite number", {},
                    "a parameter it divides by is 0");
    return std::optional<double>{value};
}

} // namespace catenary::catalog
