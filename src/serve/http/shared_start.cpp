#include "serve/http/shared_start.h"

#include <cstdlib>
#include <libdeflate.h>
#include <memory>
#include <zlib.h>

namespace warraq::serve {
namespace {

// RFC 1952: no name, no time, an unknown system.
constexpr char kHead[] = {'\x1f', '\x8b', 8, 0, 0, 0, 0, 0, 0, '\xff'};

// By zlib, which ends blocks at a byte when it is told to; libdeflate writes whole streams only.
std::string blocks_of(const std::string& text) {
    z_stream stream{};
    if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 9, Z_DEFAULT_STRATEGY) != Z_OK)
        std::abort();  // no memory
    std::string out(deflateBound(&stream, text.size()) + 16, '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    if (deflate(&stream, Z_FULL_FLUSH) != Z_OK || stream.avail_in != 0) std::abort();
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

void append_number(std::string& out, std::uint32_t number) {
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(number >> shift & 0xff);
}

struct Free {
    void operator()(libdeflate_compressor* compressor) const { libdeflate_free_compressor(compressor); }
};

}  // namespace

SharedStart::SharedStart(std::string text)
    : text_(std::move(text)),
      packed_(std::string(kHead, sizeof kHead) + blocks_of(text_)),
      crc_(libdeflate_crc32(0, text_.data(), text_.size())) {}

std::string SharedStart::gzip(std::string_view page) const {
    thread_local std::unique_ptr<libdeflate_compressor, Free> compressor{libdeflate_alloc_compressor(1)};
    const std::string_view rest = page.substr(text_.size());
    constexpr std::size_t kEnd = 8;
    const auto most = libdeflate_deflate_compress_bound(compressor.get(), rest.size());
    std::string out;
    out.reserve(packed_.size() + most + kEnd);
    out = packed_;
    out.resize(packed_.size() + most);
    out.resize(packed_.size() + libdeflate_deflate_compress(compressor.get(), rest.data(), rest.size(),
                                                            out.data() + packed_.size(), most));
    append_number(out, libdeflate_crc32(crc_, rest.data(), rest.size()));
    append_number(out, static_cast<std::uint32_t>(page.size()));
    return out;
}

}  // namespace warraq::serve
