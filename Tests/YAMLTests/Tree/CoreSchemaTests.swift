import Testing
import YAML

@Suite struct CoreSchemaTests {
  static let table: [(String, ScalarValue)] = [
    ("", .null), ("~", .null), ("null", .null), ("Null", .null), ("nUll", .string("nUll")),
    ("true", .bool(true)), ("False", .bool(false)), ("yes", .string("yes")),
    ("off", .string("off")), ("0", .int(0)), ("-12", .int(-12)), ("+7", .int(7)),
    ("0x1F", .int(31)), ("0o17", .int(15)), ("0x", .string("0x")), ("0x-1", .string("0x-1")),
    ("010", .int(10)), ("1_000", .string("1_000")), ("9223372036854775807", .int(.max)),
    ("9223372036854775808", .double(9_223_372_036_854_775_808)),
    ("1.0", .double(1)), ("1.", .double(1)), (".5", .double(0.5)), ("1e-3", .double(0.001)),
    ("-1.5E+2", .double(-150)), ("1e", .string("1e")), (".", .string(".")), ("-", .string("-")),
    ("1.2.3", .string("1.2.3")), ("e5", .string("e5")), (".inf", .double(.infinity)),
    ("-.INF", .double(-.infinity)), ("inf", .string("inf")), ("2026-01-01", .string("2026-01-01")),
  ]

  @Test(arguments: table) func resolves(text: String, expected: ScalarValue) {
    #expect(Scalar(text: text, isPlain: true).value == expected)
    #expect(Scalar(text: text, isPlain: false).value == .string(text))
  }

  @Test func resolvesNotANumber() {
    guard case .double(let value) = Scalar(text: ".nan", isPlain: true).value else {
      Issue.record(".nan is no number")
      return
    }
    #expect(value.isNaN)
  }
}
