// The newsroom's sections.
#include <algorithm>
#include <span>

#include "base/utf8.h"
#include "desk/reply.h"
#include "desk/settings/calls.h"
#include "desk/transact.h"

namespace warraq::desk {

using serve::Reply;
using store::Writer;

namespace {

constexpr std::size_t kSections = 100, kLongestName = 100;

Reply sections_reply(std::span<const story::Section> sections) {
    JsonWriter json;
    json.object().array("sections");
    for (const story::Section& section : sections) {
        const auto* parent = story::find_section(sections, section.parent);
        json.object()
            .text("slug", section.slug)
            .text("name", section.name)
            .text("hue", section.hue)
            .text("parent", parent ? parent->slug : "")
            .end();
    }
    return json_reply(json);
}

}  // namespace

Reply list_sections(const Call& call) {
    return sections_reply(call.desk.newsroom.read(call.visitor().user)->sections());
}

// All sections in their order; a slug that is new is a new section.
Reply change_sections(const Call& call) {
    return transact(call.desk.store, [&](Writer& writer) {
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

}  // namespace warraq::desk
