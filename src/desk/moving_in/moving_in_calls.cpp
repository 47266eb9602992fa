// The move from WordPress: an export sent in pieces, what it holds, and how far its taking in has come.
#include <algorithm>
#include <filesystem>
#include <spdlog/spdlog.h>

#include "base/file.h"
#include "desk/moving_in/calls.h"
#include "desk/moving_in/wordpress_import_job.h"
#include "desk/problem.h"
#include "wordpress/web_folder.h"

namespace warraq::desk {

using serve::Reply;

namespace {

constexpr std::size_t kLongestName = 300, kLongestAddress = 2'000, kTypes = 50;

// What is done already is not told to have failed because it cannot be noted.
void note_done(const Call& call, std::string_view action, const std::string& detail) {
    const auto recorded = call.desk.store.write(
        [&](store::Writer& writer) { return writer.record(call.visitor().user.id, action, "", detail); });
    if (!recorded) spdlog::error("audit: {}", recorded.error().message);
}

Reply move_reply(const Call& call) {
    Reply reply;
    reply.type = "application/json; charset=utf-8";
    reply.body = call.desk.wordpress_import.status_json();
    return reply;
}

}  // namespace

Reply show_move(const Call& call) {
    return move_reply(call);
}

Reply begin_move(const Call& call) {
    const auto size = call.body.number("size");
    call.desk.wordpress_import.begin(call.body.text("name", kLongestName),
                                     static_cast<std::uint64_t>(std::max<std::int64_t>(size, 0)));
    return move_reply(call);
}

Reply take_move_piece(const Call& call) {
    call.desk.wordpress_import.take_piece(static_cast<std::uint64_t>(call.number_asked("from")),
                                          call.request.body);
    return move_reply(call);
}

Reply run_move(const Call& call) {
    ImportOptions options{.download = call.body.text_or("download", kLongestAddress, ""),
                          .types = call.body.texts("types", kTypes, kLongestName),
                          .take_name = call.body.flag("take_name")};
    const std::string from = options.download;
    if (!from.empty())
        if (const auto folder = wordpress::WebFolder::from(from); !folder)
            throw Problem(422, "invalid", "download: " + folder.error().message);
    call.desk.wordpress_import.run(std::move(options), call.visitor().user.id);
    note_done(call, "move_in_begun", from);
    return move_reply(call);
}

Reply look_at_move(const Call& call) {
    call.desk.wordpress_import.look_again();
    return move_reply(call);
}

Reply stop_move(const Call& call) {
    call.desk.wordpress_import.stop();
    return move_reply(call);
}

Reply forget_move(const Call& call) {
    call.desk.wordpress_import.forget();
    note_done(call, "move_in_forgotten", "");
    return move_reply(call);
}

Reply move_report(const Call& call) {
    Reply reply;
    reply.type = "text/tab-separated-values; charset=utf-8";
    auto report = read_file(call.desk.wordpress_import.report_file());
    if (!report) throw Problem(404, "not_found", "there is no report");
    reply.body = std::move(*report);
    reply.headers.push_back({"Content-Disposition", "attachment; filename=\"report.tsv\""});
    return reply;
}

}  // namespace warraq::desk
