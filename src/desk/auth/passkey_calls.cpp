// The calls about passkeys: coming in by one, proving by one, and one's own. Each takes two: the first tells
// what the browser has the device sign, the second brings what it made of it.
#include "desk/auth/account_auth.h"
#include "desk/auth/account_mail.h"
#include "desk/auth/calls.h"
#include "desk/auth/session_reply.h"
#include "desk/reply.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr std::size_t kLongestName = 60;
constexpr std::size_t kLongestData = 8000;  // letters of base64

// What a browser brings as base64url.
std::string bytes_of(const Fields& body, std::string_view name) {
    std::string bytes;
    if (!crypto::from_base64url(body.text(name, kLongestData), bytes))
        throw Problem(422, "invalid", std::string(name) + ": is not base64url");
    return bytes;
}

PasskeyAuth::Attempt attempt_of(const Call& call) {
    return {call.body.text("credential", kLongestData),
            bytes_of(call.body, "client_data"),
            bytes_of(call.body, "authenticator_data"),
            bytes_of(call.body, "signature"),
            call.request.address,
            call.request.user_agent};
}

void write_passkey(JsonWriter& json, const store::Passkey& passkey) {
    json.object()
        .number("id", passkey.id)
        .text("name", passkey.name)
        .text("created", to_iso8601(passkey.created))
        .text("used", to_iso8601(passkey.used))
        .end();
}

// Problem 409 without publication.address: then there are no passkeys.
passkeys::Site site_of(const Call& call) {
    const auto site = passkeys::site_of(call.desk.settings()->publication.address);
    if (!site)
        throw Problem(
            409, "no_address",
            "passkeys belong to a site's name: set publication.address, such as https://example.org");
    return *site;
}

}  // namespace

Reply begin_passkey_entry(const Call& call) {
    const auto site = site_of(call);
    JsonWriter json;
    json.object()
        .text("site", site.id)
        .text("challenge", crypto::base64url(call.desk.auth.passkeys.entry_challenge(now())));
    return json_reply(json);
}

Reply enter_by_passkey(const Call& call) {
    return session_begun(call, call.desk.auth.passkeys.sign_in(attempt_of(call), site_of(call), now()));
}

Reply begin_proof_by_passkey(const Call& call) {
    const auto site = site_of(call);
    JsonWriter json;
    json.object()
        .text("site", site.id)
        .text("challenge", crypto::base64url(call.desk.auth.passkeys.proof_challenge(call.visitor(), now())));
    json.array("known");
    for (const auto& one :
         value_or_throw(value_or_throw(call.desk.store.snapshot())->passkeys_of(call.visitor().user.id)))
        json.text(one.credential);
    return json_reply(json);
}

Reply prove_by_passkey(const Call& call) {
    const auto proof = call.desk.auth.passkeys.prove(call.visitor(), attempt_of(call), site_of(call), now());
    JsonWriter json;
    json.object().text("proof", proof);
    return json_reply(json);
}

Reply list_passkeys(const Call& call) {
    JsonWriter json;
    json.object().array("passkeys");
    for (const auto& one :
         value_or_throw(value_or_throw(call.desk.store.snapshot())->passkeys_of(call.visitor().user.id)))
        write_passkey(json, one);
    return json_reply(json);
}

Reply begin_passkey(const Call& call) {
    const auto site = site_of(call);
    const story::User& user = call.visitor().user;
    const auto challenge = call.desk.auth.passkeys.new_passkey_challenge(call.proven(), now());
    JsonWriter json;
    json.object()
        .text("site", site.id)
        .text("publication", call.desk.settings()->publication.name)
        .text("challenge", crypto::base64url(challenge))
        .text("owner", crypto::base64url(call.desk.auth.passkeys.owner_handle(user)))
        .text("login", user.login)
        .text("name", user.name);
    json.array("known");
    for (const auto& one : value_or_throw(value_or_throw(call.desk.store.snapshot())->passkeys_of(user.id)))
        json.text(one.credential);
    return json_reply(json);
}

Reply add_passkey(const Call& call) {
    const auto added =
        call.desk.auth.passkeys.add(call.visitor(),
                                    {call.body.text("name", kLongestName), bytes_of(call.body, "client_data"),
                                     bytes_of(call.body, "authenticator_data")},
                                    site_of(call), now());
    call.desk.mail.tell(call.visitor().user, AccountChange::PasskeyAdded);
    JsonWriter json;
    write_passkey(json, added);
    return json_reply(json, 201);
}

Reply drop_passkey(const Call& call) {
    call.desk.auth.passkeys.drop(call.proven(), call.number("id"));
    call.desk.mail.tell(call.visitor().user, AccountChange::PasskeyDropped);
    return no_content();
}

}  // namespace warraq::desk
