// The framing of what a peer sends (RFC 8446, 5.1 and 4), as far as it tells what memory OpenSSL takes for
// it: a record is held until it is whole, and a handshake message has room made for the length that it
// announces.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

namespace warraq::serve {

class TlsFraming {
  public:
    // `handshaking`: the handshake is not over. `tls13`: and it is of that version, whose messages after a
    // ChangeCipherSpec may be in the clear, too.
    void saw(std::string_view bytes, bool handshaking, bool tls13) {
        while (!bytes.empty()) {
            if (record_left_ == 0) {
                record_[record_head_++] = static_cast<unsigned char>(bytes.front());
                bytes.remove_prefix(1);
                if (record_head_ < record_.size()) continue;
                record_head_ = 0;
                record_left_ = record_[3] * std::size_t{256} + record_[4];
                changed_cipher_ = changed_cipher_ || record_[0] == kChangeCipherSpec;
                continue;
            }
            const auto part = bytes.substr(0, record_left_);
            if (handshaking && record_[0] == kHandshake && (tls13 || !changed_cipher_)) saw_messages(part);
            record_left_ -= part.size();
            bytes.remove_prefix(part.size());
        }
    }
    bool in_record() const { return record_head_ > 0 || record_left_ > 0; }
    std::size_t longest_message() const { return longest_; }  // bytes that were announced

  private:
    static constexpr unsigned char kChangeCipherSpec = 20, kHandshake = 22;

    void saw_messages(std::string_view bytes) {
        while (!bytes.empty()) {
            if (message_left_ > 0) {
                const auto taken = std::min(message_left_, bytes.size());
                message_left_ -= taken;
                bytes.remove_prefix(taken);
                continue;
            }
            message_[message_head_++] = static_cast<unsigned char>(bytes.front());
            bytes.remove_prefix(1);
            if (message_head_ < message_.size()) continue;
            message_head_ = 0;
            message_left_ = (message_[1] * std::size_t{256} + message_[2]) * 256 + message_[3];
            longest_ = std::max(longest_, message_left_);
        }
    }

    std::array<unsigned char, 5> record_{};
    std::array<unsigned char, 4> message_{};
    std::size_t record_head_ = 0, record_left_ = 0, message_head_ = 0, message_left_ = 0, longest_ = 0;
    bool changed_cipher_ = false;
};

}  // namespace warraq::serve
