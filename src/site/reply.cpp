// Redirects and errors without a page.
#include "site/reply.h"

#include "base/percent.h"

namespace warraq::site {

serve::Reply redirect(int status, std::string_view address) {
    serve::Reply reply;
    reply.status = status;
    reply.headers.push_back({"Location", percent::encode_address(address)});
    reply.type = "text/plain; charset=utf-8";
    return reply;
}

serve::Reply bare_error(int status) {
    serve::Reply reply;
    reply.status = status;
    return reply;
}

serve::Field retry_after() {
    return {"Retry-After", "10"};  // seconds
}

}  // namespace warraq::site
