// SPDX-License-Identifier: Apache-2.0
// What is under way in a replication: visits, and the records of where their time went.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

namespace catenary::simulation {

using Ref = std::uint32_t; ///< of a frame, row or context in its arena
inline constexpr Ref nobody = 0xffffffffU;
inline constexpr double never = std::numeric_limits<double>::infinity();

enum class Outcome : std::uint8_t { Completed, Rejected, TimedOut, Failed, Abandoned };
inline constexpr std::size_t outcomes = 5;

/// What a frame's event means when it is due.
enum class State : std::uint8_t {
    Free,
    Travelling, ///< on its way to the station
    Waiting,    ///< in a queue; its event is the end of its patience
    Working,    ///< own work; its event is the end of it
    Calling,    ///< a stage is under way
    Answering,  ///< the answer is on its way to the caller
    Trying,     ///< not a visit: a call with a policy, an attempt under way
    Pausing,    ///< not a visit: a call with a policy, before the next attempt
    Chaining    ///< not a visit: calls one after the other
};

enum Flag : std::uint16_t {
    isRoot = 1,         ///< a request at its source
    isFlow = 2,         ///< began at an async, stream or batch call
    lookedUp = 4,       ///< the first station was a cache, and
    foundIt = 8,        ///< it had the key
    ownHit = 16,        ///< the same of the station it is at
    launching = 32,     ///< its stage is being sent
    joinReady = 64,     ///< the stage joined while it was being sent
    holdsWorker = 128,  ///< a worker of the station is occupied
    isAdmitted = 256,   ///< counts against the station's max_concurrency
    hasError = 512,     ///< an earlier stage failed; `error` says how
    isLinked = 1024,    ///< in its parent's list of children
    isHandled = 2048,   ///< the caller acts on its error
    isTrial = 4096,     ///< the one call a half-open breaker lets through
    inBatch = 8192,     ///< its batch or sequence is under way
    errorTaken = 16384, ///< a call that acts on the error is being sent
    isSimple = 32768    ///< of a simple stage: answered at once
};

/// One visit of a request at a station, or one of the frames between visits that keep a policy or a chain of calls.
/// Its event in the queue is valid only if `due` is the time it fires at.
struct Frame {
    double due = never;
    double began = 0;     ///< when the call was sent or the request emitted
    double since = 0;     ///< arrival at the station; once working, start of own work
    double waited = 0;    ///< row not yet kept: of `rowStation`
    double worked = 0;    ///< likewise
    double travelled = 0; ///< likewise
    double demand = 0;    ///< own work left, where it can be interrupted
    Ref parent = nobody, next = nobody, previous = nobody;
    Ref rows = nobody, lastRow = nobody;
    Ref context = nobody;
    Ref child = nobody, sibling = nobody, elder = nobody; ///< lists of children, kept only where calls can be cancelled
    std::uint32_t generation = 0, parentGeneration = 0;
    std::uint32_t outstanding = 0, needed = 0, excused = 0;
    std::uint32_t visit = 0; ///< its station and class, into tables by both
    std::uint32_t place = 0; ///< queue or replica of the station
    std::uint32_t stage = 0; ///< the next, into Plan::stages; of a call with a policy: attempts made
    std::uint16_t station = 0, requestClass = 0, call = 0, rowStation = 0, flags = 0;
    State state = State::Free;
    Outcome outcome = Outcome::Completed, error = Outcome::Completed;

    [[nodiscard]] bool is(Flag flag) const { return (flags & flag) != 0; }
    void set(Flag flag) { flags = static_cast<std::uint16_t>(flags | flag); }
    void clear(Flag flag) { flags = static_cast<std::uint16_t>(flags & ~flag); }
};

inline constexpr std::uint16_t noRow = 0xffff;

/// A station's part in a request, as a list by frame.
struct RowCell {
    Ref next = nobody;
    std::uint16_t station = 0;
    double waiting = 0, service = 0, network = 0, batching = 0, retry = 0;
};

/// What a request carries to every visit, kept while any of them is under way.
struct Context {
    Ref root = nobody;
    std::uint32_t rootGeneration = 0;
    std::uint32_t users = 0;
    double items = 1, inputTokens = 0, outputTokens = 0;
    double firstToken = -1;           ///< when it came; negative: not yet
    double given = 0;                 ///< tokens
    double tokens = 0, tokenTime = 0; ///< those after the first, and how long they took, ms
};

/// A queue in one piece of memory that grows when full.
template <class T> class Ring {
public:
    [[nodiscard]] bool empty() const { return m_first == m_end; }
    [[nodiscard]] std::size_t size() const { return m_end - m_first; }
    [[nodiscard]] T& front() { return m_items[m_first & (m_items.size() - 1)]; }
    [[nodiscard]] T& operator[](std::size_t i) { return m_items[(m_first + i) & (m_items.size() - 1)]; }
    void push(const T& item) {
        if (size() == m_items.size()) grow();
        m_items[m_end++ & (m_items.size() - 1)] = item;
    }
    void pop() { ++m_first; }

private:
    void grow() {
        std::vector<T> larger(m_items.empty() ? 16 : 2 * m_items.size());
        const std::size_t count = size();
        for (std::size_t i = 0; i < count; ++i) larger[i] = (*this)[i];
        m_items.swap(larger);
        m_first = 0;
        m_end = count;
    }

    std::vector<T> m_items; ///< a power of two
    std::size_t m_first = 0, m_end = 0;
};

/// Objects by number with a free list; addresses never change.
template <class T> class Arena {
public:
    [[nodiscard]] T& operator[](Ref ref) { return m_chunks[ref >> bits][ref & (size - 1)]; }
    Ref take() {
        if (m_free.empty()) [[unlikely]]
            grow();
        const Ref ref = m_free.back();
        m_free.pop_back();
        return ref;
    }
    void give(Ref ref) { m_free.push_back(ref); }
    /// Every object there is, in use or not.
    template <class Look> void each(const Look& look) const {
        for (const auto& chunk : m_chunks)
            for (Ref i = 0; i < size; ++i) look(chunk[i]);
    }
    /// How many are in use.
    [[nodiscard]] std::size_t used() const { return m_chunks.size() * size - m_free.size(); }

private:
    static constexpr unsigned bits = 9;
    static constexpr Ref size = 1U << bits;

    void grow() {
        const auto first = static_cast<Ref>(m_chunks.size()) * size;
        m_chunks.push_back(std::make_unique<T[]>(size));
        m_free.reserve(m_chunks.size() * size);
        for (Ref i = size; i > 0; --i) m_free.push_back(first + i - 1);
    }

    std::vector<std::unique_ptr<T[]>> m_chunks;
    std::vector<Ref> m_free;
};

} // namespace catenary::simulation
