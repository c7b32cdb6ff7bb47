/// Python that several notebooks share.
enum NotebookCode {
  /// Opens `merged.h5` and gives its tables names.
  static let opening = """
    %matplotlib inline
    import h5py
    import matplotlib.pyplot as plt
    import numpy as np
    import pandas as pd
    from IPython.display import display

    # Tables are shown whole.
    pd.set_option("display.max_rows", None, "display.max_columns", None, "display.max_colwidth", None)
    plt.rcParams.update({"figure.dpi": 110, "axes.spines.top": False, "axes.spines.right": False})
    merged = h5py.File("merged.h5", "r")


    def table(path):
        \"\"\"A group of equally long columns as a data frame.\"\"\"
        columns = {}
        for name, column in merged[path].items():
            if isinstance(column, h5py.Dataset):
                text = h5py.check_string_dtype(column.dtype) is not None
                columns[name] = column.asstr()[()] if text else column[()]
        return pd.DataFrame(columns)


    def attribute(column, name, default=""):
        value = merged[column].attrs.get(name, default)
        return value.decode() if isinstance(value, bytes) else value


    trials = table("trials")
    axes = table("trials/axes") if len(merged["trials/axes"]) else pd.DataFrame(index=trials.index)
    base = {axis: attribute(f"trials/axes/{axis}", "base") for axis in axes.columns}
    done = trials["state"] == "done"
    departs = pd.DataFrame({axis: axes[axis] != base[axis] for axis in axes.columns}, index=trials.index)
    several = departs.sum(axis=1) > 1
    # What settings are told apart by: each axis, and combinations of several where there are any.
    COMBINATION = "combination"
    views = list(axes.columns) + ([COMBINATION] if several.any() else [])


    def settings(axis):
        \"\"\"The base, then each other value of the axis: (label, numbers of its finished trials).\"\"\"
        if axis == COMBINATION and axis not in axes.columns:
            yield from combinations()
            return
        # A trial is compared along an axis when it equals the base in all others.
        rest = [other for other in axes.columns if other != axis]
        here = done & (axes[rest] == pd.Series({o: base[o] for o in rest})).all(axis=1)
        for value in dict.fromkeys([base[axis], *axes[axis]]):
            picked = here & (axes[axis] == value)
            if picked.any():
                named = f"base ({value})" if value not in ("", "base") else "base"
                label = named if value == base[axis] else value
                yield label, trials["number"][picked]


    def combinations():
        \"\"\"The base, then each setting that departs from it in several axes.\"\"\"
        alone = done & ~departs.any(axis=1)
        if alone.any():
            yield "base", trials["number"][alone]
        groups = {}
        for place in trials.index[done & several]:
            label = ", ".join(
                f"{attribute(f'trials/axes/{axis}', 'long_name', axis)}={axes[axis][place] or '(none)'}"
                for axis in axes.columns if departs[axis][place])
            groups.setdefault(label, []).append(trials["number"][place])
        for label, numbers in groups.items():
            yield label, pd.Series(numbers)
    """
}
