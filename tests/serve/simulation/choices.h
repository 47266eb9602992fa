// All that a simulation decides, from one seed: the same seed decides the same.
#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace warraq::serve::simulation {

class Choices {
  public:
    explicit Choices(std::uint64_t seed) : engine_(seed) {}

    std::uint64_t number() { return engine_(); }
    std::size_t below(std::size_t end) { return end == 0 ? 0 : static_cast<std::size_t>(engine_() % end); }
    std::size_t between(std::size_t least, std::size_t most) { return least + below(most - least + 1); }
    bool chance(std::size_t percent) { return below(100) < percent; }
    // Small numbers more often than large ones, up to `most`.
    std::size_t mostly_small(std::size_t most) {
        if (most == 0) return 0;
        std::size_t bits = 0;
        while ((most >> bits) != 0) ++bits;
        return 1 + below(std::min(most, std::size_t{1} << below(bits + 1)));
    }
    template <class List>
    auto& one_of(List& list) {
        return list[below(std::size(list))];
    }
    std::string bytes(std::size_t size) {
        std::string out(size, '\0');
        for (char& c : out) c = static_cast<char>(engine_());
        return out;
    }

  private:
    // Not std::uniform_int_distribution, whose numbers are the library's own.
    std::mt19937_64 engine_;
};

}  // namespace warraq::serve::simulation
