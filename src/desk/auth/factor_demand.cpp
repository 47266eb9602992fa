#include "desk/auth/factor_demand.h"

#include <algorithm>

#include "desk/auth/account_rules.h"

namespace warraq::desk {

bool must_have_second_factor(const settings::Settings& settings, story::Role role) {
    return std::ranges::find(settings.desk.second_factor, role) != settings.desk.second_factor.end();
}

bool lacks_second_factor(const settings::Settings& settings, const Visitor& visitor) {
    return what_opens(visitor.user, must_have_second_factor(settings, visitor.user.role),
                      visitor.by_passkey) != Opens::AllOfTheRole;
}

}  // namespace warraq::desk
