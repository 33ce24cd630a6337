// SPDX-License-Identifier: Apache-2.0
// A diagram written as words: a list, an indented outline, lines of arrows, or a Mermaid flowchart. Read by
// `readDiagram`, and made components and connections by `componentsOf`.
#pragma once

#include "core/catalog/catalog.h"
#include "core/design/edit.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace catenary::interchange {

struct TextDiagram {
    struct Box {
        std::string key;   ///< what other lines call it
        std::string label; ///< one line
        std::string shape; ///< of Mermaid: "cyl", "diam", "stadium", …; empty: a plain box
    };
    struct Arrow {
        std::size_t from = 0, to = 0; ///< of `boxes`
        std::string label;
        bool dotted = false;
    };
    struct Area {
        std::string key, label;
        std::vector<std::size_t> boxes;     ///< directly in it
        std::optional<std::size_t> outside; ///< the area it is in, of `areas`
    };
    std::vector<Box> boxes;
    std::vector<Arrow> arrows;
    std::vector<Area> areas;
};

/// Reads
/// - a Mermaid flowchart, with or without its fence: nodes of all shapes, chains, `&`, labels, subgraphs; what only
///   styles is passed over;
/// - lines with arrows: `a -> b, c -> d: label`, each name the label of its box;
/// - an outline: what is indented below a line is called by it, or, below a line that ends in a colon, lies in a group
///   of that name;
/// - a list, with or without bullets; a numbered one is a chain.
/// Errors, with the line: a Mermaid diagram of another sort or that cannot be read; words that are no diagram (a single
/// line without an arrow, or lines longer than a name is).
[[nodiscard]] support::Result<TextDiagram> readDiagram(std::string_view text);

/// Components of the kind that their label names, else the one their shape stands for, else a service; dotted arrows
/// are async, areas groups. Nothing has a place. Ids are free among themselves only.
[[nodiscard]] design::InsertFragment componentsOf(const TextDiagram& diagram, const catalog::Catalog& catalog);

} // namespace catenary::interchange
