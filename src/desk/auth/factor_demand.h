// Whose role must come in with a second factor, as the newsroom's settings say. Pure.
#pragma once

#include "desk/auth/visitor.h"
#include "settings/settings.h"

namespace warraq::desk {

bool must_have_second_factor(const settings::Settings& settings, story::Role role);

// Their role must come in with a second factor, and they have none, or did not come in by it.
bool lacks_second_factor(const settings::Settings& settings, const Visitor& visitor);

}  // namespace warraq::desk
