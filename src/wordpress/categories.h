// The categories of a WordPress export, and the sections that they become. Part of survey_wordpress.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "store/store.h"
#include "wordpress/import_step.h"
#include "wordpress/wxr.h"

namespace warraq::wordpress {

class WordpressCategories {
  public:
    WordpressCategories(const WordpressOptions& options, WordpressReport& report, const TellNote& tell)
        : options_(options), report_(report), tell_(tell) {}

    // False for one that is known.
    bool add(WxrTerm&& term);
    void add_post(const std::string& slug) { ++categories_[slug].posts; }
    // Once, when all posts are known: a category holds what those within it hold.
    void count_those_within();

    using Sections = std::unordered_map<std::string, story::SectionId>;  // by slug
    // A section for each category that holds posts, the one with most first. Error: Refused when stopped.
    Result<Sections> bring(store::Writer& writer);
    // That of posts without a category: WordPress's own for them, or the first there is. After bring().
    Result<story::SectionId> default_section(store::Writer& writer);

  private:
    struct Category {
        WxrTerm term;
        std::uint64_t posts = 0;  // in it, or in those within it
    };

    // Most posts first; the one for posts without any stands last.
    std::vector<std::string> category_order() const;
    Result<story::SectionId> section(store::Writer& writer, const std::string& slug, int depth);
    // Made by an import before, or by an editor.
    Result<story::SectionId> known_section(store::Writer& writer, const WxrTerm& term);

    const WordpressOptions& options_;
    WordpressReport& report_;
    const TellNote& tell_;
    std::map<std::string, Category> categories_;  // by slug
    std::map<std::string, std::string> path_of_;  // of categories, by slug
    Sections sections_;
    std::int64_t position_ = 0;
};

}  // namespace warraq::wordpress
