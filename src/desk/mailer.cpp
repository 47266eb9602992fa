#include "desk/mailer.h"

#include <curl/curl.h>
#include <fmt/format.h>
#include <memory>
#include <spdlog/spdlog.h>

#include "base/crypto.h"
#include "base/time.h"

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

Result<void> send_letter(const settings::MailSettings& mail, const Letter& letter) {
    const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> curl(curl_easy_init(), curl_easy_cleanup);
    if (!curl) return unavailable("mail: libcurl does not start");
    const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
    const std::string content = fmt::format(
        "Date: {}\r\nFrom: <{}>\r\nTo: <{}>\r\nSubject: {}\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; "
        "charset=utf-8\r\nContent-Transfer-Encoding: base64\r\nAuto-Submitted: auto-generated\r\n\r\n{}",
        to_http_date(now()), mail.from, letter.to, encoded_words(letter.subject), base64_lines(letter.text));
    Unread unread{content};
    const std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> to(
        curl_slist_append(nullptr, fmt::format("<{}>", letter.to).c_str()), curl_slist_free_all);
    set(CURLOPT_URL, mail.server.c_str());
    set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set(CURLOPT_USE_SSL,
        static_cast<long>(is_on_this_machine(mail.server) ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    set(CURLOPT_MAIL_FROM, fmt::format("<{}>", mail.from).c_str());
    set(CURLOPT_MAIL_RCPT, to.get());
    set(CURLOPT_READFUNCTION, read_more);
    set(CURLOPT_READDATA, &unread);
    set(CURLOPT_UPLOAD, 1L);
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_TIMEOUT, 30L);
    if (!mail.user.empty()) {
        set(CURLOPT_USERNAME, mail.user.c_str());
        set(CURLOPT_PASSWORD, mail.password.c_str());
    }
    const CURLcode code = curl_easy_perform(curl.get());
    if (code != CURLE_OK)
        return unavailable(fmt::format("mail: {}: {}", mail.server, curl_easy_strerror(code)));
    return {};
}

void Mailer::send(const settings::MailSettings& mail, Letter letter) {
    background_.post([mail, letter = std::move(letter)] {
        if (const auto sent = send_letter(mail, letter); !sent) spdlog::error("{}", sent.error().message);
    });
}

}  // namespace warraq::desk
