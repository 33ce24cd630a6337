// SPDX-License-Identifier: Apache-2.0
#include "core/design/autosave.h"
#include "core/design/diff.h"
#include "core/design/history.h"
#include "core/design/path.h"
#include "core/design/validate.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <chrono>
#include <limits>
#include <set>
#include <sys/wait.h>
#include <unistd.h>

namespace catenary::design {
namespace {

namespace fs = std::filesystem;

Design fixture() {
    return load(fs::path(CATENARY_SOURCE_DIR) / "tests/fixtures/designs/v1/everything.catenary")->design;
}

Component makeComponent(const std::string& id, Point at = {0, 0}) {
    Component component;
    component.id = ComponentId(id);
    component.kind = "service";
    component.at = at;
    return component;
}

Connection makeConnection(const std::string& id, const std::string& from, const std::string& to) {
    Connection connection;
    connection.id = ConnectionId(id);
    connection.from = ComponentId(from);
    connection.to = ComponentId(to);
    return connection;
}

/// Every reference of the design leads somewhere and every id is valid and unique.
void expectSound(const Design& design) {
    std::set<std::string> ids;
    const auto add = [&](const std::string& id) {
        RC_ASSERT(support::isValidId(id));
        RC_ASSERT(ids.insert(id).second);
    };
    for (const auto& part : design.components) add(part->id.str());
    for (const auto& part : design.connections) add(part->id.str());
    for (const auto& part : design.groups) add(part->id.str());
    for (const auto& part : design.notes) add(part->id.str());
    for (const auto& part : design.workloads) add(part->id.str());
    for (const auto& part : design.connections) {
        RC_ASSERT(design.component(part->from) != nullptr);
        RC_ASSERT(design.component(part->to) != nullptr);
        RC_ASSERT(part->of.empty() || design.connection(part->of) != nullptr);
        if (part->workloads)
            for (const auto& id : *part->workloads) RC_ASSERT(design.workload(id) != nullptr);
    }
    for (const auto& part : design.groups)
        for (const auto& member : part->members) RC_ASSERT(ids.contains(member));
    for (const auto& part : design.workloads) RC_ASSERT(design.component(part->source) != nullptr);
    for (const auto& objective : design.objectives) {
        RC_ASSERT(objective.workload.empty() || design.workload(objective.workload) != nullptr);
        RC_ASSERT(objective.flow.empty() || design.connection(objective.flow) != nullptr);
    }
    for (const auto& variant : design.variants) RC_ASSERT(applyVariant(design, variant.id).has_value());
}

std::vector<std::string> allIds(const Design& design) {
    std::vector<std::string> ids;
    for (const auto& part : design.components) ids.push_back(part->id.str());
    for (const auto& part : design.connections) ids.push_back(part->id.str());
    for (const auto& part : design.groups) ids.push_back(part->id.str());
    for (const auto& part : design.notes) ids.push_back(part->id.str());
    for (const auto& part : design.workloads) ids.push_back(part->id.str());
    return ids;
}

std::string pick(const std::vector<std::string>& ids) {
    return ids.empty() ? "nothing" : ids[*rc::gen::inRange<std::size_t>(0, ids.size())];
}

/// Any edit, most of them possible, some not.
Edit anyEdit(const Design& design) {
    const auto ids = allIds(design);
    const double x = *rc::gen::inRange(-500, 500);
    switch (*rc::gen::inRange(0, 17)) {
    case 0:
        return AddComponent{makeComponent(*rc::gen::element<std::string>("", "new", "api", "bad id"), {x, 0})};
    case 1:
        return AddConnection{makeConnection("", pick(ids), pick(ids))};
    case 2:
        return AddGroup{Group{GroupId(""), "Both", {pick(ids), pick(ids)}}};
    case 3:
        return AddNote{Note{NoteId(""), "text", {x, x}}};
    case 4:
        return RemoveElements{{pick(ids)}};
    case 5:
        return RemoveElements{{pick(ids), pick(ids)}};
    case 6:
        return MoveElements{{pick(ids), pick(ids)}, x, 1};
    case 7:
        return PlaceElements{{{pick(ids), Point{x, x}}}};
    case 8:
        return RenameElement{pick(ids), *rc::gen::element<std::string>("", "Name")};
    case 9:
        return SetValue{pick(ids) + ".replicas", x};
    case 10:
        return SetValue{"connections." + pick(ids) + ".calls", x};
    case 11:
        return SetHeader{"Title", ""};
    case 12: {
        InsertFragment fragment = fragmentOf(design, {pick(ids), pick(ids), pick(ids)});
        fragment.offset = {x, 20};
        return fragment;
    }
    case 13:
        return fragmentOf(design, {pick(ids), pick(ids)}, true);
    case 14:
        return SetLocked{{pick(ids), pick(ids)}, x > 0};
    case 15:
        return Restack{{pick(ids), pick(ids)}, x > 0};
    default:
        return ResizeElement{pick(ids), {x, x}, {x, 50}};
    }
}

RC_GTEST_PROP(Edits, AnySequenceKeepsTheDesignSoundAndUndoIsTheInverse, ()) {
    const Design initial = fixture();
    History history(initial);
    std::vector<Design> versions{initial};
    for (int i = *rc::gen::inRange(1, 15); i > 0; --i) {
        const Design before = history.current();
        const auto done = history.apply(anyEdit(before));
        if (!done) {
            RC_ASSERT(history.current() == before);
            RC_ASSERT(!done.error().message.empty());
        } else if (!(history.current() == before)) {
            versions.push_back(history.current());
            RC_ASSERT(!diff(before, history.current()).empty());
        }
        expectSound(history.current());
    }
    const auto coded = decode(encode(history.current()));
    RC_ASSERT(coded.has_value());
    RC_ASSERT(coded->design == history.current());
    for (std::size_t i = versions.size(); i-- > 0;) {
        RC_ASSERT(history.current() == versions[i]);
        RC_ASSERT(history.undo() == (i > 0));
    }
    for (std::size_t i = 0; i < versions.size(); ++i) {
        RC_ASSERT(history.current() == versions[i]);
        RC_ASSERT(history.redo() == (i + 1 < versions.size()));
    }
}

TEST(Edits, RemovingAComponentTakesWhatHangsOnIt) {
    Design design = fixture();
    design.variants.push_back({"v", "", "", {{"cache.hit_ratio", 0.5}, {"load", 2}}});
    const auto removed = apply(design, RemoveElements{{"cache"}});
    ASSERT_TRUE(removed) << removed.error().message;
    EXPECT_EQ(removed->connection(ConnectionId("api-cache")), nullptr);
    const Connection& db = *removed->connection(ConnectionId("api-db"));
    EXPECT_TRUE(db.of.empty());
    EXPECT_FALSE(db.when) << "a miss of a call that is gone cannot happen";
    EXPECT_EQ(removed->group(GroupId("inner"))->members, std::vector<std::string>{"db"});
    EXPECT_EQ(removed->variants.back().set.size(), 1u);
}

TEST(Edits, NotesAreThoseOfAComponent) {
    Design design;
    design = apply(design, AddComponent{{.id = ComponentId("a"), .kind = "service"}}).value();
    const auto noted = apply(design, SetNotes{"a", "measured in May"});
    ASSERT_TRUE(noted);
    EXPECT_EQ(noted->component(ComponentId("a"))->notes, "measured in May");
    EXPECT_FALSE(apply(design, SetNotes{"nobody", "x"}));
    EXPECT_EQ(describe(SetNotes{"a", "x"}), "Change notes of a");
}

TEST(Edits, RemovingTheLastMembersTakesTheGroupsAroundThem) {
    Design design;
    design.components.add(makeComponent("a"));
    design.groups.add(Group{GroupId("inner"), "", {"a"}});
    design.groups.add(Group{GroupId("outer"), "", {"inner"}});
    EXPECT_TRUE(apply(design, RemoveElements{{"a"}})->groups.empty());
}

TEST(Edits, RemovingAWorkloadTakesItsObjectivesAndRows) {
    const auto removed = apply(fixture(), RemoveElements{{"read"}});
    ASSERT_TRUE(removed);
    EXPECT_EQ(removed->objectives.size(), 2u);
    EXPECT_EQ(findParameter(removed->component(ComponentId("api"))->parameters, "by_workload"), nullptr);
    EXPECT_TRUE(removed->connection(ConnectionId("api-db"))->workloads->empty()) << "nobody else may begin to use it";
}

TEST(Edits, WhatCannotBeDoneSaysWhy) {
    const Design design = fixture();
    const auto refused = [&](const Edit& edit) {
        const auto result = apply(design, edit);
        return result ? std::string() : result.error().message;
    };
    EXPECT_NE(refused(RemoveElements{{"api"}}).find("locked"), std::string::npos);
    EXPECT_NE(refused(RemoveElements{{"none"}}).find("no element `none`"), std::string::npos);
    EXPECT_NE(refused(AddComponent{makeComponent("app")}).find("already in use"), std::string::npos);
    EXPECT_NE(refused(AddComponent{makeComponent("a b")}).find("cannot be an id"), std::string::npos);
    EXPECT_NE(refused(AddConnection{makeConnection("c", "app", "n1")}).find("`n1`"), std::string::npos);
    EXPECT_NE(refused(MoveElements{{"db"}, 1, 1}).find("no place"), std::string::npos);
    EXPECT_NE(refused(MoveElements{{"app"}, std::numeric_limits<double>::quiet_NaN(), 1}).find("finite"),
              std::string::npos);
    EXPECT_NE(refused(SetValue{"db.replicas", std::numeric_limits<double>::infinity()}).find("finite"),
              std::string::npos);
    Connection endless = *design.connection(ConnectionId("app-api"));
    endless.request_bytes = std::numeric_limits<double>::infinity();
    EXPECT_NE(refused(ReplaceConnection{endless}).find("finite"), std::string::npos);
    EXPECT_NE(refused(ResizeElement{"app", {0, 0}, {0, 10}}).find("positive"), std::string::npos);
    EXPECT_NE(refused(SetObjectives{{Objective{WorkloadId("rad"), {}, "latency_p99_ms", 1.0}}}).find("`rad`"),
              std::string::npos);
}

TEST(Edits, ALockedComponentStaysWhenItsGroupMoves) {
    Design design = fixture();
    design.groups.add(Group{GroupId("all"), "", {"app", "api"}});
    const auto moved = apply(design, MoveElements{{"all", "app"}, 10, 20});
    ASSERT_TRUE(moved);
    EXPECT_EQ(moved->component(ComponentId("app"))->at, (Point{10, 20})) << "moved once";
    EXPECT_EQ(moved->component(ComponentId("api"))->at, design.component(ComponentId("api"))->at);
}

TEST(Edits, NewElementsWithoutAnIdGetOneFromTheirName) {
    Component component = makeComponent("");
    component.name = "Second ranker";
    const auto once = apply(fixture(), AddComponent{component});
    const auto twice = apply(*once, AddComponent{component});
    EXPECT_NE(twice->component(ComponentId("second-ranker")), nullptr);
    EXPECT_NE(twice->component(ComponentId("second-ranker-2")), nullptr);
}

TEST(Edits, AnInsertedFragmentIsConnectedWithinItself) {
    const Design design = fixture();
    const InsertFragment fragment = fragmentOf(design, {"inner", "api"});
    EXPECT_EQ(fragment.components.size(), 3u);
    EXPECT_EQ(fragment.groups.size(), 2u) << "all members of `online` are selected through `inner`";
    const auto pasted = apply(design, fragment);
    ASSERT_TRUE(pasted) << pasted.error().message;
    const Connection& copy = *pasted->connection(ConnectionId("api-db-2"));
    EXPECT_EQ(copy.from, ComponentId("api-2"));
    EXPECT_EQ(copy.to, ComponentId("db-2"));
    EXPECT_EQ(copy.of, ConnectionId("api-cache-2"));
    EXPECT_EQ(pasted->group(GroupId("online-2"))->members, (std::vector<std::string>{"api-2", "inner-2"}));
    // In a design that has nothing of it, workloads it names are not there.
    const auto elsewhere = apply(Design{}, fragment);
    ASSERT_TRUE(elsewhere);
    EXPECT_FALSE(elsewhere->connection(ConnectionId("api-db"))->workloads);
}

TEST(History, EditsOfOneGestureMakeOneEntry) {
    History history(fixture());
    const Design before = history.current();
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(history.apply(MoveElements{{"app"}, 1, 0}, 7));
    history.endGesture();
    ASSERT_TRUE(history.apply(MoveElements{{"app"}, 1, 0}, 8));
    EXPECT_EQ(history.current().component(ComponentId("app"))->at->x, 6);
    EXPECT_TRUE(history.undo());
    EXPECT_EQ(history.current().component(ComponentId("app"))->at->x, 5);
    EXPECT_TRUE(history.undo());
    EXPECT_TRUE(history.current() == before);
    EXPECT_FALSE(history.canUndo());
}

TEST(History, AGestureThatEndsWhereItBeganLeavesNoEntry) {
    History history(fixture());
    ASSERT_TRUE(history.apply(MoveElements{{"app"}, 5, 0}, 7));
    ASSERT_TRUE(history.apply(MoveElements{{"app"}, -5, 0}, 7));
    EXPECT_FALSE(history.canUndo());
    EXPECT_FALSE(history.canRedo());
    ASSERT_TRUE(history.apply(SetHeader{history.current().title, history.current().summary}));
    EXPECT_FALSE(history.canUndo()) << "an edit that changes nothing makes no entry";
}

TEST(History, KnowsWhetherTheDesignIsTheOneSaved) {
    History history(fixture());
    EXPECT_FALSE(history.isClean());
    history.markClean();
    const auto revision = history.revision();
    ASSERT_TRUE(history.apply(SetHeader{"Other", ""}));
    EXPECT_FALSE(history.isClean());
    EXPECT_EQ(history.undoLabel(), "Change title");
    history.undo();
    EXPECT_TRUE(history.isClean());
    EXPECT_EQ(history.redoLabel(), "Change title");
    EXPECT_GT(history.revision(), revision);
}

TEST(Diff, MovingIsNoChangeOfTheModel) {
    const Design before = fixture();
    const ChangeSet moved = diff(before, *apply(before, MoveElements{{"app", "n1"}, 1, 1}));
    EXPECT_EQ(moved.moved, (std::vector<std::string>{"app", "n1"}));
    EXPECT_EQ(moved.changed, moved.moved);
    EXPECT_FALSE(moved.semantic);
    const ChangeSet set = diff(before, *apply(before, SetValue{"db.replicas", 2}));
    EXPECT_TRUE(set.semantic);
    EXPECT_TRUE(set.moved.empty());
    const ChangeSet header = diff(before, *apply(before, SetHeader{"x", ""}));
    EXPECT_TRUE(header.header);
    EXPECT_FALSE(header.semantic);
    EXPECT_TRUE(diff(before, fixture()).empty()) << "equal parts that are different objects";
}

TEST(Diff, NamesWhatCameAndWent) {
    const Design before = fixture();
    const Design after = *apply(*apply(before, RemoveElements{{"events"}}), AddComponent{makeComponent("more")});
    const ChangeSet changes = diff(before, after);
    EXPECT_EQ(changes.added, std::vector<std::string>{"more"});
    EXPECT_EQ(changes.removed, (std::vector<std::string>{"events", "api-events", "db-events"}));
}

TEST(Paths, ReadAndSetValues) {
    const Design design = fixture();
    EXPECT_EQ(*getPath(design, "api.replicas"), 4);
    EXPECT_EQ(*getPath(design, "api.by_workload.read.service_time_ms"), 3);
    EXPECT_TRUE(getPath(design, "db.replicas")->is_null());
    EXPECT_EQ(*getPath(design, "connections.app-api.policy.timeout_ms"), 80);
    EXPECT_EQ(*getPath(design, "workloads.read.arrival.rate_per_s"), 100);
    EXPECT_EQ(*getPath(design, "load"), 1);
    const auto path = [&](const char* where, const Json& value) {
        return *getPath(*setPath(design, where, value), where);
    };
    EXPECT_EQ(path("api.replicas", 9), 9);
    EXPECT_EQ(path("connections.api-cache.policy.retries", 2), 2);
    EXPECT_EQ(path("workloads.read.arrival.rate_per_s", 5), 5);
    EXPECT_TRUE(path("api.replicas", nullptr).is_null());
}

TEST(Paths, ThatLeadNowhereSayWhy) {
    const Design design = fixture();
    EXPECT_EQ(setPath(design, "dbb.replicas", 1).error().hint, "did you mean `db`?");
    EXPECT_EQ(setPath(design, "connections.app-api.stge", 1).error().hint, "did you mean `stage`?");
    EXPECT_EQ(setPath(design, "connections.app-api.policy.retires", 1).error().hint, "did you mean `retries`?");
    EXPECT_FALSE(setPath(design, "connections.app-api.stage", "two"));
    EXPECT_FALSE(setPath(design, "connections.app-api.to", "nowhere"));
    EXPECT_FALSE(setPath(design, "workloads.read.id", "x"));
    EXPECT_FALSE(setPath(design, "", 1));
    EXPECT_FALSE(setPath(design, "api", 1));
    EXPECT_FALSE(setPath(design, "load", -1));
    EXPECT_FALSE(getPath(design, "api..x"));
}

TEST(Paths, LoadScalesEveryWorkload) {
    // rate × 10, users a day × 10, closed users × 10
    const auto scaled = setPath(fixture(), "load", 10);
    ASSERT_TRUE(scaled);
    EXPECT_DOUBLE_EQ(*scaled->workload(WorkloadId("read"))->arrival.rate_per_s, 1000);
    EXPECT_DOUBLE_EQ(scaled->workload(WorkloadId("write"))->arrival.population->daily_users, 1e7);
    EXPECT_EQ(scaled->workload(WorkloadId("batch"))->arrival.users, 100);
    const auto variant = applyVariant(fixture(), "peak");
    ASSERT_TRUE(variant);
    EXPECT_EQ(*getPath(*variant, "api.replicas"), 8);
    EXPECT_EQ(applyVariant(fixture(), "peek").error().hint, "did you mean `peak`?");
}

TEST(Edits, ManyElementsAreHandledInOneWalk) {
    // 5,000 components in a chain: insertion and removal of all must not look each one up in a list.
    InsertFragment fragment;
    for (int i = 0; i < 5000; ++i) {
        fragment.components.push_back(makeComponent("c" + std::to_string(i)));
        if (i > 0)
            fragment.connections.push_back(
                makeConnection("e" + std::to_string(i), "c" + std::to_string(i - 1), "c" + std::to_string(i)));
    }
    const auto inserted = apply(Design{}, fragment);
    ASSERT_TRUE(inserted);
    EXPECT_EQ(inserted->connections.size(), 4999u);
    const auto again = apply(*inserted, fragment);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->components.size(), 10000u);
    const auto decoded = decode(encode(*again));
    ASSERT_TRUE(decoded);
    EXPECT_TRUE(decoded->design == *again);
    EXPECT_TRUE(apply(*again, RemoveElements{allIds(*again)})->components.empty());
}

TEST(Autosave, KeepsListsAndForgetsWorkingCopies) {
    std::string pattern = (fs::temp_directory_path() / "catenary-autosave-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    const Autosave journal(fs::path(pattern) / "recovery");
    support::Findings findings;
    EXPECT_TRUE(journal.list(findings).empty());
    ASSERT_TRUE(journal.write("doc-1", fixture(), "/home/a/d.catenary", 1000));
    ASSERT_TRUE(journal.write("doc-2", Design{}, {}, 2000));
    ASSERT_TRUE(support::writeFileAtomically(fs::path(pattern) / "recovery" / "bad.recovery", "{\"format\": 1"));
    const auto found = journal.list(findings);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(findings.size(), 1u) << "what cannot be read is said";
    EXPECT_EQ(found[0].key, "doc-2");
    EXPECT_EQ(found[1].original, "/home/a/d.catenary");
    EXPECT_FALSE(found[1].inUse);
    EXPECT_TRUE(*journal.load("doc-1") == fixture());
    ASSERT_TRUE(journal.discard("doc-1"));
    ASSERT_TRUE(journal.discard("doc-1"));
    EXPECT_FALSE(journal.load("doc-1"));
    EXPECT_FALSE(journal.write("../x", Design{}, {}, 1));
    fs::remove_all(pattern);
}

TEST(Autosave, ACopyIsInUseOnlyWhileTheProgramThatWroteItRuns) {
    std::string pattern = (fs::temp_directory_path() / "catenary-autosave-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    const fs::path folder(pattern);
    const auto writtenBy = [&](pid_t process, std::int64_t at_ms) {
        const std::string text = R"({"format": "catenary-recovery", "version": 1, "design": "", "saved_at_ms": )" +
                                 std::to_string(at_ms) + R"(, "process": )" + std::to_string(process) + "}";
        EXPECT_TRUE(support::writeFileAtomically(folder / "doc.recovery", text));
        support::Findings findings;
        return Autosave(folder).list(findings).at(0).inUse;
    };
    const std::int64_t now_ms =
        std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::system_clock::now().time_since_epoch())
            .count();
    EXPECT_TRUE(writtenBy(::getppid(), now_ms));
    EXPECT_FALSE(writtenBy(::getppid(), 1000)) << "its number was given again since";

    const pid_t child = ::fork();
    if (child == 0) ::_exit(0);
    siginfo_t ended{};
    ASSERT_EQ(::waitid(P_PID, static_cast<id_t>(child), &ended, WEXITED | WNOWAIT), 0);
    EXPECT_FALSE(writtenBy(child, now_ms)) << "it has ended, and keeps its number until it is waited for";
    ASSERT_EQ(::waitpid(child, nullptr, 0), child);
    EXPECT_FALSE(writtenBy(child, now_ms));
    fs::remove_all(folder);
}

} // namespace
} // namespace catenary::design
