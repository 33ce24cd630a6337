// SPDX-License-Identifier: Apache-2.0
// write_random_designs FIRST COUNT DIRECTORY: the designs of the seeds FIRST … FIRST + COUNT − 1 as SEED.catenary.
#include "tests/accuracy/random_design.h"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>

int main(int count, char** arguments) {
    if (count != 4) {
        std::cerr << "usage: write_random_designs FIRST COUNT DIRECTORY\n";
        return 2;
    }
    const std::uint64_t first = std::strtoull(arguments[1], nullptr, 10);
    const std::uint64_t end = first + std::strtoull(arguments[2], nullptr, 10);
    for (std::uint64_t seed = first; seed < end; ++seed) {
        const std::string path = std::string(arguments[3]) + "/" + std::to_string(seed) + ".catenary";
        std::ofstream file(path);
        file << catenary::testing::randomDesign(seed).dump(1) << '\n';
        if (!file) {
            std::cerr << "cannot write " << path << '\n';
            return 1;
        }
    }
    return 0;
}
