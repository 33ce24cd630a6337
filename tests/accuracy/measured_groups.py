# SPDX-License-Identifier: Apache-2.0
"""The groups that measure_gpu.py measures: models and cases of each, how a case is called, and what its row says.

A group has `family` and `models` (what is measured unless others are named), `cases` and `tiny` (for tests), `ways` on a
GPU, and three functions: `network` makes one of measured_networks.py, `call` what is timed, `row` the members of the row
that are its own."""

EAGER, GRAPH = "pytorch-eager", "pytorch cuda-graph"
DECODERS = ["llama-3.1-8b", "llama-2-7b", "qwen2.5-32b"]
OUTPUT_TOKENS = 128  # of a decode row: its step is timed in the middle of them


class Gemm:
    """The matrix products of a layer; a case is a number of tokens."""

    family, models = "decoder", ["llama-3.1-8b", "llama-3.1-70b"]
    cases, tiny = [1, 4, 16, 64, 256, 1024, 4096, 8192], [1, 4]
    ways = [EAGER]

    @staticmethod
    def network(networks, shape, device, _cases):
        return networks.Products(shape, device)

    @staticmethod
    def call(network, tokens):
        return network.call(tokens)

    @staticmethod
    def row(_shape, tokens):
        return {"mode": "kernel", "metric": "latency_ms", "batch": tokens, "tokens": tokens,
                "note": "four products of one layer, in turn over layers that exceed the cache"}


class Language:
    """What decode and prefill share; a case is (sequences, tokens of the prompt)."""

    family, models = "decoder", DECODERS
    ways = [EAGER]

    @classmethod
    def network(cls, networks, shape, device, cases):
        return networks.Decoder(shape, device, max(cls.context(prompt) for _, prompt in cases))

    @classmethod
    def call(cls, network, case):
        sequences, prompt = case
        network.check_room(sequences * cls.context(prompt))
        return cls.timed(network, sequences, cls.context(prompt))


class Decode(Language):
    """One step of sequences in the middle of their output."""

    cases = [(1, 128), (1, 1024), (1, 8192), (4, 1024), (16, 128), (16, 1024), (16, 4096), (64, 1024), (64, 4096),
             (128, 512)]
    tiny = [(1, 8), (2, 12)]

    @staticmethod
    def context(prompt):
        return prompt + OUTPUT_TOKENS // 2

    @staticmethod
    def timed(network, sequences, context):
        return network.step_call(sequences, context)

    @classmethod
    def row(cls, _shape, case):
        return {"mode": "static", "metric": "tpot_ms", "batch": case[0], "input_len": case[1], "output_len": OUTPUT_TOKENS,
                "note": f"one step at a context of {cls.context(case[1])} tokens, all layers"}


class Prefill(Language):
    """Prompts read at once on an idle device."""

    cases = [(1, 128), (1, 512), (1, 2048), (1, 8192), (4, 512), (8, 1024)]
    tiny = [(1, 8), (2, 12)]

    @staticmethod
    def context(prompt):
        return prompt

    @staticmethod
    def timed(network, sequences, prompt):
        return network.prefill_call(sequences, prompt)

    @staticmethod
    def row(_shape, case):
        return {"mode": "static", "metric": "ttft_ms", "batch": case[0], "input_len": case[1], "output_len": 1,
                "note": "prompts read at once on an idle device, all layers"}


class Bert:
    """An encoder; a case is (items, tokens of each)."""

    family, models = "encoder", ["bert-base", "bert-large"]
    cases = [(items, tokens) for tokens in (128, 384) for items in (1, 2, 4, 8, 16, 32, 64, 128)]
    tiny = [(1, 8), (2, 12)]
    ways = [EAGER, GRAPH]

    @staticmethod
    def network(networks, shape, device, _cases):
        return networks.Encoder(shape, device)

    @staticmethod
    def call(network, case):
        return network.call(*case)

    @staticmethod
    def row(_shape, case):
        return {"mode": "static", "metric": "latency_ms", "batch": case[0], "input_len": case[1],
                "note": "token ids lie on the device; no server"}


class ResNet:
    """ResNet-50; a case is a number of images."""

    family, models = "cnn", ["resnet-50"]
    cases, tiny = [1, 2, 4, 8, 16, 32, 64, 128, 256], [1, 2]
    ways = [EAGER, GRAPH]

    @staticmethod
    def network(networks, shape, device, _cases):
        return networks.ResNet50(shape, device)

    @staticmethod
    def call(network, images):
        return network.call(images)

    @staticmethod
    def row(shape, images):
        return {"mode": "static", "metric": "latency_ms", "batch": images,
                "note": f"images of {shape.image_side} pixels come from pinned memory of the host; no server"}


GROUPS = {"own_gemm": Gemm, "own_decode": Decode, "own_prefill": Prefill, "own_bert": Bert, "own_resnet": ResNet}
