// Replaces what WordPress exports contain and XML does not allow: control characters become spaces; invalid
// UTF-8, U+FFFE and U+FFFF become U+FFFD. Internal to the folder; belongs to one thread.
#pragma once

#include <string>
#include <string_view>

namespace warraq::wordpress {

class XmlMender {
  public:
    // The next piece of a text, mended; valid until the next call. A sequence that is cut by the end of a
    // piece waits for the next one. `last`: nothing comes after it.
    std::string_view mend(std::string_view piece, bool last);

  private:
    std::string waiting_, text_, mended_;
};

}  // namespace warraq::wordpress
