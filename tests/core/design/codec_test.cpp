// SPDX-License-Identifier: Apache-2.0
#include "core/design/codec.h"
#include "core/design/fields.h"
#include "core/support/files.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

namespace catenary::design {
namespace {

namespace fs = std::filesystem;
using support::ErrorCode;
using support::OrderedJson;

const fs::path fixtures = fs::path(CATENARY_SOURCE_DIR) / "tests" / "fixtures" / "designs";

std::string everything() {
    return *support::readFile(fixtures / "v1" / "everything.catenary");
}

TEST(Codec, WritesWhatItReadToTheByte) {
    const std::string text = everything();
    const auto decoded = decode(text, "everything.catenary");
    ASSERT_TRUE(decoded) << support::describe(decoded.error());
    EXPECT_EQ(encode(decoded->design), text);
}

TEST(Codec, DecodingWhatWasEncodedGivesTheSameDesign) {
    const Design design = decode(everything())->design;
    const auto again = decode(encode(design));
    ASSERT_TRUE(again);
    EXPECT_TRUE(again->design == design);
}

TEST(Codec, ReadsEveryMember) {
    const Design design = decode(everything())->design;
    const Connection& call = *design.connection(ConnectionId("app-api"));
    ASSERT_TRUE(call.policy);
    EXPECT_FALSE(call.policy->retries) << "null: until it succeeds";
    EXPECT_TRUE(call.policy->hedge->at_p95);
    EXPECT_EQ(call.policy->breaker->open_ms, 500);
    EXPECT_EQ(call.distance.kind, Distance::Kind::Internet);
    EXPECT_EQ(call.route, RouteStyle::Curved);
    EXPECT_EQ(call.waypoints, (std::vector<Point>{{1, 2}}));
    EXPECT_EQ(call.from_side, Side::Top);
    EXPECT_EQ(call.to_side, Side::Left);
    EXPECT_EQ(call.start_label, "1");
    EXPECT_EQ(call.end_label, "n");
    const Connection& onMiss = *design.connection(ConnectionId("api-db"));
    EXPECT_EQ(onMiss.when, When::OnMiss);
    EXPECT_EQ(onMiss.of, ConnectionId("api-cache"));
    EXPECT_EQ(onMiss.join->wait_for, 1);
    EXPECT_EQ(onMiss.distance.kind, Distance::Kind::Custom);
    EXPECT_EQ(onMiss.distance.latency_ms.mean(), 0.5);
    EXPECT_EQ(design.workload(WorkloadId("read"))->arrival.process, Process::Bursty);
    EXPECT_EQ(design.workload(WorkloadId("write"))->arrival.population->daily_users, 1e6);
    EXPECT_EQ(design.workload(WorkloadId("batch"))->arrival.users, 10);
    // E[calls] = (3·1 + 1·2)/4
    EXPECT_DOUBLE_EQ(design.connection(ConnectionId("api-cache"))->calls.mean(), 1.25);
    EXPECT_TRUE(design.component(ComponentId("api"))->locked);
}

TEST(Codec, OrderOfFieldsIsThatOfTheSchema) {
    const auto* file = support::embeddedFile("resources/schema/design.schema.json");
    ASSERT_NE(file, nullptr);
    const auto schema = support::parseJson(file->content);
    ASSERT_TRUE(schema);
    const auto names = [](const OrderedJson& object) {
        std::vector<std::string> keys;
        for (const auto& [key, value] : object["properties"].items()) keys.push_back(key);
        return keys;
    };
    const auto expect = [&](const char* definition, fields::Names order) {
        EXPECT_EQ(names((*schema)["definitions"][definition]), std::vector<std::string>(order.begin(), order.end()))
            << definition;
    };
    EXPECT_EQ(names(*schema), std::vector<std::string>(fields::design.begin(), fields::design.end()));
    expect("component", fields::component);
    expect("connection", fields::connection);
    expect("join", fields::join);
    expect("policy", fields::policy);
    expect("group", fields::group);
    expect("note", fields::note);
    expect("workload", fields::workload);
    expect("arrival", fields::arrival);
    expect("objective", fields::objective);
    expect("source", fields::source);
    expect("teaching", fields::teaching);
    expect("variant", fields::variant);
}

TEST(Codec, AnEditedDistributionIsWrittenAsEdited) {
    Design design = decode(everything())->design;
    Workload workload = *design.workload(WorkloadId("read"));
    workload.attributes[1].second = Distribution::constant(7);
    design.workloads.replace(0, workload);
    const OrderedJson json = encodeWorkload(design.workloads[0]);
    EXPECT_EQ(json["attributes"]["output_tokens"], 7);
}

TEST(Codec, AWholeNumberMayBeWrittenWithAPoint) {
    const auto decoded = decode(
        R"({"format": "catenary-design", "version": 1, "connections": [{"id": "c", "from": "a", "to": "b", "stage": 2.0, "policy": {"retries": 3.0}}]})");
    ASSERT_TRUE(decoded) << support::describe(decoded.error());
    EXPECT_EQ(decoded->design.connections[0].stage, 2);
    EXPECT_EQ(decoded->design.connections[0].policy->retries, 3);
}

TEST(Codec, GivesTheLineOfEachElement) {
    const auto decoded = decode("{\"format\": \"catenary-design\", \"version\": 1,\n\"components\": [\n{\"id\": \"a\", "
                                "\"kind\": \"service\"}]}");
    ASSERT_TRUE(decoded);
    EXPECT_EQ(decoded->lines.at("a"), 3);
}

struct Wrong {
    const char* text;
    ErrorCode code;
    int line;
    const char* path;
    const char* says;
};

class WrongFiles : public testing::TestWithParam<Wrong> {};

TEST_P(WrongFiles, AreErrorsWithAPlace) {
    const auto decoded = decode(GetParam().text, "f.catenary");
    ASSERT_FALSE(decoded);
    EXPECT_EQ(decoded.error().code, GetParam().code);
    EXPECT_EQ(decoded.error().where.file, "f.catenary");
    EXPECT_EQ(decoded.error().where.line, GetParam().line) << support::describe(decoded.error());
    EXPECT_EQ(decoded.error().where.path, GetParam().path);
    EXPECT_NE(support::describe(decoded.error()).find(GetParam().says), std::string::npos)
        << support::describe(decoded.error());
}

#define HEAD "{\"format\": \"catenary-design\", \"version\": 1,\n"
INSTANTIATE_TEST_SUITE_P(
    Codec, WrongFiles,
    testing::Values(
        Wrong{"", ErrorCode::Syntax, 1, "", "empty"}, Wrong{"[]", ErrorCode::Version, 1, "", "not a Catenary design"},
        Wrong{"{\"a\": 1}", ErrorCode::Version, 1, "", "no `format`"},
        Wrong{"{\n\"format\": \"catenary-estimate\"}", ErrorCode::Version, 2, "format", "catenary-estimate"},
        Wrong{"{\"format\": \"catenary-design\"}", ErrorCode::Version, 1, "", "version"},
        Wrong{"{\"format\": \"catenary-design\",\n\"version\": 7}", ErrorCode::Version, 2, "version",
              "needs format version 7"},
        Wrong{"{\"format\": \"catenary-design\",\n\"version\": 99999999999999999999}", ErrorCode::Version, 2, "version",
              "whole number"},
        Wrong{"{\"format\": \"catenary-design\",\n\"version\": \"1\"}", ErrorCode::Version, 2, "version",
              "whole number"},
        Wrong{HEAD "\"components\": {}}", ErrorCode::Input, 2, "components", "a list"},
        Wrong{HEAD "\"components\": [\n{\"id\": \"a\"}]}", ErrorCode::Input, 3, "a", "`kind` is missing"},
        Wrong{HEAD "\"components\": [\n{\"id\": \"a\", \"kind\": \"service\",\n\"at\": [1, \"2\"]}]}", ErrorCode::Input,
              4, "a.at", "two numbers"},
        Wrong{HEAD "\"connections\": [{\"id\": \"c\", \"from\": \"a\", \"to\": \"b\",\n\"mode\": \"snyc\"}]}",
              ErrorCode::Input, 3, "connections.c.mode", "did you mean `sync`"},
        Wrong{HEAD "\"connections\": [{\"id\": \"c\", \"from\": \"a\", \"to\": \"b\",\n\"calls\": {\"distribution\": "
                   "\"gama\", \"mean\": 1}}]}",
              ErrorCode::Input, 3, "connections.c.calls", "calls"},
        Wrong{HEAD
              "\"connections\": [{\"id\": \"c\", \"from\": \"a\", \"to\": \"b\",\n\"policy\": {\n\"retries\": 1.5}}]}",
              ErrorCode::Input, 4, "connections.c.policy.retries", "whole number"},
        Wrong{HEAD "\"workloads\": [{\"id\": \"w\", \"source\": \"a\"}]}", ErrorCode::Input, 2, "workloads.w",
              "`arrival` is missing"},
        Wrong{HEAD "\"assumptions\": [\"a\",\n2]}", ErrorCode::Input, 3, "assumptions.1", "a text"},
        Wrong{HEAD "\"title\": {}}", ErrorCode::Input, 2, "title", "a text"}));

TEST(Codec, EveryWrongTypeIsAnErrorAndNeverACrash) {
    // Each member of the fixture in turn becomes a value of a type it cannot have.
    const auto whole = support::parseJson(everything());
    const auto tryAt = [&](const std::string& list, const std::string& key) {
        OrderedJson broken = *whole;
        broken[list][0][key] = OrderedJson::array({OrderedJson::array()});
        const auto decoded = decode(broken.dump());
        ASSERT_FALSE(decoded) << list << "." << key;
        EXPECT_GE(decoded.error().where.line, 1);
        EXPECT_NE(decoded.error().where.path.find(key), std::string::npos) << list << "." << key;
    };
    for (const char* key : {"id", "kind", "name", "at", "size", "parameters", "notes", "locked", "measured"})
        tryAt("components", key);
    for (const char* key :
         {"id", "from", "to", "mode", "stage", "calls", "in", "probability", "weight", "workloads", "when", "of",
          "join", "label", "request_bytes", "response_bytes", "distance", "bandwidth_mbps", "policy"})
        tryAt("connections", key);
    for (const char* key : {"id", "name", "members"}) tryAt("groups", key);
    for (const char* key : {"id", "text", "at", "size"}) tryAt("notes", key);
    for (const char* key : {"id", "name", "source", "arrival", "priority", "attributes", "measured"})
        tryAt("workloads", key);
    for (const char* key : {"workload", "flow", "metric", "at_most", "at_least"}) tryAt("objectives", key);
    for (const char* key : {"id", "title", "where", "year"}) tryAt("sources", key);
    for (const char* key : {"id", "name", "set", "note"}) tryAt("variants", key);
}

TEST(Codec, EveryTruncationIsAnErrorWithALine) {
    const std::string text = everything();
    for (std::size_t length = 0; length + 2 < text.size(); length += 13) {
        const auto decoded = decode(std::string_view(text).substr(0, length));
        ASSERT_FALSE(decoded) << length;
        EXPECT_GE(decoded.error().where.line, 1);
    }
}

RC_GTEST_PROP(Codec, AnyBytesChangedNeverCrash, ()) {
    static const std::string original = everything();
    std::string text = original;
    for (int i = *rc::gen::inRange(1, 6); i > 0; --i) {
        const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
        text[at] = *rc::gen::arbitrary<char>();
    }
    const auto decoded = decode(text);
    if (decoded) {
        const auto again = decode(encode(decoded->design));
        RC_ASSERT(again.has_value());
        RC_ASSERT(encode(again->design) == encode(decoded->design));
    } else {
        RC_ASSERT(!decoded.error().message.empty());
    }
}

TEST(Migrations, EveryReleasedVersionIsStillRead) {
    const auto old = load(fixtures / "v0" / "small.catenary");
    ASSERT_TRUE(old) << support::describe(old.error());
    EXPECT_EQ(encode(old->design), *support::readFile(fixtures / "v1" / "small.catenary"));
    ASSERT_EQ(old->findings.size(), 1u);
    EXPECT_EQ(old->findings[0].severity, support::Severity::Info);
}

TEST(Migrations, AnErrorInAnOldFileHasItsLine) {
    const auto old =
        decode("{\"format\": \"catenary-design\", \"version\": 0,\n\"nodes\": [\n{\"id\": \"a\", \"type\": 3}]}");
    ASSERT_FALSE(old);
    EXPECT_EQ(old.error().where.path, "a.kind");
    EXPECT_GE(old.error().where.line, 1);
}

TEST(Codec, SavesAndLoads) {
    std::string pattern = (fs::temp_directory_path() / "catenary-codec-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    const fs::path path = fs::path(pattern) / "d.catenary";
    const Design design = decode(everything())->design;
    ASSERT_TRUE(save(design, path));
    const auto loaded = load(path);
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(loaded->design == design);
    EXPECT_EQ(load(fs::path(pattern) / "none").error().code, ErrorCode::NotFound);
    fs::remove_all(pattern);
}

} // namespace
} // namespace catenary::design
