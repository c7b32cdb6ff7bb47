/// The notebook of an exported sweep. Its code reads `merged.h5` beside it and nothing else.
package struct SweepNotebook: Sendable {
  package let name: String
  package let question: String

  package init(name: String, question: String) {
    self.name = name
    self.question = question
  }

  package var notebook: Notebook {
    Notebook(
      title: name,
      cells: [
        .markdown(introduction), .code(Self.opening), .code(Self.counts),
        .markdown(Self.aboutTrials), .code(Self.trials),
        .markdown(Self.aboutCurves), .code(Self.curves),
        .markdown(Self.aboutScores), .code(Self.scores), .code(Self.bars),
        .markdown(Self.aboutDifferences), .code(Self.differences),
        .markdown(Self.aboutReading), .code(Self.words),
      ])
  }

  private var introduction: String {
    let asked = question.isEmpty ? "" : "\n\n" + question
    return """
      # \(name)\(asked)

      Every number and figure below is computed from `merged.h5` beside this notebook. \
      Its layout is described in `docs/exporting.md`.
      """
  }

  private static let opening = NotebookCode.opening

  private static let counts = """
    # Nothing is sampled: every table has the rows that the export counted.
    def check(name, group):
        if isinstance(group, h5py.Group) and "rows" in group.attrs:
            lengths = {len(d) for d in group.values() if isinstance(d, h5py.Dataset)}
            assert lengths <= {int(group.attrs["rows"])}, (name, lengths, group.attrs["rows"])
            print(f"{name}: {int(group.attrs['rows'])} rows")


    merged.visititems(check)
    """

  private static let aboutTrials = """
    ## Trials

    Only trials in state `done` enter the means and curves below; the others are listed here with \
    the reason.
    """

  private static let trials = """
    shown = ["number", "label", "seed", "state", "last_step", "reason"]
    display(pd.concat([trials[shown], axes], axis=1).set_index("number"))
    """

  private static let aboutCurves = """
    ## Training

    Mean over seeds; the band spans one sample standard deviation to each side (no band with one \
    seed). Losses of different kinds have different scales: compare their shape, not their height. \
    A loss that falls while the target entropy drops to zero, or while few clusters are \
    used, is a collapse and not progress.
    """

  private static let curves = """
    def chosen(stream):
        \"\"\"Loss, target entropy and cluster usage where logged; else the first three metrics.\"\"\"
        names = [n for n in merged[f"metrics/{stream}"] if attribute(
            f"metrics/{stream}/{n}", "role") == "metric"]
        wanted = [n for key in ("loss", "entropy", "usage") for n in names if key in n]
        return list(dict.fromkeys(wanted))[:6] or names[:3]


    def draw(ax, frame, metric, label):
        rows = frame.dropna(subset=[metric])
        if rows.empty:
            return
        by_step = rows.groupby("step")[metric]
        mean, sd = by_step.mean(), by_step.std()
        line, = ax.plot(mean.index, mean, label=label, linewidth=1.4)
        if sd.notna().any():
            ax.fill_between(mean.index, mean - sd, mean + sd, alpha=0.2, color=line.get_color())


    for stream in merged["metrics"]:
        frame, metrics = table(f"metrics/{stream}"), chosen(stream)
        if frame.empty or not metrics:
            continue
        for axis in views or [None]:
            groups = list(settings(axis)) if axis else [("all trials", trials["number"][done])]
            figure, panels = plt.subplots(
                1, len(metrics), figsize=(4.2 * len(metrics), 3.2), squeeze=False)
            for ax, metric in zip(panels[0], metrics):
                for label, numbers in groups:
                    draw(ax, frame[frame["trial"].isin(numbers)], metric, label)
                units = attribute(f"metrics/{stream}/{metric}", "units")
                ax.set(xlabel="step", title=f"{stream}: {metric}", ylabel=units.lstrip("1"))
            panels[0][0].legend(fontsize=8)
            figure.suptitle(axis or stream)
            figure.tight_layout()
            plt.show()
    """

  private static let aboutScores = """
    ## Probe scores

    Mean ± sample standard deviation over seeds. The baselines are the same probes on features \
    without training, taken from the base's trials: what training adds is the distance to them, \
    not the height of a bar.
    """

  private static let scores = """
    scores = table("probes/scores")
    last = scores.groupby(["trial", "probe", "subject", "score"])["step"].transform("max")
    scores = scores[scores["step"] == last]
    baselines = [b for b in ("untrained", "raw-pixels") if b in set(scores["subject"])]


    def summary(axis, probe, subject, score):
        \"\"\"One row a setting and one a baseline: values of the seeds, mean, sd.\"\"\"
        picked = scores[(scores["probe"] == probe) & (scores["score"] == score)]
        found = list(settings(axis)) if axis else [("all trials", trials["number"][done])]
        groups = [(label, numbers, subject) for label, numbers in found]
        groups += [(name, numbers, name) for name in baselines
                   for label, numbers in found[:1] if label.startswith(("base", "all trials"))]
        rows = []
        for label, numbers, of in groups:
            values = picked[(picked["subject"] == of) & picked["trial"].isin(numbers)]["value"]
            rows.append((label, values.to_numpy(), values.mean(), values.std(), values.count()))
        return pd.DataFrame(rows, columns=["setting", "values", "mean", "sd", "n"]).set_index(
            "setting")


    trained = scores[~scores["subject"].isin(baselines)]
    kinds = trained[["probe", "subject", "score", "unit"]].drop_duplicates()
    summaries = {
        (axis, *kind): summary(axis, *kind[:3])
        for axis in views or [None] for kind in kinds.itertuples(index=False)}
    for (axis, probe, subject, score, unit), rows in summaries.items():
        print(f"{probe}, {subject}, {score} [{unit}] by {axis or 'trial'}")
        display(rows[["mean", "sd", "n"]])
    """

  private static let bars = """
    for (axis, probe, subject, score, unit), rows in summaries.items():
        rows = rows[rows["n"] > 0]
        if rows.empty:
            continue
        figure, ax = plt.subplots(figsize=(1.6 + 1.1 * len(rows), 3.4))
        colours = ["tab:grey" if label in baselines else "tab:blue" for label in rows.index]
        places = np.arange(len(rows))
        ax.bar(places, rows["mean"], yerr=rows["sd"].fillna(0), color=colours, alpha=0.6, capsize=4)
        for place, values in zip(places, rows["values"]):
            ax.plot(np.full(len(values), place), values, "o", color="black", markersize=3)
        ax.set_xticks(places, rows.index, rotation=30, ha="right")
        ax.set(title=f"{probe}: {score} ({subject}) by {axis or 'trial'}", ylabel=unit)
        figure.tight_layout()
        plt.show()
    """

  private static let aboutDifferences = """
    ## Differences from the base

    Seed by seed: only seeds that both settings have finished enter (`delta_n` of them).
    """

  private static let differences = """
    compared = table("comparison")
    compared = compared[compared["n"] > 0]
    display(compared.sort_values(["axis", "metric"], kind="stable").set_index(
        ["axis", "metric", "setting"])[
            ["n", "mean", "sd", "ci_lower", "ci_upper", "delta_n", "delta_mean", "delta_sd",
             "delta_ci_lower", "delta_ci_upper", "p_holm", "hedges_g", "best"]])
    """

  private static let aboutReading = """
    ## How to read this

    Points are single seeds, bars their mean, whiskers one sample standard deviation. The seeds \
    vary initial weights, data order, crops and masks, not the data set: the spread says how far a \
    repeat on the same data would move, and nothing about other data. A short run on a small model \
    shows whether training works and which way a setting leans; it does not rank settings as a \
    full training would.
    """

  private static let words = """
    sentences = []
    for (axis, metric), rows in compared.groupby(["axis", "metric"], sort=False):
        for row in rows[rows["delta_n"] > 0].itertuples():
            unit = {"%": "points", "1": ""}.get(row.unit, row.unit)
            seeds = "1 seed" if row.delta_n == 1 else f"{row.delta_n} seeds"
            # Differences seed by seed, and how far they differ among themselves.
            size = ("; how far seeds differ is unknown" if np.isnan(row.delta_sd) else
                    f", {'more' if abs(row.delta_mean) > row.delta_sd else 'not more'} than these "
                    f"differences vary (sd {row.delta_sd:.2g})")
            first, second, sign = (("the base", row.setting, -1) if row.kind == "baseline" else
                                   (f"{axis} = {row.setting}", "the base", 1))
            amount = f"{sign * row.delta_mean:+.4g} {unit}".strip()
            sentences.append(
                f"{metric}: {first} and {second} do not differ over {seeds}." if row.delta_mean == 0
                and not row.delta_sd > 0 else
                f"{metric}: {first} differs from {second} by {amount} over {seeds}{size}.")
    # The baselines of the base are the same along every axis.
    print("\\n".join(dict.fromkeys(sentences)))

    counts = [len(numbers) for axis in views for _, numbers in settings(axis)]
    if counts and min(counts) < 3:
        print(f"The smallest group has {min(counts)} finished seed(s). "
              "With fewer than 3 seeds no test is possible: "
              "take differences of the size of the spread as unknown, not as small.")
    missing = trials[~done]
    print(f"{int(done.sum())} of {len(trials)} trials are done.")
    for row in missing.itertuples():
        print(f"trial {row.number} ({row.label}, seed {row.seed}): {row.state}. {row.reason}")
    """
}
