// Dates that name their month or year. Each function tries to read a date at token `i`;
// DateMatch::end is 0 where there is none. Internal to dates.h's implementation; pure.
#pragma once

#include "arabic/date_text.h"

namespace warraq::arabic {

// «31/12/2018», «2018-12-31»
DateMatch numeric_date(const DateText& text, std::size_t i);
// «8 ديسمبر الماضي», «الثامن من ديسمبر 2018», «5 رمضان 1439»
DateMatch day_and_month(const DateText& text, std::size_t i);
// «مايو/أيار 2018», «شهر رمضان», «مارس الماضي»
DateMatch whole_month(const DateText& text, std::size_t i);
// «عام 2018», «سنة 1990», «ثمانينات القرن الماضي»
DateMatch whole_years(const DateText& text, std::size_t i);

}  // namespace warraq::arabic
