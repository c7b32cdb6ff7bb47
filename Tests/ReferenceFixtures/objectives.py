"""Targets, heads and losses in plain PyTorch, from the conventions of docs/components.md."""

import math

import torch
import torch.nn.functional as F


def sinkhorn(scores, iterations, positionwise):
    """scores: [batch, token, prototype], over the temperature; rows of the result sum to 1."""
    shape = scores.shape
    m = scores.transpose(0, 1) if positionwise else scores.reshape(1, -1, shape[-1])
    m = torch.exp(m - m.amax(1, keepdim=True))
    for _ in range(iterations):
        m = m / (m.sum(1, keepdim=True) + 1e-8)
        m = m / (m.sum(2, keepdim=True) + 1e-8)
    return m.transpose(0, 1) if positionwise else m.reshape(shape)


def pixel_targets(images, patch, normalise):
    """[batch, token, 3 · patch²], channel by channel."""
    x = F.unfold(images, patch, stride=patch).transpose(1, 2)
    if normalise:
        x = (x - x.mean(-1, keepdim=True)) / torch.sqrt(x.var(-1, keepdim=True) + 1e-6)
    return x


def hog_targets(images, patch, bins, cell):
    """[batch, token, 3 · (patch / cell)² · bins]: histograms of oriented gradients."""
    padded = F.pad(images, (1, 1, 1, 1), mode="replicate")
    across = padded[..., 1:-1, 2:] - padded[..., 1:-1, :-2]
    down = padded[..., 2:, 1:-1] - padded[..., :-2, 1:-1]
    size = torch.sqrt(down**2 + across**2)
    which = (torch.atan2(down, across) % math.pi / math.pi * bins).long() % bins
    b, channels, h, w = images.shape
    votes = torch.zeros(b, channels, bins, h, w)
    votes.scatter_add_(2, which[:, :, None], size[:, :, None])
    sums = F.avg_pool2d(votes.flatten(1, 2), cell) * cell**2
    sums = F.normalize(sums.unflatten(1, (channels, bins)), dim=2)
    tokens = []
    k = patch // cell
    for row in range(0, h // cell, k):
        for column in range(0, w // cell, k):
            part = sums[..., row : row + k, column : column + k]
            tokens.append(part.permute(0, 1, 3, 4, 2).flatten(1))
    return torch.stack(tokens, 1)


def head_weights(case, inp, generator):
    w = {}

    def matrix(out, inp):
        return torch.randn(out, inp, generator=generator) / math.sqrt(inp)

    if case["head"] == "mlp":
        for i in range(case["head_layers"]):
            last = i == case["head_layers"] - 1
            out = case["head_bottleneck"] if last else case["head_hidden"]
            w[f"mlp.{2 * i}.weight"] = matrix(out, inp)
            w[f"mlp.{2 * i}.bias"] = torch.randn(out, generator=generator) * 0.1
            inp = out
    w["last_layer.weight_g"] = 1 + torch.randn(case["k"], 1, generator=generator) * 0.1
    w["last_layer.weight_v"] = matrix(case["k"], inp)
    return w


def projection_weights(inp, out, generator):
    return {
        "projection.weight": torch.randn(out, inp, generator=generator) / math.sqrt(inp),
        "projection.bias": torch.randn(out, generator=generator) * 0.1,
    }


def head(w, x):
    if "projection.weight" in w:
        x = x @ w["projection.weight"].T + w["projection.bias"]
    layers = sum(name.startswith("mlp.") and name.endswith("weight") for name in w)
    for i in range(layers):
        x = x @ w[f"mlp.{2 * i}.weight"].T + w[f"mlp.{2 * i}.bias"]
        if i < layers - 1:
            x = F.gelu(x)
    if "last_layer.weight_v" not in w:
        return x
    x = x / x.norm(dim=-1, keepdim=True).clamp(min=1e-12)
    v, g = w["last_layer.weight_v"], w["last_layer.weight_g"]
    return x @ (v * g / (v.norm(dim=-1, keepdim=True) + 1e-8)).T


def cross_entropy(targets, logits, temperature):
    return -(targets * (logits / temperature).log_softmax(-1)).sum(-1).mean()


class Capi:
    def __init__(self, case, prediction_width, target_width, generator):
        self.case = case
        self.student = head_weights(case, prediction_width, generator)
        self.teacher = {
            "layer.weight": torch.randn(case["k"], target_width, generator=generator)
        }
        if case["bias"]:
            self.teacher["layer.bias"] = torch.randn(case["k"], generator=generator) * 0.1
        self.learns_teacher = True

    def __call__(self, predictions, tokens, flat):
        c = self.case
        x = tokens / tokens.norm(dim=-1, keepdim=True).clamp(min=1e-7)
        scores = x @ self.teacher["layer.weight"].T
        if c["bias"]:
            scores = scores + self.teacher["layer.bias"]
        with torch.no_grad():
            assignments = sinkhorn(
                scores / c["target_temp"], c["sinkhorn_iters"], c["positionwise"]
            )
        targets = assignments.flatten(0, 1)[flat]
        logits = head(self.student, predictions)
        return {
            "loss": cross_entropy(targets, logits, c["student_temp"]),
            "clustering_loss": cross_entropy(assignments, scores, c["pred_temp"]),
            "out": {"assignments": assignments, "targets": targets, "logits": logits},
        }

    def follow(self):
        return {}


class IBOT:
    def __init__(self, case, prediction_width, target_width, generator):
        self.case = case
        self.student = head_weights(case, target_width, generator)
        self.teacher = head_weights(case, target_width, generator)
        if prediction_width != target_width:
            self.student |= projection_weights(prediction_width, target_width, generator)
        self.centre = torch.zeros(case["k"])
        self.learns_teacher = False

    def __call__(self, predictions, tokens, flat):
        c = self.case
        with torch.no_grad():
            scores = head(self.teacher, tokens)
            if c["centring"] == "mean":
                assignments = ((scores - self.centre) / c["target_temp"]).softmax(-1)
                m = c["centre_momentum"]
                self.centre = self.centre * m + scores.mean((0, 1)) * (1 - m)
            else:
                assignments = sinkhorn(
                    scores / c["target_temp"], c["sinkhorn_iters"], c["positionwise"]
                )
        targets = assignments.flatten(0, 1)[flat]
        logits = head(self.student, predictions)
        return {
            "loss": cross_entropy(targets, logits, c["student_temp"]),
            "out": {"assignments": assignments, "targets": targets, "logits": logits},
        }

    def follow(self):
        m = self.case["head_momentum"]
        with torch.no_grad():
            for name, tensor in self.teacher.items():
                tensor.mul_(m).add_(self.student[name], alpha=1 - m)
        return {"centre": self.centre} if self.case["centring"] == "mean" else {}


class Direct:
    def __init__(self, case, prediction_width, target_width, generator):
        self.case = case
        self.student, self.teacher = {}, {}
        if prediction_width != target_width:
            self.student = projection_weights(prediction_width, target_width, generator)
        self.learns_teacher = False

    def __call__(self, predictions, tokens, flat):
        c = self.case
        if c["target_layer_norm"]:
            tokens = F.layer_norm(tokens, tokens.shape[-1:])
        targets = tokens.flatten(0, 1)[flat]
        x = head(self.student, predictions)
        loss = {
            "huber": lambda: F.smooth_l1_loss(x, targets),
            "mse": lambda: F.mse_loss(x, targets),
            "cosine": lambda: (1 - F.cosine_similarity(x, targets, dim=-1)).mean(),
        }[c["distance"]]()
        return {"loss": loss, "out": {"regression_targets": targets}}

    def follow(self):
        return {}


LOSSES = {"capi": Capi, "ibot": IBOT, "direct": Direct}
