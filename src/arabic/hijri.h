// The Hijri calendar of Umm al-Qura, as Saudi Arabia and ICU keep it. Thread-safe where each thread has its
// own.
#pragma once

#include <chrono>
#include <memory>
#include <optional>

namespace warraq::arabic {

class Hijri {
  public:
    Hijri();
    ~Hijri();
    Hijri(const Hijri&) = delete;
    Hijri& operator=(const Hijri&) = delete;

    // Nothing for a day that no month has, or where ICU lacks the calendar.
    std::optional<std::chrono::sys_days> day(int year, int month, int day) const;
    int year_of(std::chrono::sys_days day) const;  // 0 where ICU lacks the calendar

  private:
    struct Calendar;
    std::unique_ptr<Calendar> calendar_;
};

}  // namespace warraq::arabic
