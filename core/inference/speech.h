// SPDX-License-Identifier: Apache-2.0
// Speech recognition by an encoder over a window of sound and a decoder that writes its words (Whisper).
#pragma once

#include "core/inference/constants.h"
#include "core/inference/inference.h"

namespace catenary::inference {

/// A model of family "speech" on one accelerator. Members of `extra` that are read: `encoder_layers`, `encoder_frames`,
/// `window_s`.
struct SpeechDeployment {
    const catalog::Model* model = nullptr;
    const catalog::Hardware* accelerator = nullptr;
    Precision precision = Precision::Fp16;
    const catalog::Engine* engine = nullptr;
    double batch = 1;          ///< windows at once
    double tokens_per_s = 3.5; ///< of text, for a second of sound
};

/// Time of `sound_s` of sound, cut into windows. Terms: encoder, 2·P·frames·b ÷ (F·η); decoder, for each token
/// max(weights ÷ (BW·η), 2·P·b ÷ (F·η)); launches.
[[nodiscard]] Time transcribe(const SpeechDeployment& deployment, double sound_s,
                              const Constants& constants = inference::constants());

} // namespace catenary::inference
