"""Makes the files of weights beside it, with PyTorch: python make-fixtures.py

The values are formulas that WeightFileTests.swift repeats.
"""

import collections
import json
import os
import pathlib
import pickle
import struct
import zipfile

import torch

folder = pathlib.Path(__file__).resolve().parent


def saved(name: str, value: object, **options: object) -> None:
    torch.save(value, folder / name, **options)


numbers = torch.arange(6, dtype=torch.float32) / 4
state = collections.OrderedDict()
state["backbone.f32"] = numbers.reshape(2, 3)
state["backbone.f64"] = numbers.double()
state["backbone.f16"] = numbers.half()
state["backbone.bf16"] = numbers.bfloat16()
state["backbone.i64"] = torch.arange(-3, 3)
state["backbone.i32"] = torch.arange(-3, 3, dtype=torch.int32)
state["backbone.i16"] = torch.arange(-3, 3, dtype=torch.int16)
state["backbone.i8"] = torch.arange(-3, 3, dtype=torch.int8)
state["backbone.u8"] = torch.arange(250, 256, dtype=torch.uint8)
state["backbone.bool"] = torch.tensor([True, False, True])
state["backbone.transposed"] = numbers.reshape(2, 3).t()
state["backbone.slice"] = torch.arange(12.0).reshape(3, 4)[1:, ::2]
state["backbone.scalar"] = torch.tensor(2.5)
state["backbone.empty"] = torch.zeros(0, 3)
state["backbone.parameter"] = torch.nn.Parameter(numbers.clone())
state._metadata = collections.OrderedDict({"": {"version": 1}})
saved("types.pth", state)
saved("nested.pth", {"model": {"a": numbers}, "epoch": 3, "name": "x", "rate": 0.5})
saved("legacy.pth", {"a": numbers}, _use_new_zipfile_serialization=False)


class Code:
    def __reduce__(self):
        return (os.system, ("echo this must never run",))


def archive(name: str, pickled: bytes, compression: int = zipfile.ZIP_STORED) -> None:
    with zipfile.ZipFile(folder / name, "w", compression) as file:
        for entry, content in (("x/data.pkl", pickled), ("x/byteorder", b"little")):
            file.writestr(zipfile.ZipInfo(entry), content, compress_type=compression)


archive("code.pth", pickle.dumps({"a": Code()}, protocol=2))
archive("compressed.pth", pickle.dumps({"a": 1}, protocol=2), zipfile.ZIP_DEFLATED)
archive("list.pth", pickle.dumps([1, 2], protocol=2))
# A pickle whose tuples lie a hundred thousand deep.
archive("deep.pth", b"\x80\x02}X\x01\x00\x00\x00a)" + b"\x85" * 100_000 + b"s.")

header, body = {"__metadata__": {"format": "pt"}}, b""
for name, kind, shape, content in (
    ("backbone.f32", "F32", [2, 3], numbers.numpy().tobytes()),
    ("backbone.i64", "I64", [6], torch.arange(-3, 3).numpy().tobytes()),
    ("backbone.bf16", "BF16", [6], numbers.bfloat16().view(torch.int16).numpy().tobytes()),
):
    header[name] = {
        "dtype": kind, "shape": shape, "data_offsets": [len(body), len(body) + len(content)]}
    body += content
text = json.dumps(header).encode()
(folder / "types.safetensors").write_bytes(struct.pack("<Q", len(text)) + text + body)
