#include "wordpress/wxr.h"

#include <algorithm>
#include <cstring>
#include <expat.h>
#include <fmt/format.h>
#include <memory>
#include <utility>

#include "archive/file_reader.h"
#include "base/number.h"
#include "base/utf8.h"
#include "wordpress/expat_memory.h"
#include "wordpress/xml_mender.h"

namespace warraq::wordpress {
namespace {

constexpr std::size_t kPiece = 256 * 1024;  // bytes that Expat is given at once
// What a string, and a part of an item that is held with others, take beside their letters: about as the
// allocator and a map's node do.
constexpr std::size_t kStringBytes = 48, kPartBytes = 64;

template <class Thing>
struct TextField {
    std::string_view element;
    std::string Thing::*member;
};

constexpr TextField<WxrSite> kSiteFields[] = {{"title", &WxrSite::title},
                                              {"description", &WxrSite::description},
                                              {"language", &WxrSite::language},
                                              {"wp:wxr_version", &WxrSite::version},
                                              {"wp:base_blog_url", &WxrSite::address}};
constexpr TextField<WxrAuthor> kAuthorFields[] = {{"wp:author_login", &WxrAuthor::login},
                                                  {"wp:author_email", &WxrAuthor::email},
                                                  {"wp:author_display_name", &WxrAuthor::name}};
constexpr TextField<WxrTerm> kTermFields[] = {{"wp:term_taxonomy", &WxrTerm::taxonomy},
                                              {"wp:category_nicename", &WxrTerm::slug},
                                              {"wp:tag_slug", &WxrTerm::slug},
                                              {"wp:term_slug", &WxrTerm::slug},
                                              {"wp:category_parent", &WxrTerm::parent},
                                              {"wp:term_parent", &WxrTerm::parent},
                                              {"wp:cat_name", &WxrTerm::name},
                                              {"wp:tag_name", &WxrTerm::name},
                                              {"wp:term_name", &WxrTerm::name},
                                              {"wp:category_description", &WxrTerm::description},
                                              {"wp:tag_description", &WxrTerm::description},
                                              {"wp:term_description", &WxrTerm::description}};
constexpr TextField<WxrItem> kItemFields[] = {{"title", &WxrItem::title},
                                              {"link", &WxrItem::link},
                                              {"pubDate", &WxrItem::pub_date},
                                              {"dc:creator", &WxrItem::creator},
                                              {"wp:post_date", &WxrItem::date},
                                              {"wp:post_date_gmt", &WxrItem::date_gmt},
                                              {"wp:post_modified", &WxrItem::modified},
                                              {"wp:post_modified_gmt", &WxrItem::modified_gmt},
                                              {"wp:comment_status", &WxrItem::comment_status},
                                              {"wp:post_name", &WxrItem::name},
                                              {"wp:status", &WxrItem::status},
                                              {"wp:post_type", &WxrItem::type},
                                              {"wp:post_password", &WxrItem::password},
                                              {"wp:attachment_url", &WxrItem::attachment_url}};
constexpr TextField<WxrComment> kCommentFields[] = {
    {"wp:comment_author", &WxrComment::author},     {"wp:comment_author_email", &WxrComment::email},
    {"wp:comment_author_url", &WxrComment::url},    {"wp:comment_date", &WxrComment::date},
    {"wp:comment_date_gmt", &WxrComment::date_gmt}, {"wp:comment_approved", &WxrComment::approved},
    {"wp:comment_type", &WxrComment::type}};

template <class Thing, std::size_t N>
void set(Thing& thing, const TextField<Thing> (&fields)[N], std::string_view element,
         const std::string& value) {
    for (const auto& field : fields)
        if (field.element == element) thing.*field.member = value;
}

class WxrReader {
  public:
    WxrReader(const WxrHandler& handler, const WxrLimits& limits)
        : handler_(handler), limits_(limits), memory_(limits.parser_bytes) {
        const ExpatMemory::Counting counting(memory_);
        parser_.reset(XML_ParserCreate_MM("UTF-8", ExpatMemory::suite(), nullptr));
        if (!parser_) return;
        XML_SetUserData(parser_.get(), this);
        XML_SetElementHandler(
            parser_.get(),
            [](void* self, const char* name, const char** attributes) { of(self).start(name, attributes); },
            [](void* self, const char* name) { of(self).end(name); });
        XML_SetCharacterDataHandler(parser_.get(), [](void* self, const char* text, int size) {
            of(self).characters({text, static_cast<std::size_t>(size)});
        });
        XML_SetStartDoctypeDeclHandler(
            parser_.get(), [](void* self, const char*, const char*, const char*, int) {
                of(self).stop(invalid("declares a document type, which an export never does"));
            });
    }

    ~WxrReader() {
        const ExpatMemory::Counting counting(memory_);
        parser_.reset();
    }
    WxrReader(const WxrReader&) = delete;
    WxrReader& operator=(const WxrReader&) = delete;

    // At most kPiece bytes.
    Result<void> feed(std::string_view piece, bool last) {
        if (!parser_) return unavailable("there is no memory for the reading");
        if (handler_.stopped && handler_.stopped()) return refused("the reading was stopped");
        const ExpatMemory::Counting counting(memory_);
        const auto mended = mender_.mend(piece, last);
        const auto status = XML_Parse(parser_.get(), mended.data(), static_cast<int>(mended.size()),
                                      last ? XML_TRUE : XML_FALSE);
        if (stopped_) return fail(*stopped_);
        if (status == XML_STATUS_ERROR) return told_by_expat();
        if (last && !told_site_)
            return invalid("is not a WordPress export: it names no site (wp:wxr_version)");
        fed_ += static_cast<std::int64_t>(mended.size());
        // Where the token begins that is not whole yet; -1: as before.
        if (const auto at = XML_GetCurrentByteIndex(parser_.get()); at >= 0) token_at_ = at;
        if (fed_ - token_at_ > static_cast<std::int64_t>(limits_.token_bytes))
            return invalid(fmt::format("line {}: a tag or a comment is longer than {} bytes",
                                       XML_GetCurrentLineNumber(parser_.get()), limits_.token_bytes));
        return {};
    }

  private:
    tl::unexpected<Error> told_by_expat() const {
        const auto line = XML_GetCurrentLineNumber(parser_.get());
        if (memory_.exceeded())
            return invalid(fmt::format("line {}: its names and tags take more than {} bytes of memory", line,
                                       limits_.parser_bytes));
        return invalid(fmt::format("line {}: {}", line, XML_ErrorString(XML_GetErrorCode(parser_.get()))));
    }
    static WxrReader& of(void* self) { return *static_cast<WxrReader*>(self); }

    void stop(tl::unexpected<Error> error) {
        if (stopped_) return;
        Error told = error.value();
        told.message = fmt::format("line {}: {}", XML_GetCurrentLineNumber(parser_.get()), told.message);
        stop_with(std::move(told));
    }
    void stop_with(Error error) {
        if (stopped_) return;
        stopped_ = std::move(error);
        XML_StopParser(parser_.get(), XML_FALSE);
    }
    template <class Thing>
    void hand_over(const std::function<Result<void>(Thing&&)>& to, Thing& thing) {
        tell_site();
        if (!stopped_ && to)
            if (auto taken = to(std::move(thing)); !taken) stop_with(taken.error());
        thing = {};
    }
    void tell_site() {
        if (told_site_ || stopped_) return;
        told_site_ = true;
        if (site_.version.empty())
            return stop(invalid("is not a WordPress export: wp:wxr_version is missing"));
        if (site_.address.empty()) site_.address = channel_link_;
        if (handler_.site)
            if (auto taken = handler_.site(site_); !taken) stop_with(taken.error());
    }

    void start(std::string_view name, const char** attributes) {
        if (stopped_) return;
        if (++depth_ > limits_.depth)
            return stop(invalid(fmt::format("is nested deeper than {}", limits_.depth)));
        if (depth_ == 1 && name != "rss")
            return stop(invalid(fmt::format("is not a WordPress export: it begins with <{}>", name)));
        text_.clear();
        if (!check_attributes(attributes)) return;
        if (depth_ == 3 && name == "item") {
            item_ = {};
            item_.line = XML_GetCurrentLineNumber(parser_.get());
            item_.bytes = sizeof(WxrItem);
            in_item_ = true;
        } else if (in_item_ && name == "category") {
            term_ref_ = {};
            for (; attributes[0]; attributes += 2) {
                if (std::strcmp(attributes[0], "domain") == 0) term_ref_.taxonomy = attributes[1];
                if (std::strcmp(attributes[0], "nicename") == 0) term_ref_.slug = attributes[1];
            }
        }
    }

    bool check_attributes(const char** attributes) {
        std::size_t count = 0, bytes = 0;
        for (const char** at = attributes; at[0]; at += 2) {
            ++count;
            bytes += std::strlen(at[0]) + std::strlen(at[1]);
        }
        if (count > limits_.attributes)
            stop(invalid(fmt::format("an element has more than {} attributes", limits_.attributes)));
        else if (bytes > limits_.attribute_bytes)
            stop(invalid(
                fmt::format("an element's attributes are longer than {} bytes", limits_.attribute_bytes)));
        return !stopped_;
    }

    // What an item takes in memory, before it is taken.
    bool item_grows(std::size_t bytes) {
        if ((item_.bytes += bytes) > limits_.item_bytes)
            stop(invalid(fmt::format("an item is longer than {} bytes", limits_.item_bytes)));
        return !stopped_;
    }
    // Another part of an item that has `present` of them, with these strings.
    bool may_add(std::size_t present, std::size_t most, std::string_view parts, std::size_t strings) {
        if (present >= most) stop(invalid(fmt::format("an item has more than {} {}", most, parts)));
        return !stopped_ && item_grows(kPartBytes + strings * kStringBytes);
    }

    void characters(std::string_view text) {
        if (stopped_) return;
        if (text_.size() + text.size() > limits_.text_bytes)
            return stop(invalid(fmt::format("an element is longer than {} bytes", limits_.text_bytes)));
        if (in_item_ && !item_grows(text.size())) return;
        text_ += text;
    }

    void end(std::string_view name) {
        if (stopped_) return;
        --depth_;
        if (in_item_)
            end_in_item(name);
        else if (depth_ >= 2)
            end_in_channel(name);
        else if (depth_ == 1)
            tell_site();
        text_.clear();
    }

    std::int64_t number() const { return number_from(utf8::trim(text_)).value_or(0); }
    std::string trimmed() const { return std::string(utf8::trim(text_)); }

    void end_in_channel(std::string_view name) {
        if (depth_ == 3) {
            if (name == "wp:author_id") author_.id = number();
            if (name == "wp:term_id") term_.id = number();
            set(author_, kAuthorFields, name, trimmed());
            set(term_, kTermFields, name, trimmed());
        }
        if (depth_ != 2) return;
        set(site_, kSiteFields, name, trimmed());
        if (name == "link") channel_link_ = trimmed();
        if (name == "wp:author") hand_over(handler_.author, author_);
        if (name == "wp:category") term_.taxonomy = "category";
        if (name == "wp:tag") term_.taxonomy = "post_tag";
        if (name == "wp:category" || name == "wp:tag" || name == "wp:term") hand_over(handler_.term, term_);
    }

    void end_in_item(std::string_view name) {
        switch (depth_) {
            case 2: in_item_ = false; return hand_over(handler_.item, item_);
            case 3: return end_of_item_part(name);
            case 4: return end_of_comment_part(name);
            default: return;
        }
    }

    void end_of_item_part(std::string_view name) {
        if (name == "content:encoded") item_.content = text_;
        if (name == "excerpt:encoded") item_.excerpt = text_;
        if (name == "wp:post_id") item_.id = number();
        if (name == "wp:post_parent") item_.parent = number();
        if (name == "wp:is_sticky") item_.sticky = trimmed() == "1";
        set(item_, kItemFields, name, trimmed());
        if (name == "category") {
            term_ref_.name = trimmed();
            // Exports of WordPress 2 name each term twice, once without its slug.
            if (term_ref_.slug.empty()) return;
            if (!may_add(item_.terms.size(), limits_.terms_an_item, "terms", 3) ||
                !item_grows(term_ref_.taxonomy.size() + term_ref_.slug.size()))
                return;
            item_.terms.push_back(std::move(term_ref_));
            term_ref_ = {};
        } else if (name == "wp:comment") {
            if (!may_add(item_.comments.size(), limits_.comments_an_item, "comments", 9)) return;
            item_.comments.push_back(std::move(comment_));
            comment_ = {};
        }
    }

    void keep_meta() {
        const auto known = item_.meta.find(meta_key_);
        if (known == item_.meta.end() && !may_add(item_.meta.size(), limits_.meta_an_item, "meta keys", 2))
            return;
        item_.meta.insert_or_assign(known, meta_key_, text_);
    }

    void end_of_comment_part(std::string_view name) {
        if (name == "wp:meta_key") meta_key_ = trimmed();
        if (name == "wp:meta_value") keep_meta();
        if (name == "wp:comment_id") comment_.id = number();
        if (name == "wp:comment_parent") comment_.parent = number();
        if (name == "wp:comment_content") comment_.content = text_;
        set(comment_, kCommentFields, name, trimmed());
    }

    const WxrHandler& handler_;
    const WxrLimits& limits_;
    ExpatMemory memory_;
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_{nullptr, XML_ParserFree};
    std::int64_t fed_ = 0, token_at_ = 0;  // bytes given to Expat; where its unfinished token begins
    XmlMender mender_;
    std::optional<Error> stopped_;
    int depth_ = 0;
    std::string text_;
    WxrSite site_;
    std::string channel_link_;
    bool told_site_ = false;
    WxrAuthor author_;
    WxrTerm term_;
    bool in_item_ = false;
    WxrItem item_;
    WxrItem::Term term_ref_;
    WxrComment comment_;
    std::string meta_key_;
};

}  // namespace

Result<void> read_wxr(const std::filesystem::path& file, const WxrHandler& handler, const WxrLimits& limits) {
    auto opened = archive::FileReader::open(file);
    if (!opened) return fail(opened.error());
    WxrReader reader(handler, limits);
    std::vector<char> buffer(kPiece);
    while (true) {
        auto got = opened->read(buffer);
        if (!got) return fail(got.error());
        if (auto fed = reader.feed({buffer.data(), *got}, *got == 0); !fed) return fed;
        if (handler.progress) handler.progress(opened->bytes_read(), opened->bytes_total());
        if (*got == 0) return {};
    }
}

Result<void> read_wxr_text(std::string_view text, const WxrHandler& handler, const WxrLimits& limits) {
    WxrReader reader(handler, limits);
    for (; text.size() > kPiece; text.remove_prefix(kPiece))
        if (auto fed = reader.feed(text.substr(0, kPiece), false); !fed) return fed;
    return reader.feed(text, true);
}

}  // namespace warraq::wordpress
