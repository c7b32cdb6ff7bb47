#!/usr/bin/env python3
"""Makes logistic.json (scikit-learn) and trained-probes.json (PyTorch).

Run with a Python that has numpy, scikit-learn and torch: python3 make-fixtures.py
"""
import json
import pathlib

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression

HERE = pathlib.Path(__file__).parent


def numbers(array, decimals):
    return [round(float(value), decimals) for value in array.ravel()]


def logistic():
    rng = np.random.default_rng(3)
    rows, channels, classes = 240, 7, 4
    labels = rng.choice(classes, size=rows, p=[0.5, 0.3, 0.15, 0.05])
    mix = rng.normal(size=(channels, channels))
    features = (rng.normal(size=(rows, channels)) + 0.8 * rng.normal(size=(classes, channels))[labels]) @ mix
    features = ((features - features.mean(0)) / features.std(0)).round(3)
    x = features.astype(np.float32).astype(np.float64)
    fits = []
    for exponent in np.linspace(-6, 5, 8):
        c = float(10**exponent)
        model = LogisticRegression(C=c, tol=1e-10, max_iter=100_000).fit(x, labels)
        w, b = model.coef_, model.intercept_
        logits = x @ w.T + b
        logits -= logits.max(1, keepdims=True)
        loss = np.log(np.exp(logits).sum(1)) - logits[np.arange(rows), labels]
        objective = loss.mean() + (w**2).sum() / (2 * c * rows)
        fits.append({"c": c, "objective": float(objective), "predictions": model.predict(x).tolist()})
    return {"channels": channels, "classes": classes, "features": numbers(features, 3),
            "labels": labels.tolist(), "fits": fits}


def adamw(parameters, rate, decay, steps, gradient):
    """AdamW on a cosine to 0; weights decay, the rest does not."""
    weights = [p for name, p in parameters.items() if name in ("keys", "values", "weights")]
    others = [p for name, p in parameters.items() if name not in ("keys", "values", "weights")]
    optimizer = torch.optim.AdamW(
        [{"params": weights, "weight_decay": decay}, {"params": others, "weight_decay": 0.0}], lr=rate)
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate * (1 + np.cos(np.pi * step / steps)) / 2
        optimizer.zero_grad()
        gradient(step).backward()
        optimizer.step()


def trained():
    torch.manual_seed(5)
    images, tokens, channels, classes, width = 40, 4, 66, 7, 64
    heads = (channels + width - 1) // width
    labels = torch.randint(classes, (images,))
    centres = torch.randn(classes, channels)
    features = torch.randn(images, tokens, channels)
    features[:, 0] += 1.5 * centres[labels]
    # Few digits, so that the file is small.
    features = features.round(decimals=2)
    queries = (0.5 * torch.randn(heads, width)).round(decimals=2)
    keys = (0.1 * torch.randn(heads * width, channels)).round(decimals=2)
    values = (0.1 * torch.randn(heads * width, channels)).round(decimals=2)
    epochs, batch = 4, 16
    order = [torch.randperm(images).tolist() for _ in range(epochs)]
    batches = [epoch[i:i + batch] for epoch in order for i in range(0, images, batch)]
    settings = [(rate, decay) for rate in (1e-3, 1e-2) for decay in (0.0, 1.0)]

    def attend(p, x):
        n = len(x)
        k = (x @ p["keys"].T).view(n, tokens, heads, width).transpose(1, 2)
        v = (x @ p["values"].T).view(n, tokens, heads, width).transpose(1, 2)
        q = p["queries"].expand(n, heads, width).unsqueeze(2)
        pooled = torch.nn.functional.scaled_dot_product_attention(q, k, v)
        return pooled.reshape(n, heads * width) @ p["weights"].T + p["intercepts"]

    def linear(p, x):
        return x.mean(1) @ p["weights"].T + p["intercepts"]

    results = {}
    for name, apply in (("linear", linear), ("attentive", attend)):
        results[name] = []
        for rate, decay in settings:
            inner = channels if name == "linear" else heads * width
            p = {"weights": torch.zeros(classes, inner), "intercepts": torch.zeros(classes)}
            if name == "attentive":
                p |= {"queries": queries.clone(), "keys": keys.clone(), "values": values.clone()}
            for value in p.values():
                value.requires_grad_()
            adamw(p, rate, decay, len(batches), lambda step: torch.nn.functional.cross_entropy(
                apply(p, features[batches[step]]), labels[batches[step]]))
            results[name].append({"rate": rate, "decay": decay,
                                  "logits": numbers(apply(p, features).detach(), 5)})
    return {"images": images, "tokens": tokens, "channels": channels, "classes": classes,
            "features": numbers(features, 2), "labels": labels.tolist(),
            "queries": numbers(queries, 2), "keys": numbers(keys, 2),
            "values": numbers(values, 2), "epochs": epochs, "batch": batch, "order": order,
            "results": results}


def write(name, value):
    text = json.dumps(value, separators=(",", ":"))
    (HERE / name).write_text(text + "\n")


write("logistic.json", logistic())
write("trained-probes.json", trained())
