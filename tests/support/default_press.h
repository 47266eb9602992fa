// The pages of a newsroom without settings of its own, with the default theme.
#pragma once

#include "press/press.h"
#include "support/places.h"

namespace warraq::testing {

inline const press::Press& default_press() {
    static const press::Press press = [] {
        const press::Publication publication{.name = "الصحيفة", .address = "https://example.org"};
        return press::Press(publication, *press::Calendar::make(publication),
                            *press::Theme::load(share_folder()));
    }();
    return press;
}

inline bool holds(std::string_view page, std::string_view text) {
    return page.find(text) != page.npos;
}

}  // namespace warraq::testing
