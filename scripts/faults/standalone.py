"""Compiles a changed copy of the store and links a program with it, beside the built package.

Everything else (HDF5, Crypto) is taken from `.build/release` as it is, with the compiler's arguments
that SwiftPM noted there: so one change costs seconds, and the package itself is never touched.
"""

import json
import pathlib
import shutil
import subprocess

root = pathlib.Path(__file__).resolve().parent.parent.parent
release = root / ".build/release"
LIBRARIES = ("HDF5", "Crypto", "CryptoBoringWrapper", "CCryptoBoringSSL", "CCryptoBoringSSLShims",
             "CXKCP", "CXKCPShims")


class CompilerError(Exception):
    """The changed sources do not compile."""


def noted_arguments():
    """What SwiftPM gives the compiler for the module Store, without inputs and outputs."""
    text = (root / ".build/release.yaml").read_text()
    start = text.index('"C.Store-')
    line = text.index("    args: ", start) + len("    args: ")
    arguments = json.loads(text[line:text.index("\n", line)])
    kept, skip = [], 0
    for number, argument in enumerate(arguments[1:]):
        if skip:
            skip -= 1
        elif arguments[number] == "-Xcc":
            kept.append(argument)
        elif argument in ("-module-name", "-emit-module-path", "-output-file-map", "-num-threads",
                          "-emit-objc-header-path", "-index-store-path", "-module-cache-path", "-c"):
            skip = 1
        elif argument in ("-emit-module", "-emit-dependencies", "-parse-as-library", "-O", "-g",
                          "-whole-module-optimization", "-parseable-output", "-emit-objc-header",
                          "-serialize-diagnostics", "-c") or argument.startswith("@"):
            continue
        else:
            kept.append(argument)
    # The package may have been moved since.
    noted = arguments[arguments.index("-emit-module-path") + 1].split("/.build/")[0]
    kept += ["-Xcc", f"-fmodule-map-file={noted}/Sources/CYAML/module.modulemap"]
    return [argument.replace(noted, str(root)) for argument in kept]


def sources(folder):
    return sorted(str(path) for path in pathlib.Path(folder).rglob("*.swift"))


def compile_module(name, files, folder, optimize=False, is_program=False, extra=()):
    """Compiles a module into `folder`; its object file."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    output = folder / f"{name}.o"
    command = ["swiftc", "-module-name", name, "-I", str(folder), *noted_arguments(),
               "-whole-module-optimization", "-O" if optimize else "-Onone", "-suppress-warnings",
               "-module-cache-path", str(folder / "cache"), *extra, "-c", "-o", str(output)]
    if not is_program:
        command += ["-parse-as-library", "-emit-module", "-emit-module-path",
                    str(folder / f"{name}.swiftmodule")]
    result = subprocess.run(command + list(files), capture_output=True, text=True)
    if result.returncode != 0:
        raise CompilerError(result.stdout[-6000:] + result.stderr[-6000:])
    return output


def link(objects, output, extra=()):
    """Links a program with the libraries of the built package."""
    built = [str(path) for library in LIBRARIES
             for path in (release / f"{library}.build").rglob("*.o")]
    libraries = subprocess.run(
        ["pkg-config", "--libs", "hdf5", "yaml-0.1"], capture_output=True, text=True, check=True).stdout.split()
    result = subprocess.run(
        ["swiftc", *extra, "-o", str(output), *map(str, objects), *built, *libraries, "-lhdf5_hl",
         "-lstdc++", "-ldl"], capture_output=True, text=True)
    if result.returncode != 0:
        raise CompilerError(result.stderr[-6000:])
    return output


def program(name, program_files, store, folder, optimize=False):
    """A program with the store of a folder of sources."""
    folder = pathlib.Path(folder)
    objects = [compile_module("Store", sources(store), folder, optimize),
               compile_module(name, program_files, folder, optimize, is_program=True)]
    return link(objects, folder / name)


def copy_of_store(folder):
    """A copy of the store's sources that may be changed."""
    shutil.copytree(root / "Sources/Store", folder, dirs_exist_ok=True)
    return pathlib.Path(folder)
