#include "wordpress/categories.h"

#include <algorithm>
#include <fmt/format.h>
#include <tuple>

#include "base/ascii.h"
#include "base/percent.h"
#include "store/old_addresses.h"
#include "story/section.h"
#include "story/story.h"
#include "wordpress/html_text.h"

namespace warraq::wordpress {
namespace {

constexpr int kDeepest = 8;  // categories in each other
constexpr std::string_view kNoCategory = "uncategorized";

std::string free_slug(const WxrTerm& term) {
    std::string slug = ascii::lower(percent::decode(term.slug));
    if (story::is_free_section_slug(slug)) return slug;
    slug = story::slug_of(slug);
    return story::is_free_section_slug(slug) ? slug : "section-" + slug;
}

std::string name_of(const WxrTerm& term) {
    std::string name = text_from_html(term.name);
    if (term.slug == kNoCategory && name == "Uncategorized") return "غير مصنّف";
    return name.empty() ? percent::decode(term.slug) : name;
}

}  // namespace

bool WordpressCategories::add(WxrTerm&& term) {
    auto& known = categories_[term.slug];
    if (!known.term.slug.empty()) return false;
    known.term = std::move(term);
    return true;
}

void WordpressCategories::count_those_within() {
    for (const auto& [slug, category] : std::map(categories_.begin(), categories_.end())) {
        std::string above = category.term.parent;
        for (int depth = 0; depth < kDeepest && !above.empty(); ++depth) {
            const auto found = categories_.find(above);
            if (found == categories_.end()) break;
            found->second.posts += category.posts;
            above = found->second.term.parent;
        }
    }
}

std::vector<std::string> WordpressCategories::category_order() const {
    std::vector<std::string> order;
    for (const auto& [slug, category] : categories_) {
        if (category.posts > 0)
            order.push_back(slug);
        else
            tell_({0, "category", fmt::format("category without posts, not made: {}", category.term.name)});
    }
    std::sort(order.begin(), order.end(), [&](const std::string& a, const std::string& b) {
        const auto rank = [&](const std::string& slug) {
            const Category& category = categories_.at(slug);
            return std::tuple(slug == kNoCategory, -static_cast<std::int64_t>(category.posts),
                              category.term.id, slug);
        };
        return rank(a) < rank(b);
    });
    return order;
}

Result<WordpressCategories::Sections> WordpressCategories::bring(store::Writer& writer) {
    for (const std::string& slug : category_order()) {
        if (auto go_on = check_stopped(options_); !go_on) return fail(go_on.error());
        if (auto made = section(writer, slug, 0); !made) return fail(made.error());
    }
    return sections_;
}

Result<story::SectionId> WordpressCategories::section(store::Writer& writer, const std::string& slug,
                                                      int depth) {
    if (const auto made = sections_.find(slug); made != sections_.end()) return made->second;
    const WxrTerm& term = categories_.at(slug).term;
    story::SectionId parent;
    std::string path = percent::decode(slug);
    if (!term.parent.empty() && categories_.contains(term.parent) && depth < kDeepest) {
        auto above = section(writer, term.parent, depth + 1);
        if (!above) return above;
        parent = *above;
        path = path_of_[term.parent] + "/" + path;
    }
    path_of_[slug] = path;
    auto id = known_section(writer, term);
    if (!id) return fail(id.error());
    if (!*id) {
        story::Section made{{term.id}, free_slug(term), name_of(term), static_cast<int>(++position_),
                            {},        parent};
        auto saved = writer.save(made);
        if (!saved) return saved;
        ++report_.sections;
        *id = *saved;
    }
    const std::string target = fmt::format("section:{}", id->value);
    if (auto kept = keep_addresses(writer,
                                   {"/category/" + path, "/category/" + percent::decode(slug),
                                    term.id > 0 ? fmt::format("/?cat={}", term.id) : std::string()},
                                   target);
        !kept)
        return fail(kept.error());
    sections_[slug] = *id;
    return *id;
}

Result<story::SectionId> WordpressCategories::known_section(store::Writer& writer, const WxrTerm& term) {
    auto target = writer.old_address("/category/" + path_of_[term.slug]);
    if (!target) return fail(target.error());
    if (const auto number = store::target_number(target->value_or(""), "section"))
        return story::SectionId{*number};
    auto present = writer.section(free_slug(term));
    if (!present) return fail(present.error());
    return *present ? (*present)->id : story::SectionId{};
}

Result<story::SectionId> WordpressCategories::default_section(store::Writer& writer) {
    if (const auto none = sections_.find(std::string(kNoCategory)); none != sections_.end())
        return none->second;
    auto sections = writer.sections();
    if (!sections) return fail(sections.error());
    if (!sections->empty()) return sections->front().id;
    return writer.save(story::Section{{}, "news", "أخبار", 1});
}

}  // namespace warraq::wordpress
