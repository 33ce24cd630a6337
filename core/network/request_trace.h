// SPDX-License-Identifier: Apache-2.0
// Single requests as they went, of a simulation that was asked for some.
#pragma once

#include <string>
#include <vector>

namespace catenary::network {

/// One visit of a request at a station. Moments in ms since the request was sent; NaN: never came to that.
struct Span {
    int parent = -1;  ///< into the spans of the request: who called, or sent it on; -1: the source
    int station = -1; ///< of the network
    int call = -1;    ///< of the network, that led here
    int attempt = 1;  ///< of a call with retries or second copies
    double sent_ms = 0, arrived_ms = 0;
    double began_ms = 0, worked_ms = 0; ///< own work
    double ended_ms = 0;                ///< the answer is with the caller, or nobody listens any more
    bool waited_for = false;            ///< on the critical path: the caller went on when this answered
    std::string outcome; ///< completed, rejected, timed_out, failed, abandoned; "unheard": nobody listened
};

struct RequestTrace {
    int request_class = -1;
    double began_ms = 0; ///< when it was sent, since the first of those it is listed with
    double latency_ms = 0;
    double share = 0;        ///< of the class's requests that are at most as slow
    std::vector<Span> spans; ///< parents before children, else by `sent_ms`
};

} // namespace catenary::network
