// How the site is run: its settings, sections and redirects.
#include "settings/settings.h"

#include <algorithm>
#include <fmt/format.h>

#include "base/json_writer.h"
#include "base/utf8.h"
#include "desk/desk.h"
#include "desk/transact.h"
#include "serve/net/proxy_policy.h"

namespace warraq::desk {

using serve::Reply;
using store::Writer;

settings::Settings settings_now(const settings::Settings& file, store::Reader& reader) {
    return settings::with_desk(file, value_or_throw(reader.settings()));
}

namespace {

constexpr std::size_t kSections = 100, kLongestName = 100, kLongestAddress = 2'000;
constexpr std::size_t kLongestLook = 2'000;  // bytes: it travels in a link
constexpr int kRedirects = 100;

// Where nothing is set, what the file says holds again.
void put_value(settings::Settings& settings, const settings::Settings& file, const Fields& values,
               const std::string& key) {
    value_or_throw(settings::set_value(
        settings, key, values.has(key) ? values.json_of(key) : settings::value_of(file, key)));
}

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

Reply Desk::show_settings(const Call&) {
    return settings_reply(options_.file_settings, *value_or_throw(store_.snapshot()));
}

Reply Desk::change_settings(const Call& call) {
    const Fields values = call.body.object("values");
    const bool takes_proof = std::ranges::any_of(values.names(), decides_entry);
    if (takes_proof) (void)proven(call.visitor(), call.body);
    return transact(store_, [&](Writer& writer) {
        if (takes_proof) AccountAuth::check_still(writer, call.visitor());
        auto wanted = settings_now(options_.file_settings, writer);
        for (const std::string& key : values.names()) {
            put_value(wanted, options_.file_settings, values, key);
            const auto value = settings::value_of(wanted, key);
            const bool as_in_file = value == settings::value_of(options_.file_settings, key);
            value_or_throw(writer.set(key, as_in_file ? std::nullopt : std::optional(value)));
            value_or_throw(writer.record(call.visitor().user.id, "setting_changed", key, value));
        }
        value_or_throw(settings::check(wanted));
        return settings_reply(options_.file_settings, writer);
    });
}

settings::Settings Desk::look_of(const Fields& values) const {
    auto wanted = settings_now(options_.file_settings, *value_or_throw(store_.snapshot()));
    for (const std::string& key : values.names()) put_value(wanted, options_.file_settings, values, key);
    return wanted;
}

// The link carries the values, sealed.
Reply Desk::make_look_preview(const Call& call) {
    const std::string values = call.body.json_of("values");
    if (values.size() > kLongestLook) throw Problem(422, "invalid", "values: are more than a preview takes");
    value_or_throw(settings::check(look_of(call.body.object("values"))));
    return preview_link(call, std::string(kLookPreview) + crypto::seal(values, preview_key_), kSiteLife);
}

Reply Desk::preview_look(std::string_view sealed) const {
    std::string values;
    if (!crypto::unseal(sealed, preview_key_, values))
        throw Problem(404, "not_found", "there is no such preview");
    return page_reply(value_or_throw(options_.preview_look(look_of(Fields::parse(values)))));
}

// All sections in their order; a slug that is new is a new section.
Reply Desk::change_sections(const Call& call) {
    return transact(store_, [&](Writer& writer) {
        const auto before = value_or_throw(writer.sections());
        const auto wanted = call.body.objects("sections", kSections);
        for (const story::Section& section : before)
            if (std::ranges::none_of(wanted, [&](const Fields& one) {
                    return one.text("slug", kLongestName) == section.slug;
                }))
                throw Problem(409, "conflict", "a section is missing: " + section.slug);
        int position = 0;
        for (const Fields& one : wanted) {
            story::Section section{{},
                                   one.text("slug", kLongestName),
                                   std::string(utf8::trim(one.text("name", kLongestName))),
                                   ++position,
                                   one.text_or("hue", kLongestName, "")};
            const auto known = std::ranges::find(before, section.slug, &story::Section::slug);
            if (const auto above = one.text_or("parent", kLongestName, ""); !above.empty()) {
                const auto parent = std::ranges::find(before, above, &story::Section::slug);
                if (parent == before.end())
                    throw Problem(422, "invalid", "parent: there is no section " + above);
                section.parent = parent->id;
            }
            if (known != before.end() && known->name == section.name && known->position == section.position &&
                known->hue == section.hue && known->parent == section.parent)
                continue;
            value_or_throw(writer.save(section));
            value_or_throw(writer.record(call.visitor().user.id,
                                         known == before.end() ? "section_added" : "section_changed",
                                         section.slug, section.name));
        }
        return sections_reply(value_or_throw(writer.sections()));
    });
}

Reply Desk::list_redirects(const Call& call) {
    auto redirects = value_or_throw(
        value_or_throw(store_.snapshot())->redirects(call.request.parameter("from"), kRedirects + 1));
    const bool more = redirects.size() > kRedirects;
    if (more) redirects.pop_back();
    JsonWriter json;
    json.object().flag("more", more).array("redirects");
    for (const auto& [path, target] : redirects)
        json.object().text("path", path).text("target", target).end();
    return json_reply(json);
}

Reply Desk::change_redirect(const Call& call) {
    const auto path = call.body.text("path", kLongestAddress);
    const auto target =
        call.body.has("target") ? std::optional(call.body.text("target", kLongestAddress)) : std::nullopt;
    // Browsers take "/\\host" for "//host", and leave tabs and ends of lines out.
    const bool plain = target && target->find('\\') == target->npos &&
                       std::ranges::none_of(*target, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
    const bool own = plain && target->starts_with('/') && !target->starts_with("//");
    if (target && !own && !(plain && (target->starts_with("https://") || target->starts_with("http://"))))
        throw Problem(422, "invalid", "target: is no address of this site or another, /… or https://…");
    if (target && serve::is_well_known(path))
        throw Problem(422, "invalid", "path: what is below /.well-known/ cannot lead elsewhere");
    transact(store_, [&](Writer& writer) {
        value_or_throw(writer.set_redirect(path, target));
        value_or_throw(writer.record(call.visitor().user.id, "redirect_changed", path, target.value_or("")));
    });
    return nothing_to_say();
}

}  // namespace warraq::desk
