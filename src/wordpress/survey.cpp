#include "wordpress/survey.h"

#include <algorithm>
#include <fmt/format.h>
#include <set>

#include "base/ascii.h"
#include "base/percent.h"
#include "base/utf8.h"
#include "store/old_addresses.h"
#include "story/user.h"
#include "wordpress/categories.h"
#include "wordpress/html_text.h"
#include "wordpress/kept_bytes.h"
#include "wordpress/story.h"

namespace warraq::wordpress {
namespace {

// What WordPress makes of a login for the author's address.
std::string author_slug(std::string_view login) {
    std::string slug;
    for (const char c : login) {
        const char small = ascii::lower(c);
        if (c == ' ' || c == '.')
            slug += '-';
        else if (ascii::is_letter_or_digit(small) || c == '-' || c == '_' || (c & 0x80))
            slug += small;
    }
    return slug.empty() || !utf8::valid(slug) ? story::slug_of(login) : slug;
}

class Surveyor {
  public:
    Surveyor(store::Store& store, const WordpressOptions& options, WordpressReport& report,
             const TellNote& tell)
        : store_(store), options_(options), report_(report), tell_(tell) {}

    WxrHandler handler() {
        WxrHandler handler;
        handler.site = [this](const WxrSite& site) -> Result<void> {
            knows_site_ = true;
            survey_.site = WordpressSite(site.address);
            survey_.language = site.language.substr(0, site.language.find('-'));
            return options_.site ? options_.site(survey_.site, text_from_html(site.title),
                                                 text_from_html(site.description))
                                 : Result<void>{};
        };
        handler.author = [this](WxrAuthor&& author) -> Result<void> {
            return author.login.empty() ? Result<void>{} : take_author(std::move(author));
        };
        handler.term = [this](WxrTerm&& term) { return take_term(std::move(term)); };
        handler.item = [this](WxrItem&& item) { return take_item(item); };
        handler.stopped = options_.stopped;
        if (options_.progress)
            handler.progress = [this](std::uint64_t read, std::uint64_t total) {
                options_.progress(
                    {WordpressProgress::Step::Looking,
                     static_cast<double>(read) / static_cast<double>(std::max<std::uint64_t>(1, total)),
                     report_});
            };
        return handler;
    }

    bool knows_site() const { return knows_site_; }

    Result<WordpressSurvey> settle() {
        categories_.count_those_within();
        auto written = store_.write([&](store::Writer& writer) -> Result<void> {
            auto sections = categories_.bring(writer);
            if (!sections) return fail(sections.error());
            survey_.sections = std::move(*sections);
            auto of_none = categories_.default_section(writer);
            if (!of_none) return fail(of_none.error());
            survey_.default_section = *of_none;
            for (const WxrAuthor& author : authors_) {
                if (auto go_on = check_stopped(options_); !go_on) return go_on;
                if (auto made = person(writer, author); !made) return made;
            }
            for (const WxrTerm& tag : tags_) {
                if (auto go_on = check_stopped(options_); !go_on) return go_on;
                if (auto made = topic(writer, tag); !made) return made;
            }
            return {};
        });
        if (!written) return fail(written.error());
        return std::move(survey_);
    }

  private:
    Result<void> take_author(WxrAuthor&& author) {
        known_authors_.insert(author.login);
        // The login stands in the set too.
        auto room =
            kept_.add(sizeof author + 2 * author.login.size() + author.name.size() + author.email.size());
        authors_.push_back(std::move(author));
        return room;
    }

    Result<void> take_term(WxrTerm&& term) {
        if (term.slug.empty()) return {};
        const std::size_t bytes = sizeof term + 3 * term.slug.size() + term.name.size() + term.parent.size() +
                                  term.description.size();
        if (term.taxonomy == "category") {
            const std::int64_t number = term.id;
            const std::string slug = term.slug;
            if (!categories_.add(std::move(term))) return {};
            if (number > 0) survey_.category_of[number] = slug;
            return kept_.add(bytes);
        }
        if (term.taxonomy == "post_tag") {
            if (!known_tags_.insert(term.slug).second) return {};
            tags_.push_back(std::move(term));
            return kept_.add(bytes);
        }
        if (is_wordpress_machinery(term.taxonomy) || !told_taxonomies_.insert(term.taxonomy).second)
            return {};
        tell_({0, "term", fmt::format("terms of another kind ({})", term.taxonomy)});
        return kept_.add(term.taxonomy.size());
    }

    Result<void> take_item(WxrItem& item) {
        if (item.type == "attachment") {
            WordpressAttachment attachment{.parent = item.parent,
                                           .address = item.attachment_url,
                                           .page = item.link,
                                           .caption = text_from_html(item.excerpt),
                                           .alt = {},
                                           .added = wordpress_time(item.date_gmt)};
            if (const auto alt = item.meta.find("_wp_attachment_image_alt"); alt != item.meta.end())
                attachment.alt = text_from_html(alt->second);
            if (item.id <= 0) return {};
            auto room = kept_.add(sizeof attachment + attachment.address.size() + attachment.page.size() +
                                  attachment.caption.size() + attachment.alt.size());
            if (item.parent > 0) survey_.attached_to[item.parent].push_back(item.id);
            survey_.attachments[item.id] = std::move(attachment);
            return room;
        }
        if (item.type != "page" && !options_.types.contains(item.type)) {
            if (is_wordpress_machinery(item.type)) return {};
            return ++report_.left_out[item.type] > 1 ? Result<void>{} : kept_.add(item.type.size());
        }
        ++survey_.items;
        for (const WxrItem::Term& term : item.terms) {
            if (auto taken = take_term({0, term.taxonomy, term.slug, term.name, {}, {}}); !taken)
                return taken;
            if (term.taxonomy == "category" && item.type != "page") categories_.add_post(term.slug);
        }
        if (item.creator.empty() || known_authors_.contains(item.creator)) return {};
        return take_author({0, item.creator, {}, item.creator});
    }

    Result<void> person(store::Writer& writer, const WxrAuthor& author) {
        std::string name(utf8::prefix(text_from_html(author.name.empty() ? author.login : author.name), 300));
        if (name.empty()) name = author.login;
        const std::string slug = author_slug(author.login);
        auto known = writer.old_address("/author/" + slug);
        if (!known) return fail(known.error());
        std::optional<story::Person> found;
        if (const auto number = store::target_number(known->value_or(""), "person")) {
            auto present = writer.person(story::PersonId{*number});
            if (!present) return fail(present.error());
            found = std::move(*present);
        }
        if (!found) {
            auto present = writer.person_named(name);
            if (!present) return fail(present.error());
            if (!*present) ++report_.people;
            auto made = writer.upsert_person({{author.id}, slug, name, {}});
            if (!made) return fail(made.error());
            found = std::move(*made);
        }
        if (auto kept = keep_addresses(
                writer,
                {"/author/" + slug, author.id > 0 ? fmt::format("/?author={}", author.id) : std::string()},
                fmt::format("person:{}", found->id.value));
            !kept)
            return kept;
        survey_.people[author.login] = *found;
        return user(writer, author, name);
    }

    // Without a password: a link of an administrator lets them in.
    Result<void> user(store::Writer& writer, const WxrAuthor& author, const std::string& name) {
        auto login = story::login_of(author.login);
        if (!login) {
            tell_(
                {0, "author", fmt::format("login that none may have here, no user made: {}", author.login)});
            return {};
        }
        auto present = writer.user(std::string_view(*login));
        if (!present) return fail(present.error());
        if (*present) {
            survey_.users[author.login] = (*present)->id;
            return {};
        }
        auto fit = story::user_name_of(name);
        story::User made;
        made.login = *login;
        made.name = fit ? *fit : *login;
        auto saved = writer.save(made);
        if (!saved) return fail(saved.error());
        survey_.users[author.login] = *saved;
        return {};
    }

    Result<void> topic(store::Writer& writer, const WxrTerm& tag) {
        const std::string slug = percent::decode(tag.slug), name(utf8::prefix(text_from_html(tag.name), 200));
        const std::string path = "/tag/" + slug;
        auto known = writer.old_address(path);
        if (!known) return fail(known.error());
        if (*known) return {};
        const bool fit = slug.find_first_of("/?#% ") == slug.npos;
        auto made = writer.bring_topic({.id = {tag.id}, .slug = fit ? slug : std::string(), .name = name});
        if (!made) return fail(made.error());
        if (!*made) {
            tell_({0, "tag", fmt::format("tag without a letter: {}", tag.name)});
            return {};
        }
        ++report_.topics;
        return keep_addresses(writer, {path, "/?tag=" + slug}, fmt::format("topic:{}", made->value));
    }

    store::Store& store_;
    const WordpressOptions& options_;
    WordpressReport& report_;
    const TellNote& tell_;
    WordpressSurvey survey_;
    bool knows_site_ = false;
    std::vector<WxrAuthor> authors_;
    std::set<std::string> known_authors_;  // by login
    std::vector<WxrTerm> tags_;
    std::set<std::string> known_tags_, told_taxonomies_;
    WordpressCategories categories_{options_, report_, tell_};
    KeptBytes kept_{options_.most_kept};
};

}  // namespace

bool is_left_out(const WxrItem& item) {
    return item.status == "trash" || item.status == "auto-draft";
}

bool is_wordpress_machinery(std::string_view type) {
    constexpr std::string_view kTypes[] = {"nav_menu_item",
                                           "revision",
                                           "custom_css",
                                           "customize_changeset",
                                           "oembed_cache",
                                           "user_request",
                                           "wp_block",
                                           "wp_template",
                                           "wp_navigation",
                                           "wp_template_part",
                                           "wp_global_styles",
                                           "wp_font_family",
                                           "wp_font_face",
                                           "nav_menu",
                                           "link_category",
                                           "post_format",
                                           "wp_theme",
                                           "attachment",
                                           "wp_template_part_area"};
    return std::find(std::begin(kTypes), std::end(kTypes), type) != std::end(kTypes);
}

Result<WordpressSurvey> survey_wordpress(store::Store& store, const std::filesystem::path& file,
                                         const WordpressOptions& options, WordpressReport& report,
                                         const TellNote& tell) {
    Surveyor surveyor(store, options, report, tell);
    const WxrHandler handler = surveyor.handler();
    // A file that breaks off tells of what stands before: the reading of its posts says where.
    auto read = read_wxr(file, handler);
    if (!read && (read.error().kind != Error::Kind::Invalid || !surveyor.knows_site()))
        return fail(read.error());
    return surveyor.settle();
}

}  // namespace warraq::wordpress
