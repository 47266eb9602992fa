// «الأكثر قراءة»: /most-read.
#pragma once

#include "site/context.h"

namespace warraq::site {

Result<serve::Reply> most_read_page(ReadContext& context);

Result<press::MostRead> most_read_cards(ReadContext& context);
// Adds the tags that drop a page when the ranking, or a story in it, changes.
void tag_most_read(std::vector<std::string>& tags, const press::MostRead& most);

}  // namespace warraq::site
