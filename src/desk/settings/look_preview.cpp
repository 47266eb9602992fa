#include "desk/settings/look_preview.h"

#include "desk/preview_links.h"
#include "desk/settings/calls.h"
#include "desk/settings/site_settings.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr std::size_t kLongestLook = 2'000;  // bytes: it travels in a link

// The settings that hold, with these values in their place.
settings::Settings look_of(const DeskContext& desk, const Fields& values) {
    auto wanted = settings_now(desk.options.file_settings, *value_or_throw(desk.store.snapshot()));
    for (const std::string& key : values.names()) put_value(wanted, desk.options.file_settings, values, key);
    return wanted;
}

}  // namespace

// The link carries the values, sealed.
Reply make_look_preview(const Call& call) {
    const std::string values = call.body.json_of("values");
    if (values.size() > kLongestLook) throw Problem(422, "invalid", "values: are more than a preview takes");
    value_or_throw(settings::check(look_of(call.desk, call.body.object("values"))));
    return preview_link_reply(call, std::string(kLookPreview) + call.desk.previews.seal(values),
                              kSitePreviewLife);
}

Reply look_preview(const DeskContext& desk, std::string_view sealed, const story::User&) {
    std::string values;
    if (!desk.previews.unseal(sealed, values)) throw Problem(404, "not_found", "there is no such preview");
    return page_reply(desk, value_or_throw(desk.options.preview_look(look_of(desk, Fields::parse(values)))));
}

}  // namespace warraq::desk
