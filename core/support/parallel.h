// SPDX-License-Identifier: Apache-2.0
// Independent pieces of work on several threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <stop_token>
#include <thread>
#include <vector>

namespace catenary::support {

/// Calls `piece(i)` for every i < count, each once, on at most `threads` threads, the caller's among them; 0: as many
/// as the machine has. Which thread takes which piece is not determined, so `piece` must not depend on it, and must not
/// throw. Once `stop` is requested no further piece begins. Returns false if pieces were left out.
template <class Piece>
bool forEachIndex(std::size_t count, unsigned threads, const Piece& piece, const std::stop_token& stop = {}) {
    if (threads == 0) threads = std::thread::hardware_concurrency();
    if (threads == 0) threads = 1;
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        while (!stop.stop_requested()) {
            const std::size_t mine = next.fetch_add(1, std::memory_order_relaxed);
            if (mine >= count) return;
            piece(mine);
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < threads && i < count; ++i) helpers.emplace_back(work);
        work();
    }
    return next >= count;
}

} // namespace catenary::support
