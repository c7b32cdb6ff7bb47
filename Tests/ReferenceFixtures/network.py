"""Encoder and predictors in plain PyTorch, from the conventions of docs/components.md.

Parameters are a dictionary under state-dict names, so that nothing hides in a module.
"""

import math

import torch
import torch.nn.functional as F


def rms_norm(x, weight=None, eps=1e-5):
    x = x / torch.sqrt((x * x).mean(-1, keepdim=True) + eps)
    return x if weight is None else x * weight


def grid_coordinates(rows, columns):
    i = torch.linspace(0, 1, rows)
    j = torch.linspace(0, 1, columns)
    return torch.stack(torch.meshgrid(i, j, indexing="ij"), -1).reshape(-1, 2)


def register_coordinates(count):
    c = torch.arange(count // 4) / max(count // 4, 1)
    zero, one = torch.zeros_like(c), torch.ones_like(c)
    sides = [(c, zero), (one, c), (1 - c, one), (zero, 1 - c)]
    return torch.cat([torch.stack(side, -1) for side in sides])


def rope_frequencies(head_width, lowest=7e-4, highest=7.0):
    quarter = head_width // 4
    exponent = torch.linspace(0, -1, quarter) if quarter > 1 else torch.zeros(1)
    f = highest * (highest / lowest) ** exponent * 2 * math.pi
    pair = torch.cat([f, f])
    return torch.stack([torch.cat([pair, 0 * pair]), torch.cat([0 * pair, pair])])


def rotate(x, coordinates, frequencies):
    """x: [batch, head, token, width]; coordinates: [batch, token, 2]."""
    angle = (coordinates @ frequencies)[:, None]
    first, second = x.chunk(2, -1)
    return x * angle.cos() + torch.cat([-second, first], -1) * angle.sin()


def sincos_table(rows, columns, width):
    quarter = width // 4
    rates = 10000.0 ** (-torch.arange(quarter, dtype=torch.float64) / quarter)
    i, j = torch.meshgrid(
        torch.arange(rows, dtype=torch.float64),
        torch.arange(columns, dtype=torch.float64),
        indexing="ij",
    )
    parts = []
    for place in (i.reshape(-1, 1), j.reshape(-1, 1)):
        parts += [torch.sin(place * rates), torch.cos(place * rates)]
    return torch.cat(parts, -1).float()


class Network:
    """The shapes and switches of one backbone; its weights are passed to every call."""

    def __init__(self, case):
        self.case = case
        self.side = case["img"] // case["patch"]
        self.tokens = self.side**2
        self.coordinates = grid_coordinates(self.side, self.side)

    # -- weights ------------------------------------------------------------------------------

    def weights(self, generator):
        c = self.case

        def normal(*shape, scale=0.02):
            return torch.randn(*shape, generator=generator) * scale

        def matrix(out, inp):
            return normal(out, inp, scale=1 / math.sqrt(inp))

        w = {
            "patch_embed.weight": normal(c["dim"], 3, c["patch"], c["patch"], scale=0.15),
            "patch_embed.bias": normal(c["dim"], scale=0.1),
            "mask_token": normal(1, c["dec_dim"], scale=0.5),
        }
        if "registers" in c["empty"] or c["regs"]:
            w["registers"] = normal(1, c["regs"], c["dim"], scale=0.5)
        if c["positions"] == "learnable":
            w["pos_embed"] = normal(self.tokens, c["dim"], scale=0.3)
            if c["predictor"] != "fused":
                w["decoder.pos_embed"] = normal(self.tokens, c["dec_dim"], scale=0.3)
        if c["predictor"] == "self-attention" and c["dec_dim"] != c["dim"]:
            w["decoder.entry.weight"] = matrix(c["dec_dim"], c["dim"])

        def block(prefix, width, heads, context):
            hidden = int(width * c["mlp_ratio"])
            first, second = f"{prefix}.residual1", f"{prefix}.residual2"
            w[f"{first}.norm.weight"] = 1 + normal(width, scale=0.1)
            w[f"{second}.norm.weight"] = 1 + normal(width, scale=0.1)
            w[f"{first}.fn.q_proj.weight"] = matrix(width, width)
            w[f"{first}.fn.k_proj.weight"] = matrix(width, context)
            w[f"{first}.fn.v_proj.weight"] = matrix(width, context)
            w[f"{first}.fn.proj.weight"] = matrix(width, width)
            w[f"{second}.fn.fc1.weight"] = matrix(hidden, width)
            w[f"{second}.fn.fc2.weight"] = matrix(width, hidden)
            if c["positions"] == "rope":
                w[f"{first}.fn.rope.freqs"] = rope_frequencies(width // heads)

        for i in range(c["enc"]):
            block(f"encoder.blocks.{i}", c["dim"], c["heads"], c["dim"])
        if c["predictor"] != "fused":
            for i in range(c["dec"]):
                cross = c["predictor"] == "cross-attention"
                context = c["dim"] if cross else c["dec_dim"]
                block(f"decoder.blocks.{i}", c["dec_dim"], c["dec_heads"], context)
        return w

    # -- forward ------------------------------------------------------------------------------

    def block(self, w, prefix, heads, x, at, context=None, context_at=None):
        normed = rms_norm(x, w[f"{prefix}.residual1.norm.weight"])
        source = normed if context is None else context
        fn = f"{prefix}.residual1.fn"

        def split(y, name):
            y = y @ w[f"{fn}.{name}.weight"].T
            return y.unflatten(-1, (heads, -1)).transpose(1, 2)

        q, k, v = split(normed, "q_proj"), split(source, "k_proj"), split(source, "v_proj")
        if self.case["positions"] == "rope":
            frequencies = w[f"{fn}.rope.freqs"]
            q = rotate(q, at, frequencies)
            k = rotate(k, at if context is None else context_at, frequencies)
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).flatten(2)
        x = x + mixed @ w[f"{fn}.proj.weight"].T
        hidden = rms_norm(x, w[f"{prefix}.residual2.norm.weight"])
        hidden = F.gelu(hidden @ w[f"{prefix}.residual2.fn.fc1.weight"].T)
        return x + hidden @ w[f"{prefix}.residual2.fn.fc2.weight"].T

    def table(self, w, name, width):
        if self.case["positions"] == "learnable":
            return w[name]
        if self.case["positions"] == "sincos":
            return sincos_table(self.side, self.side, width)
        return torch.zeros(self.tokens, width)

    def embed(self, w, images, places):
        """places: [batch, token]. Returns tokens with registers, and where all of them stand."""
        c, batch = self.case, len(images)
        x = F.conv2d(images, w["patch_embed.weight"], w["patch_embed.bias"], stride=c["patch"])
        x = x.flatten(2).transpose(1, 2) + self.table(w, "pos_embed", c["dim"])
        x = torch.gather(x, 1, places[..., None].expand(-1, -1, c["dim"]))
        at = self.coordinates[places]
        if not c["regs"]:
            return x, at
        low, high = at.amin(1, keepdim=True), at.amax(1, keepdim=True)
        edge = low + register_coordinates(c["regs"]) * (high - low)
        registers = w["registers"].expand(batch, -1, -1)
        return torch.cat([registers, x], 1), torch.cat([edge, at], 1)

    def encode(self, w, images, places=None):
        """[batch, register + token, channel] and coordinates."""
        if places is None:
            places = torch.arange(self.tokens).expand(len(images), -1)
        x, at = self.embed(w, images, places)
        for i in range(self.case["enc"]):
            x = self.block(w, f"encoder.blocks.{i}", self.case["heads"], x, at)
        return rms_norm(x), at

    def forward(self, w, images, visible, predicted):
        """Encoder tokens of the visible patches and predictions [batch · predicted, channel]."""
        c = self.case
        if c["predictor"] == "fused":
            x, at = self.embed(w, images, visible)
            count = x.shape[1]
            masks = w["mask_token"] + self.table(w, "pos_embed", c["dim"])[predicted]
            x, at = torch.cat([x, masks], 1), torch.cat([at, self.coordinates[predicted]], 1)
            for i in range(c["enc"]):
                x = self.block(w, f"encoder.blocks.{i}", c["heads"], x, at)
            x = rms_norm(x)
            return x[:, :count], x[:, count:].flatten(0, 1)
        encoded, at = self.encode(w, images, visible)
        x = w["mask_token"] + self.table(w, "decoder.pos_embed", c["dec_dim"])[predicted]
        places = self.coordinates[predicted]
        if c["predictor"] == "cross-attention":
            for i in range(c["dec"]):
                x = self.block(
                    w, f"decoder.blocks.{i}", c["dec_heads"], x, places, encoded, at
                )
        else:
            context = encoded
            if "decoder.entry.weight" in w:
                context = encoded @ w["decoder.entry.weight"].T
            count = context.shape[1]
            x, places = torch.cat([context, x], 1), torch.cat([at, places], 1)
            for i in range(c["dec"]):
                x = self.block(w, f"decoder.blocks.{i}", c["dec_heads"], x, places)
            x = x[:, count:]
        return encoded, rms_norm(x).flatten(0, 1)
