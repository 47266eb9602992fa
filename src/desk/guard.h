// In front of every route: knows the visitor by the session's cookie, holds each change against the session's
// CSRF token and the page that it comes from, asks for the route's permission and proof, and answers Problems
// as JSON. Thread-safe.
#pragma once

#include <optional>

#include "desk/context.h"
#include "desk/routes.h"
#include "serve/routing/router.h"

namespace warraq::desk {

// Asked with the call's head alone, before a byte of its body is taken in.
serve::Admission admission(const DeskContext& desk, const Route& route, const serve::Request& request);

// The route's answer, or what refuses it.
serve::Reply guarded(const DeskContext& desk, const Route& route, const serve::Request& request);

// Who is signed in and may do more than mend their own account. Problem 503.
std::optional<Visitor> admitted(const DeskContext& desk, const serve::Request& request);
// The same of a session that was looked at before, as things are now.
bool is_still_admitted(const DeskContext& desk, store::Reader& reader, const Visitor& visitor);

}  // namespace warraq::desk
