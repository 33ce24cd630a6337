// SPDX-License-Identifier: Apache-2.0
// The parts of `compose`: what one element looks like. Each returns the items from back to front.
#pragma once

#include "core/catalog/catalog.h"
#include "core/design/design.h"
#include "core/scene/overlay.h"
#include "core/scene/theme.h"
#include "core/scene/widths.h"

#include <array>
#include <string>
#include <vector>

namespace catenary::scene {

enum class Shape { Card, Store, Queue, Actor, External };
[[nodiscard]] Shape shapeOf(const catalog::Kind* kind); ///< Card where there is no kind

/// The title of a group within its box.
[[nodiscard]] Rect groupTitleBox(const std::string& name, const Rect& box, const FallbackWidths& fallback = {});

/// What every drawing needs to know.
struct Pen {
    const ThemeColours& colours;
    const FallbackWidths& fallback;

    [[nodiscard]] TextItem text(std::string said, Point at, double size, Weight weight, Colour colour,
                                TextItem::Anchor anchor = TextItem::Anchor::Start) const;
};

/// How many copies the card says there are (`replicas`, `instances`, `consumers`); 1 where it says nothing.
[[nodiscard]] int copiesOf(const design::Component& component, const catalog::Kind* kind);

/// How far inside its box a shape's outline lies at a point of a side, measured square to that side. Negative where the
/// outline of further copies lies outside.
[[nodiscard]] double outlineInset(Shape shape, int copies, const Rect& box, Point at);

/// What a card in that box may cover with any copies behind it and any mark on it.
[[nodiscard]] std::array<Rect, 2> coveredBy(Shape shape, const Rect& box);

[[nodiscard]] std::vector<Item> drawComponent(const Pen& pen, const design::Component& component,
                                              const catalog::Kind* kind, const Rect& box, const OverlayRow* row);

struct WireLook {
    design::Mode mode = design::Mode::Sync;
    bool critical = false;
};
/// `route` already ends on the outlines of its components.
[[nodiscard]] std::vector<Item> drawWire(const Pen& pen, const std::vector<Point>& route, const WireLook& look);

[[nodiscard]] std::vector<Item> drawGroup(const Pen& pen, const std::string& name, const GroupColours& colours,
                                          const Rect& box);
[[nodiscard]] std::vector<Item> drawNote(const Pen& pen, const std::string& text, const Rect& box);

/// A label of a connection: its lines and the size of its plate.
struct Plate {
    std::vector<std::string> lines;
    Size size;
};
/// The shapes a label can take: as wide as it likes, then narrower in two and three lines. None for no label.
[[nodiscard]] std::vector<Plate> platesOf(const Pen& pen, const std::string& label);
[[nodiscard]] std::vector<Item> drawPlate(const Pen& pen, const Plate& plate, Point topLeft, bool critical);

} // namespace catenary::scene
