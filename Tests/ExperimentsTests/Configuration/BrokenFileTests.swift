import CapiCore
import Experiments
import Foundation
import Testing
import YAML

/// Broken files with their exact messages. To add one, drop `NN-what.yaml` and `NN-what.txt` into
/// `Fixtures/Broken`; overrides stand on a first line `# overrides: KEY=VALUE …`.
@Suite struct BrokenFileTests {
  @Test(arguments: Fixtures.broken) func saysExactly(name: String) throws {
    let expected = try Fixtures.text(
      "Broken/\(name.replacingOccurrences(of: ".yaml", with: ".txt"))")
    let first = try Fixtures.text("Broken/\(name)").prefix { $0 != "\n" }
    let marker = "# overrides: "
    let overrides =
      first.hasPrefix(marker)
      ? first.dropFirst(marker.count).split(separator: " ").map(String.init) : []
    let resolver = ExperimentResolver(catalogs: try SampleComponents.catalogs())
    let error = #expect(throws: Diagnostics.self) {
      try resolver.load("\(Fixtures.folder)/Broken/\(name)", overrides: overrides)
    }
    #expect(Fixtures.shortened(error?.description ?? "") + "\n" == expected)
  }

  @Test func thereAreEnoughOfThem() {
    #expect(Fixtures.broken.count >= 20)
  }
}
