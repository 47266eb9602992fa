#include "wordpress/attachments.h"

#include <algorithm>
#include <fmt/format.h>
#include <vector>

#include "archive/batches.h"
#include "store/old_addresses.h"

namespace warraq::wordpress {

Result<void> bring_attachments(store::Store& store, const WordpressSite& site,
                               const WordpressAttachments& attachments, WordpressFiles& files,
                               const WordpressOptions& options, WordpressReport& report,
                               const TellNote& tell) {
    struct Work {
        std::int64_t number = 0;
        const WordpressAttachment* attachment = nullptr;
        WordpressFiles::File file;
    };
    std::vector<Work> all;
    all.reserve(attachments.size());
    for (const auto& [number, attachment] : attachments) all.push_back({number, &attachment, {}});
    std::sort(all.begin(), all.end(), [](const Work& a, const Work& b) { return a.number < b.number; });
    {
        auto snapshot = store.snapshot();
        if (!snapshot) return fail(snapshot.error());
        for (Work& work : all) {
            if (auto go_on = check_stopped(options); !go_on) return go_on;
            auto known = (*snapshot)->old_address(fmt::format("/?attachment_id={}", work.number));
            if (!known) return fail(known.error());
            if (!*known || !(*known)->starts_with("media:")) continue;
            work.file.media = (*known)->substr(6);
            auto picture = (*snapshot)->picture(work.file.media);
            if (!picture) return fail(picture.error());
            if (*picture) work.file.image = (*picture)->image;
            files.know(work.attachment->address, work.file);
            work.attachment = nullptr;
        }
    }
    std::erase_if(all, [](const Work& work) { return !work.attachment; });

    using Brought = std::vector<Work>;
    std::size_t done = 0;
    archive::Batches<Work, Brought> batches(
        16, options.threads, [&](Work& work) { work.file = files.bring(work.attachment->address); },
        [&](std::vector<Work>&& batch) -> Result<Brought> {
            if (auto go_on = check_stopped(options); !go_on) return fail(go_on.error());
            return store.write([&](store::Writer& writer) -> Result<Brought> {
                for (Work& work : batch) {
                    if (work.file.media.empty()) continue;
                    if (work.file.image) {
                        work.file.image->alt = work.attachment->alt;
                        work.file.image->caption = work.attachment->caption;
                        if (auto kept = writer.add_picture(*work.file.image, work.attachment->added); !kept)
                            return fail(kept.error());
                        if (auto kept = writer.number_picture(work.file.media, work.number); !kept)
                            return fail(kept.error());
                    }
                    for (const auto& address :
                         {std::optional(fmt::format("/?attachment_id={}", work.number)),
                          site.page_of(work.attachment->address), site.page_of(work.attachment->page)})
                        if (address)
                            if (auto kept =
                                    store::keep_old_address(writer, *address, "media:" + work.file.media);
                                !kept)
                                return fail(kept.error());
                }
                return std::move(batch);
            });
        },
        [&](Brought&& brought) {
            for (const Work& work : brought) {
                if (work.file.media.empty()) {
                    ++report.missing_files;
                    tell({work.number, "attachment",
                          fmt::format("file that is not at hand: {}", work.attachment->address)});
                } else {
                    files.know(work.attachment->address, work.file);
                    ++(work.file.image ? report.pictures : report.files);
                }
            }
            done += brought.size();
            if (options.progress)
                options.progress({WordpressProgress::Step::Files,
                                  static_cast<double>(done) / static_cast<double>(all.size()), report});
        });
    for (const Work& work : all) {
        if (auto go_on = check_stopped(options); !go_on) return go_on;
        if (auto taken = batches.take(work); !taken) return taken;
    }
    return batches.finish();
}

}  // namespace warraq::wordpress
