#!/usr/bin/env python3
"""The linear and the attentive probe once more, in plain PyTorch, on files of features.

    capi features RUN --split train --to train.h5
    capi features RUN --split test --to test.h5
    probes.py train.h5 test.h5 [--train-images N] [--seed N]

Shares nothing with capi but the protocol: initial weights, validation images and the order of images are
PyTorch's own. Each setting of the grid is a module of its own under torch.optim.AdamW; keys and values
are made for every patch, and attention is PyTorch's. Prints what is chosen on a tenth of the training
images, and top-1 and top-5 on the test images after training again on all of them, in percent.
"""
import argparse
import math

import h5py
import torch
from torch import nn

RATES, DECAYS = (1e-4, 3e-4, 1e-3, 3e-3, 1e-2), (0.0, 1e-2, 1.0)
EPOCHS, BATCH, HEAD = 20, 128, 64


class Linear(nn.Module):
    """A classifier of the mean patch."""

    def __init__(self, channels, classes):
        super().__init__()
        self.classify = nn.Linear(channels, classes)

    def forward(self, patches):
        return self.classify(patches)


class Attentive(nn.Module):
    """One learned query over the patches, then a classifier."""

    def __init__(self, channels, classes):
        super().__init__()
        self.heads = math.ceil(channels / HEAD)
        self.query = nn.Parameter(0.02 * torch.randn(self.heads, HEAD))
        self.key = nn.Linear(channels, self.heads * HEAD, bias=False)
        self.value = nn.Linear(channels, self.heads * HEAD, bias=False)
        self.classify = nn.Linear(self.heads * HEAD, classes)
        nn.init.xavier_uniform_(self.key.weight)
        nn.init.xavier_uniform_(self.value.weight)

    def forward(self, patches):
        batch, tokens, _ = patches.shape
        def split(x):
            return x.view(batch, tokens, self.heads, HEAD).transpose(1, 2)
        query = self.query.expand(batch, self.heads, HEAD).unsqueeze(2)
        pooled = nn.functional.scaled_dot_product_attention(
            query, split(self.key(patches)), split(self.value(patches)))
        return self.classify(pooled.flatten(1))


def read(path, images):
    """Features [image, token, channel] and labels of images that are spread evenly."""
    with h5py.File(path, "r") as file:
        count = len(file["label"])
        wanted = min(images or count, count)
        places = [place * count // wanted for place in range(wanted)]
        features = torch.from_numpy(file["data"][places]).float()
        return features.flatten(1, 2), torch.from_numpy(file["label"][places])


def standardised(features, images):
    """By the channels' mean and deviation over the images' rows."""
    rows = features[images].flatten(0, -2)
    mean, deviation = rows.mean(0), rows.std(0, correction=0)
    return mean, torch.where(deviation > 0, deviation, 1)


def train(kind, settings, features, labels, images, classes):
    models = nn.ModuleList(kind(features.shape[-1], classes) for _ in settings)
    groups = []
    for model, (rate, decay) in zip(models, settings):
        weights = [p for name, p in model.named_parameters() if name.endswith("weight")]
        others = [p for name, p in model.named_parameters() if not name.endswith("weight")]
        groups.append({"params": weights, "lr": rate, "weight_decay": decay})
        groups.append({"params": others, "lr": rate, "weight_decay": 0.0})
    optimizer = torch.optim.AdamW(groups)
    per_epoch = math.ceil(len(images) / BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: (1 + math.cos(math.pi * step / (per_epoch * EPOCHS))) / 2)
    for _ in range(EPOCHS):
        for batch in images[torch.randperm(len(images))].split(BATCH):
            x, y = features[batch], labels[batch]
            optimizer.zero_grad()
            sum(nn.functional.cross_entropy(model(x), y) for model in models).backward()
            optimizer.step()
            schedule.step()
    return models


@torch.no_grad()
def accuracy(model, features, labels, ranks=1):
    right = 0
    for x, y in zip(features.split(256), labels.split(256)):
        right += (model(x).topk(ranks).indices == y[:, None]).any(1).sum().item()
    return 100 * right / len(labels)


def probe(kind, fit, test):
    (features, labels), (test_features, test_labels) = fit, test
    classes = int(labels.max()) + 1
    settings = [(rate, decay) for rate in RATES for decay in DECAYS]
    order = torch.randperm(len(labels))
    held, kept = order[:len(order) // 10], order[len(order) // 10:]
    mean, deviation = standardised(features, kept)
    scaled = (features - mean) / deviation
    models = train(kind, settings, scaled, labels, kept, classes)
    scores = [accuracy(model, scaled[held], labels[held]) for model in models]
    best = max(range(len(settings)), key=scores.__getitem__)
    mean, deviation = standardised(features, order)
    (model,) = train(kind, [settings[best]], (features - mean) / deviation, labels, order, classes)
    scaled = (test_features - mean) / deviation
    top1, top5 = (accuracy(model, scaled, test_labels, ranks) for ranks in (1, 5))
    rate, decay = settings[best]
    print(f"{kind.__name__.lower()}: top1 {top1:.2f}, top5 {top5:.2f} (learning rate {rate:g}, "
          f"weight decay {decay:g}, validation {scores[best]:.2f})", flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    options.add_argument("train")
    options.add_argument("test")
    options.add_argument("--train-images", type=int)
    options.add_argument("--seed", type=int, default=0)
    given = options.parse_args()
    torch.manual_seed(given.seed)
    fit, test = read(given.train, given.train_images), read(given.test, None)
    means = [(features.mean(1), labels) for features, labels in (fit, test)]
    probe(Linear, *means)
    probe(Attentive, fit, test)


main()
