// Dates, times and counts as readers of one place write them. Month names, digits and calendars are ICU's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "press/publication.h"

namespace warraq::press {

// A language's name in itself: "en" -> "English".
std::string language_name(std::string_view language);

// What is counted; each has the forms that Arabic grammar asks for (دقيقة، دقيقتان، ٣ دقائق، ١١ دقيقة).
enum class Counted { Minute, Comment, Story };

// Thread-safe; keeps formatters for each thread, since making one takes longer than a page.
class Calendar {
  public:
    // Error: Invalid, for a locale or time zone that ICU does not know.
    static Result<Calendar> make(const Publication& publication);

    std::string date(Instant instant) const;        // الثلاثاء ٢٤ نوفمبر ٢٠٢٦
    std::string short_date(Instant instant) const;  // ٢٤ نوفمبر ٢٠٢٦
    std::string time(Instant instant) const;        // ١٢:٣٠
    std::string hijri(Instant instant) const;  // ١٤ جمادى الآخرة ١٤٤٨ هـ; empty when the site does without
    std::string local_iso(Instant instant) const;  // 2026-11-24T12:30:00, the site's own time, for programs
    std::string month(Instant instant) const;      // نوفمبر ٢٠٢٦
    // When that day began here; of a month's first day, a year's first month, where they are not given.
    // Nothing for a day that is none.
    std::optional<Instant> day(int year, int month = 1, int day = 1) const;
    std::string number(std::int64_t number) const;
    std::string year(int year) const;  // a number without a mark for thousands
    std::string count(std::int64_t number, Counted noun) const;

  private:
    struct Formats;
    Calendar() = default;
    Formats& formats() const;

    std::string locale_, hijri_locale_, time_zone_;
    bool hijri_ = true;
    std::uint64_t id_ = 0;  // tells the formatters of one calendar from another's
};

}  // namespace warraq::press
