import Foundation
import Reports
import Store
import Testing

@Suite struct RenderingTests {
  private func comparison(health: Bool = false) throws -> Comparison {
    try Comparison(of: FakeSweep().results, options: .init(scope: .axis("loss"), health: health))
  }

  @Test func terminal() throws {
    #expect(
      try comparison().terminalTable() == """
        loss         n  knn-segmentation.teacher.mIoU [%] ↑             Δ
        ─────────────────────────────────────────────────────────────────
        base (capi)  2                       27.00 ± 1.41 *             –
        direct       2                       25.00 ± 0.71    -2.00 ± 0.71
        ─────────────────────────────────────────────────────────────────
        untrained    2                       21.00 ± 0.71    -6.00 ± 0.71
        raw-pixels   2                       21.25 ± 0.00    -5.75 ± 1.41

        Mean ± sample standard deviation over seeds; Δ: mean difference from the base, seed by \
        seed; * best mean (↑ higher is better, ↓ lower).
        untrained, raw-pixels: the same probes on features without training, from the base's \
        trials.
        n < 3: with so few seeds no test is possible; a difference of the size of the spread \
        may be chance.
        2 trials vary another axis and belong elsewhere.

        """)
  }

  @Test func narrowTerminalGetsBlocksAndWrappedSentences() throws {
    let text = try comparison(health: true).terminalTable(width: 70)
    let lines = text.split(separator: "\n").map(String.init)
    #expect(lines.allSatisfy { $0.displayWidth <= 70 })
    #expect(lines.filter { $0.hasPrefix("base (capi)") }.count == 4)
    #expect(text.contains("train.cluster_usage"))
  }

  @Test func bestIsBoldOnlyWhenStyled() throws {
    #expect(try !comparison().terminalTable().contains("\u{1B}"))
    #expect(
      try comparison().terminalTable(styled: true).contains("27.00 ± 1.41 *\u{1B}[0m"))
  }

  @Test func markdown() throws {
    #expect(
      try comparison().markdown() == """
        | loss | n | knn-segmentation.teacher.mIoU [%] ↑ | Δ |
        | --- | ---: | ---: | ---: |
        | base (capi) | 2 | **27.00 ± 1.41** | – |
        | direct | 2 | 25.00 ± 0.71 | -2.00 ± 0.71 |
        | untrained | 2 | 21.00 ± 0.71 | -6.00 ± 0.71 |
        | raw-pixels | 2 | 21.25 ± 0.00 | -5.75 ± 1.41 |

        - Mean ± sample standard deviation over seeds; Δ: mean difference from the base, seed by \
        seed; bold: best mean (↑ higher is better, ↓ lower).
        - untrained, raw-pixels: the same probes on features without training, from the base's \
        trials.
        - n < 3: with so few seeds no test is possible; a difference of the size of the spread \
        may be chance.
        - 2 trials vary another axis and belong elsewhere.

        """)
  }

  @Test func latex() throws {
    #expect(
      try comparison().latex() == #"""
        % \usepackage{booktabs}
        \begin{tabular}{lrrr}
        \toprule
        loss & $n$ & knn-segmentation.teacher.mIoU [\%] $\uparrow$ & $\Delta$ \\
        \midrule
        base (capi) & 2 & \textbf{27.00} $\pm$ 1.41 & -- \\
        \midrule
        direct & 2 & 25.00 $\pm$ 0.71 & $-$2.00 $\pm$ 0.71 \\
        \midrule
        untrained & 2 & 21.00 $\pm$ 0.71 & $-$6.00 $\pm$ 0.71 \\
        raw-pixels & 2 & 21.25 $\pm$ 0.00 & $-$5.75 $\pm$ 1.41 \\
        \bottomrule
        \end{tabular}
        % Mean ± sample standard deviation over seeds; Δ: mean difference from the base, seed by \#
        seed; bold: best mean (↑ higher is better, ↓ lower).
        % untrained, raw-pixels: the same probes on features without training, from the base's \#
        trials.
        % n < 3: with so few seeds no test is possible; a difference of the size of the spread \#
        may be chance.
        % 2 trials vary another axis and belong elsewhere.

        """#)
  }

  @Test func latexEscapesItsOwnCharacters() throws {
    var sweep = FakeSweep()
    sweep.axes[0] = "a_b&c"
    sweep.settings[1].label = #"a_b&c=50% {x}\y"#
    let latex = try Comparison(of: sweep.results, options: .init(scope: .axis("a_b&c"))).latex()
    #expect(latex.contains(#"a\_b\&c & $n$"#))
    #expect(latex.contains(#"50\% \{x\}\textbackslash{}y & 2"#))
  }

  @Test func csv() throws {
    let lines = try comparison().csv().components(separatedBy: "\r\n")
    #expect(
      lines[0]
        == "axis,kind,setting,metric,unit,direction,n,planned,mean,sd,ci_lower,ci_upper,delta_n,"
        + "delta_mean,delta_sd,delta_ci_lower,delta_ci_upper,test,p,p_holm,cohens_d,hedges_g,reference,best,"
        + "comparable")
    #expect(
      lines[1] == "loss,base,base (capi),knn-segmentation.teacher.mIoU,%,higher,2,2,27.0,"
        + "1.4142135623730951,NaN,NaN,0,NaN,NaN,NaN,NaN,,NaN,NaN,NaN,NaN,NaN,1,1")
    #expect(
      lines[2] == "loss,value,direct,knn-segmentation.teacher.mIoU,%,higher,2,2,25.0,"
        + "0.7071067811865476,NaN,NaN,2,-2.0,0.7071067811865476,NaN,NaN,,NaN,NaN,NaN,NaN,NaN,0,1")
    #expect(lines.count == 6)
  }

  /// Four seeds: intervals, p-values and effect sizes have columns of their own.
  @Test func terminalWithEnoughSeeds() throws {
    let text = try Comparison(of: Self.fourSeeds.results, options: .init(scope: .axis("loss")))
      .terminalTable()
    let lines = text.split(separator: "\n").map(String.init)
    #expect(
      lines[0].split(separator: " ").joined(separator: " ")
        == "loss n knn-segmentation.teacher.mIoU [%] ↑ 95 % Δ p g")
    // All signs equal, four pairs: 2/16; three rows have a test, and this one is the least.
    #expect(lines[3].contains("-2.00 ± 0.41  0.38"))
    #expect(text.contains("g: Hedges' effect size of the pairs"))
    #expect(
      text.contains(
        "p: exact sign-flip test, two-sided, paired by seed, with Holm's correction over the rows "
          + "of a column. With 4 pairs no p below 0.12 is possible."))
    #expect(!text.contains("n < 3"))
  }

  static var fourSeeds: FakeSweep {
    var sweep = FakeSweep()
    sweep.settings[0].scores = [0: 26, 1: 28, 2: 27, 3: 25]
    sweep.settings[1].scores = [0: 24, 1: 25.5, 2: 25, 3: 23.5]
    sweep.settings[2].scores = [0: 26.5, 1: 28, 2: 27, 3: 25]
    return sweep
  }

  @Test func jsonHoldsEveryValue() throws {
    struct Document: Decodable {
      struct Row: Decodable {
        struct Metric: Decodable {
          struct Value: Decodable {
            let seed: Int64
            let value: Double
          }
          let name: String
          let values: [Value]
          let mean: Double
          let best: Bool
        }
        let kind: String
        let setting: String
        let seeds: [Int64]
        let metrics: [Metric]
      }
      let axis: String
      let rows: [Row]
      let remarks: [String]
    }
    let comparison = try comparison()
    let document = try JSONDecoder().decode(Document.self, from: Data(comparison.json().utf8))
    #expect(document.axis == "loss")
    #expect(document.rows.map(\.kind) == ["base", "value", "baseline", "baseline"])
    #expect(document.rows[0].metrics[0].values.map(\.value) == [26, 28])
    #expect(document.rows[0].metrics[0].best)
    #expect(document.remarks == comparison.remarks)
  }
}
