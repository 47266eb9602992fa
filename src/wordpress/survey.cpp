#include "wordpress/survey.h"

#include <algorithm>
#include <fmt/format.h>

#include "archive/batches.h"
#include "base/crypto.h"
#include "base/file.h"
#include "base/percent.h"
#include "base/utf8.h"
#include "store/old_addresses.h"
#include "story/section.h"
#include "story/user.h"
#include "wordpress/file_kind.h"
#include "wordpress/html_body.h"
#include "wordpress/kept_bytes.h"
#include "wordpress/story.h"

namespace warraq::wordpress {
namespace {

constexpr std::size_t kLargestFile = 256u << 20;
constexpr std::string_view kNoCategory = "uncategorized";

// Files that are no pictures and that the site may serve as they are.
constexpr std::string_view kKeptKinds[] = {"pdf", "mp3", "m4a",  "ogg",  "wav",  "mp4", "webm",
                                           "txt", "csv", "docx", "xlsx", "pptx", "odt", "zip"};
constexpr std::string_view kPictureKinds[] = {"jpg",  "jpeg", "png", "gif", "webp",
                                              "avif", "heic", "jpe", "bmp"};

std::string kind_of(std::string_view upload) {
    const auto dot = upload.rfind('.');
    std::string kind(dot == upload.npos ? "" : upload.substr(dot + 1));
    std::transform(kind.begin(), kind.end(), kind.begin(), [](unsigned char c) { return std::tolower(c); });
    return kind;
}

// What WordPress makes of a login for the author's address.
std::string author_slug(std::string_view login) {
    std::string slug;
    for (const char c : login) {
        if (c >= 'A' && c <= 'Z')
            slug += static_cast<char>(c - 'A' + 'a');
        else if (c == ' ' || c == '.')
            slug += '-';
        else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || (c & 0x80))
            slug += c;
    }
    return slug.empty() || !utf8::valid(slug) ? story::slug_of(login) : slug;
}

struct Category {
    WxrTerm term;
    std::uint64_t posts = 0;  // in it, or in those within it
};

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
        count_categories();
        auto written = store_.write([&](store::Writer& writer) -> Result<void> {
            for (const std::string& slug : category_order()) {
                if (auto go_on = check_stopped(options_); !go_on) return go_on;
                if (auto made = section(writer, slug); !made) return fail(made.error());
            }
            if (auto made = default_section(writer); !made) return made;
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
            auto& known = categories_[term.slug];
            if (!known.term.slug.empty()) return {};
            if (term.id > 0) survey_.category_of[term.id] = term.slug;
            known.term = std::move(term);
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
            if (term.taxonomy == "category" && item.type != "page") ++categories_[term.slug].posts;
        }
        if (item.creator.empty() || known_authors_.contains(item.creator)) return {};
        return take_author({0, item.creator, {}, item.creator});
    }

    // A category holds what those within it hold.
    void count_categories() {
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

    // Most posts first; the one for posts without any stands last.
    std::vector<std::string> category_order() const {
        std::vector<std::string> order;
        for (const auto& [slug, category] : categories_) {
            if (category.posts > 0)
                order.push_back(slug);
            else
                tell_(
                    {0, "category", fmt::format("category without posts, not made: {}", category.term.name)});
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

    Result<story::SectionId> section(store::Writer& writer, const std::string& slug, int depth = 0) {
        if (const auto made = survey_.sections.find(slug); made != survey_.sections.end())
            return made->second;
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
        if (auto kept = keep(writer,
                             {"/category/" + path, "/category/" + percent::decode(slug),
                              term.id > 0 ? fmt::format("/?cat={}", term.id) : std::string()},
                             target);
            !kept)
            return fail(kept.error());
        survey_.sections[slug] = *id;
        return *id;
    }

    // Made by an import before, or by an editor.
    Result<story::SectionId> known_section(store::Writer& writer, const WxrTerm& term) {
        auto target = writer.old_address("/category/" + path_of_[term.slug]);
        if (!target) return fail(target.error());
        if (const auto number = store::target_number(target->value_or(""), "section"))
            return story::SectionId{*number};
        auto present = writer.section(free_slug(term));
        if (!present) return fail(present.error());
        return *present ? (*present)->id : story::SectionId{};
    }

    static std::string free_slug(const WxrTerm& term) {
        std::string slug = percent::decode(term.slug);
        std::transform(slug.begin(), slug.end(), slug.begin(),
                       [](unsigned char c) { return static_cast<char>(c < 0x80 ? std::tolower(c) : c); });
        if (story::is_free_section_slug(slug)) return slug;
        slug = story::slug_of(slug);
        return story::is_free_section_slug(slug) ? slug : "section-" + slug;
    }

    static std::string name_of(const WxrTerm& term) {
        std::string name = text_from_html(term.name);
        if (term.slug == kNoCategory && name == "Uncategorized") return "غير مصنّف";
        return name.empty() ? percent::decode(term.slug) : name;
    }

    // For posts of no category.
    Result<void> default_section(store::Writer& writer) {
        if (const auto none = survey_.sections.find(std::string(kNoCategory));
            none != survey_.sections.end()) {
            survey_.default_section = none->second;
            return {};
        }
        auto sections = writer.sections();
        if (!sections) return fail(sections.error());
        if (!sections->empty()) {
            survey_.default_section = sections->front().id;
            return {};
        }
        auto made = writer.save(story::Section{{}, "news", "أخبار", 1});
        if (!made) return fail(made.error());
        survey_.default_section = *made;
        return {};
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
        if (auto kept = keep(
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
        return keep(writer, {path, "/?tag=" + slug}, fmt::format("topic:{}", made->value));
    }

    static Result<void> keep(store::Writer& writer, std::initializer_list<std::string> addresses,
                             const std::string& target) {
        for (const std::string& address : addresses)
            if (!address.empty())
                if (auto kept = store::keep_old_address(writer, address, target); !kept) return kept;
        return {};
    }

    static constexpr int kDeepest = 8;  // categories in each other

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
    std::map<std::string, Category> categories_;  // by slug
    std::map<std::string, std::string> path_of_;  // of categories, by slug
    std::int64_t position_ = 0;
    KeptBytes kept_{options_.most_kept};
};

}  // namespace

Result<void> check_stopped(const WordpressOptions& options) {
    return options.stopped && options.stopped() ? refused("the import was stopped") : Result<void>{};
}

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

// --- files

WordpressFiles::File WordpressFiles::bring(std::string_view address) {
    if (!check_stopped(options_)) return {};  // what lacks it is not written (WordpressOptions::stopped)
    auto upload = site_.upload_of(address);
    // Sites that keep their files elsewhere (a CDN, WordPress.com) name them by a whole address.
    if (!upload && options_.download && address.find("://") != address.npos) upload = std::string(address);
    if (!upload) return {};
    const std::string original = store::original_upload(*upload);
    {
        const std::lock_guard lock(mutex_);
        for (const std::string* name : std::initializer_list<const std::string*>{&*upload, &original})
            if (const auto found = known_.find(*name); found != known_.end()) return found->second;
    }
    File file = make(original, address);
    if (file.media.empty() && original != *upload) file = make(*upload, address);
    const std::lock_guard lock(mutex_);
    return known_.emplace(original, std::move(file)).first->second;
}

void WordpressFiles::know(std::string_view address, File file) {
    const auto upload = site_.upload_of(address);
    const std::lock_guard lock(mutex_);
    known_[upload ? *upload : std::string(address)] = std::move(file);
}

Result<std::string> WordpressFiles::bytes_of(const std::string& upload, const std::string& address) const {
    if (!options_.uploads.empty()) {
        if (auto bytes = read_file(options_.uploads / upload, kLargestFile)) return bytes;
    }
    if (!options_.download) return not_found("it is not at hand");
    // The whole picture rather than the size that a post shows.
    const auto at = address.rfind(upload);
    std::string whole = address.find("://") == address.npos
                            ? site_.address() + "/wp-content/uploads/" + upload
                        : at == address.npos
                            ? address.substr(0, address.rfind('/') + 1) + upload.substr(upload.rfind('/') + 1)
                            : address;
    return options_.download(percent::encode_address(whole));
}

WordpressFiles::File WordpressFiles::make(const std::string& upload, std::string_view address) const {
    const std::string kind = kind_of(upload.substr(0, upload.find_first_of("?#")));
    const bool picture =
        std::find(std::begin(kPictureKinds), std::end(kPictureKinds), kind) != std::end(kPictureKinds);
    const bool kept = std::find(std::begin(kKeptKinds), std::end(kKeptKinds), kind) != std::end(kKeptKinds);
    if ((!picture && !kept) || (picture && !options_.make_picture)) return {};
    auto bytes = bytes_of(upload, std::string(address));
    if (!bytes) return {};
    if (picture) {
        auto made = options_.make_picture(*bytes);
        if (!made) return {};
        return {made->media, std::move(*made)};
    }
    if (options_.media.folder().empty() || !is_of_kind(kind, *bytes)) return {};
    const std::string name = crypto::content_hash(*bytes) + "." + kind;
    if (auto put = options_.media.put(name, *bytes); !put) return {};
    return {name, std::nullopt};
}

Result<void> bring_attachments(store::Store& store, const WordpressSurvey& survey, WordpressFiles& files,
                               const WordpressOptions& options, WordpressReport& report,
                               const TellNote& tell) {
    struct Work {
        std::int64_t number = 0;
        const WordpressAttachment* attachment = nullptr;
        WordpressFiles::File file;
    };
    std::vector<Work> all;
    all.reserve(survey.attachments.size());
    for (const auto& [number, attachment] : survey.attachments) all.push_back({number, &attachment, {}});
    std::sort(all.begin(), all.end(), [](const Work& a, const Work& b) { return a.number < b.number; });
    {
        auto snapshot = store.snapshot();
        if (!snapshot) return fail(snapshot.error());
        for (Work& work : all) {
            if (auto go_on = check_stopped(options); !go_on) return go_on;
            auto known = (*snapshot)->old_address(fmt::format("/?attachment_id={}", work.number));
            if (!known) return fail(known.error());
            if (!*known || !(*known)->starts_with("media:")) continue;
            work.file.media = (*known)->substr(6);
            auto picture = (*snapshot)->picture(work.file.media);
            if (!picture) return fail(picture.error());
            if (*picture) work.file.image = (*picture)->image;
            files.know(work.attachment->address, work.file);
            work.attachment = nullptr;
        }
    }
    std::erase_if(all, [](const Work& work) { return !work.attachment; });

    using Brought = std::vector<Work>;
    std::size_t done = 0;
    archive::Batches<Work, Brought> batches(
        16, options.threads, [&](Work& work) { work.file = files.bring(work.attachment->address); },
        [&](std::vector<Work>&& batch) -> Result<Brought> {
            if (auto go_on = check_stopped(options); !go_on) return fail(go_on.error());
            return store.write([&](store::Writer& writer) -> Result<Brought> {
                for (Work& work : batch) {
                    if (work.file.media.empty()) continue;
                    if (work.file.image) {
                        work.file.image->alt = work.attachment->alt;
                        work.file.image->caption = work.attachment->caption;
                        if (auto kept = writer.add_picture(*work.file.image, work.attachment->added); !kept)
                            return fail(kept.error());
                        if (auto kept = writer.number_picture(work.file.media, work.number); !kept)
                            return fail(kept.error());
                    }
                    for (const auto& address : {std::optional(fmt::format("/?attachment_id={}", work.number)),
                                                survey.site.page_of(work.attachment->address),
                                                survey.site.page_of(work.attachment->page)})
                        if (address)
                            if (auto kept =
                                    store::keep_old_address(writer, *address, "media:" + work.file.media);
                                !kept)
                                return fail(kept.error());
                }
                return std::move(batch);
            });
        },
        [&](Brought&& brought) {
            for (const Work& work : brought) {
                if (work.file.media.empty()) {
                    ++report.missing_files;
                    tell({work.number, "attachment",
                          fmt::format("file that is not at hand: {}", work.attachment->address)});
                } else {
                    files.know(work.attachment->address, work.file);
                    ++(work.file.image ? report.pictures : report.files);
                }
            }
            done += brought.size();
            if (options.progress)
                options.progress({WordpressProgress::Step::Files,
                                  static_cast<double>(done) / static_cast<double>(all.size()), report});
        });
    for (const Work& work : all) {
        if (auto go_on = check_stopped(options); !go_on) return go_on;
        if (auto taken = batches.take(work); !taken) return taken;
    }
    return batches.finish();
}

}  // namespace warraq::wordpress
