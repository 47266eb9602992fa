#include "desk/context.h"

#include "base/number.h"

namespace warraq::desk {

std::int64_t Call::number(std::string_view capture) const {
    const auto number = number_from(request.capture(capture));
    if (!number) throw Problem(404, "not_found", "there is no such thing");
    return *number;
}

std::int64_t Call::number_asked(std::string_view parameter) const {
    const auto text = request.parameter(parameter);
    if (text.empty() || text == "0") return 0;
    const auto number = number_from(text);
    if (!number) throw Problem(422, "invalid", std::string(parameter) + ": is not a number");
    return *number;
}

}  // namespace warraq::desk
