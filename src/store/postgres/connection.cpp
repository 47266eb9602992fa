#include "store/postgres/connection.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

namespace warraq::store::postgres {
namespace {

using sql::Failure;

// Where an address says nothing else. A server that is gone without a word is given up after seconds.
constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kDefaults = {{
    {"connect_timeout", "5"},
    {"keepalives_idle", "5"},
    {"keepalives_interval", "2"},
    {"keepalives_count", "2"},
    {"tcp_user_timeout", "5000"},
    {"target_session_attrs", "read-write"},
    {"client_encoding", "UTF8"},
    {"application_name", "warraq"},
}};
// Milliseconds that a statement, or a transaction between two statements, may take.
constexpr const char* kSession =
    "SET statement_timeout = 15000; SET idle_in_transaction_session_timeout = 15000; "
    "SET client_min_messages = warning; SET standard_conforming_strings = on";

constexpr std::chrono::seconds kConfirmedWithin{5};  // by a synchronous standby

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

std::string without_line_end(std::string text) {
    while (text.ends_with('\n')) text.pop_back();
    std::replace_if(
        text.begin(), text.end(), [](char c) { return c == '\n' || c == '\t'; }, ' ');
    return text;
}

[[noreturn]] void throw_unavailable(std::string message) {
    throw Failure({Error::Kind::Unavailable, "database: " + std::move(message)});
}

std::string plain_words(std::string_view state, std::string_view said) {
    const auto told = [&](std::string_view what) { return fmt::format("{} ({})", what, said); };
    if (state == "57014") return told("it took too long, and was given up");
    if (state == "53100") return told("its disk is full; what is stored is whole, nothing more is taken");
    if (state == "53300") return told("it has no connection free");
    if (state == "25006") return told("the server takes no writes; another one may be the primary now");
    if (state.starts_with("57P")) return told("the server is going away or coming up");
    if (state == "XX001" || state == "XX002") return told("its files are damaged; a backup brings it back");
    return std::string(said);
}

struct FreeOptions {
    void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};
using Options = std::unique_ptr<PQconninfoOption, FreeOptions>;

Options options_of(const std::string& address) {
    char* mistake = nullptr;
    Options options(PQconninfoParse(address.c_str(), &mistake));
    if (!options) {
        std::string said = mistake ? without_line_end(mistake) : "it cannot be read";
        PQfreemem(mistake);
        throw Failure({Error::Kind::Invalid, "the database's address is none: " + said});
    }
    return options;
}

}  // namespace

std::string complete_address(const std::string& address) {
    const Options options = options_of(address);
    std::string complete;
    for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
        std::string_view value = option->val ? option->val : "";
        if (!option->val)
            for (const auto& [keyword, usual] : kDefaults)
                if (keyword == option->keyword) value = usual;
        if (value.empty()) continue;
        complete += fmt::format("{}{}='", complete.empty() ? "" : " ", option->keyword);
        for (const char c : value) {
            if (c == '\'' || c == '\\') complete += '\\';
            complete += c;
        }
        complete += '\'';
    }
    return complete;
}

std::string told_address(const std::string& address) {
    const Options options = options_of(address);
    std::string host, database;
    for (const PQconninfoOption* option = options.get(); option->keyword; ++option) {
        if (!option->val) continue;
        if (std::string_view(option->keyword) == "host") host = option->val;
        if (std::string_view(option->keyword) == "dbname") database = option->val;
    }
    return fmt::format("PostgreSQL «{}» at {}", database, host.empty() ? "this machine" : host);
}

std::string translated(std::string_view sql, const std::vector<const char*>& types) {
    std::string out;
    out.reserve(sql.size() + 64);
    std::size_t last = 0;
    bool quoted = false;
    for (std::size_t i = 0; i < sql.size();) {
        constexpr std::string_view kIndexedBy = "INDEXED BY ", kNotIndexed = "NOT INDEXED";
        if (sql[i] == '\'') quoted = !quoted;
        if (quoted) {
            out += sql[i++];
        } else if (sql[i] == '?') {
            std::size_t number = 0;
            const char* end = std::from_chars(sql.data() + i + 1, sql.data() + sql.size(), number).ptr;
            i = static_cast<std::size_t>(end - sql.data());
            if (number == 0) number = last + 1;
            last = number;
            fmt::format_to(std::back_inserter(out), "${}::{}", number, types.at(number - 1));
        } else if (sql.substr(i).starts_with(kIndexedBy)) {
            i += kIndexedBy.size();
            while (i < sql.size() && (std::isalnum(static_cast<unsigned char>(sql[i])) || sql[i] == '_')) ++i;
        } else if (sql.substr(i).starts_with(kNotIndexed)) {
            i += kNotIndexed.size();
        } else {
            out += sql[i++];
        }
    }
    return out;
}

class Prepared final : public sql::Prepared {
  public:
    // `name`: by which the server keeps it; "" for one that the next statement may replace.
    Prepared(Connection& connection, std::string_view sql, std::string name)
        : connection_(connection), sql_(sql), name_(std::move(name)) {}

    void bind(int at, std::int64_t value) override { keep(at, std::to_string(value), "bigint"); }
    void bind(int at, std::string_view value) override {
        // libpq would end the text there.
        if (value.find('\0') != std::string_view::npos)
            throw Failure({Error::Kind::Invalid, "a text holds a sign that is none (a zero byte)"});
        keep(at, std::string(value), "text");
    }
    // In the server's own words: \\x and two digits a byte.
    void bind(int at, sql::Bytes value) override {
        constexpr std::string_view kDigits = "0123456789abcdef";
        std::string digits = "\\x";
        digits.reserve(2 + 2 * value.value.size());
        for (const char byte : value.value) {
            digits += kDigits[static_cast<unsigned char>(byte) >> 4];
            digits += kDigits[static_cast<unsigned char>(byte) & 15];
        }
        keep(at, std::move(digits), "bytea");
    }
    void bind_null(int at, bool number) override { keep(at, std::nullopt, number ? "bigint" : "text"); }
    bool step() override {
        if (!answer_) ask();
        return ++row_ < PQntuples(answer_.get());
    }
    int run() override {
        ask();
        const char* changed = PQcmdTuples(answer_.get());
        return std::atoi(changed);
    }
    std::int64_t number(int column) override {
        if (row_ >= PQntuples(answer_.get())) throw_unavailable("an answer has no rows");
        const std::string_view value = PQgetvalue(answer_.get(), row_, column);
        if (value == "t") return 1;
        std::int64_t number = 0;  // NULL, false
        std::from_chars(value.data(), value.data() + value.size(), number);
        return number;
    }
    std::string text(int column) override {
        return {PQgetvalue(answer_.get(), row_, column),
                static_cast<std::size_t>(PQgetlength(answer_.get(), row_, column))};
    }
    std::string bytes(int column) override {
        std::size_t size = 0;
        const auto* written = reinterpret_cast<const unsigned char*>(PQgetvalue(answer_.get(), row_, column));
        const std::unique_ptr<unsigned char, void (*)(void*)> read(PQunescapeBytea(written, &size),
                                                                   PQfreemem);
        if (!read) throw std::bad_alloc();
        return {reinterpret_cast<const char*>(read.get()), size};
    }
    bool null(int column) override { return PQgetisnull(answer_.get(), row_, column) == 1; }
    void reset() noexcept override {
        answer_.reset();
        row_ = -1;
    }

  private:
    void keep(int at, std::optional<std::string> value, const char* type) {
        const auto count = static_cast<std::size_t>(at);
        if (values_.size() < count) {
            values_.resize(count);
            types_.resize(count, "text");
        }
        values_[count - 1] = std::move(value);
        types_[count - 1] = type;
    }

    void ask() {
        row_ = -1;
        if (!prepared_) {  // its parameters' types are known now
            const Answer prepared(PQprepare(connection_.connection_, name_.c_str(),
                                            translated(sql_, types_).c_str(), 0, nullptr));
            connection_.expect(prepared.get());
            prepared_ = !name_.empty();
        }
        std::vector<const char*> values;
        values.reserve(values_.size());
        for (const auto& value : values_) values.push_back(value ? value->c_str() : nullptr);
        answer_.reset(PQexecPrepared(connection_.connection_, name_.c_str(), static_cast<int>(values.size()),
                                     values.data(), nullptr, nullptr, 0));
        connection_.expect(answer_.get());
    }

    Connection& connection_;
    const std::string sql_;
    const std::string name_;
    bool prepared_ = false;
    std::vector<std::optional<std::string>> values_;
    std::vector<const char*> types_;
    Answer answer_;
    int row_ = -1;
};

Connection::Connection(const std::string& address) : connection_(PQconnectdb(address.c_str())) {
    if (PQstatus(connection_) != CONNECTION_OK) {
        const std::string said = without_line_end(PQerrorMessage(connection_));
        PQfinish(connection_);
        throw_unavailable(said);
    }
    PQsetNoticeReceiver(connection_, &Connection::note_warning, this);
    try {
        execute(kSession);
    } catch (...) {
        PQfinish(connection_);
        throw;
    }
}

void Connection::note_warning(void* connection, const pg_result* warning) {
    if (const char* said = PQresultErrorField(warning, PG_DIAG_MESSAGE_PRIMARY))
        static_cast<Connection*>(connection)->warning_ = said;
}

Connection::~Connection() {
    forget_statements();
    PQfinish(connection_);
}

void Connection::execute(const char* sql) {
    if (std::string_view(sql) == "COMMIT") return commit();
    const Answer answer(PQexec(connection_, sql));
    expect(answer.get());
}

// PostgreSQL waits for a synchronous standby as long as it takes. Asked to wait no longer, it answers with
// success and a warning: what was written is on its own disk only, which is less than was asked for.
void Connection::commit() {
    using Clock = std::chrono::steady_clock;
    warning_.clear();
    bool sent = PQsendQuery(connection_, "COMMIT") == 1, asked_to_end = false;
    for (const auto until = Clock::now() + kConfirmedWithin; sent && PQisBusy(connection_) == 1;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
        pollfd readable{PQsocket(connection_), POLLIN, 0};
        const int ready = ::poll(&readable, 1, asked_to_end ? -1 : static_cast<int>(std::max<long>(left, 0)));
        if (ready > 0) sent = PQconsumeInput(connection_) == 1;
        if (ready != 0 || asked_to_end) continue;
        asked_to_end = true;
        std::array<char, 256> problem{};
        PGcancel* cancel = PQgetCancel(connection_);
        PQcancel(cancel, problem.data(), static_cast<int>(problem.size()));
        PQfreeCancel(cancel);
    }
    const Answer answer(PQgetResult(connection_));
    while (const Answer rest = Answer(PQgetResult(connection_))) {
    }
    expect(answer.get());
    if (!warning_.empty())
        throw_unavailable("no standby confirms what was written; it may be lost with the primary (" +
                          warning_ + ")");
}

void Connection::expect(const pg_result* answer) {
    const ExecStatusType status = PQresultStatus(answer);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return;
    const char* state = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
    const char* said = PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY);
    if (state && std::string_view(state) == "25006") unusable_ = true;
    throw_unavailable(
        plain_words(state ? state : "", said ? said : without_line_end(PQerrorMessage(connection_))));
}

bool Connection::lost() const {
    return unusable_ || PQstatus(connection_) != CONNECTION_OK;
}

int Connection::socket() const {
    return PQsocket(connection_);
}

std::vector<Notice> Connection::take_notices() {
    if (PQconsumeInput(connection_) == 0) throw_unavailable(without_line_end(PQerrorMessage(connection_)));
    std::vector<Notice> notices;
    while (PGnotify* notice = PQnotifies(connection_)) {
        notices.push_back({notice->relname, notice->extra});
        PQfreemem(notice);
    }
    return notices;
}

std::unique_ptr<sql::Prepared> Connection::make(std::string_view sql, bool keep) {
    return std::make_unique<Prepared>(*this, sql, keep ? fmt::format("s{}", ++prepared_) : "");
}

}  // namespace warraq::store::postgres
