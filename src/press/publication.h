#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace warraq::press {

// The same publication in another language.
struct Edition {
    std::string language;  // "en"
    std::string address;   // "https://en.example.org"
};

struct MenuLink {
    std::string name, address;
};

// How a newsroom presents itself: set once, shown on every page.
struct Publication {
    std::string name = "ورّاق";
    std::string tagline;      // under the name
    std::string description;  // for search engines and shares
    std::string address;      // "https://example.org", without a slash at the end; empty: links stay relative
    std::string about;        // a line at the foot of every page
    std::string locale =
        "ar-EG";  // month names: ar-EG يناير, ar-LB كانون الثاني, ar-TN جانفي, ar-MA يناير/غشت
    bool arabic_digits = true;  // ٢٠٢٦ or 2026, in dates and counts that the site writes itself
    bool hijri = true;          // the Hijri date beside the Gregorian
    std::string time_zone = "Asia/Riyadh";
    std::vector<Edition> editions;     // in other languages
    std::vector<MenuLink> menu, foot;  // after the sections, and at the foot of every page
    std::string logo;                  // a picture's name in place of the name at the top; empty for none
    std::string hue = "brick";         // the site's colour, one of story::hues()
    std::string colours = "auto";      // or "light", "dark"
};

// Where the site is, without a slash at the end, for what other hosts read.
inline std::string site_address(const Publication& publication) {
    return publication.address.empty() ? "http://localhost" : publication.address;
}

// "ar-EG" -> "ar".
inline std::string_view language_of(const Publication& publication) {
    return std::string_view(publication.locale).substr(0, publication.locale.find_first_of("-_"));
}

// "https://example.org" -> "example.org".
inline std::string_view without_scheme(std::string_view address) {
    const auto scheme = address.find("://");
    return scheme == address.npos ? address : address.substr(scheme + 3);
}

}  // namespace warraq::press
