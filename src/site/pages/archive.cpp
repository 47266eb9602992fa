// What was published in a year, in a month, on a day.
#include "site/pages/archive.h"

#include <fmt/format.h>

#include "base/number.h"
#include "site/pages/story_list.h"
#include "site/reply.h"

namespace warraq::site {

Result<serve::Reply> archive_page(ReadContext& context) {
    const serve::Request& request = context.request;
    const auto part = [&](const char* name, int otherwise) {
        const auto text = request.capture(name);
        if (text.empty()) return otherwise;
        const auto number = number_from(text.starts_with('0') ? text.substr(1) : text);
        return number && *number < 10'000 ? static_cast<int>(*number) : 0;
    };
    const int year = part("year", 0), month = part("month", 1), day = part("day", 1);
    const press::Calendar& calendar = context.site.press.calendar();
    const auto from = year < 1970 ? std::nullopt : calendar.day(year, month, day);
    if (!from) return not_found("not a date of the archive");
    const bool of_day = !request.capture("day").empty(), of_month = !request.capture("month").empty();
    std::string address = fmt::format("/archive/{}", year), title = calendar.year(year);
    std::optional<Instant> until;
    if (of_day) {
        address += fmt::format("/{:02}/{:02}", month, day);
        title = calendar.date(*from);
        until = calendar.day(year, month, day + 1);
    } else if (of_month) {
        address += fmt::format("/{:02}", month);
        title = calendar.month(*from);
    }
    if (!until && of_month) until = month == 12 ? calendar.day(year + 1) : calendar.day(year, month + 1);
    if (!until) until = calendar.day(year + 1);
    if (address != request.path) return redirect(301, address);
    return story_list_page(context, {{.period = store::CardQuery::Period{*from, *until}},
                                     address,
                                     "أخبار " + title,
                                     {},
                                     nullptr,
                                     "front"});
}

}  // namespace warraq::site
