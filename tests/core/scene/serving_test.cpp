// SPDX-License-Identifier: Apache-2.0
#include "core/scene/charts/serving.h"

#include "core/design/codec.h"
#include "core/scene/charts/bar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace catenary::scene {
namespace {

/// A client and a model server of this kind and these parameters, at so many requests a second.
insight::Serving servingOf(const std::string& kind, const std::string& parameters, double rate) {
    const std::string text = R"({"format": "catenary-design", "version": 1, "components": [
        {"id": "c", "kind": "client"}, {"id": "it", "kind": ")" +
                             kind + R"(", "parameters": {)" + parameters + R"(}}],
      "connections": [{"id": "c-it", "from": "c", "to": "it", "distance": "none"}],
      "workloads": [{"id": "w", "source": "c", "arrival": {"process": "poisson", "rate_per_s": )" +
                             std::to_string(rate) + R"(},
                     "attributes": {"input_tokens": 2000, "output_tokens": 200}}]})";
    const auto design = design::decode(text).value().design;
    const auto estimate = insight::estimate(design, *catalog::Catalog::builtIn()).value();
    return insight::serving(estimate, static_cast<std::size_t>(estimate.network.station(design::ComponentId("it"))))
        .value();
}

insight::Serving languageModel(double rate = 2) {
    return servingOf("llm_server", R"("model": "llama-3.1-8b", "hardware": "H100-SXM", "precision": "fp8")", rate);
}
insight::Serving encoder() {
    return servingOf("model_server", R"("model": "bert-base", "hardware": "aws:g6.xlarge", "max_batch": 16)", 200);
}

struct Place {
    std::string words;
    Rect rect;
};
/// Where words stand.
std::vector<Place> wordsIn(const Scene& scene) {
    std::vector<Place> places;
    for (const auto& node : scene.nodes)
        for (const Item& item : node->items)
            if (const auto* text = std::get_if<TextItem>(&item)) {
                const double left = text->anchor == TextItem::Anchor::Start    ? 0
                                    : text->anchor == TextItem::Anchor::Middle ? text->width / 2
                                                                               : text->width;
                // The height of lower-case letters: ascenders of one line may reach under another.
                places.push_back({text->text, {text->at.x - left, text->at.y - 8, text->width, 9}});
            }
    return places;
}

class ServingPictures : public ::testing::TestWithParam<double> {};

} // namespace

TEST_P(ServingPictures, KeepTheirWordsApartAndInside) {
    for (const insight::Serving& serving : {languageModel(0.01), languageModel(2), languageModel(30), encoder()})
        for (const ThemeName theme : {ThemeName::Light, ThemeName::Dark}) {
            const Scene scene = servingCharts(serving, theme, GetParam());
            const auto places = wordsIn(scene);
            for (std::size_t i = 0; i < places.size(); ++i) {
                EXPECT_GE(places[i].rect.x, 0) << places[i].words;
                EXPECT_LE(places[i].rect.right(), scene.bounds.width) << places[i].words;
                for (std::size_t j = 0; j < i; ++j)
                    EXPECT_FALSE(places[i].rect.intersects(places[j].rect))
                        << places[i].words << " | " << places[j].words << " at " << GetParam();
            }
        }
}

INSTANTIATE_TEST_SUITE_P(Widths, ServingPictures, ::testing::Values(300, 420, 720));

TEST(Roofline, IsTheLowerOfBandwidthAndPeakWithTheSpotsBelow) {
    const insight::Serving serving = languageModel();
    const Chart chart = rooflineChart(serving, ThemeName::Light);
    ASSERT_TRUE(chart.x.logarithmic && chart.y.logarithmic);
    const auto& roof = chart.series.at(0).points;
    // y = min(peak, bandwidth · x), and the two meet at peak ÷ bandwidth.
    EXPECT_DOUBLE_EQ(roof.at(0).y, serving.roof.bytes_per_s * roof.at(0).x);
    EXPECT_DOUBLE_EQ(roof.at(1).x, serving.roof.flops / serving.roof.bytes_per_s);
    EXPECT_DOUBLE_EQ(roof.at(2).y, serving.roof.flops);
    ASSERT_EQ(chart.dots.size(), 2u); // the step and the prompt
    for (const Dot& dot : chart.dots) {
        EXPECT_LT(dot.at.y, serving.roof.at(dot.at.x));
        EXPECT_GT(dot.at.y, chart.y.from);
        EXPECT_LT(dot.at.x, chart.x.to);
    }
    EXPECT_LT(chart.dots[0].at.x, roof.at(1).x) << "decoding few sequences is bound by memory";
    EXPECT_GT(chart.dots[1].at.x, roof.at(1).x) << "reading a long prompt is bound by compute";
}

TEST(Roofline, SaysWhatASpotIsBesideItAndNotOverTheRoof) {
    const insight::Serving ranker =
        servingOf("recsys_ranker", R"("hardware": "aws:g6.xlarge", "candidates": 1000)", 500);
    for (const insight::Serving& serving : {languageModel(2), languageModel(30), encoder(), ranker})
        for (const double width : {390.0, 720.0}) { // of the page, and wider
            const Scene scene = drawChart(rooflineChart(serving, ThemeName::Light), ThemeName::Light, {width, 240});
            std::vector<Point> roof;
            std::vector<std::pair<Point, Rect>> spots; // where it is, and where its words stand
            for (const auto& node : scene.nodes) {
                if (node->id == "series-1") roof = std::get<PathItem>(node->items.at(0)).points;
                if (!node->id.starts_with("dot-")) continue;
                Point centre;
                const auto& circle = std::get<PathItem>(node->items.at(0)).points;
                for (const Point& point : circle) centre = {centre.x + point.x, centre.y + point.y};
                const auto n = static_cast<double>(circle.size());
                spots.push_back({{centre.x / n, centre.y / n}, std::get<RectItem>(node->items.at(1)).rect});
            }
            ASSERT_EQ(roof.size(), 3u);
            ASSERT_EQ(spots.size(), serving.spots.size());
            for (const auto& [at, words] : spots) {
                EXPECT_TRUE(words.grown(24).contains(at)) << at.x << ' ' << at.y << " at " << width;
                for (std::size_t i = 1; i < roof.size(); ++i)
                    for (double share = 0; share <= 1; share += 0.01)
                        EXPECT_FALSE(words.contains({roof[i - 1].x + share * (roof[i].x - roof[i - 1].x),
                                                     roof[i - 1].y + share * (roof[i].y - roof[i - 1].y)}))
                            << words.x << ' ' << words.y << " at " << width;
            }
        }
}

TEST(TimeBar, SharesAddUpToTheTimeAndSayTheirFormula) {
    const insight::Serving serving = languageModel();
    const Scene scene = timeBar(serving, ThemeName::Light, 600);
    double width = 0;
    bool formula = false;
    for (const auto& node : scene.nodes) {
        if (node->id == "bar")
            for (const Item& item : node->items) width += std::get<RectItem>(item).rect.width + 1;
        formula = formula || node->title.find("weight bytes ÷") != std::string::npos;
    }
    EXPECT_NEAR(width, 600 - 32, 1.5);
    EXPECT_TRUE(formula);
}

TEST(BatchCurve, MarksTheOperatingPointOnlyWhereRequestsCome) {
    const auto saysNow = [](const insight::Serving& serving) {
        const Scene scene = batchCurve(serving, ThemeName::Light, 420);
        return std::any_of(scene.nodes.begin(), scene.nodes.end(),
                           [](const auto& node) { return node->title.starts_with("now "); });
    };
    insight::Serving serving = languageModel();
    EXPECT_TRUE(saysNow(serving));
    serving.now.reset();
    EXPECT_FALSE(saysNow(serving));
}

TEST(BatchCurve, SaysWhereThereIsNoLargerBatch) {
    const auto serving =
        servingOf("model_server", R"("model": "bert-base", "hardware": "aws:g6.xlarge", "max_batch": 1)", 5);
    EXPECT_THAT(batchCurve(serving, ThemeName::Light, 420).description, testing::HasSubstr("one at a time"));
}

TEST(MemoryBar, IsWhatIsInstalled) {
    const insight::Serving serving = languageModel();
    // weights + cache + free + left to the engine = installed
    const auto& memory = serving.memory;
    EXPECT_DOUBLE_EQ(memory.installed, 80 * 1073741824.0);
    EXPECT_LT(memory.weights + memory.cache, memory.usable);
    const Scene scene = memoryBar(serving, ThemeName::Light, 420);
    EXPECT_THAT(scene.title, testing::HasSubstr("86 GB"));
}

} // namespace catenary::scene
