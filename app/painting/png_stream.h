// SPDX-License-Identifier: Apache-2.0
// A PNG made row by row: 8 bits, RGBA, not interlaced.
#pragma once

#include <zlib.h>

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace catenary::painting {

class PngStream {
public:
    /// `pixelsPerMetre` goes into the file for programs that print; 0: nothing is said.
    PngStream(std::uint32_t width, std::uint32_t height, std::uint32_t pixelsPerMetre);
    ~PngStream();
    PngStream(const PngStream&) = delete;
    PngStream& operator=(const PngStream&) = delete;

    /// The next row: width × 4 bytes, not premultiplied.
    void row(std::span<const std::uint8_t> pixels);
    /// After the last row: the whole file.
    [[nodiscard]] std::string finish();

private:
    void chunk(const char* type, std::string_view data);
    void deflateSome(std::span<const std::uint8_t> data, int flush);

    std::string m_file;
    std::vector<std::uint8_t> m_before, m_filtered, m_best;
    std::string m_packed;
    z_stream m_zip{};
};

} // namespace catenary::painting
