// The calls about coming in, one's own account, those of others, and the audit log.
#pragma once

#include "desk/context.h"

namespace warraq::desk {

// --- session_calls.cpp
serve::Reply show_session(const Call& call);
serve::Reply sign_in(const Call& call);
serve::Reply sign_out(const Call& call);
serve::Reply list_sessions(const Call& call);
serve::Reply end_session(const Call& call);

// --- link_calls.cpp
serve::Reply show_link(const Call& call);
serve::Reply use_link(const Call& call);
serve::Reply ask_reset(const Call& call);

// --- password_calls.cpp
serve::Reply prove(const Call& call);
serve::Reply change_password(const Call& call);

// --- second_factor_calls.cpp
serve::Reply propose_totp(const Call& call);
serve::Reply accept_totp(const Call& call);
serve::Reply drop_totp(const Call& call);

// --- passkey_calls.cpp
serve::Reply begin_passkey_entry(const Call& call);
serve::Reply enter_by_passkey(const Call& call);
serve::Reply begin_proof_by_passkey(const Call& call);
serve::Reply prove_by_passkey(const Call& call);
serve::Reply list_passkeys(const Call& call);
serve::Reply begin_passkey(const Call& call);
serve::Reply add_passkey(const Call& call);
serve::Reply drop_passkey(const Call& call);

// --- user_calls.cpp
serve::Reply list_users(const Call& call);
serve::Reply add_user(const Call& call);
serve::Reply change_user(const Call& call);
serve::Reply renew_link(const Call& call);

// --- audit_calls.cpp
serve::Reply list_audit(const Call& call);

}  // namespace warraq::desk
