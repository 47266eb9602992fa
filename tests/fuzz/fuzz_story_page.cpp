// Text of a story, a comment and a form through the theme's templates: whatever it says, the page has the
// elements and attributes that it has with harmless text, and no others.
#include <cstdint>
#include <cstdlib>
#include <gumbo.h>
#include <memory>

#include "base/utf8.h"
#include "press/press.h"
#include "support/places.h"

namespace {

using namespace warraq;

// Elements with the names of their attributes, but for those that direction and emphasis bring into text.
void outline(const GumboNode& node, std::string& out) {
    if (node.type != GUMBO_NODE_ELEMENT && node.type != GUMBO_NODE_TEMPLATE) return;
    const GumboElement& element = node.v.element;
    if (element.tag != GUMBO_TAG_BDI && element.tag != GUMBO_TAG_BR) {
        out += gumbo_normalized_tagname(element.tag);
        for (unsigned i = 0; i < element.attributes.length; ++i)
            out.append(" ").append(static_cast<const GumboAttribute*>(element.attributes.data[i])->name);
        out += '\n';
    }
    for (unsigned i = 0; i < element.children.length; ++i)
        outline(*static_cast<const GumboNode*>(element.children.data[i]), out);
}

std::string outline_of(const std::string& html) {
    const std::unique_ptr<GumboOutput, void (*)(GumboOutput*)> parsed(
        gumbo_parse_with_options(&kGumboDefaultOptions, html.data(), html.size()),
        [](GumboOutput* output) { gumbo_destroy_output(&kGumboDefaultOptions, output); });
    std::string out;
    outline(*parsed->root, out);
    return out;
}

std::string page_with(const press::Press& press, const std::string& text) {
    story::Section section{{1}, "local", text, 1};
    story::Story told;
    told.id = {7};
    told.section = {1};
    told.status = story::Status::Published;
    told.published = told.updated = from_unix(1'700'000'000);
    told.headline = told.kicker = told.standfirst = told.dateline = text;
    told.slug = "slug";
    told.key_points = {text, text};
    told.bylines = {story::Person{{1}, "writer", text, {}}};
    told.sources = {{text, "https://example.org/source"}};
    story::Node run, paragraph;
    run.kind = story::NodeKind::Text;
    run.text = text;
    paragraph.content.push_back(std::move(run));
    if (auto body = story::Body::from_nodes({std::move(paragraph)})) told.body = std::move(*body);
    press::CommentsPart comments;
    story::Comment comment;
    comment.id = {3};
    comment.name = comment.text = text;
    comment.created = told.published;
    comments.threads.push_back({comment, {}});
    comments.count = 1;
    press::CommentForm form;
    form.draft = {text, text, text};
    form.problem = form.token = text;
    const story::Section sections[] = {section};
    return press.story_page({told, section, sections, {}, {}, false, comments, form});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const press::Press press = [] {
        auto theme = press::Theme::load(warraq::testing::share_folder());
        auto calendar = press::Calendar::make(press::Publication{});
        if (!theme || !calendar) std::abort();
        return press::Press(press::Publication{}, std::move(*calendar), std::move(*theme));
    }();
    static const std::string harmless = outline_of(page_with(press, "نص"));
    const std::string text(reinterpret_cast<const char*>(data), std::min<std::size_t>(size, 2'000));
    // What a store keeps: UTF-8 without NULs, never nothing but space.
    if (!utf8::valid(text) || text.find('\0') != text.npos || utf8::trim(text).empty()) return 0;
    if (outline_of(page_with(press, text)) != harmless) std::abort();
    return 0;
}
