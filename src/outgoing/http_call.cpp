#include "outgoing/http_call.h"

namespace warraq::outgoing {

HttpCall::HttpCall(std::string address, Reach reach, Patience patience, std::size_t most_bytes)
    : transfer_(std::move(address), "http,https", std::move(reach), std::move(patience)),
      most_bytes_(most_bytes) {
    transfer_.set(CURLOPT_USERAGENT, "Warraq");
    transfer_.set(CURLOPT_WRITEFUNCTION, &HttpCall::take);
    transfer_.set(CURLOPT_WRITEDATA, this);
}

std::size_t HttpCall::take(char* from, std::size_t size, std::size_t count, void* self) {
    auto& call = *static_cast<HttpCall*>(self);
    if (call.most_bytes_ == 0) return size * count;
    if (call.body_.size() + size * count > call.most_bytes_) return 0;  // libcurl ends with an error
    call.body_.append(from, size * count);
    return size * count;
}

Result<HttpCall::Answer> HttpCall::perform(const Message& message) {
    std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> fields(nullptr, curl_slist_free_all);
    for (const std::string& field : message.fields)
        if (curl_slist* longer = curl_slist_append(fields.get(), field.c_str())) {
            (void)fields.release();
            fields.reset(longer);
        }
    transfer_.set(CURLOPT_HTTPHEADER, fields.get());
    if (message.method == "POST") {
        transfer_.set(CURLOPT_POSTFIELDSIZE, static_cast<long>(message.body.size()));
        transfer_.set(CURLOPT_POSTFIELDS, message.body.c_str());
    } else {
        transfer_.set(CURLOPT_HTTPGET, 1L);
        transfer_.set(CURLOPT_CUSTOMREQUEST, message.method == "GET" ? nullptr : message.method.c_str());
    }
    body_.clear();
    const auto done = transfer_.perform();
    transfer_.set(CURLOPT_HTTPHEADER, static_cast<curl_slist*>(nullptr));
    if (!done) return fail(done.error());
    return Answer{transfer_.status(), std::move(body_)};
}

}  // namespace warraq::outgoing
