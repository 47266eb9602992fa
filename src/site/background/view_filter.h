// Decides which views count for the most read stories: one per reader, story and hour, none by programs, and
// no more from one address than a family, an office or a carrier's gateway would have.
//
// It keeps nothing that tells who read what: readers are counted in sketches, under a key that is replaced
// every hour and never leaves memory. A sketch sometimes takes two readers for one: at a million views an
// hour about one in seven is missed, equally for all stories. Thread-safe.
#pragma once

#include <cstdint>
#include <mutex>
#include <vector>

#include "base/crypto.h"
#include "base/time.h"
#include "serve/routing/site.h"

namespace warraq::site {

// Whether this User-Agent (RFC 9110, 10.1.5) names a program that is no browser, or nothing at all.
bool is_program(std::string_view user_agent);

class ViewFilter {
  public:
    ViewFilter();

    bool counts(const serve::View& view, Instant now);

  private:
    // A count-min sketch (Cormode and Muthukrishnan 2005), updated conservatively (Estan and Varghese 2002):
    // never counts too few, sometimes too many. Counters stop at 255.
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
