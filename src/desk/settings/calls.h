// The calls about how the site is run: its settings, sections and redirects, and how it is.
#pragma once

#include "desk/context.h"

namespace warraq::desk {

// --- status_calls.cpp
serve::Reply show_status(const Call& call);

// --- settings_calls.cpp
serve::Reply show_settings(const Call& call);
serve::Reply change_settings(const Call& call);

// --- look_preview.cpp
serve::Reply make_look_preview(const Call& call);

// --- section_calls.cpp
serve::Reply list_sections(const Call& call);
serve::Reply change_sections(const Call& call);

// --- redirect_calls.cpp
serve::Reply list_redirects(const Call& call);
serve::Reply change_redirect(const Call& call);

}  // namespace warraq::desk
