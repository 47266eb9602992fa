// What editors may do: the desk's page and its API (docs/desk-api.yaml), as routes over a store.
//
//     Desk desk(store, &index, key, options);
//     desk.add_routes(router);                  // before the readers' own
//
// Each route names the permission that it needs; the guard in front of all of them knows the visitor by the
// session's cookie, holds each change against the session's CSRF token, and answers Problems as JSON.
// Thread-safe.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <span>

#include "desk/auth/account_auth.h"
#include "desk/auth/account_rules.h"
#include "desk/background.h"
#include "desk/desk_store.h"
#include "desk/fields.h"
#include "desk/live.h"
#include "desk/mailer.h"
#include "desk/auth/permissions.h"
#include "desk/stories/edit_locks.h"
#include "desk/stories/section_suggester.h"
#include "desk/moving_in/wordpress_import_job.h"
#include "search/index.h"
#include "serve/limits/address_limiter.h"
#include "serve/routing/router.h"
#include "serve/server.h"
#include "settings/settings.h"
#include "store/media.h"
#include "store/store.h"

namespace warraq {
class JsonWriter;
}

namespace warraq::desk {

struct DeskOptions {
    std::function<std::shared_ptr<const settings::Settings>()> settings;  // those that hold now
    settings::Settings file_settings = {};  // what the settings' file says, without the desk's
    store::Media media = {};                // where pictures are put
    // The pages that readers would see.
    std::function<Result<std::string>(const story::Story&)> preview;
    std::function<Result<std::string>(std::span<const story::FrontPlace>)> preview_front;
    std::function<Result<std::string>(const settings::Settings&)> preview_look;  // the front page under them
    std::function<std::optional<Instant>()> last_backup = {};                    // when the newest was made
    std::shared_ptr<serve::SharedLimits> limits = {};  // of all nodes; nothing where there is one
    std::function<serve::Server*()> server = {};       // whose state is told; may answer nullptr
    int import_threads = 2;                            // of a move from WordPress
    std::string page;                                  // the desk's HTML
    std::string security_headers =
        {};  // of that page, which shows previews in frames, and of these; each with its CR LF
};

// One call of the API, once it is allowed.
struct Call {
    const serve::Request& request;
    const Visitor* who;  // nullptr where no one needs to be signed in, and no one is
    Fields body;
    const Proven* owner = nullptr;  // of routes that take a proof

    const Visitor& visitor() const { return *who; }
    const Proven& proven() const { return *owner; }
    std::int64_t number(std::string_view capture) const;          // or a Problem: not found
    std::int64_t number_asked(std::string_view parameter) const;  // 0 when it is not there
};

// What an account's owner is told by mail.
enum class AccountChange {
    PasswordSet,
    FactorAdded,
    FactorReplaced,
    FactorDropped,
    PasskeyAdded,
    PasskeyDropped
};

class Desk {
  public:
    // `index` may be nullptr: then nothing is known of the archive's copies.
    Desk(store::Store& store, const search::Index* index, const crypto::Key& key, DeskOptions options);

    void add_routes(serve::Router& router);

    // Removes what was begun and not gone on with: to be called now and then, by one thread. Never throws.
    void tidy(Instant now);

    struct Route {
        serve::Method method;
        std::string_view pattern;
        Permission needs;
        serve::Reply (Desk::*answer)(const Call&);
        std::size_t max_body = 0;  // bytes; 0 takes the server's default
        std::vector<std::string> parameters = {};
        bool raw = false;    // its body is no JSON
        bool heavy = false;  // it hashes a password or decodes a picture: on workers of their own
        // Its body has a `proof` (AccountAuth::prove): of account calls, as account_rules.h says of them.
        bool takes_proof = false;
        std::vector<AccountCall> calls = {};  // what it does to accounts
    };
    static const std::vector<Route>& routes();  // for tests too: every one is tried with every role

    // The session's cookie; the second where the site is reached by https.
    static constexpr std::string_view kCookie = "warraq_desk", kHostCookie = "__Host-warraq_desk";
    static constexpr std::string_view kPreviewPath = "/desk/preview/";  // what follows is a secret

  private:
    // A Problem unless the call's head allows it to `visitor`, nullptr for a stranger.
    void check_head(const Route& route, const serve::Request& request, const Visitor* visitor) const;
    // Tells the log what failed here, and what was refused to whom: by the route's pattern, as a path may
    // hold anything.
    void note(serve::Method method, std::string_view pattern, const Visitor* visitor, const Problem& problem);
    serve::Reply noted_refusal(const Route& route, const std::optional<Visitor>& visitor,
                               const Problem& problem);
    serve::Admission admission(const Route& route, const serve::Request& request);
    serve::Reply guarded(const Route& route, const serve::Request& request);
    serve::Reply page(const serve::Request& request) const;
    serve::Reply preview(const serve::Request& request);
    // Whose link it is, and what they come in by: a new password or factor ends the links made before.
    struct PreviewMaker {
        story::User user;
        std::string factors;
    };
    std::string preview_signature(std::string_view claim, std::string_view factors) const;
    serve::Reply preview_of(std::string_view what, const PreviewMaker& maker, Instant ends) const;
    serve::Reply preview_story(std::string_view number, const story::User& maker) const;
    serve::Reply preview_media(std::string_view name, const story::User& maker) const;
    serve::Reply preview_front(std::string_view stamp) const;
    serve::Reply preview_look(std::string_view sealed) const;
    static constexpr std::chrono::hours kStoryLife{24}, kSiteLife{1};  // of previews' links
    std::string preview_address(const PreviewMaker& maker, std::string_view what, Instant ends) const;
    serve::Reply with_its_files(serve::Reply page, const PreviewMaker& maker, Instant ends) const;
    serve::Reply preview_link(const Call& call, std::string_view what, std::chrono::hours life) const;
    // A page under the desk, which the site's own may frame.
    serve::Reply page_reply(std::string html) const;
    static constexpr std::string_view kFrontPreview = "front-", kLookPreview = "look-";

    serve::Reply show_session(const Call& call);
    serve::Reply sign_in(const Call& call);
    serve::Reply sign_out(const Call& call);
    serve::Reply list_sessions(const Call& call);
    serve::Reply end_session(const Call& call);
    serve::Reply show_link(const Call& call);
    serve::Reply use_link(const Call& call);
    serve::Reply ask_reset(const Call& call);
    serve::Reply prove(const Call& call);
    serve::Reply begin_proof_by_passkey(const Call& call);
    serve::Reply prove_by_passkey(const Call& call);
    Proven proven(const Visitor& visitor, const Fields& body) const;
    serve::Reply change_password(const Call& call);
    serve::Reply propose_totp(const Call& call);
    serve::Reply accept_totp(const Call& call);
    serve::Reply drop_totp(const Call& call);
    passkeys::Site passkey_site() const;  // or a Problem: without publication.address there are none
    serve::Reply begin_passkey_entry(const Call& call);
    serve::Reply enter_by_passkey(const Call& call);
    serve::Reply list_passkeys(const Call& call);
    serve::Reply begin_passkey(const Call& call);
    serve::Reply add_passkey(const Call& call);
    serve::Reply drop_passkey(const Call& call);

    serve::Reply list_users(const Call& call);
    serve::Reply add_user(const Call& call);
    serve::Reply change_user(const Call& call);
    serve::Reply renew_link(const Call& call);
    serve::Reply list_audit(const Call& call);

    serve::Reply list_sections(const Call& call);
    serve::Reply list_stories(const Call& call);
    serve::Reply add_story(const Call& call);
    serve::Reply show_story(const Call& call);
    serve::Reply save_story(const Call& call);
    void keep_late_save(const Call& call) const;
    serve::Reply publish_changes(const Call& call);
    serve::Reply drop_changes(const Call& call);
    serve::Reply move_story(const Call& call);
    serve::Reply change_stories(const Call& call);
    serve::Reply list_revisions(const Call& call);
    serve::Reply show_revision(const Call& call);
    serve::Reply add_note(const Call& call);
    serve::Reply propose(const Call& call);
    serve::Reply acquire_edit_lock(const Call& call);
    serve::Reply release_edit_lock(const Call& call);

    serve::Reply list_pictures(const Call& call);
    serve::Reply show_media(const Call& call);
    serve::Reply add_picture(const Call& call);
    serve::Reply make_preview(const Call& call);

    serve::Reply show_front(const Call& call);
    serve::Reply place_front(const Call& call);
    serve::Reply make_front_preview(const Call& call);

    struct Sizes {
        std::int64_t media = 0, index = 0;  // bytes on disk
    };
    Sizes sizes_now();
    serve::Reply show_status(const Call& call);
    serve::Reply move_reply() const;
    serve::Reply show_move(const Call& call);
    serve::Reply begin_move(const Call& call);
    serve::Reply take_move_piece(const Call& call);
    serve::Reply run_move(const Call& call);
    serve::Reply look_at_move(const Call& call);
    serve::Reply stop_move(const Call& call);
    serve::Reply forget_move(const Call& call);
    serve::Reply move_report(const Call& call);
    serve::Reply show_settings(const Call& call);
    serve::Reply change_settings(const Call& call);
    // The settings that hold, with these values in their place.
    settings::Settings look_of(const Fields& values) const;
    serve::Reply make_look_preview(const Call& call);
    serve::Reply change_sections(const Call& call);
    serve::Reply list_redirects(const Call& call);
    serve::Reply change_redirect(const Call& call);

    serve::Reply list_comments(const Call& call);
    serve::Reply change_comment(const Call& call);

    serve::Reply entered(const Call& call, const Entry& entry);
    std::string_view session_token(const serve::Request& request) const;
    bool must_have_second_factor(story::Role role) const;
    // Their role must come in with a second factor, and they have none, or did not come in by it.
    bool lacks_second_factor(const Visitor& visitor) const;
    // Who is signed in and may do more than mend their own account.
    std::optional<Visitor> admitted(const serve::Request& request);
    // The same of a session that was looked at before, as things are now.
    bool is_still_admitted(store::Reader& reader, const Visitor& visitor) const;
    // The site is reached by https alone: so is the session's cookie.
    bool is_https() const { return options_.settings()->publication.address.starts_with("https://"); }
    bool can_mail() const;
    void tell_by_mail(const story::User& user, AccountChange change);
    void send_reset(const settings::Settings& settings, const std::string& login);
    void write_session(JsonWriter& json, const Visitor& visitor) const;

    store::Store& store_;       // for accounts, settings and how the site is
    const DeskStore newsroom_;  // for stories and all that belongs to them
    const search::Index* index_;
    const DeskOptions options_;
    const crypto::Key preview_key_;
    AccountAuth auth_;
    serve::AddressLimiter refusals_told_{10, std::chrono::seconds(10)};  // by login, in the log
    Mailer mailer_;
    Background resets_{"resets"};  // ends before what it uses does
    Presence presence_;
    Live live_;
    const Instant started_ = now();
    std::mutex sizes_mutex_;
    Sizes sizes_;
    std::chrono::steady_clock::time_point sizes_until_{};
    Instant next_sweep_{};  // of files that were begun and never ended; tidy()'s own
    SectionSuggester suggester_;
    WordpressImportJob wordpress_import_;
};

// What the file says with what was set here over it.
settings::Settings settings_now(const settings::Settings& file, store::Reader& reader);

// With each 503: the database did not answer, and may in a moment.
inline serve::Field retry_after() {
    return {"Retry-After", "10"};  // seconds
}

// 200 with JSON, or another status.
serve::Reply json_reply(JsonWriter& json, int status = 200);
serve::Reply nothing_to_say();  // 204
// What failed here is the log's: it may name files, hosts and statements.
std::string_view message_for_caller(const Problem& problem);

serve::Reply sections_reply(std::span<const story::Section> sections);

}  // namespace warraq::desk
