// SPDX-License-Identifier: Apache-2.0
#include "core/interchange/embedded.h"

#include "core/design/codec.h"
#include "core/design/edit.h"
#include "core/interchange/font_subset.h"
#include "core/interchange/svg.h"

#include <zlib.h>

#include <array>
#include <cstdint>
#include <optional>

namespace catenary::interchange {

namespace {

using support::ErrorCode;
using support::Result;

constexpr std::string_view pngSignature("\x89PNG\r\n\x1a\n", 8);
constexpr std::size_t chunkFrame = 12; ///< bytes of a chunk beside its content: length, type, checksum
constexpr std::size_t largestDesign = std::size_t{256} << 20;
constexpr std::string_view metadataBegin = "<metadata id=\"catenary-design\"";

std::uint32_t read32(std::string_view bytes) {
    std::uint32_t value = 0;
    for (const char c : bytes.substr(0, 4)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

void put32(std::string& to, std::uint32_t value) {
    for (const int shift : {24, 16, 8, 0}) to += static_cast<char>(value >> shift & 0xFFU);
}

std::uint32_t checksum(std::string_view typeAndContent) {
    return static_cast<std::uint32_t>(
        crc32(0, reinterpret_cast<const Bytef*>(typeAndContent.data()), static_cast<uInt>(typeAndContent.size())));
}

std::string compressed(std::string_view text) {
    uLongf size = compressBound(static_cast<uLong>(text.size()));
    std::string packed(size, '\0');
    compress2(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
              static_cast<uLong>(text.size()), Z_BEST_COMPRESSION);
    packed.resize(size);
    return packed;
}

std::optional<std::string> inflated(std::string_view packed) {
    z_stream zip{};
    if (inflateInit(&zip) != Z_OK) return std::nullopt;
    zip.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    zip.avail_in = static_cast<uInt>(packed.size());
    std::string text;
    std::array<char, 1U << 16> buffer;
    int status = Z_OK;
    while (status == Z_OK && text.size() <= largestDesign) {
        zip.next_out = reinterpret_cast<Bytef*>(buffer.data());
        zip.avail_out = static_cast<uInt>(buffer.size());
        status = inflate(&zip, Z_NO_FLUSH);
        text.append(buffer.data(), buffer.size() - zip.avail_out);
    }
    inflateEnd(&zip);
    if (status != Z_STREAM_END) return std::nullopt;
    return text;
}

tl::unexpected<support::Error> noDesign(const std::string& message, const std::string& hint = {}) {
    return support::fail(ErrorCode::Input, message, {}, hint);
}

/// Calls `visit(type, whole chunk, content)` for each chunk until it returns false. False: the file is cut off.
template <class Visit> bool eachChunk(std::string_view png, Visit visit) {
    for (std::size_t at = pngSignature.size(); at < png.size();) {
        if (png.size() - at < chunkFrame) return false;
        const std::size_t length = read32(png.substr(at));
        if (length > png.size() - at - chunkFrame) return false;
        if (!visit(png.substr(at + 4, 4), png.substr(at, length + chunkFrame), png.substr(at + 8, length))) return true;
        at += length + chunkFrame;
    }
    return true;
}

Result<std::string> inPng(std::string_view png) {
    std::optional<std::string_view> content;
    bool sound = true;
    const bool whole = eachChunk(png, [&](std::string_view type, std::string_view chunk, std::string_view inside) {
        if (type != pngChunk) return true;
        sound = read32(chunk.substr(chunk.size() - 4)) == checksum(chunk.substr(4, chunk.size() - 8));
        content = inside;
        return false;
    });
    if (!content && !whole) return noDesign("This PNG file is cut off.", "Copy it again from where it comes from.");
    if (!content)
        return noDesign("There is no design in this picture.", "Only pictures that Catenary exported hold one.");
    std::optional<std::string> text = sound ? inflated(*content) : std::nullopt;
    if (!text) return noDesign("The design in this picture is damaged.", "Copy the picture from where it comes from.");
    return std::move(*text);
}

/// base64 back to bytes; white space is passed over.
std::optional<std::string> fromBase64(std::string_view text) {
    std::string bytes;
    std::uint32_t bits = 0;
    int count = 0;
    bool ended = false;
    for (const char c : text) {
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
        if (c == '=') {
            ended = true;
            continue;
        }
        const int value = c >= 'A' && c <= 'Z'   ? c - 'A'
                          : c >= 'a' && c <= 'z' ? c - 'a' + 26
                          : c >= '0' && c <= '9' ? c - '0' + 52
                          : c == '+'             ? 62
                          : c == '/'             ? 63
                                                 : -1;
        if (value < 0 || ended) return std::nullopt;
        bits = bits << 6 | static_cast<std::uint32_t>(value);
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes += static_cast<char>(bits >> count & 0xFFU);
    }
    return bytes;
}

Result<std::string> inSvg(std::string_view svg) {
    // Editors write attributes in their own order and way: the id is looked for, and the element it stands in.
    const std::size_t id = svg.find("\"catenary-design\"");
    if (id == std::string_view::npos)
        return noDesign("There is no design in this picture.", "Only pictures that Catenary exported hold one.");
    const std::size_t begin = svg.find('>', id);
    const std::size_t end = begin == std::string_view::npos ? begin : svg.find('<', begin);
    std::optional<std::string> packed;
    if (end != std::string_view::npos) packed = fromBase64(svg.substr(begin + 1, end - begin - 1));
    std::optional<std::string> text = packed ? inflated(*packed) : std::nullopt;
    if (!text) return noDesign("The design in this picture is damaged.", "Copy the picture from where it comes from.");
    return std::move(*text);
}

bool isPng(std::string_view file) {
    return file.starts_with(pngSignature);
}

bool isSvg(std::string_view file) {
    const std::string_view head = file.substr(0, 4096);
    return head.find("<svg") != std::string_view::npos &&
           head.find_first_not_of(" \t\r\n\xEF\xBB\xBF") == head.find('<');
}

} // namespace

std::string embeddable(const design::Design& design, const std::vector<std::string>& only) {
    if (only.empty()) return design::encode(design);
    design::Design part;
    part.title = design.title;
    const design::InsertFragment fragment = design::fragmentOf(design, only);
    for (const auto& component : fragment.components) part.components.add(component);
    for (const auto& connection : fragment.connections) part.connections.add(connection);
    for (const auto& group : fragment.groups) part.groups.add(group);
    for (const auto& note : fragment.notes) part.notes.add(note);
    return design::encode(part);
}

Result<std::string> pngWithDesign(std::string_view png, std::string_view design) {
    if (!isPng(png)) return noDesign("This is no PNG file.");
    std::string chunk;
    const std::string packed = compressed(design);
    put32(chunk, static_cast<std::uint32_t>(packed.size()));
    chunk += pngChunk + packed;
    put32(chunk, checksum(std::string_view(chunk).substr(4)));
    std::string result(pngSignature);
    const bool whole = eachChunk(png, [&](std::string_view type, std::string_view whole, std::string_view /*content*/) {
        if (type == "IDAT" && !chunk.empty()) {
            result += chunk;
            chunk.clear();
        }
        if (type != pngChunk) result += whole;
        return true;
    });
    if (!whole || !chunk.empty()) return noDesign("This PNG file is cut off.");
    return result;
}

std::string svgMetadata(std::string_view design) {
    return std::string(metadataBegin) + ">" + base64(compressed(design)) + "</metadata>\n";
}

bool isPicture(std::string_view file) {
    return isPng(file) || isSvg(file);
}

Result<std::string> designInPicture(std::string_view file) {
    if (isPng(file)) return inPng(file);
    if (isSvg(file)) return inSvg(file);
    return noDesign("This is neither a PNG nor an SVG picture.");
}

} // namespace catenary::interchange
