#include "desk/auth/account_mail.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "desk/problem.h"

namespace warraq::desk {
namespace {

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

bool AccountMail::can_send() const {
    const auto settings = options_.settings();
    return !settings->mail.server.empty() && !settings->mail.from.empty() &&
           !settings->publication.address.empty();
}

void AccountMail::tell(const story::User& user, AccountChange change) {
    if (!can_send() || user.login.find('@') == user.login.npos) return;
    const auto settings = options_.settings();
    const auto what = words_of(change);
    mailer_.send(
        settings->mail,
        {user.login, fmt::format("{} في مكتب تحرير «{}»", what, settings->publication.name),
         fmt::format("{} لحسابك «{}» في مكتب التحرير.\n\nإن كنت أنت من فعل ذلك فلا شيء عليك. وإن لم تكن "
                     "فأخبر مدير المكتب الآن، واطلب كلمة سر جديدة:\n\n{}/desk\n",
                     what, user.login, settings->publication.address)});
}

void AccountMail::send_reset(std::string login) {
    resets_.post([this, settings = options_.settings(), login = std::move(login)] {
        try {
            make_reset(*settings, login);
        } catch (const Problem& problem) {
            spdlog::error("desk: a reset: {}", problem.what());
        }
    });
}

void AccountMail::make_reset(const settings::Settings& settings, const std::string& login) {
    const auto reset = links_.make_reset(login, now());
    if (!reset) return;
    mailer_.send(settings.mail,
                 {reset->login, fmt::format("كلمة سر جديدة لمكتب تحرير «{}»", settings.publication.name),
                  fmt::format("طلب أحدهم كلمة سر جديدة لحسابك في مكتب التحرير. إن كنت أنت فافتح هذا "
                              "الرابط خلال ساعة:\n\n{}{}{}\n\n"
                              "وإن لم تكن فأهمل هذه الرسالة؛ لم يتغيّر شيء.\n",
                              settings.publication.address, kLinkPath, reset->secret)});
}

}  // namespace warraq::desk
