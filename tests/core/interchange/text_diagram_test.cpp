// SPDX-License-Identifier: Apache-2.0
// Words that become a diagram: lists, outlines, arrows, Mermaid.
#include "core/design/edit.h"
#include "core/design/validate.h"
#include "core/interchange/text_diagram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace catenary::interchange {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// "a->b", with ":label" and "~" for a dotted one.
std::vector<std::string> arrowsOf(const TextDiagram& diagram) {
    std::vector<std::string> arrows;
    for (const auto& arrow : diagram.arrows)
        arrows.push_back(diagram.boxes[arrow.from].label + (arrow.dotted ? "~>" : "->") +
                         diagram.boxes[arrow.to].label + (arrow.label.empty() ? "" : ":" + arrow.label));
    return arrows;
}

std::vector<std::string> labelsOf(const TextDiagram& diagram) {
    std::vector<std::string> labels;
    for (const auto& box : diagram.boxes) labels.push_back(box.label);
    return labels;
}

/// "Area(outside): boxes"
std::vector<std::string> areasOf(const TextDiagram& diagram) {
    std::vector<std::string> areas;
    for (const auto& area : diagram.areas) {
        std::string text = area.label;
        if (area.outside) text += " in " + diagram.areas[*area.outside].label;
        for (const std::size_t box : area.boxes) text += ", " + diagram.boxes[box].label;
        areas.push_back(text);
    }
    return areas;
}

TextDiagram read(std::string_view text) {
    auto diagram = readDiagram(text);
    if (!diagram) ADD_FAILURE() << diagram.error().message << " line " << diagram.error().where.line;
    return diagram ? std::move(*diagram) : TextDiagram{};
}

TEST(TextDiagram, EachLineOfAListIsABox) {
    const TextDiagram diagram = read("- Client\n* API gateway\n\n\"Ranker\"\n");
    EXPECT_THAT(labelsOf(diagram), ElementsAre("Client", "API gateway", "Ranker"));
    EXPECT_THAT(diagram.arrows, IsEmpty());
}

TEST(TextDiagram, ANumberedListIsAChain) {
    EXPECT_THAT(arrowsOf(read("1. Client\n2. Gateway\n3) Ranker")), ElementsAre("Client->Gateway", "Gateway->Ranker"));
}

TEST(TextDiagram, AnOutlineCallsWhatIsIndentedBelow) {
    const TextDiagram diagram = read("Client\n  Gateway\n    Cache\n    Ranker\n\tLog\n");
    EXPECT_THAT(arrowsOf(diagram), ElementsAre("Client->Gateway", "Gateway->Cache", "Gateway->Ranker", "Gateway->Log"));
}

TEST(TextDiagram, ALineWithAColonIsAGroup) {
    const TextDiagram diagram = read("Online:\n  Gateway\n    Ranker\n  Stores:\n    Cache\nTrainer\n");
    EXPECT_THAT(areasOf(diagram), ElementsAre("Online, Gateway, Ranker", "Stores in Online, Cache"));
    EXPECT_THAT(arrowsOf(diagram), ElementsAre("Gateway->Ranker"));
}

TEST(TextDiagram, ArrowsGoFromAllOfOneSideToAllOfTheOther) {
    const TextDiagram diagram = read("web, mobile -> gateway → ranker: top 200\nranker => store\nlonely");
    EXPECT_THAT(arrowsOf(diagram),
                ElementsAre("web->gateway", "mobile->gateway", "gateway->ranker:top 200", "ranker->store"));
    EXPECT_EQ(diagram.boxes.back().label, "lonely");
}

TEST(TextDiagram, ProseIsNoDiagram) {
    for (const char* text :
         {"", "   \n", "One line alone", "{\"format\": 1}",
          "A first name\nand then a sentence that goes on for much longer than the name of any component ever would"})
        EXPECT_FALSE(readDiagram(text)) << text;
    const auto refused =
        readDiagram("Client\n\nThis sentence is far too long to be what somebody calls a part of a system.");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().where.line, 3);
}

TEST(Mermaid, ShapesGiveLabels) {
    const TextDiagram diagram = read(R"(```mermaid
---
title: Retrieval
---
flowchart LR
    %% the way of a question
    u([User]) --> g[API gateway]; g --> r{{"Router [v2]"}}
    r --> d[(Vector<br/>database)] & c((Cache)) & e>Events] & t[/Docs/] & w[[Worker]] & q{Fits?}
    d --> n@{ shape: cyl, label: "Node store" }:::blue
    class u,g blue
    classDef blue fill:#00f;
    style u fill:#fff
```)");
    EXPECT_THAT(labelsOf(diagram), ElementsAre("User", "API gateway", "Router [v2]", "Vector database", "Cache",
                                               "Events", "Docs", "Worker", "Fits?", "Node store"));
    EXPECT_EQ(diagram.boxes[3].shape, "cyl");
    EXPECT_EQ(diagram.boxes[9].shape, "cyl");
    EXPECT_EQ(diagram.arrows.size(), 9U);
}

TEST(Mermaid, LinksOfAllSorts) {
    EXPECT_THAT(arrowsOf(read("graph TD\n"
                              "a-->b\n"
                              "a -- asks for --> b\n"
                              "a -->|top 5| b\n"
                              "a --- b\n"
                              "a ---|x| b\n"
                              "a -.-> b\n"
                              "a -. later .-> b\n"
                              "a ==> b\n"
                              "a == heavy ==> b\n"
                              "a ----> b\n"
                              "a <--> b\n"
                              "a --x b\n"
                              "a e1@--> b\n"
                              "a ~~~ b\n"
                              "my-node --> a.b\n"
                              "x --> y --> z\n"
                              "p & q --> s\n")),
                ElementsAre("a->b", "a->b:asks for", "a->b:top 5", "a->b", "a->b:x", "a~>b", "a~>b:later", "a->b",
                            "a->b:heavy", "a->b", "a->b", "a->b", "a->b", "my-node->a.b", "x->y", "y->z", "p->s",
                            "q->s"));
}

TEST(Mermaid, SubgraphsAreAreasAndMayBeLinked) {
    const TextDiagram diagram = read("flowchart TB\n"
                                     "subgraph online [Online path]\n"
                                     "  direction LR\n"
                                     "  gate --> rank\n"
                                     "  subgraph \"Stores\"\n    kv[(Store)]\n  end\n"
                                     "end\n"
                                     "client --> online\n"
                                     "rank --> kv\n");
    EXPECT_THAT(areasOf(diagram), ElementsAre("Online path, gate, rank", "Stores in Online path, Store"));
    EXPECT_THAT(arrowsOf(diagram), ElementsAre("gate->rank", "client->gate", "rank->Store"));
    EXPECT_THAT(labelsOf(diagram), ElementsAre("gate", "rank", "Store", "client"));
}

TEST(Mermaid, CharactersByNumberAndTagsAreRead) {
    EXPECT_THAT(labelsOf(read("flowchart LR\na[\"#quot;A#quot; #amp; <b>B</b> #9829; 1 < 2\"] --> b[\"two\nlines\"]")),
                ElementsAre("\"A\" & B \xE2\x99\xA5 1 < 2", "two lines"));
}

TEST(Mermaid, WhatCannotBeReadSaysWhere) {
    const auto other = readDiagram("sequenceDiagram\n  A->>B: hello");
    ASSERT_FALSE(other);
    EXPECT_THAT(other.error().message, HasSubstr("sequenceDiagram"));
    const auto broken = readDiagram("flowchart LR\n  a --> b\n  c --> d[Open\n");
    ASSERT_FALSE(broken);
    EXPECT_EQ(broken.error().where.line, 3);
    EXPECT_THAT(broken.error().hint, HasSubstr("`d`"));
    EXPECT_FALSE(readDiagram("flowchart LR\nsubgraph a\nb --> c\n"));
    EXPECT_FALSE(readDiagram("flowchart LR\nend\n"));
    EXPECT_FALSE(readDiagram("flowchart LR\na -- never ends b\n"));
}

TEST(Mermaid, NoTextEndsTheProgram) {
    const std::string whole =
        "flowchart LR\nsubgraph s[S]\na([\"x\"]) -- l --> b[(c)] & d{e}\nend\nb -.->|t| f@{ shape: cyl }\n";
    for (std::size_t from = 0; from < whole.size(); from += 3)
        for (std::size_t length = 1; from + length <= whole.size(); length += 5)
            static_cast<void>(readDiagram("flowchart LR\n" + whole.substr(from, length)));
}

TEST(ComponentsOfText, KindsFollowNamesThenShapes) {
    const auto catalog = catalog::Catalog::builtIn();
    const auto fragment =
        componentsOf(read("flowchart LR\n"
                          "u[Mobile app] --> g[API Gateway] --> s[Something else]\n"
                          "s --> r[Redis cache] & v[(Vector DB)] & l[Llama LLM server] & x[(Ledger)]\n"
                          "s --> k[Kafka] -.-> w[Odd one]\n"
                          "s --> us[User service]"),
                     *catalog);
    std::vector<std::string> kinds;
    for (const auto& component : fragment.components) kinds.push_back(component.kind);
    EXPECT_THAT(kinds, ElementsAre("client", "api_gateway", "service", "cache", "vector_db", "llm_server",
                                   "relational_db", "event_log", "service", "service"));
    for (const auto& connection : fragment.connections) {
        const design::Mode expected = connection.to.str() == "kafka"     ? design::Mode::Async
                                      : connection.from.str() == "kafka" ? design::Mode::Stream
                                                                         : design::Mode::Sync;
        EXPECT_EQ(connection.mode, expected) << connection.id.str();
    }
}

TEST(ComponentsOfText, MakeAValidDesign) {
    const auto catalog = catalog::Catalog::builtIn();
    for (const char* text : {"Client -> Gateway -> Cache\nGateway -> Gateway\nclient -> client 2",
                             "Empty:\n  Emptier:\nFull:\n  One\n  Two:\n    Three\n",
                             "flowchart LR\nsubgraph a\nend\nsubgraph b\nsubgraph c\nx-->y\nend\nend\na-->b"}) {
        const auto inserted = design::apply({}, componentsOf(read(text), *catalog));
        ASSERT_TRUE(inserted) << inserted.error().message;
        for (const auto& finding : design::validate(*inserted, *catalog))
            EXPECT_NE(finding.severity, support::Severity::Error) << finding.message;
    }
}

} // namespace
} // namespace catenary::interchange
