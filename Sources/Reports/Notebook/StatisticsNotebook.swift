/// The notebook that computes every statistic of the comparison again, from single scores and with
/// SciPy, and stops where one differs. It reads `merged.h5` beside it and nothing else.
package struct StatisticsNotebook: Sendable {
  package let name: String

  package init(name: String) { self.name = name }

  package var notebook: Notebook {
    Notebook(
      title: name + "-losses",
      cells: [
        .markdown(introduction), .code(NotebookCode.opening), .code(Self.values),
        .markdown(Self.aboutDraws), .code(Self.draws),
        .markdown(Self.aboutChecks), .code(Self.checks),
        .markdown(Self.aboutVariants), .code(Self.variants), .code(Self.intervals),
      ])
  }

  private var introduction: String {
    """
    # \(name): variants, and their statistics computed again

    `/comparison` in `merged.h5` holds what `capi compare` printed. Here each of its numbers is \
    computed once more from the scores of single trials: means, deviations, paired differences, \
    tests (by SciPy), Holm's correction, effect sizes, and the bootstrap intervals with the same \
    resamples. A number that differs stops the notebook.
    """
  }

  private static let values = """
    compared = table("comparison")
    scores = table("probes/scores")
    # The last step of each probe.
    newest = scores.groupby(["trial", "probe", "subject", "score"])["step"].transform("max")
    scores = scores[scores["step"] == newest].drop_duplicates(
        ["trial", "probe", "subject", "score"], keep="last")
    scores = scores.set_index(["probe", "subject", "score"]).sort_index()
    streams = {name: table(f"metrics/{name}") for name in merged["metrics"]}
    seed_of = trials.set_index("number")["seed"]


    def numbers_of(axis, kind, setting):
        \"\"\"The finished trials behind a row of the comparison.\"\"\"
        axis = axis.replace("/", "_")
        if axis not in views:  # A sweep over seeds alone.
            return trials["number"][done]
        groups = dict(settings(axis))
        if kind == "value" and axis == COMBINATION and axis not in axes.columns:
            # h5py may list the axes in another order than the label does.
            parts = sorted(setting.split(", "))
            return next((n for label, n in groups.items() if sorted(label.split(", ")) == parts),
                        pd.Series([], dtype=int))
        if kind == "value":
            return groups.get(setting, groups.get("", pd.Series([], dtype=int)))
        return next((n for label, n in groups.items() if label.startswith("base")), pd.Series([], dtype=int))


    def by_seed(row):
        \"\"\"The finite values of a row's trials, by seed.\"\"\"
        numbers = numbers_of(row.axis, row.kind, row.setting)
        stream, _, name = row.metric.partition(".")
        if stream in streams:
            if row.kind == "baseline":
                return pd.Series(dtype=float)
            frame = streams[stream]
            found = frame[frame["trial"].isin(numbers)].dropna(subset=[name]).groupby("trial")[name].last()
        else:
            probe, subject, score = row.metric.split(".")
            subject = row.setting if row.kind == "baseline" else subject
            try:
                found = scores.loc[(probe, subject, score)].set_index("trial")["value"]
            except KeyError:
                return pd.Series(dtype=float)
            found = found[found.index.isin(numbers)]
        found = found[np.isfinite(found)]
        return found.set_axis(seed_of[found.index].to_numpy()).sort_index()
    """

  private static let aboutDraws = """
    ## The resamples of the bootstrap

    The random stream of `capi` is a counter through SplitMix64's output function. Written again \
    in numpy it draws the same positions, so that the intervals agree to the last digits and not \
    only up to chance.
    """

  private static let draws = """
    RESAMPLES = \(BootstrapInterval.resamples)
    WORD = (1 << 64) - 1


    def mix(word):
        word = ((word ^ (word >> 30)) * 0xBF58476D1CE4E5B9) & WORD
        word = ((word ^ (word >> 27)) * 0x94D049BB133111EB) & WORD
        return word ^ (word >> 31)


    def mix_all(words):
        words = (words ^ (words >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        words = (words ^ (words >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        return words ^ (words >> np.uint64(31))


    def positions(count):
        name = 0xCBF29CE484222325
        for byte in b"bootstrap":
            name = ((name ^ byte) * 0x00000100000001B3) & WORD
        key = mix((mix(mix(0x9E3779B97F4A7C15) ^ name) + count * 0xD1B54A32D192ED03) & WORD)
        increment = mix(key ^ 0xA0761D6478BD642F) | 1
        counter = np.arange(1, RESAMPLES * count + 1, dtype=np.uint64)
        words = mix_all(np.uint64(key) + counter * np.uint64(increment))
        # The high word of word * count: uniform below count.
        low = (words & np.uint64(0xFFFFFFFF)) * np.uint64(count)
        high = (words >> np.uint64(32)) * np.uint64(count) + (low >> np.uint64(32))
        return (high >> np.uint64(32)).astype(int).reshape(RESAMPLES, count)


    def interval(values):
        values = np.asarray(values, dtype=float)
        if len(values) < 3:
            return np.nan, np.nan
        means = values[positions(len(values))].mean(axis=1)
        return tuple(np.quantile(means, [0.025, 0.975]))
    """

  private static let aboutChecks = """
    ## Every statistic again
    """

  private static let checks = """
    from scipy import special, stats


    def p_value(test, d):
        if test == "sign-flip":
            signs = 1 - 2 * ((np.arange(2 ** len(d))[:, None] >> np.arange(len(d))) & 1)
            sums = np.abs(signs @ d)
            exact = (sums >= abs(d.sum()) - 1e-9 * np.abs(d).sum()).mean()
            if len(d) <= 12:
                scipy_p = stats.permutation_test((d,), np.sum, permutation_type="samples",
                                                 n_resamples=np.inf).pvalue
                np.testing.assert_allclose(exact, scipy_p, rtol=1e-9)
            return exact
        if test == "t":
            return stats.ttest_1samp(d, 0).pvalue
        d = d[d != 0]
        if test == "wilcoxon-normal":
            return stats.wilcoxon(d, method="asymptotic").pvalue
        if len(set(np.abs(d))) == len(d):
            return stats.wilcoxon(d, method="exact").pvalue
        return stats.wilcoxon(d, method=stats.PermutationMethod(n_resamples=np.inf)).pvalue


    def statistics(row, values, reference):
        result = {"n": len(values), "mean": values.mean(), "sd": values.std(ddof=1)}
        result["ci_lower"], result["ci_upper"] = interval(values)
        if row.kind == "base" or not row.comparable:  # Losses of another scale have no difference.
            return result | {"delta_n": 0}
        d = (values - reference).dropna().to_numpy()
        result |= {"delta_n": len(d)}
        if len(d) == 0:
            return result
        result |= {"delta_mean": d.mean(), "delta_sd": d.std(ddof=1) if len(d) > 1 else np.nan}
        result["delta_ci_lower"], result["delta_ci_upper"] = interval(d)
        if row.test:
            result["p"] = p_value(row.test, d)
        if len(d) >= 3 and d.std(ddof=1) > 0 and np.isfinite(row.cohens_d):
            m = len(d) - 1
            result["cohens_d"] = d.mean() / d.std(ddof=1)
            result["hedges_g"] = result["cohens_d"] * np.exp(
                special.gammaln(m / 2) - special.gammaln((m - 1) / 2)) / np.sqrt(m / 2)
        return result


    counted = 0
    for (axis, metric), rows in compared.groupby(["axis", "metric"], sort=False):
        found = {row.Index: by_seed(row) for row in rows.itertuples()}
        base_rows = rows.index[rows["kind"] == "base"]
        reference = found[base_rows[0]] if len(base_rows) else pd.Series(dtype=float)
        p = {}
        for row in rows.itertuples():
            for key, value in statistics(row, found[row.Index], reference).items():
                np.testing.assert_allclose(
                    getattr(row, key), value, rtol=1e-8, atol=1e-10, equal_nan=True,
                    err_msg=f"{axis}, {row.setting}, {metric}: {key}")
                counted += 1
                if key == "p":
                    p[row.Index] = value
        # Holm's step-down correction over the rows that have a test.
        largest = 0
        for rank, index in enumerate(sorted(p, key=p.get)):
            largest = max(largest, min(1, (len(p) - rank) * p[index]))
            np.testing.assert_allclose(rows.loc[index, "p_holm"], largest, rtol=1e-8)
            counted += 1
    print(f"{counted} statistics of {len(compared)} rows computed again: all equal.")
    """

  private static let aboutVariants = """
    ## The variants side by side

    Losses of different kinds have different scales. To compare shapes, each curve is divided by \
    its own first value.
    """

  private static let variants = """
    for stream, frame in streams.items():
        for metric in [n for n in frame.columns if n == "loss" or n.endswith("_loss")]:
            for axis in views or [None]:
                groups = list(settings(axis)) if axis else [("all trials", trials["number"][done])]
                if not groups:
                    continue
                figure, ax = plt.subplots(figsize=(7, 3.4))
                for label, numbers in groups[:12]:
                    rows = frame[frame["trial"].isin(numbers)].dropna(subset=[metric])
                    if rows.empty:
                        continue
                    curve = rows.groupby("step")[metric].mean()
                    ax.plot(curve.index, curve / abs(curve.iloc[0]), label=label, linewidth=1.4)
                more = f" (12 of {len(groups)} drawn)" if len(groups) > 12 else ""
                ax.set(xlabel="step", title=f"{metric} relative to its start, by {axis or stream}{more}")
                ax.legend(fontsize=8)
                figure.tight_layout()
                plt.show()
    """

  private static let intervals = """
    shown = compared[(compared["kind"] != "base") & compared["delta_mean"].notna()]
    for (axis, metric), rows in shown.groupby(["axis", "metric"], sort=False):
        if rows["direction"].iloc[0] == "none" or len(rows) > 40:
            continue
        figure, ax = plt.subplots(figsize=(7, 0.8 + 0.4 * len(rows)))
        places = np.arange(len(rows))[::-1]
        low = np.where(rows["delta_ci_lower"].notna(), rows["delta_ci_lower"], rows["delta_mean"])
        high = np.where(rows["delta_ci_upper"].notna(), rows["delta_ci_upper"], rows["delta_mean"])
        ax.hlines(places, low, high, linewidth=2)
        ax.plot(rows["delta_mean"], places, "o")
        ax.axvline(0, color="black", linewidth=0.8)
        ax.set_yticks(places, rows["setting"])
        ax.set(title=f"{metric} by {axis}: difference from the base", xlabel=rows["unit"].iloc[0])
        figure.tight_layout()
        plt.show()
    """
}
