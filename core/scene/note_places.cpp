// SPDX-License-Identifier: Apache-2.0
#include "core/scene/note_places.h"

#include "core/scene/draw.h"
#include "core/scene/geometry.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace catenary::scene {
namespace {

constexpr double gap = 16;
constexpr double inset = 12; // from the border of a group to a note in it

double distance(const Rect& a, const Rect& b) {
    const double x = std::max({a.x - b.right(), b.x - a.right(), 0.0});
    const double y = std::max({a.y - b.bottom(), b.y - a.bottom(), 0.0});
    return std::hypot(x, y);
}

bool holds(const Rect& outer, const Rect& inner) {
    return inner.x >= outer.x && inner.y >= outer.y && inner.right() <= outer.right() &&
           inner.bottom() <= outer.bottom();
}

/// The place nearest to `wanted` where it is `gap` away from all of `taken`, within `room` if given.
std::optional<Rect> nearestFree(const Rect& wanted, const std::vector<Rect>& taken, const std::optional<Rect>& room) {
    std::vector<double> xs{wanted.x}, ys{wanted.y};
    for (const Rect& other : taken) {
        xs.insert(xs.end(), {other.right() + gap, other.x - gap - wanted.width});
        ys.insert(ys.end(), {other.bottom() + gap, other.y - gap - wanted.height});
    }
    if (room) {
        xs.insert(xs.end(), {room->x, room->right() - wanted.width});
        ys.insert(ys.end(), {room->y, room->bottom() - wanted.height});
    }
    std::vector<Point> places;
    for (const double x : xs)
        for (const double y : ys) places.push_back({x, y});
    const auto off = [&](const Point& p) { return std::hypot(p.x - wanted.x, p.y - wanted.y); };
    std::stable_sort(places.begin(), places.end(), [&](const Point& a, const Point& b) { return off(a) < off(b); });
    for (const Point& place : places) {
        const Rect rect{place.x, place.y, wanted.width, wanted.height};
        if (room && !holds(*room, rect)) continue;
        const Rect kept = rect.grown(gap - 0.01);
        if (std::none_of(taken.begin(), taken.end(), [&](const Rect& other) { return other.intersects(kept); }))
            return rect;
    }
    return std::nullopt;
}

/// The smallest group that has the note as a member or lies around it.
const design::Group* groupOf(const design::Note& note, const design::Design& design, const Geometry::Boxes& boxes) {
    const Rect& box = boxes.at(note.id.str());
    const design::Group* best = nullptr;
    double least = 0;
    for (const auto& group : design.groups) {
        const auto found = boxes.find(group->id.str());
        if (found == boxes.end()) continue;
        const bool member =
            std::find(group->members.begin(), group->members.end(), note.id.str()) != group->members.end();
        const double area = found->second.width * found->second.height;
        if ((member || holds(found->second, box)) && (best == nullptr || area < least)) {
            best = group.get();
            least = area;
        }
    }
    return best;
}

} // namespace

std::vector<std::pair<std::string, Point>> notePlaces(const design::Design& before, const design::Design& after) {
    const Geometry::Boxes old = boxesOf(before);
    design::Design bare = after; // groups as large as their cards
    bare.notes = {};
    const Geometry::Boxes boxes = boxesOf(bare);
    std::vector<Rect> cards;
    for (const auto& component : after.components) {
        Rect box = boxes.at(component->id.str());
        box.height += 8; // copies behind
        cards.push_back(box);
    }
    std::vector<Rect> notes;
    std::vector<std::pair<std::string, Point>> places;
    for (const auto& note : before.notes) {
        const Rect& was = old.at(note->id.str());
        const design::Group* group = groupOf(*note, before, old);
        const auto home = group != nullptr ? boxes.find(group->id.str()) : boxes.end();

        const Rect *from = nullptr, *to = nullptr;
        for (const auto& component : before.components) {
            if (!component->at) continue;
            const Rect& box = old.at(component->id.str());
            if (group != nullptr && !holds(old.at(group->id.str()), box)) continue;
            if (from == nullptr || distance(was, box) < distance(was, *from)) {
                from = &box;
                to = &boxes.at(component->id.str());
            }
        }
        Rect wanted = was;
        if (from != nullptr) {
            wanted.x += to->x - from->x;
            wanted.y += to->y - from->y;
        }

        std::vector<Rect> taken = cards;
        taken.insert(taken.end(), notes.begin(), notes.end());
        std::vector<Rect> around; // groups that hold its own one do not count
        for (const auto& other : after.groups)
            if (const auto found = boxes.find(other->id.str()); found != boxes.end() && found != home) {
                if (home == boxes.end() || !holds(found->second, home->second)) taken.push_back(found->second);
            }
        std::optional<Rect> place;
        if (home != boxes.end()) {
            Rect room = home->second.grown(-inset);
            const double title = groupTitleBox(group->name, home->second).bottom() - home->second.y - inset + 4;
            room.y += title;
            room.height -= title;
            place = nearestFree(wanted, taken, room);
            if (!place) taken.push_back(home->second);
        }
        if (!place) place = nearestFree(wanted, taken, std::nullopt);
        const Rect found = place.value_or(wanted);
        notes.push_back(found);
        places.emplace_back(note->id.str(), Point{std::round(found.x), std::round(found.y)});
    }
    return places;
}

} // namespace catenary::scene
