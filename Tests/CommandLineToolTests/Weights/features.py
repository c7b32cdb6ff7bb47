"""An encoder of the reference's kind in plain PyTorch, written for the tests.

features.py WEIGHTS.safetensors IMAGES.safetensors OUT.safetensors HEADS: the tokens of whole images.
"""

import json
import math
import struct
import sys

import torch
import torch.nn.functional as F

TYPES = {"F32": torch.float32}


def read(path):
    data = open(path, "rb").read()
    length = struct.unpack("<Q", data[:8])[0]
    header, body = json.loads(data[8 : 8 + length]), bytearray(data[8 + length :])
    tensors = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            flat = torch.frombuffer(body[begin:end], dtype=TYPES[entry["dtype"]])
            tensors[name] = flat.reshape(entry["shape"])
    return tensors


def write(path, name, tensor):
    body = tensor.contiguous().numpy().tobytes()
    entry = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [0, len(body)]}
    text = json.dumps({name: entry}).encode()
    open(path, "wb").write(struct.pack("<Q", len(text)) + text + body)


def rms(x, weight=None):
    x = x / torch.sqrt(x.pow(2).mean(-1, keepdim=True) + 1e-5)
    return x if weight is None else x * weight


def register_coordinates(count):
    side = torch.arange(count // 4) / (count // 4)
    zero, one = torch.zeros_like(side), torch.ones_like(side)
    runs = [(side, zero), (one, side), (1 - side, one), (zero, 1 - side)]
    return torch.cat([torch.stack(run, -1) for run in runs])


def rotate(x, angle):
    first, second = x.chunk(2, -1)
    return x * angle.cos() + torch.cat([-second, first], -1) * angle.sin()


def attention(weights, prefix, x, coordinates, heads):
    def split(name):
        y = F.linear(x, weights[f"{prefix}.{name}.weight"])
        return y.unflatten(-1, (heads, -1)).transpose(1, 2)

    angle = coordinates @ weights[f"{prefix}.rope.freqs"]
    q, k = rotate(split("q_proj"), angle), rotate(split("k_proj"), angle)
    scores = (q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])).softmax(-1)
    y = (scores @ split("v_proj")).transpose(1, 2).flatten(2)
    return F.linear(y, weights[f"{prefix}.proj.weight"])


def encode(weights, images, heads):
    kernel = weights["patch_embed.weight"]
    patches = F.conv2d(images, kernel, weights["patch_embed.bias"], stride=kernel.shape[-1])
    rows, columns = patches.shape[-2:]
    x = patches.flatten(2).transpose(1, 2)
    grid = torch.meshgrid(torch.linspace(0, 1, rows), torch.linspace(0, 1, columns), indexing="ij")
    coordinates = torch.stack([axis.flatten() for axis in grid], -1)
    if "registers" in weights:
        registers = weights["registers"].expand(len(x), -1, -1)
        x = torch.cat([registers, x], 1)
        coordinates = torch.cat([register_coordinates(registers.shape[1]), coordinates])
    block = 0
    while f"encoder.blocks.{block}.residual1.norm.weight" in weights:
        prefix = f"encoder.blocks.{block}"
        y = rms(x, weights[f"{prefix}.residual1.norm.weight"])
        x = x + attention(weights, f"{prefix}.residual1.fn", y, coordinates, heads)
        y = rms(x, weights[f"{prefix}.residual2.norm.weight"])
        y = F.gelu(F.linear(y, weights[f"{prefix}.residual2.fn.fc1.weight"]))
        x = x + F.linear(y, weights[f"{prefix}.residual2.fn.fc2.weight"])
        block += 1
    return rms(x)


state = {name.removeprefix("backbone."): tensor for name, tensor in read(sys.argv[1]).items()}
images = read(sys.argv[2])["images"]
write(sys.argv[3], "tokens", encode(state, images, int(sys.argv[4])))
