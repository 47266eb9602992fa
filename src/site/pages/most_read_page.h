// «الأكثر قراءة»: /most-read.
#pragma once

#include "site/context.h"

namespace warraq::site {

Result<serve::Reply> most_read_page(ReadContext& context);

Result<press::MostRead> most_read_cards(ReadContext& context);
// Tags by which a page is dropped when others are read most.
void tag_most_read(std::vector<std::string>& tags, const press::MostRead& most);

}  // namespace warraq::site
