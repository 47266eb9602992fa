#include "outgoing/mail.h"

#include <string_view>

namespace warraq::outgoing {
namespace {

struct Unread {
    std::string_view text;
};
std::size_t read_more(char* out, std::size_t size, std::size_t count, void* from) {
    auto& text = static_cast<Unread*>(from)->text;
    const auto part = text.substr(0, size * count);
    part.copy(out, part.size());
    text.remove_prefix(part.size());
    return part.size();
}

bool is_on_this_machine(std::string_view server) {
    return server.starts_with("smtp://127.0.0.1:") || server.starts_with("smtp://localhost:");
}

}  // namespace

Result<void> send_mail(const MailServer& server, const MailMessage& message, const Reach& reach,
                       const Patience& patience) {
    Transfer transfer(server.address, "smtp,smtps", reach, patience);
    Unread unread{message.content};
    const std::string from = "<" + message.from + ">", to = "<" + message.to + ">";
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> receivers(
        curl_slist_append(nullptr, to.c_str()), curl_slist_free_all);
    transfer.set(CURLOPT_USE_SSL,
                 static_cast<long>(is_on_this_machine(server.address) ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    transfer.set(CURLOPT_MAIL_FROM, from.c_str());
    transfer.set(CURLOPT_MAIL_RCPT, receivers.get());
    transfer.set(CURLOPT_READFUNCTION, read_more);
    transfer.set(CURLOPT_READDATA, &unread);
    transfer.set(CURLOPT_UPLOAD, 1L);
    if (!server.user.empty()) {
        transfer.set(CURLOPT_USERNAME, server.user.c_str());
        transfer.set(CURLOPT_PASSWORD, server.password.c_str());
    }
    return transfer.perform();
}

}  // namespace warraq::outgoing
