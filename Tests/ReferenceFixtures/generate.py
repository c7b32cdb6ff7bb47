"""Makes the fixtures of this folder: PYTHON generate.py. Needs torch and h5py.

The layout is that of the reference's parity files, so `capi parity FILE` reads them; attributes
beyond those name the components (docs/components.md).
"""

import pathlib

import h5py
import numpy
import torch

from network import Network, register_coordinates
from objectives import LOSSES, hog_targets, pixel_targets

DEFAULTS = dict(
    img=16, patch=4, dim=16, heads=2, enc=2, dec=1, mlp_ratio=2.0, regs=4, bs=3, steps=1,
    ratio=0.65, pred=4, k=12, positionwise=1, sinkhorn_iters=3, student_temp=0.12,
    target_temp=0.06, pred_temp=0.12, lr=1e-3, clustering_lr=5e-4, weight_decay=0.1,
    clustering_weight_decay=0.01, beta1=0.9, beta2=0.95, adam_eps=1e-8, ema=0.99, seed=0,
    target="ema-teacher", normalise=1, hog_bins=9, hog_cell=4, loss="capi", head="linear", head_hidden=20,
    head_bottleneck=10, head_layers=3, bias=1, centring="mean", centre_momentum=0.9,
    head_momentum=0.98, distance="huber", target_layer_norm=1, predictor="cross-attention",
    positions="rope", empty="",
)  # fmt: skip

CASES = {
    "capi-standard-no-registers": dict(
        positionwise=0, regs=0, dim=12, heads=3, enc=1, dec_dim=16, dec_heads=2, bias=0, k=20, img=20,
        steps=2, empty="registers",
    ),
    "capi-mlp-sincos": dict(head="mlp", positions="sincos", sinkhorn_iters=5),
    "capi-hog": dict(target="hog", hog_bins=5, hog_cell=2),
    "ibot-mean-self-learnable": dict(
        loss="ibot", head="mlp", student_temp=0.1, target_temp=0.07, positions="learnable",
        predictor="self-attention", steps=2, enc=1, head_hidden=12, img=12,
        head_layers=2, mlp_ratio=1.0,
    ),
    "ibot-sinkhorn-fused": dict(
        loss="ibot", head="mlp", centring="sinkhorn", predictor="fused", regs=8, enc=3
    ),
    "ibot-pixels-standard": dict(
        loss="ibot", target="pixels", centring="sinkhorn", positionwise=0, student_temp=0.1
    ),
    "direct-huber-fused-sincos": dict(
        loss="direct", predictor="fused", positions="sincos", enc=3, regs=0
    ),
    "direct-mse-pixels-learnable": dict(
        loss="direct", distance="mse", target="pixels", normalise=True, target_layer_norm=0,
        positions="learnable", dec=2,
    ),
    "direct-cosine-pixels-self-wide": dict(
        loss="direct", distance="cosine", target="pixels", normalise=0,
        predictor="self-attention", dec_dim=24, dec_heads=3, enc=1,
    ),
}  # fmt: skip


def groups(case, backbone, head):
    """[learning rate, weight decay] of each of the student's parameters."""
    result = {}
    for prefix, weights in (("backbone", backbone), ("head", head)):
        for name in weights:
            lr, decay = case["lr"], case["weight_decay"]
            if name.endswith("rope.freqs"):
                lr = 0.0
            elif name.startswith("patch_embed"):
                lr = lr * 0.2
            if name.endswith("bias"):
                decay = 0.0
            elif ".norm." in name:
                decay = decay * 0.1
            result[f"{prefix}.{name}"] = (lr, decay)
    return result


def draw_masks(case, network, random):
    visible, predicted = [], []
    hidden_count = int(network.tokens * case["ratio"])
    for _ in range(case["bs"]):
        order = torch.randperm(network.tokens, generator=random)
        visible.append(order[hidden_count:].sort().values)
        predicted.append(order[: case["pred"]].sort().values)
    return torch.stack(visible), torch.stack(predicted)


def flat(places, tokens):
    return (places + torch.arange(len(places))[:, None] * tokens).flatten()


def write(file, path, tensor):
    values = tensor.detach().numpy()
    file.create_dataset(path, data=values)


def make(name, changes, folder):
    case = DEFAULTS | changes
    case["dec_dim"] = case.get("dec_dim", case["dim"])
    case["dec_heads"] = case.get("dec_heads", case["heads"])
    random = torch.Generator().manual_seed(case["seed"])
    network = Network(case)
    student, teacher = network.weights(random), network.weights(random)
    uses_teacher = case["target"] == "ema-teacher"
    width = {
        "ema-teacher": case["dim"],
        "pixels": 3 * case["patch"] ** 2,
        "hog": 3 * case["hog_bins"] * (case["patch"] // case["hog_cell"]) ** 2,
    }[case["target"]]
    loss = LOSSES[case["loss"]](case, case["dec_dim"], width, random)
    learned = {f"backbone.{n}": t for n, t in student.items()}
    learned |= {f"head.{n}": t for n, t in loss.student.items()}
    for n, tensor in learned.items():
        tensor.requires_grad_(not n.endswith("freqs"))
    rules = groups(case, student, loss.student)
    settings = dict(betas=(case["beta1"], case["beta2"]), eps=case["adam_eps"])
    optimizer = torch.optim.AdamW(
        [{"params": [t], "lr": rules[n][0], "weight_decay": rules[n][1]}
         for n, t in learned.items() if t.requires_grad],
        **settings,
    )  # fmt: skip
    clustering = None
    if loss.learns_teacher:
        for tensor in loss.teacher.values():
            tensor.requires_grad_(True)
        clustering = torch.optim.AdamW(
            loss.teacher.values(), lr=case["clustering_lr"],
            weight_decay=case["clustering_weight_decay"], **settings,
        )  # fmt: skip

    kept = {"student/backbone": student, "student/head": loss.student}
    kept["teacher/head"] = loss.teacher
    if uses_teacher:
        kept["teacher/backbone"] = teacher

    with h5py.File(folder / f"{name}.h5", "w", libver=("v108", "v108")) as file:
        hidden = int(network.tokens * case["ratio"])
        sizes = dict(n_tokens=network.tokens, n_masked=hidden, n_visible=network.tokens - hidden,
                     n_predict=case["pred"])  # fmt: skip
        for key, value in sorted((case | sizes).items()):
            if key != "empty":
                file.attrs[key] = value
        for prefix, weights in kept.items():
            for n, tensor in weights.items():
                write(file, f"init/{prefix}/{n}", tensor)
        if case["regs"]:
            write(file, "register_coordinates", register_coordinates(case["regs"])[None])
        file.create_group("param_groups").attrs.update(
            {n: numpy.array(rule) for n, rule in rules.items()}
        )
        for step in range(case["steps"]):
            images = torch.randn(case["bs"], 3, case["img"], case["img"], generator=random)
            visible, predicted = draw_masks(case, network, random)
            with torch.no_grad():
                if uses_teacher:
                    tokens = network.encode(teacher, images)[0][:, case["regs"] :]
                elif case["target"] == "pixels":
                    tokens = pixel_targets(images, case["patch"], case["normalise"])
                else:
                    tokens = hog_targets(
                        images, case["patch"], case["hog_bins"], case["hog_cell"]
                    )
            encoded, predictions = network.forward(student, images, visible, predicted)
            asked = flat(predicted, network.tokens)
            result = loss(predictions, tokens, asked)
            (result["loss"] + result.get("clustering_loss", 0)).backward()

            group = f"step{step}"
            write(file, f"{group}/in/images", images)
            write(file, f"{group}/in/visible_indices", flat(visible, network.tokens))
            write(file, f"{group}/in/predict_indices", asked)
            outputs = result["out"] | {
                "teacher_patches": tokens, "predictions": predictions,
                "encoder_visible": encoded[:, case["regs"] :],
            }  # fmt: skip
            for n, tensor in outputs.items():
                write(file, f"{group}/out/{n}", tensor)
            attributes = file[group].attrs
            attributes["capi_loss"] = result["loss"].item()
            if "clustering_loss" in result:
                attributes["clustering_loss"] = result["clustering_loss"].item()
            if "targets" in result["out"]:
                p = result["out"]["targets"]
                entropy = -(p * p.clamp(min=1e-30).log()).sum(-1).mean()
                attributes["target_entropy"] = entropy.item()
            for prefix, weights in kept.items():
                for n, tensor in weights.items():
                    if tensor.grad is not None:
                        write(file, f"{group}/grad/{prefix}/{n}", tensor.grad)
            for one in (optimizer, clustering):
                if one:
                    one.step()
                    one.zero_grad()
            state = loss.follow()
            with torch.no_grad():
                for n, tensor in teacher.items():
                    if uses_teacher and not n.endswith("freqs"):
                        tensor.mul_(case["ema"]).add_(student[n], alpha=1 - case["ema"])
            for prefix, weights in kept.items():
                for n, tensor in weights.items():
                    if not n.endswith("freqs"):
                        write(file, f"{group}/after/{prefix}/{n}", tensor)
            for n, tensor in state.items():
                write(file, f"{group}/after/loss/{n}", tensor)
        images = torch.randn(2, 3, case["img"], case["img"], generator=random)
        write(file, "eval/images", images)
        write(file, "eval/tokens", network.encode(student, images)[0])


def block_size(rows, columns, scale, aspect):
    """I-JEPA's block: see its MaskCollator._sample_block_size."""
    area = int(rows * columns * scale)
    h, w = round((area * aspect) ** 0.5), round((area / aspect) ** 0.5)
    return max(1, min(h, rows - 1)), max(1, min(w, columns - 1))


def make_block_sizes(folder):
    random = numpy.random.default_rng(0)
    inputs, sizes = [], []
    for rows, columns in [(1, 4), (4, 4), (8, 8), (14, 14), (9, 7), (16, 5), (2, 2)]:
        for _ in range(20):
            scale, aspect = random.uniform(0.02, 1.0), random.uniform(0.5, 2.0)
            inputs.append((rows, columns, scale, aspect))
            sizes.append(block_size(rows, columns, scale, aspect))
    with h5py.File(folder / "block-sizes.h5", "w", libver=("v108", "v108")) as file:
        file["in"] = numpy.array(inputs)
        file["out"] = numpy.array(sizes, dtype=numpy.int64)


if __name__ == "__main__":
    torch.set_num_threads(1)
    here = pathlib.Path(__file__).parent
    for name, changes in CASES.items():
        make(name, changes, here)
    make_block_sizes(here)
