// A client that sends exactly the bytes it is told and reads what comes back; for tests of the wire.
#pragma once

#include <arpa/inet.h>
#include <cerrno>
#include <cstdint>
#include <netinet/in.h>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace warraq::testing {

struct Answer {
    int status = 0;
    std::string head, body;

    // Of the first field of that name; empty when absent.
    std::string field(std::string_view name) const {
        const std::string start = "\r\n" + std::string(name) + ": ";
        const auto at = head.find(start);
        if (at == head.npos) return {};
        return head.substr(at + start.size(), head.find("\r\n", at + 2) - at - start.size());
    }
};

// One answer from the buffer, which `more` fills; status 0 when the connection ended first. `to_head`: no
// body follows, whatever the head says.
template <class More>
Answer read_answer(std::string& buffer, More more, bool to_head = false) {
    std::size_t end = 0;
    while ((end = buffer.find("\r\n\r\n")) == buffer.npos)
        if (!more()) return {};
    Answer answer;
    answer.head = buffer.substr(0, end + 2);
    buffer.erase(0, end + 4);
    answer.status = std::stoi(answer.head.substr(9, 3));
    const auto length = answer.field("Content-Length");
    const bool bodiless = to_head || answer.status == 304 || answer.status == 204 || answer.status < 200;
    const std::size_t size = bodiless || length.empty() ? 0 : std::stoul(length);
    while (buffer.size() < size)
        if (!more()) return {};
    answer.body = buffer.substr(0, size);
    buffer.erase(0, size);
    return answer;
}

class HttpClient {
  public:
    explicit HttpClient(std::uint16_t port, int receive_buffer = 0)
        : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        if (receive_buffer)
            setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
        timeval limit{20, 0};
        setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
        connected_ = ::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    }
    ~HttpClient() { ::close(socket_); }
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    bool connected() const { return connected_; }
    int socket() const { return socket_; }
    void send(std::string_view bytes) { (void)!::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL); }
    void finish_sending() { ::shutdown(socket_, SHUT_WR); }

    Answer receive(bool to_head = false) {
        return read_answer(
            buffer_, [this] { return more(); }, to_head);
    }
    // The next event of a stream (server-sent events), signs of life passed over; empty when there is none.
    std::string next_event() {
        for (;;) {
            std::size_t end = 0;
            while ((end = buffer_.find("\n\n")) == buffer_.npos)
                if (!more()) return {};
            const std::string event = buffer_.substr(0, end);
            buffer_.erase(0, end + 2);
            if (!event.starts_with(':')) return event;
        }
    }
    // True if the other side has closed and nothing is left to read; false on a timeout.
    bool closed() { return buffer_.empty() && !more() && ended_; }

    Answer get(const std::string& target, const std::string& fields = {}) {
        send("GET " + target + " HTTP/1.1\r\nHost: test\r\n" + fields + "\r\n");
        return receive();
    }
    Answer post(const std::string& target, const std::string& form, const std::string& fields = {}) {
        send("POST " + target +
             " HTTP/1.1\r\nHost: test\r\nContent-Type: application/x-www-form-urlencoded\r\n" + fields +
             "Content-Length: " + std::to_string(form.size()) + "\r\n\r\n" + form);
        return receive();
    }

  private:
    bool more() {
        char bytes[64 * 1024];
        const auto count = ::recv(socket_, bytes, sizeof bytes, 0);
        ended_ = count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK);
        if (count <= 0) return false;
        buffer_.append(bytes, static_cast<std::size_t>(count));
        return true;
    }

    int socket_;
    bool connected_ = false, ended_ = false;
    std::string buffer_;
};

}  // namespace warraq::testing
