import Reports
import Testing

@Suite struct NumberFormatTests {
  @Test(
    arguments: [
      ([26.634, 21.3], 26.634, "26.63"), ([101.25], 101.25, "101.2"), ([4.12345], 4.12345, "4.123"),
      ([0.5], 0.5, "0.5000"), ([0.0123], 0.0123, "0.01230"), ([0.0001], 0.0001, "1.00e-04"),
      ([12345.6], 12345.6, "12346"), ([2.5e7], 2.5e7, "2.50e+07"), ([0], 0, "0.00"),
      ([1.0], -0.0001, "0.000"), ([1.0], .nan, "NaN"), ([1.0], .infinity, "inf"),
    ] as [([Double], Double, String)])
  func fourDigitsOfTheLargest(values: [Double], value: Double, expected: String) {
    #expect(NumberFormat(fitting: values)(value) == expected)
  }

  @Test(arguments: [(1.5, "+1.500"), (-1.5, "-1.500"), (0.0, "0.000"), (0.00001, "0.000")])
  func signedShowsTheSignOfWhatIsShown(value: Double, expected: String) {
    #expect(NumberFormat(fitting: [1]).signed(value) == expected)
  }
}
