// A disk for large bodies without a disk: it may be full or broken, and knows what was left on it.
#pragma once

#include <string>

#include "serve/http/body_file.h"

namespace warraq::serve::simulation {

class SimulatedBodyFiles final : public BodyFiles {
  public:
    bool full = false, broken = false;

    std::unique_ptr<BodyFile> make() override { return std::make_unique<File>(*this); }
    std::size_t open() const { return open_; }
    std::size_t bytes() const { return bytes_; }

  private:
    class File final : public BodyFile {
      public:
        explicit File(SimulatedBodyFiles& disk) : disk_(disk) { ++disk_.open_; }
        ~File() override {
            --disk_.open_;
            disk_.bytes_ -= content_.size();
        }
        int append(std::string_view piece) override {
            if (disk_.broken) return 503;
            if (disk_.full) return 507;
            content_ += piece;
            disk_.bytes_ += piece.size();
            return 0;
        }
        std::optional<std::string_view> map() override {
            return disk_.broken ? std::nullopt : std::optional<std::string_view>(content_);
        }

      private:
        SimulatedBodyFiles& disk_;
        std::string content_;
    };

    std::size_t open_ = 0, bytes_ = 0;
};

}  // namespace warraq::serve::simulation
