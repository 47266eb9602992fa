// What a browser sends to the desk's API: its cookies, and bodies read as every kind of member that the API
// knows.
#include <cstddef>
#include <cstdint>

#include "desk/fields.h"
#include "serve/http/message.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using warraq::desk::Fields;
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    warraq::serve::Request request;
    request.cookie = text;
    (void)request.cookie_named("warraq_desk");
    const auto tried = [](auto read) {
        try {
            read();
        } catch (const warraq::desk::Problem&) {
            // Said, as it should be.
        }
    };
    tried([&] {
        const Fields fields = Fields::parse(text);
        for (const char* name : {"version", "content", "key_points", "body", "sources", ""}) {
            tried([&] { (void)fields.text(name, 100); });
            tried([&] { (void)fields.number(name); });
            tried([&] { (void)fields.flag(name); });
            tried([&] { (void)fields.texts(name, 10, 100); });
            tried([&] { (void)fields.json_of(name); });
            tried([&] {
                for (const Fields& inner : fields.objects(name, 10)) (void)inner.text_or("name", 100, "");
            });
            tried([&] { (void)fields.object(name).has("headline"); });
        }
    });
    return 0;
}
