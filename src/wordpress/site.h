// Which addresses are of the WordPress site that is moved, and what they become. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace warraq::wordpress {

class WordpressSite {
  public:
    // "https://www.example.org/blog": http and https, with and without www, are one site.
    explicit WordpressSite(std::string_view address);

    // "https://example.org/2018/02/%D8%AE/?x" -> "/2018/02/خ/?x"; addresses without a host are the site's
    // too. Nothing: another site's.
    std::optional<std::string> path_of(std::string_view address) const;
    // The same without its last «/», its query and its fragment: a page's old address.
    std::optional<std::string> page_of(std::string_view address) const;
    // Below wp-content/uploads: "2018/02/a-300x200.jpg". Nothing: no upload of the site.
    std::optional<std::string> upload_of(std::string_view address) const;

    const std::string& address() const { return address_; }  // as it was given
    std::string origin() const;                              // "https://example.org"; empty where it has none

  private:
    std::string address_, host_, folder_;  // folder: "/blog", or empty
};

}  // namespace warraq::wordpress
