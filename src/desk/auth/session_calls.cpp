// Coming in and going out: sessions, links, passwords, second factors.
#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/json_writer.h"
#include "desk/desk.h"
#include "desk/auth/password_rules.h"
#include "desk/auth/users.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr std::size_t kLongestText = 400, kLongestCode = 40;
// A password of as many letters as it may have bytes is read; what is too long is wrong, or weak, as any
// other.
constexpr std::size_t kLongestSecret = kLongestPassword;

// Browsers take a name that begins with __Host- only from this very host, by https and for all of its paths:
// no neighbour below the same domain can plant a session. Without https there is no such name.
std::string cookie(std::string_view token, std::chrono::seconds life, bool https) {
    return https ? fmt::format("{}={}; Path=/; Max-Age={}; HttpOnly; SameSite=Strict; Secure",
                               Desk::kHostCookie, token, life.count())
                 : fmt::format("{}={}; Path=/desk; Max-Age={}; HttpOnly; SameSite=Strict", Desk::kCookie,
                               token, life.count());
}

std::string_view words_of(AccountChange change) {
    switch (change) {
        case AccountChange::PasswordSet: return "ضُبطت كلمة سر جديدة";
        case AccountChange::FactorAdded: return "صار الدخول بخطوتين";
        case AccountChange::FactorReplaced: return "استُبدل مفتاح الدخول بخطوتين";
        case AccountChange::FactorDropped: return "لم يعد الدخول بخطوتين";
        case AccountChange::PasskeyAdded: return "أُضيف مفتاح مرور";
        case AccountChange::PasskeyDropped: return "حُذف مفتاح مرور";
    }
    return {};
}

}  // namespace

void Desk::write_session(JsonWriter& json, const Visitor& visitor) const {
    json.object("user");
    write_user(json, visitor.user);
    json.end()
        .text("csrf_token", visitor.csrf_token)
        .text("publication", options_.settings()->publication.name);
    json.array("permissions");
    const bool lacking = lacks_second_factor(visitor);
    for (const Grant& grant : grants())
        if (may(visitor.user.role, grant.permission) && (!lacking || grant.permission == Permission::Account))
            json.text(grant.name);
    json.end().flag("second_factor_needed", lacking);
}

std::string_view Desk::session_token(const serve::Request& request) const {
    return request.cookie_named(is_https() ? kHostCookie : kCookie);
}

// The session that the browser had until now ends with that.
Reply Desk::entered(const Call& call, const Entry& entry) {
    if (call.who && call.who->session != entry.visitor.session) {
        // It is gone already where the person's sessions were ended.
        (void)store_.write(
            [&](store::Writer& writer) { return writer.end_session(call.who->user.id, call.who->session); });
        presence_.leave_all(call.who->session);
    }
    JsonWriter json;
    json.object();
    write_session(json, entry.visitor);
    Reply reply = json_reply(json);
    reply.headers.push_back({"Set-Cookie", cookie(entry.token, AccountAuth::kSessionLife, is_https())});
    return reply;
}

Reply Desk::show_session(const Call& call) {
    if (!call.who) return nothing_to_say();
    JsonWriter json;
    json.object();
    write_session(json, call.visitor());
    return json_reply(json);
}

Reply Desk::sign_in(const Call& call) {
    const Fields& body = call.body;
    return entered(
        call,
        auth_.sign_in({body.text("login", kLongestText), body.text("password", kLongestSecret),
                       body.text_or("code", kLongestCode, ""), call.request.address, call.request.user_agent},
                      now()));
}

Reply Desk::sign_out(const Call& call) {
    auth_.sign_out(call.visitor());
    presence_.leave_all(call.visitor().session);
    Reply reply = nothing_to_say();
    reply.headers.push_back({"Set-Cookie", cookie("", std::chrono::seconds(0), is_https())});
    reply.headers.push_back({"Clear-Site-Data", "\"cache\""});
    return reply;
}

Reply Desk::list_sessions(const Call& call) {
    JsonWriter json;
    json.object().array("sessions");
    for (const store::Session& session :
         value_or_throw(value_or_throw(store_.snapshot())->sessions_of(call.visitor().user.id)))
        json.object()
            .number("id", session.id)
            .text("created", to_iso8601(session.created))
            .text("seen", to_iso8601(session.seen))
            .text("browser", session.browser)
            .flag("this", session.id == call.visitor().session)
            .end();
    return json_reply(json);
}

Reply Desk::end_session(const Call& call) {
    auth_.end_session(call.proven(), call.number("id"));
    return nothing_to_say();
}

Reply Desk::show_link(const Call& call) {
    const auto purpose = auth_.purpose(call.body.text("link", kLongestText), now());
    JsonWriter json;
    json.object().flag("first", !purpose.user).text("publication", options_.settings()->publication.name);
    if (purpose.user) json.text("login", purpose.user->login).text("name", purpose.user->name);
    return json_reply(json);
}

Reply Desk::use_link(const Call& call) {
    const Fields& body = call.body;
    const auto link = body.text("link", kLongestText);
    const auto purpose = auth_.purpose(link, now());
    const auto entry =
        auth_.use_link(link,
                       {body.text_or("login", kLongestText, ""), body.text_or("name", kLongestText, ""),
                        body.text("password", kLongestSecret), call.request.user_agent},
                       now());
    if (purpose.user && purpose.user->has_password) tell_by_mail(*purpose.user, AccountChange::PasswordSet);
    return entry ? entered(call, *entry) : nothing_to_say();
}

// With a server to send by, and an address that links may name: never what a request calls itself.
bool Desk::can_mail() const {
    const auto settings = options_.settings();
    return !settings->mail.server.empty() && !settings->mail.from.empty() &&
           !settings->publication.address.empty();
}

// Of what opens an account otherwise than before: its owner learns of it, whoever did it.
void Desk::tell_by_mail(const story::User& user, AccountChange change) {
    if (!can_mail() || user.login.find('@') == user.login.npos) return;
    const auto settings = options_.settings();
    const auto what = words_of(change);
    mailer_.send(
        settings->mail,
        {user.login, fmt::format("{} في مكتب تحرير «{}»", what, settings->publication.name),
         fmt::format("{} لحسابك «{}» في مكتب التحرير.\n\nإن كنت أنت من فعل ذلك فلا شيء عليك. وإن لم تكن "
                     "فأخبر مدير المكتب الآن، واطلب كلمة سر جديدة:\n\n{}/desk\n",
                     what, user.login, settings->publication.address)});
}

// The same answer for everyone, by the same work: who has a login here is looked at once it is given.
Reply Desk::ask_reset(const Call& call) {
    const auto settings = options_.settings();
    if (!can_mail()) throw Problem(409, "no_mail", "the desk sends no mail; ask an administrator for a link");
    auth_.check_reset(call.request.address);
    resets_.post([this, settings, login = call.body.text("login", kLongestText)] {
        try {
            send_reset(*settings, login);
        } catch (const Problem& problem) {
            spdlog::error("desk: a reset: {}", problem.what());
        }
    });
    return nothing_to_say();
}

void Desk::send_reset(const settings::Settings& settings, const std::string& login) {
    const auto reset = auth_.make_reset(login, now());
    if (!reset) return;
    mailer_.send(settings.mail,
                 {reset->login, fmt::format("كلمة سر جديدة لمكتب تحرير «{}»", settings.publication.name),
                  fmt::format("طلب أحدهم كلمة سر جديدة لحسابك في مكتب التحرير. إن كنت أنت فافتح هذا "
                              "الرابط خلال ساعة:\n\n{}{}{}\n\n"
                              "وإن لم تكن فأهمل هذه الرسالة؛ لم يتغيّر شيء.\n",
                              settings.publication.address, AccountAuth::kLinkPath, reset->secret)});
}

Reply Desk::prove(const Call& call) {
    const Visitor& visitor = call.visitor();
    const auto proof = auth_.prove(visitor,
                                   {call.body.text("password", kLongestSecret),
                                    call.body.text_or("code", kLongestCode, ""), call.request.address},
                                   now());
    JsonWriter json;
    json.object().text("proof", proof);
    return json_reply(json);
}

Reply Desk::change_password(const Call& call) {
    const auto entry = auth_.change_password(call.proven(), call.body.text("next", kLongestSecret),
                                             call.request.user_agent, now());
    tell_by_mail(call.visitor().user, AccountChange::PasswordSet);
    return entered(call, entry);
}

Reply Desk::propose_totp(const Call& call) {
    const auto proposed = auth_.propose_totp(call.visitor(), options_.settings()->publication.name);
    JsonWriter json;
    json.object().text("secret", proposed.secret).text("address", proposed.address);
    return json_reply(json);
}

Reply Desk::accept_totp(const Call& call) {
    const auto codes = auth_.accept_totp(call.proven(), call.body.text("secret", 100),
                                         call.body.text("code", kLongestCode), now());
    tell_by_mail(call.visitor().user,
                 call.visitor().user.has_totp ? AccountChange::FactorReplaced : AccountChange::FactorAdded);
    JsonWriter json;
    json.object().array("recovery_codes");
    for (const std::string& code : codes) json.text(code);
    return json_reply(json);
}

Reply Desk::drop_totp(const Call& call) {
    auth_.drop_totp(call.proven());
    tell_by_mail(call.visitor().user, AccountChange::FactorDropped);
    return nothing_to_say();
}

}  // namespace warraq::desk
