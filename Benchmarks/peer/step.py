#!/usr/bin/env python3
"""A training step of CAPI in PyTorch, as a researcher would write it with speed in mind.

    step.py MODE THREADS JSON    MODE: float32, bfloat16, compiled-float32, compiled-bfloat16

JSON is what `capi bench CASE --on-request` prints first: the experiment with all values, and how many patches
are seen and predicted. Then each line of standard input is a number of steps to train, or `features` and a number of forward passes of the
encoder over all patches; the answer is their seconds and the peak of this process's memory. The step is the one of capi: the teacher's features of all
patches, online clustering with positionwise Sinkhorn and an optimizer of its own, the student on the visible
patches, the cross-attention predictor, AdamW, and the teacher moved. bfloat16 is PyTorch's autocast: float32
master weights, Sinkhorn and losses in float32. `compiled` passes both forward passes and the losses through
torch.compile.
"""
import json
import math
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


def rope_frequencies(width, lowest=7e-4, highest=7.0):
    quarter = width // 4
    exponent = torch.linspace(0, -1, quarter)
    f = highest * (highest / lowest) ** exponent * 2 * math.pi
    pair = torch.cat([f, f])
    return torch.stack([torch.cat([pair, 0 * pair]), torch.cat([0 * pair, pair])])


def register_coordinates(count):
    c = torch.arange(count // 4) / max(count // 4, 1)
    zero, one = torch.zeros_like(c), torch.ones_like(c)
    sides = [(c, zero), (one, c), (1 - c, one), (zero, 1 - c)]
    return torch.cat([torch.stack(side, -1) for side in sides])


def rotate(x, cos, sin):
    first, second = x.chunk(2, -1)
    return x * cos + torch.cat([-second, first], -1) * sin


class Attention(nn.Module):
    def __init__(self, width, context, heads):
        super().__init__()
        self.heads = heads
        self.is_self = context is None
        if self.is_self:
            self.qkv = nn.Linear(width, 3 * width, bias=False)
        else:
            self.q = nn.Linear(width, width, bias=False)
            self.kv = nn.Linear(context, 2 * width, bias=False)
        self.out = nn.Linear(width, width, bias=False)

    def split(self, x, parts):
        batch, tokens, _ = x.shape
        return x.view(batch, tokens, parts, self.heads, -1).permute(2, 0, 3, 1, 4).unbind(0)

    def forward(self, x, at, context, context_at):
        if self.is_self:
            q, k, v = self.split(self.qkv(x), 3)
        else:
            (q,), (k, v) = self.split(self.q(x), 1), self.split(self.kv(context), 2)
        q, k = rotate(q, *at).to(v.dtype), rotate(k, *context_at).to(v.dtype)
        mixed = F.scaled_dot_product_attention(q, k, v)
        return self.out(mixed.transpose(1, 2).flatten(2))


class Block(nn.Module):
    def __init__(self, width, context, heads, ratio, drop):
        super().__init__()
        self.norm1, self.norm2 = nn.RMSNorm(width, eps=1e-5), nn.RMSNorm(width, eps=1e-5)
        self.attention = Attention(width, context, heads)
        self.fc1 = nn.Linear(width, int(width * ratio), bias=False)
        self.fc2 = nn.Linear(int(width * ratio), width, bias=False)
        self.drop = drop

    def mlp(self, x):
        return self.fc2(F.gelu(self.fc1(self.norm2(x))))

    def forward(self, x, at, context, context_at):
        def attend(x, at, context, context_at):
            return self.attention(self.norm1(x), at, context, context_at)

        if not (self.training and self.drop):
            x = x + attend(x, at, context, context_at)
            return x + self.mlp(x)
        # A subset of the batch goes through each branch; its residuals are scaled up.
        kept = max(1, round(len(x) * (1 - self.drop)))

        def pick(pair, places):
            return None if pair is None else tuple(table[places] for table in pair)

        places = torch.randperm(len(x))[:kept]
        branch = attend(x[places], pick(at, places), None if context is None else context[places],
                        pick(context_at, places))
        x = x.index_add(0, places, branch.to(x.dtype), alpha=len(x) / kept)
        places = torch.randperm(len(x))[:kept]
        return x.index_add(0, places, self.mlp(x[places]).to(x.dtype), alpha=len(x) / kept)


class Backbone(nn.Module):
    def __init__(self, c):
        super().__init__()
        m, p = c["model"], c["predictor"]
        side = c["images"]["size"] // m["patch"]
        self.patch = m["patch"]
        self.embed = nn.Linear(3 * m["patch"] ** 2, m["width"])
        self.registers = nn.Parameter(0.02 * torch.randn(1, m["registers"], m["width"]))
        self.mask = nn.Parameter(0.02 * torch.randn(1, 1, p["width"]))
        drop = m["stochastic_depth"]
        self.encoder = nn.ModuleList(
            Block(m["width"], None, m["heads"], m["mlp_ratio"], drop) for _ in range(m["depth"]))
        self.predictor = nn.ModuleList(
            Block(p["width"], m["width"], p["heads"], m["mlp_ratio"], drop) for _ in range(p["depth"]))
        grid = torch.linspace(0, 1, side)
        self.register_buffer(
            "grid", torch.stack(torch.meshgrid(grid, grid, indexing="ij"), -1).reshape(-1, 2))
        self.register_buffer("edge", register_coordinates(m["registers"]))
        self.register_buffer("turn", rope_frequencies(m["width"] // m["heads"]))
        self.register_buffer("predictor_turn", rope_frequencies(p["width"] // p["heads"]))

    @staticmethod
    def table(at, turn):
        angle = (at @ turn)[:, None]
        return angle.cos(), angle.sin()

    def patches(self, images):
        return F.unfold(images, self.patch, stride=self.patch).transpose(1, 2)

    def encode(self, images, places):
        """places: [batch, visible], or None for all patches."""
        x = self.patches(images)
        if places is None:
            at = self.grid.expand(len(images), -1, -1)
        else:
            # Only what is seen is embedded.
            x = torch.gather(x, 1, places[..., None].expand(-1, -1, x.shape[-1]))
            at = self.grid[places]
        x = self.embed(x)
        low, high = at.amin(1, keepdim=True), at.amax(1, keepdim=True)
        at = torch.cat([low + self.edge * (high - low), at], 1)
        x = torch.cat([self.registers.expand(len(x), -1, -1), x], 1)
        turned = self.table(at, self.turn)
        for block in self.encoder:
            x = block(x, turned, None, turned)
        return F.rms_norm(x, x.shape[-1:], eps=1e-5), at

    def teach(self, images):
        x, _ = self.encode(images, None)
        return x[:, self.registers.shape[1]:]

    def forward(self, images, visible, predicted):
        context, at = self.encode(images, visible)
        x = self.mask.expand(len(images), predicted.shape[1], -1)
        turned = self.table(self.grid[predicted], self.predictor_turn)
        context_turned = self.table(at, self.predictor_turn)
        for block in self.predictor:
            x = block(x, turned, context, context_turned)
        return F.rms_norm(x, x.shape[-1:], eps=1e-5)


class PrototypeHead(nn.Module):
    """Cosine of prediction and prototype, with a length for each prototype."""

    def __init__(self, width, prototypes):
        super().__init__()
        self.direction = nn.Parameter(torch.randn(prototypes, width) / math.sqrt(width))
        self.length = nn.Parameter(torch.ones(prototypes, 1))

    def forward(self, x):
        weight = self.direction * (self.length / (self.direction.norm(dim=-1, keepdim=True) + 1e-8))
        return F.linear(F.normalize(x, dim=-1), weight)


@torch.no_grad()
def sinkhorn(scores, iterations):
    """One problem for each place, over the batch. scores: [batch, token, prototype]."""
    plan = scores.transpose(0, 1)
    plan = torch.exp(plan - plan.amax(1, keepdim=True))
    for _ in range(iterations):
        plan.div_(plan.sum(1, keepdim=True).add_(1e-8))
        plan.div_(plan.sum(2, keepdim=True).add_(1e-8))
    return plan.transpose(0, 1)


class Step:
    def __init__(self, given, mode):
        torch.manual_seed(0)
        c = self.c = given["experiment"]
        self.loss, self.batch = c["loss"], c["training"]["batch"]
        self.visible, self.predicted = given["visible"], given["predicted"]
        self.student, self.teacher = Backbone(c).train(), Backbone(c).eval()
        self.teacher.load_state_dict(self.student.state_dict())
        self.teacher.requires_grad_(False)
        width, k = c["model"]["width"], self.loss["prototypes"]
        self.head = PrototypeHead(c["predictor"]["width"], k)
        self.clustering = nn.Linear(width, k, bias=self.loss["bias"])
        o = c["optimizer"]
        decayed, others = [], []
        for module in (self.student, self.head):
            for p in module.parameters():
                (decayed if p.ndim > 1 else others).append(p)
        self.optimizer = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": o["weight_decay"]},
             {"params": others, "weight_decay": 0.1 * o["weight_decay"]}],
            lr=1e-4, betas=(o["beta1"], o["beta2"]), fused=True)
        self.clustering_optimizer = torch.optim.AdamW(
            self.clustering.parameters(), lr=5e-5, betas=(o["beta1"], o["beta2"]),
            weight_decay=self.loss["clustering_weight_decay"], fused=True)
        size = c["images"]["size"]
        self.images = torch.randn(self.batch, 3, size, size)
        self.autocast = mode.endswith("bfloat16")
        self.targets_of, self.losses_of = self.targets, self.losses
        if mode.startswith("compiled"):
            self.targets_of = torch.compile(self.targets)
            self.losses_of = torch.compile(self.losses)

    @torch.no_grad()
    def targets(self, images):
        return self.teacher.teach(images)

    def features(self):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.autocast):
            return self.targets_of(self.images)

    def losses(self, images, tokens, visible, predicted):
        loss = self.loss
        scores = self.clustering(F.normalize(tokens.float(), dim=-1, eps=1e-7)).float()
        assignments = sinkhorn(
            scores.detach() / loss["target_temperature"], self.c["sinkhorn"]["iterations"])
        targets = torch.gather(
            assignments, 1, predicted[..., None].expand(-1, -1, assignments.shape[-1]))
        logits = self.head(self.student(images, visible, predicted)).float()
        student = -(targets * F.log_softmax(logits / loss["student_temperature"], -1)).sum(-1).mean()
        own = -(assignments * F.log_softmax(scores / loss["prediction_temperature"], -1)).sum(-1).mean()
        return student + own

    def __call__(self):
        tokens = self.student.grid.shape[0]
        order = torch.rand(self.batch, tokens).argsort(1)
        visible = order[:, :self.visible].sort(1).values
        predicted = order[:, self.visible:self.visible + self.predicted].sort(1).values
        with torch.autocast("cpu", torch.bfloat16, enabled=self.autocast):
            targets = self.targets_of(self.images)
            loss = self.losses_of(self.images, targets, visible, predicted)
        self.optimizer.zero_grad()
        self.clustering_optimizer.zero_grad()
        loss.backward()
        self.optimizer.step()
        self.clustering_optimizer.step()
        with torch.no_grad():
            torch._foreach_lerp_(
                list(self.teacher.parameters()), list(self.student.parameters()), 0.001)
        return loss.item()


def main():
    mode, threads, given = sys.argv[1], int(sys.argv[2]), json.loads(sys.argv[3])
    torch.set_num_threads(threads)
    step = Step(given, mode)
    loss = 0.0
    for line in sys.stdin:
        seconds = []
        *what, count = line.split()
        for _ in range(int(count)):
            start = time.perf_counter()
            if what:
                step.features()
            else:
                loss = step()
            seconds.append(time.perf_counter() - start)
        if not math.isfinite(loss):
            sys.exit(f"the loss is {loss}")
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << 10
        print(json.dumps({"seconds": seconds, "peak_memory_bytes": peak}), flush=True)


main()
