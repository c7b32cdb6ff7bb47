import CapiCore
import Experiments
import Testing
import YAML

/// The name of a trial in a sweep: everything that can change its results, and nothing else.
@Suite struct TrialIdentityTests {
  /// A loss whose version, default and origin tests choose.
  private struct Versioned<Marker: VersionMarker>: Component {
    struct Parameters: ParameterSet {
      var temperature = Marker.temperature
      var prototypes = 64
      init() {}
      static var fields: [Field<Self>] {
        [
          Field("temperature", \.temperature, "A number."),
          Field("prototypes", \.prototypes, "Clusters."),
        ]
      }
    }
    static var name: String { "capi" }
    static var summary: String { "A loss." }
    static var version: Int { Marker.version }
  }

  private func identity(
    _ marker: any VersionMarker.Type = First.self, origin: String = "built-in",
    data: String = "scenes v1", overrides: [String] = []
  ) throws -> String {
    var catalogs = try SampleComponents.catalogs().filter { $0.kind != .loss }
    catalogs.append(try loss(marker, origin: origin))
    return try ExperimentResolver(catalogs: catalogs).load(
      "\(Fixtures.folder)/Valid/base.yaml",
      overrides: overrides
    ).trialIdentity(data: data)
  }

  private func loss<M: VersionMarker>(_ marker: M.Type, origin: String) throws -> any AnyCatalog {
    var catalog = Catalog<String, Void>(kind: .loss)
    try catalog.register(Versioned<M>.self, origin: origin) { _, _ in "" }
    return catalog
  }

  @Test func isTheSameForTheSame() throws {
    #expect(try identity() == identity())
    #expect(try identity().count == 64)
  }

  @Test func aChangedDefaultChangesIt() throws {
    #expect(try identity(OtherDefault.self) != identity())
    // Writing the old value out makes it the old experiment again.
    #expect(try identity(OtherDefault.self, overrides: ["loss.temperature=0.5"]) == identity())
  }

  @Test func aComponentsVersionChangesIt() throws {
    #expect(try identity(Second.self) != identity())
  }

  @Test func aPluginChangesIt() throws {
    #expect(try identity(origin: "mine sha256:1") != identity())
    #expect(try identity(origin: "mine sha256:1") != identity(origin: "mine sha256:2"))
  }

  @Test func whatTheDataSetHoldsChangesIt() throws {
    #expect(try identity(data: "scenes v2") != identity())
  }

  @Test func theSeedChangesIt() throws {
    #expect(try identity(overrides: ["seed=1"]) != identity())
  }

  @Test(arguments: [
    "question=another", "engine.threads=3", "training.workers=9", "training.log_every=10",
    "output.checkpoint=false", "dataset.cache=/elsewhere",
  ])
  func pathsThreadsAndLogPeriodsDoNot(override: String) throws {
    #expect(try identity(overrides: [override]) == identity())
  }
}

protocol VersionMarker: Sendable {
  static var version: Int { get }
  static var temperature: Double { get }
}
private enum First: VersionMarker {
  static let version = 1
  static let temperature = 0.5
}
private enum Second: VersionMarker {
  static let version = 2
  static let temperature = 0.5
}
private enum OtherDefault: VersionMarker {
  static let version = 1
  static let temperature = 0.25
}
