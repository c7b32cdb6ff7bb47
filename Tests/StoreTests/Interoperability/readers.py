"""Compares an HDF5 file with expected values, through one reader.

    readers.py READER FILE MANIFEST

MANIFEST is JSON: `numbers` are {path, dtype, shape, file} with the raw little-endian values in `file`
beside it, `texts` are {path, values}. Every value is compared bit by bit. Prints "equal: N".
"""

import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np


class H5py:
    """Also what pandas reads through."""

    def __init__(self, path):
        import h5py
        self.file = h5py.File(path)

    def numbers(self, path):
        return self.file[path][()]

    def texts(self, path):
        data = self.file[path]
        assert data.dtype == object, data.dtype
        return [str(text) for text in np.atleast_1d(data.asstr()[()])]


class Pandas(H5py):
    """A column of the table that its group is."""

    def numbers(self, path):
        import pandas as pd
        group, name = path.rsplit("/", 1)
        frame = pd.DataFrame({name: self.file[group][name][:]})
        assert len(frame) == self.file[group][name].shape[0]
        return frame[name].to_numpy()


class NetCDF4:
    def __init__(self, path):
        import netCDF4
        self.file = netCDF4.Dataset(path)
        self.file.set_auto_maskandscale(False)

    def variable(self, path):
        *groups, name = path.split("/")
        place = self.file
        for group in groups:
            place = place.groups[group]
        return place.variables[name]

    def numbers(self, path):
        return np.asarray(self.variable(path)[...])

    def texts(self, path):
        return [str(text) for text in np.atleast_1d(np.asarray(self.variable(path)[...], object))]


class Xarray:
    engine = "netcdf4"

    def __init__(self, path):
        self.path = path

    def variable(self, path):
        import xarray
        group, _, name = path.rpartition("/")
        with xarray.open_dataset(
                self.path, group=group or None, engine=self.engine, decode_cf=False,
                mask_and_scale=False, **self.options()) as data:
            return data[name].values

    def options(self):
        return {}

    numbers = variable

    def texts(self, path):
        return [str(text) for text in np.atleast_1d(self.variable(path))]


class XarrayH5netcdf(Xarray):
    engine = "h5netcdf"

    def options(self):
        return {"phony_dims": "sort"}


class H5netcdf(NetCDF4):
    def __init__(self, path):
        import h5netcdf
        self.file = h5netcdf.File(path, "r", phony_dims="sort")

    def texts(self, path):
        return [
            text.decode() if isinstance(text, bytes) else str(text)
            for text in np.atleast_1d(np.asarray(self.variable(path)[...], object))]


class H5dump:
    def __init__(self, path):
        self.path = path

    def dump(self, path, *options):
        return subprocess.run(
            ["h5dump", *options, "-d", "/" + path, str(self.path)], check=True,
            capture_output=True).stdout.decode()

    def numbers(self, path):
        with tempfile.TemporaryDirectory() as folder:
            raw = pathlib.Path(folder) / "raw"
            text = self.dump(path, "-b", "LE", "-o", str(raw))
            assert "DATASET" in text
            return np.fromfile(raw, self.dtype) if raw.exists() else np.empty(0, self.dtype)

    def texts(self, path):
        import re
        text = self.dump(path)
        data = text[text.index("DATA {"):]
        return [item for item in re.findall(r'"((?:[^"\\]|\\.)*)"', data)]


readers = {
    "h5py": H5py, "pandas": Pandas, "netCDF4": NetCDF4, "xarray": Xarray,
    "xarray-h5netcdf": XarrayH5netcdf, "h5netcdf": H5netcdf, "h5dump": H5dump,
}


def main(reader, file, manifest):
    manifest = pathlib.Path(manifest)
    expected = json.loads(manifest.read_text())
    read = readers[reader](file)
    count = 0
    for item in expected["numbers"]:
        dtype = np.dtype(item["dtype"])
        wanted = np.fromfile(manifest.parent / item["file"], dtype)
        read.dtype = dtype
        found = np.asarray(read.numbers(item["path"]))
        assert found.dtype == dtype, (item["path"], found.dtype)
        if reader != "h5dump":
            assert list(found.shape) == item["shape"], (item["path"], found.shape)
        bits = np.dtype(f"u{dtype.itemsize}")
        assert np.array_equal(np.ascontiguousarray(found).reshape(-1).view(bits),
                              wanted.view(bits)), item["path"]
        count += wanted.size
    for item in expected["texts"]:
        found = read.texts(item["path"])
        assert found == item["values"], (item["path"], found[:3], item["values"][:3])
        count += len(found)
    print(f"equal: {count}")


main(*sys.argv[1:])
