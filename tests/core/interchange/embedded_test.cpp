// SPDX-License-Identifier: Apache-2.0
// The design in pictures of it, there and back.
#include "core/interchange/embedded.h"
#include "core/interchange/svg.h"

#include <gtest/gtest.h>

#include <zlib.h>

namespace catenary::interchange {
namespace {

const std::string design = "{\"format\": \"catenary-design\", \"title\": \"Größe <&> \\\"x\\\"\"}\n";

std::string chunk(const std::string& type, const std::string& content) {
    const auto big = [](std::uint32_t v) {
        return std::string{static_cast<char>(v >> 24), static_cast<char>(v >> 16 & 0xFF),
                           static_cast<char>(v >> 8 & 0xFF), static_cast<char>(v & 0xFF)};
    };
    const std::string body = type + content;
    return big(static_cast<std::uint32_t>(content.size())) + body +
           big(static_cast<std::uint32_t>(
               crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()))));
}

std::string png() {
    return std::string("\x89PNG\r\n\x1a\n", 8) + chunk("IHDR", std::string(13, '\1')) + chunk("IDAT", "pixels") +
           chunk("IDAT", "more") + chunk("IEND", "");
}

TEST(EmbeddedDesign, ComesBackFromAPngWithItsPixelsAsTheyWere) {
    const auto with = pngWithDesign(png(), design);
    ASSERT_TRUE(with);
    EXPECT_EQ(designInPicture(*with).value_or(""), design);
    std::string pixels = *with;
    const std::size_t at = pixels.find(pngChunk) - 4;
    const std::size_t length = static_cast<unsigned char>(pixels[at + 3]);
    pixels.erase(at, length + 12);
    EXPECT_EQ(pixels, png());
}

TEST(EmbeddedDesign, IsReplacedByALaterOne) {
    const auto once = pngWithDesign(png(), "first");
    ASSERT_TRUE(once);
    const auto twice = pngWithDesign(*once, design);
    ASSERT_TRUE(twice);
    EXPECT_EQ(designInPicture(*twice).value_or(""), design);
    EXPECT_EQ(*twice, *pngWithDesign(png(), design));
}

TEST(EmbeddedDesign, ComesBackFromAnSvg) {
    scene::Scene scene;
    scene.bounds = {0, 0, 10, 10};
    SvgOptions options;
    options.design = design;
    const auto svg = writeSvg(scene, options);
    ASSERT_TRUE(svg);
    EXPECT_TRUE(isPicture(*svg));
    EXPECT_EQ(designInPicture(*svg).value_or(""), design);
}

TEST(EmbeddedDesign, WhatAnEditorDidToTheMetadataDoesNotMatter) {
    std::string data = svgMetadata(design);
    data = data.substr(data.find('>') + 1);
    data = data.substr(0, data.find('<'));
    const std::string svg =
        "<?xml version='1.0'?>\n<!-- edited -->\n<svg xmlns=\"http://www.w3.org/2000/svg\">\n<metadata\n   "
        "id=\"catenary-design\"\n   >" +
        data.substr(0, 30) + "\n  " + data.substr(30) + "</metadata></svg>";
    EXPECT_EQ(designInPicture(svg).value_or(""), design);
}

TEST(EmbeddedDesign, OtherPicturesAndDamageAreToldApart) {
    EXPECT_FALSE(isPicture("{\"format\": \"catenary-design\"}"));
    EXPECT_FALSE(designInPicture("text"));
    const auto none = designInPicture(png());
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().message, "There is no design in this picture.");
    std::string broken = pngWithDesign(png(), design).value_or("");
    broken[broken.find(pngChunk) + 10] ^= 1;
    const auto damaged = designInPicture(broken);
    ASSERT_FALSE(damaged);
    EXPECT_EQ(damaged.error().message, "The design in this picture is damaged.");
    const std::string whole = pngWithDesign(png(), design).value_or("");
    for (std::size_t length = 0; length < whole.size(); ++length)
        static_cast<void>(designInPicture(std::string_view(whole).substr(0, length)));
    EXPECT_FALSE(pngWithDesign(std::string_view(png()).substr(0, 40), design));
}

} // namespace
} // namespace catenary::interchange
