// What WordPress writes as it has it, made into what XML allows: control characters become spaces, bytes that
// are no UTF-8 and U+FFFE and U+FFFF become U+FFFD. Internal to the room; belongs to one thread.
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
