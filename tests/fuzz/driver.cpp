// Stands in for libFuzzer where the compiler has none: the target meets each seed of tests/fuzz/seeds/NAME,
// then mutations of them from a fixed random source, so that a run repeats. usage: TARGET SEED-FOLDER
// [ITERATIONS]
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <random>
#include <string>
#include <vector>

#include "base/crypto.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace {

void try_input(const std::string& input) {
    LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(input.data()), input.size());
}

std::string mutated(std::string input, const std::vector<std::string>& seeds, std::mt19937_64& random) {
    const auto below = [&](std::size_t n) { return n ? static_cast<std::size_t>(random() % n) : 0; };
    for (auto rounds = 1 + below(6); rounds > 0; --rounds) {
        const auto at = below(input.size());
        switch (below(5)) {
            case 0:
                if (!input.empty()) input[at] = static_cast<char>(random());
                break;
            case 1: input.erase(at, below(16)); break;
            case 2: input.insert(at, 1, static_cast<char>(random())); break;
            case 3: input.insert(at, input.substr(below(input.size()), below(64))); break;
            default: {
                const auto& other = seeds[below(seeds.size())];
                input.insert(at, other.substr(below(other.size()), below(32)));
            }
        }
    }
    return input;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return 2;
    warraq::crypto::start();
    std::vector<std::string> seeds;
    for (const auto& file : std::filesystem::directory_iterator(argv[1])) {
        std::ifstream in(file.path(), std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
        try_input(seeds.back());
    }
    if (seeds.empty()) return 1;
    std::mt19937_64 random(20'261'124);
    const long iterations = argc > 2 ? std::stol(argv[2]) : 20'000;
    for (long i = 0; i < iterations; ++i) try_input(mutated(seeds[random() % seeds.size()], seeds, random));
    std::printf("%zu seeds and %ld mutations\n", seeds.size(), iterations);
}
