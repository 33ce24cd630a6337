// SPDX-License-Identifier: Apache-2.0
// Build tool: make_fonts OUT_DIRECTORY Inter-Regular.otf Inter-Medium.otf Inter-SemiBold.otf KleeOne-Regular.ttf
// KleeOne-SemiBold.ttf
// Writes, for each of them, a font with the characters diagrams use (Latin, Greek, Cyrillic, punctuation, arrows,
// mathematical signs), without layout tables, whose digits are figures of one width where there are any, under our own
// family names; and font_tables.cpp with the advance widths of the characters and the fonts' bytes.
#include <hb-ot.h>
#include <hb-subset.h>
#include <hb.h>

#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace {

[[noreturn]] void die(const std::string& message) {
    std::cerr << "make_fonts: " << message << '\n';
    std::exit(1);
}

template <auto Destroy> struct Deleter {
    template <class T> void operator()(T* object) const { Destroy(object); }
};
using Blob = std::unique_ptr<hb_blob_t, Deleter<hb_blob_destroy>>;
using Face = std::unique_ptr<hb_face_t, Deleter<hb_face_destroy>>;
using Font = std::unique_ptr<hb_font_t, Deleter<hb_font_destroy>>;
using Buffer = std::unique_ptr<hb_buffer_t, Deleter<hb_buffer_destroy>>;
using Set = std::unique_ptr<hb_set_t, Deleter<hb_set_destroy>>;
using Input = std::unique_ptr<hb_subset_input_t, Deleter<hb_subset_input_destroy>>;
using Plan = std::unique_ptr<hb_subset_plan_t, Deleter<hb_subset_plan_destroy>>;

constexpr std::array<std::array<hb_codepoint_t, 2>, 12> wanted = {{{0x20, 0x7E},
                                                                   {0xA0, 0x17F},
                                                                   {0x192, 0x192},
                                                                   {0x218, 0x21B},
                                                                   {0x2C6, 0x2DD},
                                                                   {0x370, 0x3FF},
                                                                   {0x400, 0x45F},
                                                                   {0x2010, 0x206F},
                                                                   {0x2070, 0x20BF},
                                                                   {0x2100, 0x214F},
                                                                   {0x2190, 0x21FF},
                                                                   {0x2200, 0x22FF}}};
constexpr std::array<hb_codepoint_t, 6> more = {0x2318, 0x25A0, 0x25CF, 0x2713, 0x2717, 0xFFFD};

/// The glyphs of the digits with figures of one width.
std::array<hb_codepoint_t, 10> tabularDigits(hb_font_t* font) {
    const Buffer buffer(hb_buffer_create());
    hb_buffer_add_utf8(buffer.get(), "0123456789", -1, 0, -1);
    hb_buffer_guess_segment_properties(buffer.get());
    hb_feature_t tnum{HB_TAG('t', 'n', 'u', 'm'), 1, HB_FEATURE_GLOBAL_START, HB_FEATURE_GLOBAL_END};
    hb_shape(font, buffer.get(), &tnum, 1);
    unsigned count = 0;
    const hb_glyph_info_t* glyphs = hb_buffer_get_glyph_infos(buffer.get(), &count);
    if (count != 10) die("the font has no figures of one width");
    std::array<hb_codepoint_t, 10> result{};
    for (unsigned i = 0; i < count; ++i) result[i] = glyphs[i].codepoint;
    return result;
}

void put16(std::string& to, std::uint32_t value) {
    to += static_cast<char>((value >> 8) & 0xff);
    to += static_cast<char>(value & 0xff);
}
void put32(std::string& to, std::uint32_t value) {
    put16(to, value >> 16);
    put16(to, value & 0xffff);
}

/// A `cmap` with one Unicode table of format 4 for Windows and Unicode platforms; all characters are in the BMP.
std::string cmapTable(const std::map<hb_codepoint_t, hb_codepoint_t>& glyphs) {
    struct Segment {
        std::uint32_t first, last, delta;
    };
    std::vector<Segment> segments;
    for (const auto& [code, glyph] : glyphs) {
        const std::uint32_t delta = (glyph - code) & 0xffff;
        if (!segments.empty() && segments.back().last + 1 == code && segments.back().delta == delta)
            segments.back().last = code;
        else
            segments.push_back({code, code, delta});
    }
    segments.push_back({0xffff, 0xffff, 1});
    const auto count = static_cast<std::uint32_t>(segments.size());
    std::uint32_t power = 1, log = 0;
    while (power * 2 <= count) {
        power *= 2;
        ++log;
    }
    std::string sub;
    put16(sub, 4);
    put16(sub, 16 + 8 * count);
    put16(sub, 0);
    put16(sub, count * 2);
    put16(sub, power * 2);
    put16(sub, log);
    put16(sub, (count - power) * 2);
    for (const Segment& s : segments) put16(sub, s.last);
    put16(sub, 0);
    for (const Segment& s : segments) put16(sub, s.first);
    for (const Segment& s : segments) put16(sub, s.delta);
    for (std::uint32_t i = 0; i < count; ++i) put16(sub, 0);
    std::string table;
    put16(table, 0);
    put16(table, 2);
    for (const std::uint32_t platform : {0u, 3u}) {
        put16(table, platform);
        put16(table, platform == 0 ? 3 : 1);
        put32(table, 20);
    }
    return table + sub;
}

/// A font that is made.
struct Source {
    const char* family;
    const char* weight;
    const char* origin;
    /// "CatenarySans-Regular"
    [[nodiscard]] std::string file() const {
        std::string name;
        for (const char* c = family; *c != '\0'; ++c)
            if (*c != ' ') name += *c;
        return name + "-" + weight;
    }
};

constexpr const char* inter = "Derived from Inter, (c) The Inter Project Authors (https://github.com/rsms/inter)";
constexpr const char* klee =
    "Derived from Klee One, (c) 2020 The Klee Project Authors (https://github.com/fontworks-fonts/Klee)";
constexpr std::array<Source, 5> sources{{{"Catenary Sans", "Regular", inter},
                                         {"Catenary Sans", "Medium", inter},
                                         {"Catenary Sans", "SemiBold", inter},
                                         {"Catenary Hand", "Regular", klee},
                                         {"Catenary Hand", "SemiBold", klee}}};

std::string nameTable(const Source& source) {
    const std::string family = source.family, weight = source.weight;
    const std::string postscript = source.file();
    const std::vector<std::pair<std::uint32_t, std::string>> names = {{0, source.origin},
                                                                      {1, family},
                                                                      {2, weight},
                                                                      {3, "catenary;" + postscript},
                                                                      {4, family + " " + weight},
                                                                      {5, "Version 1.0"},
                                                                      {6, postscript},
                                                                      {13, "SIL Open Font License, Version 1.1"},
                                                                      {14, "https://openfontlicense.org"},
                                                                      {16, family},
                                                                      {17, weight}};
    std::string head, text;
    put16(head, 0);
    put16(head, static_cast<std::uint32_t>(names.size()));
    put16(head, static_cast<std::uint32_t>(6 + 12 * names.size()));
    for (const auto& [id, name] : names) {
        put16(head, 3);
        put16(head, 1);
        put16(head, 0x409);
        put16(head, id);
        put16(head, static_cast<std::uint32_t>(name.size() * 2));
        put16(head, static_cast<std::uint32_t>(text.size()));
        for (const char c : name) put16(text, static_cast<unsigned char>(c));
    }
    return head + text;
}

struct Made {
    std::map<hb_codepoint_t, unsigned> advances; ///< by character
    unsigned unitsPerEm = 0;
};

Made makeFont(const std::string& from, const std::string& to, const Source& source) {
    const Blob blob(hb_blob_create_from_file_or_fail(from.c_str()));
    if (!blob) die("cannot read " + from);
    const Face face(hb_face_create(blob.get(), 0));
    const Font font(hb_font_create(face.get()));
    const std::array<hb_codepoint_t, 10> digits = tabularDigits(font.get());

    const Input input(hb_subset_input_create_or_fail());
    const Set all(hb_set_create());
    hb_face_collect_unicodes(face.get(), all.get());
    hb_set_t* codes = hb_subset_input_unicode_set(input.get());
    const auto want = [&](hb_codepoint_t code) {
        if (hb_set_has(all.get(), code)) hb_set_add(codes, code);
    };
    for (const auto& range : wanted)
        for (hb_codepoint_t code = range[0]; code <= range[1]; ++code) want(code);
    for (const hb_codepoint_t code : more) want(code);
    if (source.origin == klee) hb_set_del(codes, 0x2026); // stands at half height there, as in Japanese
    for (const hb_codepoint_t glyph : digits) hb_set_add(hb_subset_input_glyph_set(input.get()), glyph);
    hb_set_t* dropped = hb_subset_input_set(input.get(), HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (const char* tag : {"GSUB", "GPOS", "GDEF", "kern", "DSIG", "STAT", "meta", "BASE", "VORG", "vhea", "vmtx"})
        hb_set_add(dropped, hb_tag_from_string(tag, 4));
    const Plan plan(hb_subset_plan_create_or_fail(face.get(), input.get()));
    if (!plan) die("cannot subset " + from);
    const Face built(hb_subset_plan_execute_or_fail(plan.get()));
    if (!built) die("cannot subset " + from);
    const Blob subsetBlob(hb_face_reference_blob(built.get())); // the tables of a face being built cannot be listed
    const Face subset(hb_face_create(subsetBlob.get(), 0));

    std::map<hb_codepoint_t, hb_codepoint_t> glyphs; // character -> new glyph
    const hb_map_t* newGlyphs = hb_subset_plan_old_to_new_glyph_mapping(plan.get());
    Made made;
    made.unitsPerEm = hb_face_get_upem(face.get());
    for (hb_codepoint_t code = HB_SET_VALUE_INVALID; hb_set_next(codes, &code);) {
        hb_codepoint_t glyph = 0;
        if (!hb_font_get_nominal_glyph(font.get(), code, &glyph)) continue;
        if (code >= '0' && code <= '9') glyph = digits[code - '0'];
        const hb_codepoint_t mapped = hb_map_get(newGlyphs, glyph);
        if (mapped == HB_MAP_VALUE_INVALID) die("a glyph got lost");
        glyphs[code] = mapped;
        made.advances[code] = static_cast<unsigned>(hb_font_get_glyph_h_advance(font.get(), glyph));
    }

    const Face builder(hb_face_builder_create());
    const auto addTable = [&](hb_tag_t tag, const std::string& bytes) {
        const Blob table(hb_blob_create(bytes.data(), static_cast<unsigned>(bytes.size()), HB_MEMORY_MODE_DUPLICATE,
                                        nullptr, nullptr));
        hb_face_builder_add_table(builder.get(), tag, table.get());
    };
    std::array<hb_tag_t, 64> tags{};
    unsigned count = static_cast<unsigned>(tags.size());
    hb_face_get_table_tags(subset.get(), 0, &count, tags.data());
    for (unsigned i = 0; i < count; ++i) {
        if (tags[i] == HB_TAG('c', 'm', 'a', 'p') || tags[i] == HB_TAG('n', 'a', 'm', 'e')) continue;
        const Blob table(hb_face_reference_table(subset.get(), tags[i]));
        hb_face_builder_add_table(builder.get(), tags[i], table.get());
    }
    addTable(HB_TAG('c', 'm', 'a', 'p'), cmapTable(glyphs));
    addTable(HB_TAG('n', 'a', 'm', 'e'), nameTable(source));
    const Blob result(hb_face_reference_blob(builder.get()));
    unsigned length = 0;
    const char* bytes = hb_blob_get_data(result.get(), &length);
    std::ofstream(to, std::ios::binary).write(bytes, static_cast<std::streamsize>(length));
    return made;
}

/// The advances of the fonts `first` … `last` by character; all of them have the same ones.
void writeAdvances(std::ofstream& cpp, const std::vector<Made>& made, std::size_t first, std::size_t last,
                   const std::string& type, const std::string& name) {
    cpp << "std::span<const " << type << "> " << name << "() {\n    static constexpr " << type << " table[] = {\n";
    for (const auto& [code, units] : made[first].advances) {
        cpp << "        {" << code << ", {" << units;
        for (std::size_t i = first + 1; i <= last; ++i) {
            if (!made[i].advances.contains(code)) die("the weights differ in characters");
            cpp << ", " << made[i].advances.at(code);
        }
        cpp << "}},\n";
    }
    cpp << "    };\n    return table;\n}\n\n";
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2 + static_cast<int>(sources.size()))
        die("usage: make_fonts OUT_DIRECTORY REGULAR MEDIUM SEMIBOLD HAND_REGULAR HAND_SEMIBOLD");
    const std::string out = argv[1];
    std::vector<Made> made;
    for (std::size_t i = 0; i < sources.size(); ++i)
        made.push_back(makeFont(argv[2 + i], out + "/" + sources[i].file(), sources[i]));

    std::ofstream cpp(out + "/font_tables.cpp");
    cpp << "// Generated by make_fonts.\n#include \"core/scene/fonts/tables.h\"\n\n";
    for (std::size_t i = 0; i < sources.size(); ++i)
        cpp << "__asm__(\".section .rodata\\n.global catenary_font_" << i << "\\n.global catenary_font_" << i
            << "_end\\ncatenary_font_" << i << ":\\n.incbin \\\"" << out << "/" << sources[i].file()
            << "\\\"\\ncatenary_font_" << i
            << "_end:\\n.byte 0\\n.previous\\n\");\nextern \"C\" const char catenary_font_" << i
            << "[];\nextern \"C\" const char catenary_font_" << i << "_end[];\n";
    cpp << "\nnamespace catenary::scene::fonts {\n\nconst double unitsPerEm = " << made[0].unitsPerEm
        << ";\nconst double handUnitsPerEm = " << made[3].unitsPerEm << ";\n\n";
    writeAdvances(cpp, made, 0, 2, "Advance", "advances");
    writeAdvances(cpp, made, 3, 4, "HandAdvance", "handAdvances");
    cpp << "std::span<const FontFile> files() {\n    static const FontFile table[] = {\n";
    for (std::size_t i = 0; i < sources.size(); ++i)
        cpp << "        {\"" << sources[i].family << "\", Weight::" << sources[i].weight << ", {catenary_font_" << i
            << ", static_cast<std::size_t>(catenary_font_" << i << "_end - catenary_font_" << i << ")}},\n";
    cpp << "    };\n    return table;\n}\n\n} // namespace catenary::scene::fonts\n";
    return cpp.good() ? 0 : 1;
}
