// SPDX-License-Identifier: Apache-2.0
#include "app/painting/png_stream.h"

#include <array>
#include <cstdlib>
#include <limits>

namespace catenary::painting {
namespace {

constexpr std::size_t pixelBytes = 4;
constexpr std::size_t packedAtOnce = 1u << 16;

void put32(std::string& to, std::uint32_t value) {
    for (const int shift : {24, 16, 8, 0}) to += static_cast<char>((value >> shift) & 0xffu);
}

std::uint8_t paeth(int left, int up, int upLeft) {
    const int guess = left + up - upLeft;
    const int dl = std::abs(guess - left), du = std::abs(guess - up), dul = std::abs(guess - upLeft);
    return static_cast<std::uint8_t>(dl <= du && dl <= dul ? left : du <= dul ? up : upLeft);
}

} // namespace

PngStream::PngStream(std::uint32_t width, std::uint32_t height, std::uint32_t pixelsPerMetre)
    : m_file("\x89PNG\r\n\x1a\n"), m_before(width * pixelBytes, 0) {
    std::string header;
    put32(header, width);
    put32(header, height);
    header += std::string("\x08\x06\0\0\0", 5);
    chunk("IHDR", header);
    if (pixelsPerMetre > 0) {
        std::string resolution;
        put32(resolution, pixelsPerMetre);
        put32(resolution, pixelsPerMetre);
        resolution += '\x01';
        chunk("pHYs", resolution);
    }
    deflateInit(&m_zip, 6);
}

PngStream::~PngStream() {
    deflateEnd(&m_zip);
}

void PngStream::chunk(const char* type, std::string_view data) {
    put32(m_file, static_cast<std::uint32_t>(data.size()));
    const std::size_t begin = m_file.size();
    m_file.append(type, 4);
    m_file += data;
    put32(m_file, static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(m_file.data() + begin),
                                                   static_cast<uInt>(m_file.size() - begin))));
}

void PngStream::deflateSome(std::span<const std::uint8_t> data, int flush) {
    m_zip.next_in = const_cast<Bytef*>(data.data());
    m_zip.avail_in = static_cast<uInt>(data.size());
    std::array<Bytef, 1u << 14> buffer;
    do {
        m_zip.next_out = buffer.data();
        m_zip.avail_out = static_cast<uInt>(buffer.size());
        deflate(&m_zip, flush);
        m_packed.append(reinterpret_cast<const char*>(buffer.data()), buffer.size() - m_zip.avail_out);
        if (m_packed.size() >= packedAtOnce) {
            chunk("IDAT", m_packed);
            m_packed.clear();
        }
    } while (m_zip.avail_out == 0);
}

void PngStream::row(std::span<const std::uint8_t> pixels) {
    // The filter with the smallest sum of differences, as the PNG specification advises.
    std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
    for (std::uint8_t filter = 0; filter <= 4; ++filter) {
        m_filtered.assign(1, filter);
        m_filtered.reserve(pixels.size() + 1);
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < pixels.size(); ++i) {
            const int left = i >= pixelBytes ? pixels[i - pixelBytes] : 0, up = m_before[i];
            const int upLeft = i >= pixelBytes ? m_before[i - pixelBytes] : 0;
            const int guess = filter == 0   ? 0
                              : filter == 1 ? left
                              : filter == 2 ? up
                              : filter == 3 ? (left + up) / 2
                                            : paeth(left, up, upLeft);
            const auto difference = static_cast<std::uint8_t>(pixels[i] - guess);
            sum += difference < 128 ? difference : 256u - difference;
            m_filtered.push_back(difference);
        }
        if (sum < least) {
            least = sum;
            m_best.swap(m_filtered);
        }
        if (least == 0) break;
    }
    deflateSome(m_best, Z_NO_FLUSH);
    m_before.assign(pixels.begin(), pixels.end());
}

std::string PngStream::finish() {
    deflateSome({}, Z_FINISH);
    if (!m_packed.empty()) chunk("IDAT", m_packed);
    m_packed.clear();
    chunk("IEND", {});
    return std::move(m_file);
}

} // namespace catenary::painting
