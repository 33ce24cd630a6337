# SPDX-License-Identifier: Apache-2.0
"""Networks of plain PyTorch with random weights, for measure_gpu.py, and the device they run on. Works with PyTorch 1.13,
which has no scaled_dot_product_attention, and with 2.x."""

import math
import shutil
import subprocess
import time

import torch
import torch.nn.functional as F

from measured_rows import Refused

VERSION = tuple(int(part) for part in torch.__version__.split("+")[0].split(".")[:2])


class Device:
    """Where networks run: its numbers (fp16 on a GPU, fp32 on a processor), its clock and its memory."""

    def __init__(self, kind):
        if kind == "cuda" and not torch.cuda.is_available():
            raise Refused("PyTorch sees no GPU: check the driver and that this PyTorch is built for it, or measure small "
                          "shapes on the processor with --device cpu --tiny --hardware ID")
        self.gpu = kind == "cuda"
        self.kind = kind
        self.numbers = torch.float16 if self.gpu else torch.float32
        self.bytes = 2 if self.gpu else 4
        self.precision = "fp16" if self.gpu else "fp32"
        torch.backends.cudnn.benchmark = True

    def random(self, *size, scale=1.0):
        return torch.empty(size, device=self.kind, dtype=self.numbers).normal_(0, scale)

    def weight(self, *size):
        return self.random(*size, scale=0.02)

    def tokens(self, shape, *size):
        return torch.randint(max(1, shape.vocabulary), size, device=self.kind)

    def time_ms(self, call):
        """One call on an idle device, until its last kernel has ended: launches count as far as they do not overlap."""
        if not self.gpu:
            begun = time.perf_counter()
            call()
            return (time.perf_counter() - begun) * 1e3
        torch.cuda.synchronize()
        begun, ended = torch.cuda.Event(enable_timing=True), torch.cuda.Event(enable_timing=True)
        begun.record()
        call()
        ended.record()
        ended.synchronize()
        return begun.elapsed_time(ended)

    def recorded(self, call):
        """The same call as a CUDA graph, whose launches cost next to nothing."""
        stream = torch.cuda.Stream()
        stream.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(stream):
            for _ in range(3):
                call()
        torch.cuda.current_stream().wait_stream(stream)
        graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(graph):
            call()
        return graph.replay

    def free_bytes(self):
        """What may be allocated, a tenth kept for workspaces; no bound on a processor."""
        if not self.gpu:
            return math.inf
        torch.cuda.empty_cache()
        return 0.9 * torch.cuda.mem_get_info()[0]

    def cache_bytes(self):
        """Of the last cache before a GPU's memory, 64 MB where PyTorch does not say; that of a processor is left alone."""
        return getattr(torch.cuda.get_device_properties(0), "L2_cache_size", 64e6) if self.gpu else 0

    def name(self):
        """As PyTorch calls it, and the GiB of its memory."""
        return torch.cuda.get_device_name(0), torch.cuda.get_device_properties(0).total_memory / 2**30

    def description(self):
        """Name, clocks and versions, for the source of a row."""
        versions = f"torch {torch.__version__}"
        if not self.gpu:
            return f"processor with {torch.get_num_threads()} threads, {versions}"
        versions += f", ROCm {torch.version.hip}" if getattr(torch.version, "hip", None) else f", CUDA {torch.version.cuda}"
        return f"{self.name()[0]}, {clocks()}, {versions}, cuDNN autotuned"


def clocks():
    """Clocks, power limit and driver as nvidia-smi says them."""
    if shutil.which("nvidia-smi") is None:
        return "clocks unknown"
    asked = ["clocks.sm", "clocks.max.sm", "clocks.mem", "power.limit", "driver_version"]
    done = subprocess.run(["nvidia-smi", "--id=0", "--query-gpu=" + ",".join(asked), "--format=csv,noheader"],
                          capture_output=True, text=True, check=False, timeout=60)
    values = [value.strip() for value in done.stdout.split(",")]
    if done.returncode != 0 or len(values) != len(asked):
        return "clocks unknown"
    return "SM clock {} of {}, memory clock {}, power limit {}, driver {}".format(*values)


def attention(q, k, v, causal):
    """softmax(q·kᵀ ÷ √size)·v of sequences × heads × tokens × size; k and v may have fewer heads. One query of a
    sequence sees everything: the queries that share a head of k then stand in for tokens, and nothing is copied."""
    sequences, heads, tokens, size = q.shape
    shared = heads // k.shape[1]
    if shared > 1 and tokens == 1:
        return attention(q.reshape(sequences, k.shape[1], shared, size), k, v, False).reshape(q.shape)
    fused = getattr(F, "scaled_dot_product_attention", None)
    if shared > 1:
        if fused is not None and VERSION >= (2, 5):
            return fused(q, k, v, is_causal=causal, enable_gqa=True)
        k, v = k.repeat_interleave(shared, 1), v.repeat_interleave(shared, 1)
    if fused is not None:
        return fused(q, k, v, is_causal=causal)
    scores = q @ k.transpose(-1, -2) / math.sqrt(size)
    if causal:
        later = torch.ones(tokens, tokens, dtype=torch.bool, device=q.device).triu(1)
        scores = scores.masked_fill(later, -math.inf)
    return torch.softmax(scores, -1) @ v


class Network:
    """Of `times_each` equal pieces of work in a call, each is what a row says the time of."""

    times_each = 1

    def __init__(self, shape, device):
        self._shape, self._device = shape, device


class Layers(Network):
    """The four matrix products of each layer, each with weights of its own."""

    def __init__(self, shape, device, count):
        super().__init__(shape, device)
        self.weights = [[device.weight(*size) for size in shape.layer_products] for _ in range(count)]


class Products(Layers):
    """The products of a layer alone. So many layers take turns that none finds its weights in the cache."""

    def __init__(self, shape, device):
        self.times_each = max(4, math.ceil(4 * device.cache_bytes() / (shape.layer_parameters * device.bytes)))
        super().__init__(shape, device, self.times_each)

    def call(self, tokens):
        inputs = [self._device.random(tokens, size) for _, size in self._shape.layer_products]

        def run():
            for weights in self.weights:
                for x, weight in zip(inputs, weights):
                    F.linear(x, weight)
        return run


class Decoder(Layers):
    """A language model: RMS norms, rotary positions, gated or plain feed-forward, a KV cache."""

    def __init__(self, shape, device, positions):
        if shape.parameters * device.bytes > device.free_bytes():
            raise Refused("its weights do not fit")
        super().__init__(shape, device, shape.layers)
        self.embedding = device.weight(shape.vocabulary, shape.hidden)
        self.head = self.embedding if shape.tied else device.weight(shape.vocabulary, shape.hidden)
        self.norms = [1 + device.weight(shape.hidden) for _ in range(2 * shape.layers + 1)]
        frequency = 10000.0 ** (-torch.arange(0, shape.head_dim, 2, device=device.kind) / shape.head_dim)
        angles = torch.arange(positions, device=device.kind)[:, None] * torch.cat([frequency, frequency])
        self.cos, self.sin = angles.cos().to(device.numbers), angles.sin().to(device.numbers)

    def check_room(self, tokens):
        """Refuses a cache of so many tokens that does not fit."""
        if self._shape.kv_numbers(tokens) * self._device.bytes > self._device.free_bytes():
            raise Refused(f"a cache of {tokens} tokens does not fit")

    def cache(self, sequences, tokens):
        size = (sequences, self._shape.kv_heads, tokens, self._shape.head_dim)
        return [(self._device.random(*size), self._device.random(*size)) for _ in range(self._shape.layers)]

    def _rotated(self, x, first):
        half = x.shape[-1] // 2
        turned = torch.cat([-x[..., half:], x[..., :half]], -1)
        rows = slice(first, first + x.shape[2])
        return x * self.cos[rows] + turned * self.sin[rows]

    @staticmethod
    def _norm(x, weight):
        wide = x.float()
        return (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + 1e-5)).to(x.dtype) * weight

    def next_token(self, tokens, cache, first):
        """Reads `tokens` (sequences × tokens) that stand at position `first` and after, keeps them in the cache, and gives
        the logits of what follows the last."""
        shape, (sequences, count) = self._shape, tokens.shape
        x = F.embedding(tokens, self.embedding)
        for layer, (into, out, up, down) in enumerate(self.weights):
            y = F.linear(self._norm(x, self.norms[2 * layer]), into)
            y = y.view(sequences, count, -1, shape.head_dim).transpose(1, 2)
            q, k, v = y.split([shape.heads, shape.kv_heads, shape.kv_heads], 1)
            keys, values = (kept[:, :, :first + count] for kept in cache[layer])
            keys[:, :, first:] = self._rotated(k, first)
            values[:, :, first:] = v
            y = attention(self._rotated(q, first), keys, values, count > 1)
            x = x + F.linear(y.transpose(1, 2).reshape(sequences, count, -1), out)
            y = F.linear(self._norm(x, self.norms[2 * layer + 1]), up)
            if shape.gated:
                gate, y = y.chunk(2, -1)
                y = F.silu(gate) * y
            else:
                y = F.gelu(y)
            x = x + F.linear(y, down)
        return F.linear(self._norm(x[:, -1], self.norms[-1]), self.head)

    def step_call(self, sequences, context):
        """One decode step of sequences that hold `context` tokens, the new one included."""
        cache, token = self.cache(sequences, context), self._device.tokens(self._shape, sequences, 1)
        return lambda: self.next_token(token, cache, context - 1).argmax(-1)

    def prefill_call(self, sequences, prompt):
        cache, tokens = self.cache(sequences, prompt), self._device.tokens(self._shape, sequences, prompt)
        return lambda: self.next_token(tokens, cache, 0).argmax(-1)


class Encoder(Layers):
    """BERT: norms after each half of a layer, biases, GELU; hidden states come in where there is no vocabulary."""

    def __init__(self, shape, device):
        super().__init__(shape, device, shape.layers)
        self.embedding = device.weight(shape.vocabulary, shape.hidden) if shape.vocabulary else None
        self.biases = [[device.weight(outputs) for outputs, _ in shape.layer_products] for _ in range(shape.layers)]
        self.norms = [(1 + device.weight(shape.hidden), device.weight(shape.hidden)) for _ in range(2 * shape.layers)]

    def hidden_states(self, x):
        shape = self._shape
        if self.embedding is not None:
            x = F.embedding(x, self.embedding)
        sequences, count = x.shape[:2]
        for layer, (weights, biases) in enumerate(zip(self.weights, self.biases)):
            y = F.linear(x, weights[0], biases[0]).view(sequences, count, -1, shape.head_dim).transpose(1, 2)
            q, k, v = y.split([shape.heads, shape.kv_heads, shape.kv_heads], 1)
            y = attention(q, k, v, False).transpose(1, 2).reshape(sequences, count, -1)
            x = F.layer_norm(x + F.linear(y, weights[1], biases[1]), (shape.hidden,), *self.norms[2 * layer])
            y = F.linear(x, weights[2], biases[2])
            if shape.gated:
                gate, y = y.chunk(2, -1)
                y = F.silu(gate) * y
            else:
                y = F.gelu(y)
            x = F.layer_norm(x + F.linear(y, weights[3], biases[3]), (shape.hidden,), *self.norms[2 * layer + 1])
        return x

    def call(self, sequences, tokens):
        device, shape = self._device, self._shape
        x = device.random(sequences, tokens, shape.hidden) if self.embedding is None else \
            device.tokens(shape, sequences, tokens)
        return lambda: self.hidden_states(x)


class ResNet50(Network):
    """ResNet-50 v1.5: the stride of a block is in its 3 × 3 convolution; norms by running statistics."""

    def __init__(self, shape, device):
        super().__init__(shape, device)
        self.weights = []
        self._stem = self._convolution(3, 64, 7)
        self._blocks, inputs = [], 64
        for stage, count in enumerate((3, 4, 6, 3)):
            width = 64 * 2**stage
            for block in range(count):
                stride = 2 if stage > 0 and block == 0 else 1
                shortcut = self._convolution(inputs, 4 * width, 1) if block == 0 else None
                self._blocks.append((stride, self._convolution(inputs, width, 1), self._convolution(width, width, 3),
                                     self._convolution(width, 4 * width, 1), shortcut))
                inputs = 4 * width
        self.weights.append(device.weight(1000, 2048))

    def _convolution(self, inputs, outputs, side):
        device = self._device
        weight = device.random(outputs, inputs, side, side, scale=math.sqrt(2 / (inputs * side * side)))
        if device.gpu:
            weight = weight.to(memory_format=torch.channels_last)
        self.weights.append(weight)
        norm = [torch.full((outputs,), value, device=device.kind, dtype=device.numbers) for value in (0, 1, 1, 0)]
        return weight, norm

    @staticmethod
    def _convolved(x, convolution, stride=1):
        weight, norm = convolution
        return F.batch_norm(F.conv2d(x, weight, stride=stride, padding=weight.shape[-1] // 2), *norm)

    def logits(self, x):
        x = F.max_pool2d(F.relu(self._convolved(x, self._stem, 2)), 3, 2, 1)
        for stride, narrow, middle, wide, shortcut in self._blocks:
            y = F.relu(self._convolved(x, narrow))
            y = self._convolved(F.relu(self._convolved(y, middle, stride)), wide)
            x = F.relu(y + (x if shortcut is None else self._convolved(x, shortcut, stride)))
        return F.linear(x.mean((2, 3)), self.weights[-1])

    def call(self, images):
        """Images of four bytes a number come from the host's memory, as they do to a server."""
        side, device = self._shape.image_side, self._device
        host = torch.randn(images, 3, side, side)
        there = torch.empty_like(host, device=device.kind)
        if device.gpu:
            host = host.pin_memory()

        def run():
            x = there.copy_(host, non_blocking=True).to(device.numbers)
            if device.gpu:
                x = x.contiguous(memory_format=torch.channels_last)
            return self.logits(x)
        return run
