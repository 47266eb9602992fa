#include "desk/mailer.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include "base/crypto.h"
#include "base/time.h"
#include "outgoing/mail.h"
#include "outgoing/told_address.h"

namespace warraq::desk {
namespace {

// RFC 2045: lines of at most 76 letters.
std::string base64_lines(std::string_view text) {
    std::string out;
    const std::string whole = crypto::base64(text);
    for (std::size_t at = 0; at < whole.size(); at += 76) out += whole.substr(at, 76) + "\r\n";
    return out;
}

// RFC 2047: words of at most 75 letters, cut between code points.
std::string encoded_words(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        std::size_t size = std::min<std::size_t>(text.size(), 42);
        while (size < text.size() && (static_cast<unsigned char>(text[size]) & 0xc0) == 0x80) --size;
        out += (out.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + crypto::base64(text.substr(0, size)) + "?=");
        text.remove_prefix(size);
    }
    return out;
}

constexpr std::chrono::seconds kPatience{30};

}  // namespace

Result<void> send_letter(const settings::MailSettings& mail, const Letter& letter,
                         std::function<bool()> stopped) {
    const std::string content = fmt::format(
        "Date: {}\r\nFrom: <{}>\r\nTo: <{}>\r\nSubject: {}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
        "charset=utf-8\r\nContent-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n{}",
        to_http_date(now()), mail.from, letter.to, encoded_words(letter.subject), base64_lines(letter.text));
    // The server is the machine's owner's choice: the desk cannot set it (settings::SetAt).
    const auto sent =
        outgoing::send_mail({mail.server, mail.user, mail.password}, {mail.from, letter.to, content},
                            outgoing::Reach::anywhere(), {.time = kPatience, .stopped = std::move(stopped)});
    if (!sent)
        return unavailable(
            fmt::format("mail: {}: {}", outgoing::told_address(mail.server), sent.error().message));
    return {};
}

void Mailer::send(const settings::MailSettings& mail, Letter letter) {
    background_.post([this, mail, letter = std::move(letter)] {
        const auto sent = send_letter(mail, letter, [this] { return stopping_.load(); });
        if (!sent) spdlog::error("{}", sent.error().message);
    });
}

}  // namespace warraq::desk
