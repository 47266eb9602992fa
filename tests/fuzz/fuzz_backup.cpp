// A backup's manifest and a sealed file, as whoever has the disk may have made them.
#include <cstdint>
#include <cstdlib>

#include "archive/backup_manifest.h"
#include "base/sealed_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace warraq;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    // A key for this test alone; the seeds are sealed for it.
    static const auto key = crypto::OpeningKey::from(
        "warraq-open-1-tG2IqRUlqNubY3eHw4gpEyN2mV-qH_nWGK9mj8niaLQdizQlr4P_"
        "uN89rg2II0f1fMdMfF3PnbgmsCBPcWWB5A.8308d9af");
    if (!key) std::abort();
    if (const auto manifest = archive::parse_manifest(text)) {
        for (const auto& entry : manifest->entries) {
            const auto place = archive::place_in_backups("backup", manifest->seal, entry.name);
            // It stays in the folder of backups.
            if (place.is_absolute() || place.lexically_normal().string().starts_with("..")) std::abort();
        }
        (void)manifest->is_made_with(key->sealing_key());
    }
    const auto read = [&](std::uint64_t at, std::size_t part) -> Result<std::string> {
        if (at > size || part > size - at) std::abort();
        return std::string(text.substr(static_cast<std::size_t>(at), part));
    };
    std::size_t taken = 0;
    const auto opened = crypto::open_sealed(size, read, *key, "seed", [&](std::string_view part) {
        taken += part.size();
        return Result<void>{};
    });
    if (opened && crypto::sealed_size(taken) != size) std::abort();
    return 0;
}
