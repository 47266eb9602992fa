#include "serve/http/encoding.h"

#include <brotli/decode.h>
#include <gtest/gtest.h>
#include <zlib.h>
#include <zstd.h>

#include "serve/cache/encoded_response.h"
#include "serve/http/shared_start.h"
#include "support/table.h"

namespace warraq::serve {
namespace {

TEST(Negotiate, ChoosesAsTheTableSays) {
    for (const auto& row : testing::read_table("accept_encoding.tsv"))
        EXPECT_EQ(to_string(negotiate(row.fields[0])), row.fields[1]) << "line " << row.line;
}

std::string gunzip(const std::string& packed) {
    std::string out(1 << 20, '\0');
    z_stream stream{};
    inflateInit2(&stream, 15 + 16);
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(packed.data()));
    stream.avail_in = static_cast<uInt>(packed.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    EXPECT_EQ(inflate(&stream, Z_FINISH), Z_STREAM_END);
    out.resize(stream.total_out);
    inflateEnd(&stream);
    return out;
}

TEST(SharedStart, IsFollowedByAnyRest) {
    std::string rest;
    for (int i = 0; i < 3'000; ++i) rest += "<p>خبر رقم " + std::to_string(i * 7919 % 5'000) + "</p>";
    std::string noise;
    for (int i = 0; i < 100'000; ++i) noise += static_cast<char>(i * 2654435761u >> 13);
    for (const std::string& text : {std::string("<!doctype html><style>p{color:red}</style>"), std::string(),
                                    std::string(1, 'x'), rest.substr(0, 70'000), noise}) {
        const SharedStart start(text);
        EXPECT_EQ(start.text(), text);
        for (const std::string& after : {std::string(), std::string("y"), rest, noise})
            EXPECT_EQ(gunzip(start.gzip(text + after)), text + after) << text.size() << " " << after.size();
    }
    const SharedStart start(rest.substr(0, 20'000));
    EXPECT_LT(start.gzip(rest).size(), compress(rest, Encoding::Gzip, Effort::Page).size() * 11 / 10);
}

TEST(SharedStart, IsTakenWhereAPageBeginsWithIt) {
    Reply reply;
    reply.start = std::make_shared<const SharedStart>("<!doctype html><style>" + std::string(500, 'a'));
    for (const std::string& body :
         {reply.start->text() + "<p>نص</p>", "<!doctype html>" + std::string(500, 'b')}) {
        reply.body = body;
        EXPECT_EQ(gunzip(std::string(encode_response(reply, Encoding::Gzip, Effort::Page, "")->body)), body);
        EXPECT_EQ(encode_response(reply, Encoding::Identity, Effort::Page, "")->body, body);
    }
}

TEST(Compress, ComesBackWhole) {
    std::string text;
    for (int i = 0; i < 2'000; ++i) text += "خبر رقم " + std::to_string(i) + "\n";
    for (const Effort effort : {Effort::Page, Effort::Asset}) {
        EXPECT_EQ(gunzip(compress(text, Encoding::Gzip, effort)), text);
        std::string out(text.size(), '\0');
        std::size_t size = out.size();
        const auto packed = compress(text, Encoding::Brotli, effort);
        ASSERT_EQ(BrotliDecoderDecompress(packed.size(), reinterpret_cast<const uint8_t*>(packed.data()),
                                          &size, reinterpret_cast<uint8_t*>(out.data())),
                  BROTLI_DECODER_RESULT_SUCCESS);
        EXPECT_EQ(out, text);
        const auto z = compress(text, Encoding::Zstd, effort);
        EXPECT_EQ(ZSTD_decompress(out.data(), out.size(), z.data(), z.size()), text.size());
        EXPECT_EQ(compress(text, Encoding::Identity, effort), text);
    }
}

}  // namespace
}  // namespace warraq::serve
