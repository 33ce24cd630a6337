// SPDX-License-Identifier: Apache-2.0
#include "core/interchange/font_subset.h"

#include <hb-subset.h>
#include <hb.h>
#include <zlib.h>

#include <cstdint>
#include <memory>
#include <vector>

namespace catenary::interchange {
namespace {

using support::ErrorCode;

template <auto Destroy> struct Deleter {
    template <class T> void operator()(T* object) const { Destroy(object); }
};
using Blob = std::unique_ptr<hb_blob_t, Deleter<hb_blob_destroy>>;
using Face = std::unique_ptr<hb_face_t, Deleter<hb_face_destroy>>;
using Input = std::unique_ptr<hb_subset_input_t, Deleter<hb_subset_input_destroy>>;

std::uint32_t read16(std::string_view from, std::size_t at) {
    return static_cast<std::uint32_t>(static_cast<unsigned char>(from[at])) << 8 |
           static_cast<unsigned char>(from[at + 1]);
}
std::uint32_t read32(std::string_view from, std::size_t at) {
    return read16(from, at) << 16 | read16(from, at + 2);
}

void put16(std::string& to, std::uint32_t value) {
    to += static_cast<char>((value >> 8) & 0xffu);
    to += static_cast<char>(value & 0xffu);
}
void put32(std::string& to, std::uint32_t value) {
    put16(to, value >> 16);
    put16(to, value & 0xffffu);
}

std::string deflated(std::string_view bytes) {
    uLongf size = compressBound(static_cast<uLong>(bytes.size()));
    std::string result(size, '\0');
    const int status = compress2(reinterpret_cast<Bytef*>(result.data()), &size,
                                 reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uLong>(bytes.size()), 9);
    if (status != Z_OK || size >= bytes.size()) return std::string(bytes); // WOFF keeps such a table as it is
    result.resize(size);
    return result;
}

} // namespace

support::Result<std::string> fontSubset(std::string_view font, const std::set<char32_t>& characters) {
    const Blob blob(
        hb_blob_create(font.data(), static_cast<unsigned>(font.size()), HB_MEMORY_MODE_READONLY, nullptr, nullptr));
    const Face face(hb_face_create(blob.get(), 0));
    const Input input(hb_subset_input_create_or_fail());
    if (!input) return support::fail(ErrorCode::Unsupported, "There is no memory for a font.");
    for (const char32_t code : characters) hb_set_add(hb_subset_input_unicode_set(input.get()), code);
    hb_subset_input_set_flags(input.get(), HB_SUBSET_FLAGS_NO_HINTING | HB_SUBSET_FLAGS_DESUBROUTINIZE);
    const Face subset(hb_subset_or_fail(face.get(), input.get()));
    if (!subset) return support::fail(ErrorCode::Unsupported, "The font could not be reduced to the characters used.");
    const Blob result(hb_face_reference_blob(subset.get()));
    unsigned length = 0;
    const char* bytes = hb_blob_get_data(result.get(), &length);
    if (length == 0)
        return support::fail(ErrorCode::Unsupported, "The font could not be reduced to the characters used.");
    return std::string(bytes, length);
}

support::Result<std::string> woff(std::string_view font) {
    // https://www.w3.org/TR/WOFF/ section 3: a header of 44 bytes, a directory of 20 bytes a table, then the tables.
    if (font.size() < 12) return support::fail(ErrorCode::Input, "This is no OpenType font.");
    const std::uint32_t count = read16(font, 4);
    std::string directory, data;
    std::uint32_t unpacked = 12 + 16 * count;
    const std::uint32_t first = 44 + 20 * count;
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::size_t entry = 12 + 16 * static_cast<std::size_t>(i);
        if (font.size() < entry + 16) return support::fail(ErrorCode::Input, "This is no OpenType font.");
        const std::uint32_t offset = read32(font, entry + 8), length = read32(font, entry + 12);
        if (offset > font.size() || length > font.size() - offset)
            return support::fail(ErrorCode::Input, "This is no OpenType font.");
        const std::string packed = deflated(font.substr(offset, length));
        directory.append(font.substr(entry, 4));
        put32(directory, first + static_cast<std::uint32_t>(data.size()));
        put32(directory, static_cast<std::uint32_t>(packed.size()));
        put32(directory, length);
        directory.append(font.substr(entry + 4, 4));
        data += packed;
        data.resize((data.size() + 3) / 4 * 4, '\0');
        unpacked += (length + 3) / 4 * 4;
    }
    std::string file = "wOFF";
    file.append(font.substr(0, 4));
    put32(file, first + static_cast<std::uint32_t>(data.size()));
    put16(file, count);
    put16(file, 0);
    put32(file, unpacked);
    put32(file, 0x00010000);
    for (int i = 0; i < 5; ++i) put32(file, 0); // no metadata, no private data
    return file + directory + data;
}

std::string base64(std::string_view bytes) {
    constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string result;
    result.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const auto byte = [&](std::size_t k) -> std::uint32_t {
            return i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u;
        };
        const std::uint32_t three = byte(0) << 16 | byte(1) << 8 | byte(2);
        result += digits[three >> 18];
        result += digits[(three >> 12) & 63u];
        result += i + 1 < bytes.size() ? digits[(three >> 6) & 63u] : '=';
        result += i + 2 < bytes.size() ? digits[three & 63u] : '=';
    }
    return result;
}

} // namespace catenary::interchange
