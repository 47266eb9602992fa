#include "move/wxr.h"

#include <cstring>
#include <expat.h>
#include <fmt/format.h>
#include <memory>

#include "base/number.h"
#include "base/utf8.h"
#include "move/file_reader.h"

namespace warraq::move {
namespace {

// What WordPress writes as it has it, made into what XML allows. A sequence that is cut by the end of a piece
// waits for the next one.
class Mender {
  public:
    std::string_view mend(std::string_view piece, bool last) {
        text_.assign(waiting_);
        text_ += piece;
        waiting_.clear();
        mended_.clear();
        std::size_t plain = 0;
        for (std::size_t at = 0; at < text_.size();) {
            const auto byte = static_cast<unsigned char>(text_[at]);
            if (byte >= 0x20 && byte < 0x80) {
                ++at;
                continue;
            }
            if (byte < 0x20) {
                if (byte != '\t' && byte != '\n' && byte != '\r') text_[at] = ' ';
                ++at;
                continue;
            }
            const std::size_t wanted = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
            if (!last && at + wanted > text_.size()) {
                waiting_ = text_.substr(at);
                mended_.append(text_, plain, at - plain);
                return mended_;
            }
            std::size_t next = at;
            const char32_t c = utf8::next(text_, next);
            // A malformed byte reads as U+FFFD too, but is one byte long.
            if ((c == 0xFFFD && next == at + 1) || c == 0xFFFE || c == 0xFFFF) {
                mended_.append(text_, plain, at - plain);
                mended_ += "\xEF\xBF\xBD";
                plain = next;
            }
            at = next;
        }
        if (plain == 0) return text_;
        mended_.append(text_, plain);
        return mended_;
    }

  private:
    std::string waiting_, text_, mended_;
};

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
        : handler_(handler), limits_(limits), parser_(XML_ParserCreate("UTF-8"), XML_ParserFree) {
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

    Result<void> feed(std::string_view piece, bool last) {
        const auto mended = mender_.mend(piece, last);
        const auto status = XML_Parse(parser_.get(), mended.data(), static_cast<int>(mended.size()),
                                      last ? XML_TRUE : XML_FALSE);
        if (stopped_) return fail(*stopped_);
        if (status == XML_STATUS_ERROR)
            return invalid(fmt::format("line {}: {}", XML_GetCurrentLineNumber(parser_.get()),
                                       XML_ErrorString(XML_GetErrorCode(parser_.get()))));
        if (last && !told_site_)
            return invalid("is not a WordPress export: it names no site (wp:wxr_version)");
        return {};
    }

  private:
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
        if (depth_ == 3 && name == "item") {
            item_ = {};
            item_.line = XML_GetCurrentLineNumber(parser_.get());
            item_bytes_ = 0;
            in_item_ = true;
        } else if (in_item_ && name == "category") {
            term_ref_ = {};
            for (; attributes[0]; attributes += 2) {
                if (std::strcmp(attributes[0], "domain") == 0) term_ref_.taxonomy = attributes[1];
                if (std::strcmp(attributes[0], "nicename") == 0) term_ref_.slug = attributes[1];
            }
        }
    }

    void characters(std::string_view text) {
        if (stopped_) return;
        if (text_.size() + text.size() > limits_.text_bytes)
            return stop(invalid(fmt::format("an element is longer than {} bytes", limits_.text_bytes)));
        if (in_item_ && (item_bytes_ += text.size()) > limits_.item_bytes)
            return stop(invalid(fmt::format("an item is longer than {} bytes", limits_.item_bytes)));
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
            if (!term_ref_.slug.empty()) item_.terms.push_back(term_ref_);
        } else if (name == "wp:comment") {
            if (item_.comments.size() >= limits_.comments_an_item)
                return stop(
                    invalid(fmt::format("an item has more than {} comments", limits_.comments_an_item)));
            item_.comments.push_back(std::move(comment_));
            comment_ = {};
        }
    }

    void end_of_comment_part(std::string_view name) {
        if (name == "wp:meta_key") meta_key_ = trimmed();
        if (name == "wp:meta_value") item_.meta[meta_key_] = text_;
        if (name == "wp:comment_id") comment_.id = number();
        if (name == "wp:comment_parent") comment_.parent = number();
        if (name == "wp:comment_content") comment_.content = text_;
        set(comment_, kCommentFields, name, trimmed());
    }

    const WxrHandler& handler_;
    const WxrLimits& limits_;
    std::unique_ptr<XML_ParserStruct, decltype(&XML_ParserFree)> parser_;
    Mender mender_;
    std::optional<Error> stopped_;
    int depth_ = 0;
    std::string text_;
    WxrSite site_;
    std::string channel_link_;
    bool told_site_ = false;
    WxrAuthor author_;
    WxrTerm term_;
    bool in_item_ = false;
    std::size_t item_bytes_ = 0;
    WxrItem item_;
    WxrItem::Term term_ref_;
    WxrComment comment_;
    std::string meta_key_;
};

}  // namespace

Result<void> read_wxr(const std::filesystem::path& file, const WxrHandler& handler, const WxrLimits& limits) {
    auto opened = FileReader::open(file);
    if (!opened) return fail(opened.error());
    WxrReader reader(handler, limits);
    std::vector<char> buffer(256 * 1024);
    while (true) {
        auto got = opened->read(buffer);
        if (!got) return fail(got.error());
        if (auto fed = reader.feed({buffer.data(), *got}, *got == 0); !fed) return fed;
        if (handler.progress) handler.progress(opened->bytes_read(), opened->bytes_total());
        if (*got == 0) return {};
    }
}

Result<void> read_wxr_text(std::string_view text, const WxrHandler& handler, const WxrLimits& limits) {
    return WxrReader(handler, limits).feed(text, true);
}

}  // namespace warraq::move
