// SPDX-License-Identifier: Apache-2.0
// Comparing what is made with what was agreed on: files in tests/golden. `tests/golden/update` writes them anew.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

namespace catenary::golden {

inline std::filesystem::path directory() {
    return std::filesystem::path(CATENARY_SOURCE_DIR) / "tests" / "golden";
}
inline bool updating() {
    return std::getenv("CATENARY_UPDATE_GOLDEN") != nullptr;
}

inline std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

inline void write(const std::filesystem::path& path, const std::string& content) {
    std::ofstream(path, std::ios::binary) << content;
}

/// True if the file of that name holds `content`. When it does not, both are left beside each other in the working
/// directory, in golden-differences/, with a page that shows them where they are pictures.
inline bool matches(const std::string& name, const std::string& content) {
    const std::filesystem::path agreed = directory() / name;
    if (updating()) {
        write(agreed, content);
        return true;
    }
    const std::string before = read(agreed);
    if (before == content) return true;
    const std::filesystem::path out = "golden-differences";
    std::filesystem::create_directories(out);
    write(out / ("agreed-" + name), before);
    write(out / ("made-" + name), content);
    const bool picture = name.ends_with(".svg") || name.ends_with(".png");
    if (picture)
        std::ofstream(out / (name + ".html"))
            << "<!doctype html><meta charset=\"utf-8\"><title>" << name
            << "</title><style>body{font:14px sans-serif}img{max-width:48vw;border:1px solid #ccc}"
            << ".over{position:relative}.over img{position:absolute;left:0;top:0;max-width:96vw}.over "
               "img+img{mix-blend-mode:difference}</style><h1>"
            << name << "</h1><p>Agreed, made:</p><img src=\"agreed-" << name << "\"> <img src=\"made-" << name
            << "\"><p>Black where they are the same:</p><div class=\"over\"><img src=\"agreed-" << name
            << "\"><img src=\"made-" << name << "\"></div>\n";
    return false;
}

} // namespace catenary::golden
