// The calls about passkeys: coming in by one, proving by one, and one's own. Each takes two: the first tells
// what the browser has the device sign, the second brings what it made of it.
#include "base/json_writer.h"
#include "desk/desk.h"

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

AccountAuth::PasskeyAttempt attempt_of(const Call& call) {
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

}  // namespace

passkeys::Site Desk::passkey_site() const {
    const auto site = passkeys::site_of(options_.settings()->publication.address);
    if (!site)
        throw Problem(
            409, "no_address",
            "passkeys belong to a site's name: set publication.address, such as https://example.org");
    return *site;
}

Reply Desk::begin_passkey_entry(const Call&) {
    const auto site = passkey_site();
    JsonWriter json;
    json.object().text("site", site.id).text("challenge", crypto::base64url(auth_.entry_challenge(now())));
    return json_reply(json);
}

Reply Desk::enter_by_passkey(const Call& call) {
    return entered(call, auth_.sign_in(attempt_of(call), passkey_site(), now()));
}

Reply Desk::begin_proof_by_passkey(const Call& call) {
    const auto site = passkey_site();
    JsonWriter json;
    json.object()
        .text("site", site.id)
        .text("challenge", crypto::base64url(auth_.proof_challenge(call.visitor(), now())));
    json.array("known");
    for (const auto& one :
         value_or_throw(value_or_throw(store_.snapshot())->passkeys_of(call.visitor().user.id)))
        json.text(one.credential);
    return json_reply(json);
}

Reply Desk::prove_by_passkey(const Call& call) {
    const auto proof = auth_.prove(call.visitor(), attempt_of(call), passkey_site(), now());
    JsonWriter json;
    json.object().text("proof", proof);
    return json_reply(json);
}

Reply Desk::list_passkeys(const Call& call) {
    JsonWriter json;
    json.object().array("passkeys");
    for (const auto& one :
         value_or_throw(value_or_throw(store_.snapshot())->passkeys_of(call.visitor().user.id)))
        write_passkey(json, one);
    return json_reply(json);
}

Reply Desk::begin_passkey(const Call& call) {
    const auto site = passkey_site();
    const story::User& user = call.visitor().user;
    const auto challenge = auth_.new_passkey_challenge(call.proven(), now());
    JsonWriter json;
    json.object()
        .text("site", site.id)
        .text("publication", options_.settings()->publication.name)
        .text("challenge", crypto::base64url(challenge))
        .text("owner", crypto::base64url(auth_.passkey_owner(user)))
        .text("login", user.login)
        .text("name", user.name);
    json.array("known");
    for (const auto& one : value_or_throw(value_or_throw(store_.snapshot())->passkeys_of(user.id)))
        json.text(one.credential);
    return json_reply(json);
}

Reply Desk::add_passkey(const Call& call) {
    const auto added =
        auth_.add_passkey(call.visitor(),
                          {call.body.text("name", kLongestName), bytes_of(call.body, "client_data"),
                           bytes_of(call.body, "authenticator_data")},
                          passkey_site(), now());
    tell_by_mail(call.visitor().user, AccountChange::PasskeyAdded);
    JsonWriter json;
    write_passkey(json, added);
    return json_reply(json, 201);
}

Reply Desk::drop_passkey(const Call& call) {
    auth_.drop_passkey(call.proven(), call.number("id"));
    tell_by_mail(call.visitor().user, AccountChange::PasskeyDropped);
    return nothing_to_say();
}

}  // namespace warraq::desk
