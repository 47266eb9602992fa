// The comments under a story, and the form.
#include <fmt/format.h>

#include "press/frame.h"
#include "story/address.h"

namespace warraq::press {
namespace {

void fill_field(Sheet& form, const char* name, std::string_view value, std::string_view error) {
    form.text((std::string(name) + "_VALUE").c_str(), value);
    if (error.empty()) return;
    auto shown = form.add((std::string(name) + "_ERROR").c_str());
    shown.text("ERROR", error);
}

}  // namespace

void Press::fill_comment(Sheet& sheet, const story::Comment& comment,
                         const std::string& reply_address) const {
    sheet.text("ID", std::to_string(comment.id.value));
    sheet.html("NAME_HTML", inline_html(comment.name));
    sheet.text("NAME", comment.name);
    sheet.html("TEXT_HTML", lines_html(comment.text));
    fill_date(sheet, "AT", comment.created, DateStyle::DayAndTime);
    if (comment.edited) fill_date(sheet, "EDITED", *comment.edited, DateStyle::Day);
    if (!reply_address.empty()) sheet.add("REPLY").text("ADDRESS", reply_address);
}

void Press::fill_returned(Sheet& sheet, const ReturnedComment& returned) {
    if (returned.text.empty()) return;
    auto shown = sheet.add("RETURNED");
    if (!returned.problem.empty()) shown.add("PROBLEM").text("TEXT", returned.problem);
    shown.text("WRITTEN", returned.text);
}

void Press::fill_comments(Sheet& sheet, const StoryPage& page) const {
    const CommentsPart& comments = page.comments;
    const std::string address = story::address_of(page.story, page.section);
    const auto reply_address = [&](const story::Comment& comment) {
        return comments.open ? fmt::format("{}?reply={}#comment-form", address, comment.id.value)
                             : std::string();
    };
    if (!comments.threads.empty()) {
        auto list = sheet.add("COMMENTS");
        list.text("COUNT", calendar_.count(comments.count, Counted::Comment));
        for (const story::Thread& thread : comments.threads) {
            auto item = list.add("THREAD");
            fill_comment(item, thread.comment, reply_address(thread.comment));
            if (thread.replies.empty()) continue;
            auto replies = item.add("ANSWERS");
            for (const story::Comment& answer : thread.replies) {
                auto shown = replies.add("ANSWER");
                fill_comment(shown, answer, reply_address(answer));
            }
        }
        if (!comments.newer.empty() || !comments.older.empty()) {
            auto turn = list.add("TURN");
            if (!comments.newer.empty()) turn.add("NEWER").text("ADDRESS", comments.newer);
            if (!comments.older.empty()) turn.add("OLDER").text("ADDRESS", comments.older);
        }
    }
    const CommentForm& form = page.form;
    if (!comments.open) {
        sheet.show("CLOSED");
        fill_returned(sheet, {form.problem, form.draft.text});
        return;
    }
    auto shown = sheet.add("FORM");
    shown.text("ACTION", address);
    shown.text("TOKEN", form.token);
    if (form.challenge) {
        shown.add("WORK").text("BITS", std::to_string(form.challenge->bits));
        auto challenge = shown.add("CHALLENGE");
        challenge.text("CHALLENGE_TEXT", form.challenge->text);
        challenge.text("SCRIPT", theme_->work_address());
    }
    if (form.received) shown.show("RECEIVED");
    if (form.published) shown.show("SHOWN");
    if (form.parent) {
        auto parent = shown.add("PARENT");
        parent.text("PARENT_ID", std::to_string(form.parent->id.value));
        parent.html("PARENT_NAME_HTML", inline_html(form.parent->name));
        parent.text("CANCEL", address + "#comment-form");
    }
    if (!form.problem.empty()) shown.add("PROBLEM").text("TEXT", form.problem);
    if (form.errors.any()) shown.show("ERRORS");
    fill_field(shown, "NAME", form.draft.name, form.errors.name);
    fill_field(shown, "EMAIL", form.draft.email, form.errors.email);
    fill_field(shown, "TEXT", form.draft.text, form.errors.text);
}

}  // namespace warraq::press
