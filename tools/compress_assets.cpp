// Codes each file of the folders as the server would at its start, and lays the codings beside them.
// usage: compress_assets FOLDER…
#include <cstdio>
#include <filesystem>

#include "base/file.h"
#include "serve/cache/assets.h"
#include "serve/cache/precompressed.h"

int main(int argc, char** argv) {
    using namespace warraq;
    std::vector<std::filesystem::path> files;
    for (int i = 1; i < argc; ++i)
        for (const auto& file : std::filesystem::directory_iterator(argv[i]))
            if (file.is_regular_file()) files.push_back(file.path());
    for (const auto& file : files) {
        const auto content = read_file(file);
        if (!content) return std::fprintf(stderr, "%s\n", content.error().message.c_str()), 1;
        if (!serve::worth_coding(serve::media_type(file), content->size())) continue;
        for (const auto encoding : serve::kEncodings) {
            if (encoding == serve::Encoding::Identity) continue;
            const auto coded = serve::compress(*content, encoding, serve::Effort::Asset);
            const auto written = write_file(file.string() + std::string(serve::file_ending(encoding)), coded);
            if (!written) return std::fprintf(stderr, "%s\n", written.error().message.c_str()), 1;
        }
    }
    return 0;
}
