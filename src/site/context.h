// What readers may do: the public routes over a store, dressed by a press.
//
// One ReaderSite has the settings that it was made with; LiveSite makes another when they change.
//
// Thread-safe.
#pragma once

#include <atomic>
#include <filesystem>

#include "base/log_throttle.h"
#include "base/number.h"
#include "press/press.h"
#include "search/index.h"
#include "serve/limits/address_limiter.h"
#include "serve/metrics.h"
#include "serve/routing/site.h"
#include "serve/server.h"
#include "settings/settings.h"
#include "site/comment_challenge.h"
#include "site/comment_rules.h"
#include "site/most_read.h"
#include "store/media.h"
#include "store/public_cards.h"
#include "store/public_store.h"

namespace warraq::site {

// What a site is made of beside its settings.
struct SiteParts {
    store::PublicStore& store;
    const search::Index& index;
    MostRead& most_read;
    std::shared_ptr<const press::Theme> theme;
    store::Media media;
    crypto::Key
        form_key;  // signs comment forms; kept in the data folder so that a restart spoils no open page
    std::shared_ptr<serve::SharedLimits> limits = {};  // nothing: there is one node only
    // What breaks, as open front pages follow it.
    std::shared_ptr<serve::EventStream> breaking = std::make_shared<serve::EventStream>();
    // For /metrics; the server is made from the routes, so it comes later.
    std::shared_ptr<std::atomic<serve::Server*>> server = std::make_shared<std::atomic<serve::Server*>>();
    // It is about to end: a balancer is to send no one here any more.
    std::shared_ptr<std::atomic<bool>> leaving = std::make_shared<std::atomic<bool>>(false);
};

class ReaderSite {
  public:
    // Error: as settings::check.
    static Result<std::shared_ptr<ReaderSite>> make(const SiteParts& parts, settings::Settings settings);

    // Each request is answered by the site that is `current` when it comes. `router` may hold others' routes
    // already: they come first.
    using Current = std::function<std::shared_ptr<ReaderSite>()>;
    static serve::Site routes(Current current, serve::Assets assets, serve::Router router = {});

    const settings::Settings& settings() const { return settings_; }

    // How a story would look, whatever its status, without comments.
    Result<std::string> preview(story::Story story);
    // The front page with these places given to stories.
    Result<std::string> preview_front(std::span<const story::FrontPlace> places);

    // Tells the front pages that are open what the bar for breaking news holds; for a ChangeFollower.
    Result<void> tell_breaking(store::PublicReader& reader);

    static std::string security_headers(const press::Theme& theme, const settings::Settings& settings,
                                        press::Theme::Frames frames = press::Theme::Frames::None);

  private:
    ReaderSite(const SiteParts& parts, press::Press press, settings::Settings settings);

    serve::Reply front_page(const serve::Request& request);
    serve::Reply breaking(const serve::Request& request);
    serve::Reply most_read_page(const serve::Request& request);
    serve::Reply section_page(const serve::Request& request);
    serve::Reply author_page(const serve::Request& request);
    serve::Reply topic_page(const serve::Request& request);
    serve::Reply story_page(const serve::Request& request);
    serve::Reply search_page(const serve::Request& request);
    serve::Reply search_suggestions(const serve::Request& request);
    serve::Reply archive_page(const serve::Request& request);
    serve::Reply comments_feed(const serve::Request& request);
    serve::Reply no_xml_rpc(const serve::Request& request);
    serve::Reply site_feed(const serve::Request& request);
    serve::Reply section_feed(const serve::Request& request);
    serve::Reply author_feed(const serve::Request& request);
    serve::Reply topic_feed(const serve::Request& request);
    serve::Reply sitemap_index(const serve::Request& request);
    serve::Reply sitemap(const serve::Request& request);
    serve::Reply news_sitemap(const serve::Request& request);
    serve::Reply robots(const serve::Request& request);
    serve::Reply acme_challenge(const serve::Request& request);
    serve::Reply share_picture(const serve::Request& request);
    serve::Reply oembed(const serve::Request& request);
    serve::Reply api_site(const serve::Request& request);
    serve::Reply api_stories(const serve::Request& request);
    serve::Reply of_public_story(const serve::Request& request,
                                 const std::function<serve::Reply(store::PublicReader&, const story::Story&,
                                                                  const story::Section&)>& answer);
    serve::Reply api_story(const serve::Request& request);
    serve::Reply api_comments(const serve::Request& request);
    serve::Reply api_topics(const serve::Request& request);
    serve::Reply api_most_read(const serve::Request& request);
    serve::Reply wordpress(const serve::Request& request);
    serve::Reply short_address(const serve::Request& request);
    serve::Reply comment_address(const serve::Request& request);
    serve::Reply post_comment(const serve::Request& request);
    serve::Reply comment_without_page(const serve::Request& request, int status);
    serve::Reply media(const serve::Request& request);
    serve::Reply live(const serve::Request& request);
    serve::Reply ready(const serve::Request& request);
    serve::Reply metrics(const serve::Request& request);
    // An error that has no content of its own. It becomes the site's page for it when the handler is over:
    // that page takes a snapshot, and the handler may hold one.
    static serve::Reply bare_error(int status);
    serve::Reply with_error_page(serve::Reply reply);
    serve::Reply error_page(int status);
    serve::Reply of_error(int status, std::string html) const;
    serve::Reply moved_or(const serve::Request& request, serve::Reply missing);
    serve::Reply withdrawn_page(store::PublicReader& reader, const store::Withdrawn& withdrawn,
                                const press::ReturnedComment& returned = {});
    // Where what stood at that address is; nothing: it is not known.
    Result<std::optional<serve::Reply>> moved(store::PublicReader& reader, std::string_view address);
    Result<std::optional<serve::Reply>> redirected(store::PublicReader& reader, std::string_view path);
    serve::Reply old_question(const serve::Request& request);
    serve::Reply missing(const serve::Request& request);

    // All that the front page shows; `front` stands on `sections`. To be moved, not copied.
    struct FrontParts {
        std::vector<story::Section> sections;
        press::FrontPage front;
        std::vector<std::string> tags;

        FrontParts() = default;
        FrontParts(FrontParts&&) = default;
    };
    Result<FrontParts> front_parts(store::PublicReader& reader, std::span<const story::FrontPlace> places);
    struct ListPlace;  // where on a river a page stands
    struct Search;
    // Which stories a program asks for.
    struct Listed {
        store::CardQuery query;
        std::string path;           // of the query, without its place in the list
        std::string tag = "front";  // that a new story drops
    };
    Result<Listed> listed(store::PublicReader& reader, const serve::Request& request);
    struct FeedSource;
    serve::Reply feed_of(store::PublicReader& reader, const serve::Request& request,
                         const FeedSource& source);
    serve::Reply drawn(Result<std::string> png, std::string tag);
    serve::Reply api_reply(std::string json) const;
    serve::Reply api_failed(int status, std::string_view message) const;
    serve::Reply api_failed(const Error& error) const;
    serve::Reply xml(std::string body, std::vector<std::string> tags) const;
    struct Related {
        std::vector<story::Card> cards;
        bool latest = false;  // of the section, because nothing nearer is known
    };
    Result<press::MostRead> most_read_cards(store::PublicReader& reader);
    Result<Related> related_to(store::PublicReader& reader, const story::Story& story);
    // All that a story's page shows beside the story.
    struct StoryParts {
        std::vector<story::Section> sections;
        Related related;
        std::vector<story::Topic> topics;  // not the hidden ones
        press::CommentsPart comments;
        std::vector<std::string> tags;  // of a page that shows all of it and the story
        Instant newest{};               // of the story and its comments
    };
    Result<StoryParts> parts_of(store::PublicReader& reader, const story::Story& story,
                                const story::Section& section, std::int64_t comments_page);
    std::vector<press::ShownTopic> shown(const std::vector<story::Topic>& topics) const;
    serve::Reply story_list_page(store::PublicReader& reader, const serve::Request& request, ListPlace place);
    serve::Reply show_story(store::PublicReader& reader, const story::Story& story,
                            const story::Section& section, const press::CommentForm& form,
                            std::int64_t comments_page);
    Result<press::CommentsPart> comments_of(store::PublicReader& reader, const story::Story& story,
                                            const story::Section& section, std::int64_t page);
    static constexpr std::int64_t kLastCommentsPage = 10'000;
    store::ThreadOrder order() const;
    Result<std::optional<story::Comment>> answered_comment(store::PublicReader& reader, story::StoryId story,
                                                           std::string_view number);
    struct SentComment;
    Result<SentComment> read_comment(const serve::Request& request);
    Result<story::CommentPolicy> check_story(store::PublicReader& reader, story::StoryId id,
                                             SentComment& sent);
    void check_sender(SentComment& sent);
    Result<void> keep_comment(SentComment& sent);
    serve::Reply give_back(const serve::Request& request, const SentComment& sent);
    // Has this reader searched as often as one may? What is not of the open internet is not limited: behind a
    // proxy that is not known as one, all readers have its address.
    bool searches_too_often(serve::AddressLimiter& limiter, const serve::Request& request);
    serve::Reply too_often();
    serve::Reply not_found();
    serve::Reply failed(const Error& error);
    std::string kept_by_others() const;
    serve::Reply page(std::string html) const;
    std::string form_token(story::StoryId id) const;
    // Empty, or what to tell the reader.
    std::string token_problem(story::StoryId id, std::string_view token) const;

    store::PublicStore& store_;
    const search::Index& index_;
    MostRead& most_read_;
    const press::Press press_;
    const std::shared_ptr<const serve::SharedStart> page_start_;
    const settings::Settings settings_;
    LogThrottle pages_away_;  // told of in the log
    const store::Media media_;
    const crypto::Key form_key_;
    const std::shared_ptr<serve::EventStream> breaking_;
    const std::shared_ptr<std::atomic<serve::Server*>> server_;
    const std::shared_ptr<std::atomic<bool>> leaving_;
    serve::AddressLimiter comment_limiter_, search_limiter_, suggestion_limiter_;
    CommentRules rules_;
    CommentChallenge challenge_;
};

// A public story and its section, or what is told of a withdrawn one. Error: NotFound.
struct FoundPage {
    std::optional<story::Story> story;
    std::optional<story::Section> section;
    std::optional<store::Withdrawn> withdrawn;  // in place of the two
};
Result<FoundPage> find_story(store::PublicReader& reader, story::StoryId id);
Result<FoundPage> find_story(store::PublicReader& reader, std::string_view number);

// Tags by which a page is dropped when one of the stories that it lists changes …
void tag_cards(std::vector<std::string>& tags, std::span<const story::Card> cards);
// … and when others are read most.
void tag_most_read(std::vector<std::string>& tags, const press::MostRead& most);
Instant newest_update(std::span<const story::Card> cards);

// The sitemap file that a story stands in.
std::string sitemap_tag(story::StoryId id);

// Takes ?before= or ?after= into the query; false when that is no story's number.
bool read_place(const serve::Request& request, store::CardQuery& query);
// The page goes when the story that it begins beside is taken down.
void tag_place(std::vector<std::string>& tags, const store::CardQuery& query);

// A page of a river: as many stories as the query says, and whether there are more beyond them.
struct ListPage {
    std::vector<story::Card> cards;
    bool more = false;
};
Result<ListPage> read_list_page(store::PublicReader& reader, store::CardQuery query);

// Addresses within the site for a Location header.
serve::Reply redirect(int status, std::string_view address);

}  // namespace warraq::site
