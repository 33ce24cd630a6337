// SPDX-License-Identifier: Apache-2.0
// What holds of the reference systems also holds after a card of theirs was moved.
#include "core/design/codec.h"
#include "core/scene/compose.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

namespace catenary::scene {
namespace {

constexpr double apart = 6;

const catalog::Catalog& kinds() {
    static const auto catalog = catalog::Catalog::builtIn();
    return *catalog;
}

/// How long two routes run beside each other nearer than `apart`.
double merged(const std::vector<Point>& a, const std::vector<Point>& b) {
    double together = 0;
    for (std::size_t i = 0; i + 1 < a.size(); ++i)
        for (std::size_t j = 0; j + 1 < b.size(); ++j) {
            const bool upright = a[i].x == a[i + 1].x;
            if (upright != (b[j].x == b[j + 1].x)) continue;
            const auto along = [&](const Point& p) { return upright ? p.y : p.x; };
            const auto across = [&](const Point& p) { return upright ? p.x : p.y; };
            if (std::abs(across(a[i]) - across(b[j])) >= apart - 0.01) continue;
            const double begin =
                std::max(std::min(along(a[i]), along(a[i + 1])), std::min(along(b[j]), along(b[j + 1])));
            const double end = std::min(std::max(along(a[i]), along(a[i + 1])), std::max(along(b[j]), along(b[j + 1])));
            together += std::max(0.0, end - begin);
        }
    return together;
}

design::Design moved(const design::Design& design, std::size_t index, Point by) {
    design::Design result = design;
    design::Component component = design.components[index];
    component.at = Point{component.at->x + by.x, component.at->y + by.y};
    result.components.replace(index, std::move(component));
    return result;
}

/// Pairs of connections that cannot be told apart over more than a few units.
std::vector<std::string> mergedIn(const design::Design& design) {
    const Geometry geometry = arrange(design, kinds());
    std::vector<std::string> found;
    for (auto a = geometry.routes.begin(); a != geometry.routes.end(); ++a)
        for (auto b = std::next(a); b != geometry.routes.end(); ++b)
            if (const double together = merged(a->second, b->second); together > 4)
                found.push_back(a->first + " and " + b->first + " over " + std::to_string(together));
    return found;
}

/// True if the card is too near to another for lines to pass between them.
bool isCramped(const design::Design& design, std::size_t index) {
    const Geometry geometry = arrange(design, kinds());
    const Rect box = geometry.boxes.at(design.components[index].id.str()).grown(40);
    for (const auto& other : design.components)
        if (other->id != design.components[index].id && box.intersects(geometry.boxes.at(other->id.str()))) return true;
    for (const auto& note : design.notes)
        if (box.intersects(geometry.boxes.at(note->id.str()))) return true;
    return false;
}

class Displaced : public testing::TestWithParam<std::string> {
protected:
    void SetUp() override {
        const auto decoded = design::load(GetParam());
        ASSERT_TRUE(decoded) << support::describe(decoded.error());
        design = decoded->design;
    }
    design::Design design;
};

constexpr std::array<Point, 6> offsets = {{{32, 0}, {-48, 24}, {0, 40}, {0, -60}, {64, -28}, {-20, 12}}};

TEST_P(Displaced, KeepParallelConnectionsApart) {
    for (const std::string& pair : mergedIn(design)) ADD_FAILURE() << pair;
    for (std::size_t c = 0; c < design.components.size(); ++c)
        for (const Point by : offsets) {
            const design::Design changed = moved(design, c, by);
            if (isCramped(changed, c)) continue;
            for (const std::string& pair : mergedIn(changed))
                ADD_FAILURE() << design.components[c].id.str() << " moved by " << by.x << ", " << by.y << ": " << pair;
        }
}

TEST_P(Displaced, LookAsBeforeOnceEverythingIsBack) {
    const auto text = [](const design::Design& d) { return toText(compose(d, kinds(), arrange(d, kinds()))); };
    const std::string before = text(design);
    for (std::size_t c = 0; c < design.components.size(); ++c) {
        const design::Design away = moved(design, c, {64, -28});
        text(away);
        EXPECT_EQ(text(moved(away, c, {-64, 28})), before) << design.components[c].id.str();
    }
}

std::vector<std::string> templateFiles() {
    std::vector<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(std::string(CATENARY_SOURCE_DIR) + "/templates"))
        if (entry.path().extension() == ".catenary") files.push_back(entry.path().string());
    std::sort(files.begin(), files.end());
    return files;
}
INSTANTIATE_TEST_SUITE_P(Templates, Displaced, testing::ValuesIn(templateFiles()), [](const auto& file) {
    std::string name = std::filesystem::path(file.param).stem().string();
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

} // namespace
} // namespace catenary::scene
