"""Starts a script again with the project's private Python where the current one lacks a module."""

import importlib.util
import os
import pathlib
import sys

root = pathlib.Path(__file__).resolve().parent.parent.parent
TRIED = "CAPI_PYTHON_TRIED"


def require(*modules):
    """Returns where all modules are there; else the script starts anew, once, or ends with a message.

    The private Python is CAPI_PYTHON, or what scripts/bootstrap makes in .deps/python.
    """
    missing = [module for module in modules if importlib.util.find_spec(module) is None]
    if not missing:
        return
    python = os.environ.get("CAPI_PYTHON", str(root / ".deps/python/bin/python"))
    if TRIED in os.environ or not os.path.exists(python):
        sys.exit(f"{os.path.basename(sys.argv[0])}: error: {python} has no {', '.join(missing)}; "
                 "run scripts/bootstrap or set CAPI_PYTHON")
    os.environ[TRIED] = "1"
    os.execv(python, [python, *sys.argv])
