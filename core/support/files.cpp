// SPDX-License-Identifier: Apache-2.0
#include "core/support/files.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

namespace catenary::support {

namespace fs = std::filesystem;

namespace {

/// An open file descriptor, closed at the end of the scope.
class Descriptor {
public:
    explicit Descriptor(int fd) : m_fd(fd) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (m_fd >= 0) ::close(m_fd);
    }
    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isOpen() const { return m_fd >= 0; }
    /// Closes now; false if the system reports a late write error.
    bool close() {
        const int fd = m_fd;
        m_fd = -1;
        return ::close(fd) == 0;
    }

private:
    int m_fd;
};

tl::unexpected<Error> ioError(const std::string& what, const fs::path& path, int number) {
    return fail(ErrorCode::Io, what + ": " + std::strerror(number), Place{path.string(), {}, 0, 0});
}

/// The file a chain of symbolic links ends at; `path` itself if it is no link. The last target need not exist.
Result<fs::path> followLinks(const fs::path& path) {
    fs::path target = path;
    for (int hops = 0; hops < 40; ++hops) {
        std::error_code error;
        if (!fs::is_symlink(fs::symlink_status(target, error))) return target;
        const fs::path next = fs::read_symlink(target, error);
        if (error) return ioError("cannot follow the symbolic link", target, error.value());
        target = next.is_absolute() ? next : target.parent_path() / next;
    }
    return ioError("cannot follow the symbolic link", path, ELOOP);
}

bool writeAll(int fd, std::string_view content) {
    while (!content.empty()) {
        const ssize_t written = ::write(fd, content.data(), content.size());
        if (written < 0) {
            if (errno == EINTR) continue;
            return false;
        }
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
}

fs::path xdgDirectory(const char* variable, const char* belowHome) {
    // The XDG specification says that a relative path is to be ignored.
    if (const char* value = std::getenv(variable); value != nullptr && value[0] == '/')
        return fs::path(value) / "catenary";
    if (const char* home = std::getenv("HOME"); home != nullptr && home[0] == '/')
        return fs::path(home) / belowHome / "catenary";
    if (const passwd* user = ::getpwuid(::getuid()); user != nullptr && user->pw_dir != nullptr)
        return fs::path(user->pw_dir) / belowHome / "catenary";
    return fs::path("/tmp") / ("catenary-" + std::to_string(::getuid()));
}

} // namespace

Result<std::string> readFile(const fs::path& path, std::uintmax_t maxBytes) {
    if (path.empty()) return fail(ErrorCode::NotFound, "no file is named");
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.isOpen()) {
        const int number = errno;
        if (number == ENOENT) return fail(ErrorCode::NotFound, "there is no such file", Place{path.string(), {}, 0, 0});
        return ioError("cannot open the file", path, number);
    }
    struct stat status {};
    if (::fstat(file.get(), &status) != 0) return ioError("cannot read the file", path, errno);
    if (S_ISDIR(status.st_mode))
        return fail(ErrorCode::Input, "this is a folder, not a file", Place{path.string(), {}, 0, 0});
    const auto tooLarge = [&] {
        return fail(ErrorCode::Input, "the file is larger than " + std::to_string(maxBytes) + " bytes",
                    Place{path.string(), {}, 0, 0});
    };
    if (status.st_size > 0 && static_cast<std::uintmax_t>(status.st_size) > maxBytes) return tooLarge();

    // Read to the end whatever the size said: it is 0 for pipes and may change under way.
    std::string content;
    content.reserve(static_cast<std::size_t>(status.st_size));
    char buffer[1 << 16];
    for (;;) {
        const ssize_t count = ::read(file.get(), buffer, sizeof buffer);
        if (count == 0) return content;
        if (count < 0) {
            if (errno == EINTR) continue;
            return ioError("cannot read the file", path, errno);
        }
        if (content.size() + static_cast<std::size_t>(count) > maxBytes) return tooLarge();
        content.append(buffer, static_cast<std::size_t>(count));
    }
}

Result<void> writeFileAtomically(const fs::path& path, std::string_view content) {
    const auto followed = followLinks(path);
    if (!followed) return tl::unexpected<Error>(followed.error());
    const fs::path& target = *followed;

    struct stat existing {};
    const bool exists = ::stat(target.c_str(), &existing) == 0;
    if (exists && S_ISDIR(existing.st_mode)) return ioError("cannot write the file", path, EISDIR);
    // Renaming over a file needs no permission on the file itself; a read-only file is still meant to stay.
    if (exists && ::access(target.c_str(), W_OK) != 0) return ioError("cannot write the file", path, errno);

    // A device or a pipe takes what is written to it; there is nothing to replace.
    if (exists && !S_ISREG(existing.st_mode)) {
        Descriptor device(::open(target.c_str(), O_WRONLY | O_CLOEXEC));
        if (!device.isOpen() || !writeAll(device.get(), content) || !device.close())
            return ioError("cannot write the file", path, errno);
        return {};
    }

    // A name of its own, so that two programs (or threads) saving at once never share a temporary file.
    static std::atomic<unsigned> counter{0};
    const fs::path folder = target.has_parent_path() ? target.parent_path() : fs::path(".");
    const fs::path temporary =
        folder / (".catenary-" + std::to_string(::getpid()) + "-" + std::to_string(counter++) + ".tmp");

    Descriptor file(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666));
    if (!file.isOpen()) return ioError("cannot write in the folder", folder, errno);
    const auto giveUp = [&](const char* what) {
        const int number = errno;
        ::unlink(temporary.c_str());
        return ioError(what, path, number);
    };
    if (exists && ::fchmod(file.get(), existing.st_mode & 07777) != 0) return giveUp("cannot keep the permissions");
    if (!writeAll(file.get(), content)) return giveUp("cannot write the file");
    if (::fsync(file.get()) != 0) return giveUp("cannot write the file to disk");
    if (!file.close()) return giveUp("cannot write the file");
    if (::rename(temporary.c_str(), target.c_str()) != 0) return giveUp("cannot replace the file");

    const Descriptor directory(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // Some file systems cannot sync a folder (EINVAL); the file is complete all the same.
    if (directory.isOpen() && ::fsync(directory.get()) != 0 && errno != EINVAL)
        return ioError("cannot write the folder to disk", folder, errno);
    return {};
}

const EmbeddedFile* embeddedFile(std::string_view path) {
    const auto files = embeddedFiles();
    const auto found =
        std::lower_bound(files.begin(), files.end(), path,
                         [](const EmbeddedFile& file, std::string_view name) { return file.path < name; });
    return found != files.end() && found->path == path ? &*found : nullptr;
}

fs::path userDataDirectory() {
    return xdgDirectory("XDG_DATA_HOME", ".local/share");
}

fs::path userStateDirectory() {
    return xdgDirectory("XDG_STATE_HOME", ".local/state");
}

} // namespace catenary::support
