// Spans between two dates, and parts of longer ones. Each function tries to read a date at token `i`;
// DateMatch::end is 0 where there is none. Internal to dates.h's implementation; pure.
#pragma once

#include "arabic/date_text.h"

namespace warraq::arabic {

// «من 3 إلى 5 مايو», «بين 5 مايو و9 يونيو», «3-5 مايو», «عامي 2008 و2010»
DateMatch date_range(const DateText& text, std::size_t i);
// «مطلع مارس», «نهاية العام الماضي»
DateMatch part_of_span(const DateText& text, std::size_t i);

}  // namespace warraq::arabic
