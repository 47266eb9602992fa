// Which views count for «most read»: one of each reader and story in an hour, none of programs, and no more
// from one address than a family, an office or a carrier's gateway would have.
//
// Nothing that it keeps tells who read what: readers are counted in sketches, under a key that is made anew
// each hour and never leaves memory. A sketch takes two readers for one now and then, so that at a million
// views an hour about one in seven is missed, alike for all stories. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "base/crypto.h"
#include "base/time.h"
#include "serve/routing/site.h"

namespace warraq::site {

// Does a program say so itself (RFC 9110, 10.1.5: what a User-Agent is for), or is nobody named at all?
bool is_program(std::string_view user_agent);

class ViewFilter {
  public:
    ViewFilter();

    bool counts(const serve::View& view, Instant now);

  private:
    // How often something was seen, at most that often in truth or more often for want of room: a count-min
    // sketch (Cormode and Muthukrishnan 2005) with counters that stop at 255, updated conservatively (Estan
    // and Varghese 2002).
    class Sketch {
      public:
        explicit Sketch(std::size_t counters) : counters_(counters) {}
        std::uint8_t seen(std::uint64_t hash) const;
        void add(std::uint64_t hash);
        void clear();

      private:
        static constexpr int kRows = 3;
        std::size_t place(std::uint64_t hash, int row) const;
        std::vector<std::uint8_t> counters_;
    };
    void begin_hour(std::int64_t hour);

    std::mutex mutex_;
    std::int64_t hour_ = 0;
    crypto::Key key_{};
    Sketch readings_;   // reader and story
    Sketch readers_;    // address and program
    Sketch addresses_;  // address and story
};

}  // namespace warraq::site
