// Pages that tell readers why they do not see what they asked for.
#include "press/frame.h"
#include "story/address.h"

namespace warraq::press {

using story::address_of;
using story::Section;

std::string Press::message_page(const MessagePage& page) const {
    Sheet sheet("message");
    sheet.html("TITLE_HTML", inline_html(page.title));
    sheet.html("TEXT_HTML", inline_html(page.text));
    if (!page.detail.empty()) sheet.add("DETAIL").html("DETAIL_HTML", inline_html(page.detail));
    fill_returned(sheet, page.returned);
    for (const Section& section : page.sections) {
        auto item = sheet.add("SECTION");
        item.text("NAME", section.name);
        item.text("ADDRESS", address_of(section));
    }
    const Frame frame{.title = page.title,
                      .description = page.text,
                      .kind = "message",
                      .sections = page.sections,
                      .indexed = false};
    return framed(frame, "message.html", sheet);
}

std::string Press::error_page(int status, std::span<const Section> sections) const {
    switch (status) {
        case 400:
            return message_page(
                {sections, "طلب غير مفهوم", "لم يُفهم العنوان الذي طلبته؛ لعلّ جزءًا منه سقط عند النسخ.", {}});
        case 404:
            return message_page({sections,
                                 "لم نجد هذه الصفحة",
                                 "ربما تغيّر عنوانها أو كُتب بخطأ. جرّب الصفحة الأولى أو أحد الأقسام.",
                                 {}});
        case 405:
            return message_page(
                {sections, "لا يمكن هذا هنا", "هذه الصفحة تُقرأ ولا تستقبل ما أُرسل إليها.", {}});
        case 429:
            return message_page({sections, "بحثت كثيرًا في وقت قصير", "البحث متاح لك من جديد بعد دقيقة.", {}});
        case 503: return message_page({sections, "الموقع مشغول الآن", "أعد المحاولة بعد دقيقة من فضلك.", {}});
        default:
            return message_page({sections,
                                 "حدث خطأ عندنا",
                                 "تعذّر عرض الصفحة لعطل في الموقع، وليس منك. أعد المحاولة بعد قليل.",
                                 {}});
    }
}

std::string Press::unsaved_comment_page(std::string_view text) const {
    return message_page({{},
                         "تعذّر حفظ التعليق لعطل عندنا",
                         "لم يضع ما كتبته: هو هنا. ارجع إلى الصفحة السابقة وأرسله بعد قليل من فضلك.",
                         {},
                         {{}, std::string(text)}});
}

std::string Press::stray_comment_page(std::string_view text) const {
    return message_page({{},
                         "لم نجد هذه المادة",
                         "المادة التي علّقت عليها ليست هنا، فلم يُحفظ تعليقك. لم يضع ما كتبته: هو هنا لتنسخه "
                         "إن شئت.",
                         {},
                         {{}, std::string(text)}});
}

std::string Press::withdrawn_page(std::string_view why, std::span<const Section> sections,
                                  const ReturnedComment& returned) const {
    return message_page({sections, "سُحبت هذه المادة",
                         "نشر الموقع هنا مادة ثم سحبها. نترك هذا البيان في مكانها لأن من حق القارئ أن يعرف.",
                         std::string(why), returned});
}

}  // namespace warraq::press
