// The site's settings, as administrators see and change them.
#include <algorithm>

#include "desk/auth/account_auth.h"
#include "desk/auth/proof_field.h"
#include "desk/reply.h"
#include "desk/settings/calls.h"
#include "desk/settings/site_settings.h"
#include "desk/transact.h"
#include "story/section.h"

namespace warraq::desk {

using serve::Reply;
using store::Writer;

namespace {

// Who comes in how hangs on it: the factors that are asked for, and where a link for a new password leads and
// is sent from.
bool decides_entry(std::string_view key) {
    return key.starts_with("desk.") || key.starts_with("mail.") || key == "publication.address";
}

Reply settings_reply(const settings::Settings& file, store::Reader& reader) {
    const auto now = settings_now(file, reader);
    const auto at_desk = value_or_throw(reader.settings());
    JsonWriter json;
    json.object().array("settings");
    for (const settings::Description& one : settings::desk_settings()) {
        json.object()
            .text("key", one.key)
            .text("kind", settings::to_string(one.kind))
            .flag("set_here", at_desk.contains(std::string(one.key)))
            .number("least", one.least)
            .number("most", one.most)
            .json("value", settings::value_of(now, one.key));
        json.array("choices");
        for (const std::string_view choice : one.choices) json.text(choice);
        json.end().end();
    }
    json.end().array("hues");
    for (const std::string_view hue : story::hues()) json.text(hue);
    return json_reply(json);
}

}  // namespace

Reply show_settings(const Call& call) {
    return settings_reply(call.desk.options.file_settings, *value_or_throw(call.desk.store.snapshot()));
}

Reply change_settings(const Call& call) {
    const Fields values = call.body.object("values");
    const settings::Settings& file = call.desk.options.file_settings;
    const bool takes_proof = std::ranges::any_of(values.names(), decides_entry);
    if (takes_proof) (void)proven(call.desk.auth.proofs, call.visitor(), call.body);
    return transact(call.desk.store, [&](Writer& writer) {
        if (takes_proof) Proofs::check_still(writer, call.visitor());
        auto wanted = settings_now(file, writer);
        for (const std::string& key : values.names()) {
            put_value(wanted, file, values, key);
            const auto value = settings::value_of(wanted, key);
            const bool as_in_file = value == settings::value_of(file, key);
            value_or_throw(writer.set(key, as_in_file ? std::nullopt : std::optional(value)));
            value_or_throw(writer.record(call.visitor().user.id, "setting_changed", key, value));
        }
        value_or_throw(settings::check(wanted));
        return settings_reply(file, writer);
    });
}

}  // namespace warraq::desk
