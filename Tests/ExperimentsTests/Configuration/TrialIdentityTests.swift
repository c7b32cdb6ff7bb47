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
    data: String = "scenes v1", plugins: [PluginRecord] = [], overrides: [String] = []
  ) throws -> String {
    var catalogs = try SampleComponents.catalogs().filter { $0.kind != .loss }
    catalogs.append(try loss(marker, origin: origin))
    return try ExperimentResolver(catalogs: catalogs).load(
      "\(Fixtures.folder)/Valid/base.yaml",
      overrides: overrides
    ).trialIdentity(data: data, plugins: plugins)
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
    func plugin(_ version: String, _ hash: String) -> [PluginRecord] {
      [PluginRecord(name: "mine", version: version, path: "/somewhere.so", sha256: hash)]
    }
    let first = try identity(origin: "mine", plugins: plugin("1", "aa"))
    #expect(try identity() != first)
    #expect(try identity(origin: "mine", plugins: plugin("1", "bb")) != first)
    #expect(try identity(origin: "mine", plugins: plugin("2", "aa")) != first)
    // Where the library lies is a path, and a plugin that is not used changes nothing.
    let moved = [PluginRecord(name: "mine", version: "1", path: "/elsewhere.so", sha256: "aa")]
    #expect(try identity(origin: "mine", plugins: moved) == first)
    #expect(try identity(plugins: plugin("1", "aa")) == identity())
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
