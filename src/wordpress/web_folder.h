// A folder of a site from which files may be fetched, as its address: it names the host and ends with a
// slash, so that nothing beside it begins as it does. A value.
//
//     auto uploads = WebFolder::from("https://old.example.org/wp-content/uploads/");
//     uploads->has("https://old.example.org/wp-content/uploads/2024/a.jpg");          // true
//     uploads->has("https://old.example.org/wp-content/uploads/../../private/a.jpg"); // false
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace warraq::wordpress {

class WebFolder {
  public:
    // Error: Invalid, said of `text`: another scheme than http(s), no host, a user, a query or fragment, a
    // path that does not end with a slash or leads up.
    static Result<WebFolder> from(std::string_view text);

    // Whether the address is below the folder, also once its «..» are followed.
    bool has(std::string_view address) const;

    const std::string& address() const { return address_; }

  private:
    explicit WebFolder(std::string_view address) : address_(address) {}

    std::string address_;
};

}  // namespace warraq::wordpress
