// SQLite's file system with faults: the n-th step that changes a file fails, and those after it if so told.
//
//     FaultVfs faults;                        // is what files are opened with from here on
//     faults.fail_at(3, {.code = SQLITE_FULL, .lasting = true});
//     …
//     faults.mend();
//
// One at a time; files opened with it must be closed before it is gone. Thread-safe.
#pragma once

#include <atomic>
#include <cstring>
#include <sqlite3.h>

namespace warraq::testing {

struct Fault {
    int code = SQLITE_IOERR_WRITE;
    bool lasting = false;       // all steps after it fail too
    bool half_written = false;  // the first half of a write is on disk
};

class FaultVfs {
  public:
    FaultVfs() : real_(sqlite3_vfs_find(nullptr)) {
        current() = this;
        vfs_ = *real_;
        vfs_.zName = "faults";
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
        vfs_.xOpen = open;
        vfs_.xDelete = remove;
        sqlite3_vfs_register(&vfs_, 1);
    }
    ~FaultVfs() {
        sqlite3_vfs_unregister(&vfs_);
        sqlite3_vfs_register(real_, 1);
        current() = nullptr;
    }
    FaultVfs(const FaultVfs&) = delete;
    FaultVfs& operator=(const FaultVfs&) = delete;

    // Counts from 1.
    void fail_at(int step, const Fault& fault) {
        fault_ = fault;
        steps_ = 0;
        failures_ = 0;
        fail_at_ = step;
    }
    void mend() { fail_at_ = 0; }
    bool failed() const { return failures_ > 0; }
    int steps() const { return steps_; }

  private:
    struct File {
        sqlite3_file base;
        sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    };
    static FaultVfs*& current() {
        static FaultVfs* one = nullptr;
        return one;
    }
    static sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<File*>(file)->real(); }

    bool fails() {
        const int at = fail_at_.load();
        const int step = ++steps_;
        if (at == 0 || step < at || (step > at && !fault_.lasting)) return false;
        ++failures_;
        return true;
    }

    static int open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
        FaultVfs& self = *current();
        file->pMethods = nullptr;
        const int done = self.real_->xOpen(self.real_, name, real(file), flags, out);
        if (done != SQLITE_OK) return done;
        static const sqlite3_io_methods kMethods = {
            3,
            [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); },
            [](sqlite3_file* f, void* to, int size, sqlite3_int64 at) {
                return real(f)->pMethods->xRead(real(f), to, size, at);
            },
            write,
            [](sqlite3_file* f, sqlite3_int64 size) {
                return current()->fails() ? SQLITE_IOERR_TRUNCATE
                                          : real(f)->pMethods->xTruncate(real(f), size);
            },
            [](sqlite3_file*, int) {  // the machine stays up: what is written is there
                return current()->fails() ? SQLITE_IOERR_FSYNC : SQLITE_OK;
            },
            [](sqlite3_file* f, sqlite3_int64* size) { return real(f)->pMethods->xFileSize(real(f), size); },
            [](sqlite3_file* f, int lock) { return real(f)->pMethods->xLock(real(f), lock); },
            [](sqlite3_file* f, int lock) { return real(f)->pMethods->xUnlock(real(f), lock); },
            [](sqlite3_file* f, int* out_lock) {
                return real(f)->pMethods->xCheckReservedLock(real(f), out_lock);
            },
            [](sqlite3_file* f, int what, void* about) {
                return real(f)->pMethods->xFileControl(real(f), what, about);
            },
            [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
            [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); },
            [](sqlite3_file* f, int page, int size, int extend, void volatile** out_page) {
                return real(f)->pMethods->xShmMap(real(f), page, size, extend, out_page);
            },
            [](sqlite3_file* f, int at, int count, int flag) {
                return real(f)->pMethods->xShmLock(real(f), at, count, flag);
            },
            [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
            [](sqlite3_file* f, int remove_it) { return real(f)->pMethods->xShmUnmap(real(f), remove_it); },
            [](sqlite3_file*, sqlite3_int64, int, void** page) {
                *page = nullptr;  // nothing is mapped: reads come through xRead
                return SQLITE_OK;
            },
            [](sqlite3_file*, sqlite3_int64, void*) { return SQLITE_OK; },
        };
        file->pMethods = &kMethods;
        return SQLITE_OK;
    }
    static int write(sqlite3_file* file, const void* bytes, int size, sqlite3_int64 at) {
        FaultVfs& self = *current();
        if (!self.fails()) return real(file)->pMethods->xWrite(real(file), bytes, size, at);
        if (self.fault_.half_written) real(file)->pMethods->xWrite(real(file), bytes, size / 2, at);
        return self.fault_.code;
    }
    static int remove(sqlite3_vfs*, const char* name, int sync) {
        FaultVfs& self = *current();
        return self.fails() ? SQLITE_IOERR_DELETE : self.real_->xDelete(self.real_, name, sync);
    }

    sqlite3_vfs* const real_;
    sqlite3_vfs vfs_{};
    Fault fault_;
    std::atomic<int> fail_at_{0}, steps_{0}, failures_{0};
};

}  // namespace warraq::testing
