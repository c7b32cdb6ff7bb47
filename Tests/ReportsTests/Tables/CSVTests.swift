import Foundation
import Reports
import Testing

@Suite struct CSVTests {
  @Test(arguments: [
    (["a", "b"], "a,b\r\n"),
    (["a,b", "c"], "\"a,b\",c\r\n"),
    (["say \"so\""], "\"say \"\"so\"\"\"\r\n"),
    (["two\nlines"], "\"two\nlines\"\r\n"),
    (["two\r\nlines"], "\"two\r\nlines\"\r\n"),
    ([""], "\"\"\r\n"),
    (["", ""], ",\r\n"),
    ([" edge"], "\" edge\"\r\n"),
    (["mIoU ± é"], "mIoU ± é\r\n"),
  ])
  func quotesWhereRFC4180AsksForIt(fields: [String], expected: String) {
    #expect(CSV.row(fields) == expected)
  }

  @Test(arguments: [
    0.1, 1.0 / 3, 26.63, Double.leastNonzeroMagnitude, 1.7976931348623157e308, -0.0,
  ])
  func numbersKeepEveryBit(value: Double) {
    #expect(Double(CSV.number(value))?.bitPattern == value.bitPattern)
  }

  @Test func nonFiniteNumbersAreNamed() {
    #expect(CSV.number(.nan) == "NaN")
    #expect(CSV.number(.infinity) == "inf")
    #expect(CSV.number(-.infinity) == "-inf")
    #expect(CSV.number(Double?.none) == "")
  }

  @Test(.enabled(if: TestPython.isExpected, "no Python"))
  func pythonReadsBackWhatWasWritten() throws {
    let folder = try TemporaryFolder()
    let fields = ["plain", "a,b", "\"", "\"\"", "x\r\ny", "\n", "", " ", "é ± 猫", "'", "\t"]
    let file = folder.url.appending(path: "fields.csv")
    try Data((CSV.row(fields) + CSV.row([""]) + CSV.row(fields.reversed())).utf8).write(to: file)
    let output = try TestPython.output(
      of: """
        import csv, json, sys
        rows = list(csv.reader(open(sys.argv[1], encoding="utf-8", newline="")))
        print(json.dumps(rows))
        """, arguments: [file.path])
    let rows = try JSONDecoder().decode([[String]].self, from: Data(output.utf8))
    #expect(rows == [fields, [""], fields.reversed()])
  }
}
