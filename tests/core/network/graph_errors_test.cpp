// SPDX-License-Identifier: Apache-2.0
#include "tests/core/network/lowering.h"

#include <gmock/gmock.h>

using namespace catenary;
using namespace catenary::network;
using testing::AllOf;
using testing::HasSubstr;

namespace {

const std::string three =
    R"({"id": "a", "kind": "service"}, {"id": "b", "kind": "service"}, {"id": "c", "kind": "service"})";

std::string connection(const std::string& id, const std::string& from, const std::string& to,
                       const std::string& more = "") {
    return R"({"id": ")" + id + R"(", "from": ")" + from + R"(", "to": ")" + to + "\"" +
           (more.empty() ? "" : ", " + more) + "}";
}
std::string forward(const std::string& id, const std::string& from, const std::string& to,
                    const std::string& more = "") {
    return connection(id, from, to, R"("mode": "forward")" + (more.empty() ? "" : ", " + more));
}
std::string joined(std::initializer_list<std::string> connections) {
    std::string all = connection("in", "app", "a");
    for (const std::string& one : connections) all += "," + one;
    return all;
}

} // namespace

TEST(SyncCycles, AreNamedByTheirComponentsAndConnections) {
    EXPECT_THAT(errorOf(lowered(three, joined({connection("ab", "a", "b"), connection("bc", "b", "c"),
                                               connection("ca", "c", "a")}))),
                HasSubstr("a → b → c → a (ab, bc, ca)"));
    EXPECT_THAT(errorOf(lowered(three, joined({connection("aa", "a", "a")}))), HasSubstr("a → a (aa)"));
}

TEST(SyncCycles, AreNoCyclesWhereOneCallIsAsyncOrAForward) {
    EXPECT_EQ(errorOf(lowered(three, joined({connection("ab", "a", "b"), forward("bc", "b", "c")}))), "");
    EXPECT_EQ(errorOf(lowered(three, joined({connection("ab", "a", "b"),
                                             connection("ba", "b", "a", R"("mode": "async", "calls": 0.5)")}))),
              "");
}

TEST(SyncCycles, AreLookedForWorkloadByWorkload) {
    const std::string two =
        R"({"id": "read", "source": "app", "arrival": {"process": "poisson", "rate_per_s": 1}}, {"id": "write", "source": "app", "arrival": {"process": "poisson", "rate_per_s": 1}})";
    const auto with = [&](const std::string& there, const std::string& back) {
        return errorOf(lowered(three,
                               joined({connection("ab", "a", "b", R"("workloads": [")" + there + "\"]"),
                                       connection("ba", "b", "a", R"("workloads": [")" + back + "\"]")}),
                               two));
    };
    EXPECT_EQ(with("read", "write"), "");
    EXPECT_THAT(with("write", "write"), HasSubstr("of workload `write`"));
}

TEST(SyncCycles, AreNotMadeByTheAnswerStreamingBack) {
    EXPECT_EQ(errorOf(lowered(three, joined({connection("back", "a", "app", R"("mode": "stream")")}))), "");
}

TEST(Forwards, OneWithoutProbabilityIsAlwaysTaken) {
    const Network net = networkOf(three, joined({forward("ab", "a", "b")}));
    EXPECT_EQ(callOf(net, "ab").probability, 1);
    EXPECT_EQ(stationOf(net, "a").forwards.size(), 1U);
    EXPECT_TRUE(stationOf(net, "a").stages.empty());
}

TEST(Forwards, SeveralNeedAProbabilityEach) {
    EXPECT_THAT(
        errorOf(lowered(three, joined({forward("ab", "a", "b", R"("probability": 0.5)"), forward("ac", "a", "c")}))),
        AllOf(HasSubstr("connections.ac.probability"), HasSubstr("`ac` needs a `probability`")));
}

TEST(Forwards, MayNotAddUpToMoreThanOne) {
    EXPECT_THAT(errorOf(lowered(three, joined({forward("ab", "a", "b", R"("probability": 0.7)"),
                                               forward("ac", "a", "c", R"("probability": 0.4)")}))),
                HasSubstr("add up to 1.1"));
    EXPECT_EQ(errorOf(lowered(three, joined({forward("ab", "a", "b", R"("probability": 0.7)"),
                                             forward("ac", "a", "c", R"("probability": 0.3)")}))),
              "");
}

// A loop leaves in the end exactly if the spectral radius of the forward matrix is below 1.
TEST(Forwards, LoopsMustLoseSomethingOnTheWay) {
    EXPECT_EQ(
        errorOf(lowered(three, joined({forward("ab", "a", "b"), forward("ba", "b", "a", R"("probability": 0.999)")}))),
        "");
    EXPECT_THAT(errorOf(lowered(three, joined({forward("ab", "a", "b"), forward("ba", "b", "a")}))),
                HasSubstr("never leave the loop a → b → a (ab, ba)"));
    EXPECT_THAT(errorOf(lowered(three, joined({forward("aa", "a", "a")}))), HasSubstr("a → a"));
}

// Two ways round with 0.6 and 0.4 keep every request in the loop though no single way does.
TEST(Forwards, TheWholeMatrixCountsNotOneCycle) {
    EXPECT_THAT(errorOf(lowered(three, joined({forward("ab", "a", "b", R"("probability": 0.6)"),
                                               forward("ac", "a", "c", R"("probability": 0.4)"),
                                               forward("ba", "b", "a"), forward("ca", "c", "a")}))),
                HasSubstr("never leave the loop"));
}

TEST(Loops, ThatMultiplyRequestsThroughAsyncCallsAreAnError) {
    EXPECT_THAT(errorOf(lowered(three, joined({connection("ab", "a", "b", R"("mode": "async")"),
                                               connection("ba", "b", "a", R"("mode": "async")")}))),
                HasSubstr("each visit leads to at least one more"));
}

TEST(References, ThatLeadNowhereAreErrorsWithTheirPlace) {
    EXPECT_THAT(errorOf(lowered(three, joined({connection("ax", "a", "nowhere")}))),
                HasSubstr("connections.ax.to: there is no component `nowhere`"));
    const auto workload =
        lowered(three, joined({}),
                R"({"id": "read", "source": "nowhere", "arrival": {"process": "poisson", "rate_per_s": 1}})");
    EXPECT_THAT(errorOf(workload), HasSubstr("workloads.read: workload `read` starts at `nowhere`"));
    const auto service = lowered(
        three, joined({}), R"({"id": "read", "source": "a", "arrival": {"process": "poisson", "rate_per_s": 1}})");
    EXPECT_THAT(errorOf(service), HasSubstr("sends no requests of its own"));
}

TEST(Kinds, ThatAreUnknownAreErrorsWithTheNearestName) {
    const auto result = lowered(R"({"id": "a", "kind": "servise"})", "");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().where.path, "a");
    EXPECT_THAT(result.error().hint, HasSubstr("service"));
}
