#include "wordpress/xml_mender.h"

#include "base/utf8.h"

namespace warraq::wordpress {

std::string_view XmlMender::mend(std::string_view piece, bool last) {
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

}  // namespace warraq::wordpress
