import Foundation
import Testing

@Suite struct ComponentsTests {
  /// What the first version of the program has to know.
  static let names = [
    "target": ["ema-teacher", "pixels"], "loss": ["capi", "direct"],
    "masking": ["inverse-block", "random"], "predictor": ["cross-attention", "self-attention"],
    "positions": ["rope", "learnable"], "sinkhorn": ["positionwise", "standard"],
    "dataset": ["scenes"], "probe": ["knn-segmentation", "knn-classification"],
  ]

  @Test func `lists every kind as JSON, with all that is declared`() async throws {
    let result = try await Capi.run(["components", "--json"], in: try TemporaryFolder())
    #expect(result.code == 0)
    let list = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [[String: Any]])
    for (kind, names) in Self.names {
      let found = list.filter { $0["kind"] as? String == kind }.compactMap { $0["name"] as? String }
      #expect(Set(names).isSubset(of: found), "\(kind)")
    }
    for component in list {
      let parameters = try #require(component["parameters"] as? [[String: Any]])
      #expect(component["version"] is Int)
      for parameter in parameters {
        #expect((parameter["doc"] as? String)?.isEmpty == false)
        #expect((parameter["type"] as? String)?.isEmpty == false)
        #expect(parameter["default"] != nil)
      }
    }
  }

  @Test func `a kind and a name select`() async throws {
    let folder = try TemporaryFolder()
    let losses = try await Capi.run(["components", "loss"], in: folder)
    #expect(losses.output.contains("loss capi, version 1\n"))
    #expect(losses.output.contains("loss direct, version 1\n"))
    #expect(!losses.output.contains("masking "))
    let one = try await Capi.run(["components", "inverse-block"], in: folder)
    #expect(one.output.hasPrefix("masking inverse-block, version 1\n  "))
    #expect(one.output.contains("\n  ratio: number in "))
  }

  @Test func `the schema is JSON that knows the components`() async throws {
    for kind in ["experiment", "sweep"] {
      let result = try await Capi.run(["schema", kind], in: try TemporaryFolder())
      let schema = try #require(
        try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
      #expect(schema["title"] as? String == "capi \(kind)")
      let definitions = try #require(schema["$defs"] as? [String: Any])
      #expect(definitions["masking.inverse-block"] != nil)
    }
  }
}
