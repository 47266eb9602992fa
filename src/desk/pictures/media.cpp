#include "desk/pictures/media.h"

#include "serve/http/file_reply.h"
#include "settings/security_headers.h"
#include "story/address.h"

namespace warraq::desk {

using serve::Reply;

std::string desk_thumbnail(const story::Image& image) {
    return "/desk" + story::thumbnail_address(image);
}

Reply media_reply(const DeskContext& desk, std::string_view name, const story::User& who) {
    if (!desk.newsroom.read(who)->may_see(name)) throw Problem::hidden("file");
    if (!serve::is_file_name(name)) throw Problem::not_there("file");
    auto found = desk.options.media.find(std::string(name));
    if (!found && found.error().kind == Error::Kind::NotFound) throw Problem::not_there("file");
    const auto file = value_or_throw(std::move(found));
    Reply reply = value_or_throw(serve::file_reply(file.path, file.size));
    reply.security_headers = settings::security_headers(settings::kFilePolicy, *desk.settings());
    return reply;
}

// Text of the page has no quotation marks of its own: what follows one is an attribute, and what follows a
// comma there is another size of the picture.
std::string with_media_at(std::string_view html,
                          const std::function<std::string(std::string_view)>& address_of) {
    const std::string folder = story::media_address({});
    std::string out;
    std::size_t taken = 0;
    for (auto at = html.find(folder); at != html.npos; at = html.find(folder, at + 1)) {
        const auto before = html.substr(0, at);
        if (!before.ends_with('"') && !before.ends_with(", ")) continue;
        const auto begin = at + folder.size();
        const auto name = html.substr(begin, html.find_first_of("\"' ,?#&<>", begin) - begin);
        if (!serve::is_file_name(name)) continue;
        out.append(html, taken, at - taken);
        out += address_of(name);
        taken = begin + name.size();
    }
    out.append(html, taken, html.npos);
    return out;
}

}  // namespace warraq::desk
