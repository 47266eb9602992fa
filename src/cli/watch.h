// Levels of the whole newsroom for whoever watches it (/metrics): its log, disk, index, backups, certificate.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "search/index.h"
#include "serve/metrics.h"
#include "serve/net/tls.h"
#include "store/store.h"

namespace warraq::cli {

// Counts each warning and error that the default logger writes from here on.
void count_log_lines();

struct Watched {
    std::filesystem::path data;
    std::string backups;                     // empty: none are made
    std::shared_ptr<serve::TlsContext> tls;  // nothing: no TLS
};

// `store` and `index` must outlive `metrics`.
void watch(serve::Metrics& metrics, const Watched& watched, store::Store& store, const search::Index& index);

}  // namespace warraq::cli
