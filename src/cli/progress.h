// A line on a terminal that says how far long work has come, how fast it goes and how long it will take.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

namespace warraq::cli {

class Progress {
  public:
    // Draws nothing where standard error is no terminal.
    explicit Progress(std::string_view unit);
    ~Progress();  // ends the line
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    // `share` of the work is done, `count` units so far. Cheap enough to call for each.
    void show(double share, std::uint64_t count);
    // Clears the line for a message of another kind.
    void clear();
    double seconds() const;  // since the start
    bool shows() const { return terminal_; }

  private:
    const std::string_view unit_;
    const bool terminal_;
    const std::chrono::steady_clock::time_point started_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point shown_{};
};

}  // namespace warraq::cli
