import Foundation
import Testing

/// Libraries that are no plugins of this program. Ones that are: scripts/check-examples.
@Suite struct PluginTests {
  /// Compiles C to a library.
  private func library(_ code: String, _ name: String, in folder: TemporaryFolder) throws -> String
  {
    let source = try folder.write(code, to: "\(name).c")
    let path = folder.url("\(name).so")
    let compiler = Process()
    compiler.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    compiler.arguments = ["cc", "-shared", "-fPIC", "-o", path, source]
    try compiler.run()
    compiler.waitUntilExit()
    try #require(compiler.terminationStatus == 0)
    return URL(fileURLWithPath: path).resolvingSymlinksInPath().path
  }

  private func refusal(of path: String, in folder: TemporaryFolder) async throws -> String {
    let result = try await Capi.run(["components", "--plugin", path], in: folder)
    #expect(result.code == 1)
    #expect(result.output == "")
    return result.errors
  }

  @Test func aLibraryWithoutTheFunctionsIsNoPlugin() async throws {
    let folder = try TemporaryFolder()
    let path = try library("int unrelated(void) { return 1; }", "other", in: folder)
    #expect(
      try await refusal(of: path, in: folder)
        == "error: \(path): is no plugin of capi: it exports no function 'capi_plugin_stamp' "
        + "(docs/writing-a-component.md)\n")
  }

  @Test func anotherInterfaceIsRefusedBeforeAnythingIsCalled() async throws {
    let folder = try TemporaryFolder()
    // Calling `capi_plugin_make` would end the process by a signal.
    let path = try library(
      """
      const char *capi_plugin_stamp(void) { return "capi plugin interface 0, another compiler"; }
      void *capi_plugin_make(void) { __builtin_trap(); }
      """, "old", in: folder)
    let errors = try await refusal(of: path, in: folder)
    #expect(
      errors.hasPrefix(
        "error: \(path): was built for 'capi plugin interface 0, another compiler', but this program "
          + "needs 'capi plugin interface 3, "))
    #expect(
      errors.hasSuffix(
        "'; build the plugin again with the compiler and the sources of this capi\n"))
  }

  @Test func aMissingSymbolIsNamed() async throws {
    let folder = try TemporaryFolder()
    let path = try library(
      """
      void gone_from_capi(void);
      const char *capi_plugin_stamp(void) { gone_from_capi(); return ""; }
      """, "missing", in: folder)
    let errors = try await refusal(of: path, in: folder)
    #expect(errors.hasPrefix("error: \(path): cannot be loaded: "))
    #expect(errors.contains("undefined symbol: gone_from_capi"))
    #expect(errors.hasSuffix("build it again against this one\n"))
  }

  @Test func whatIsNoLibraryIsRefused() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("no library", to: "text.so")
    #expect(try await refusal(of: path, in: folder).contains("text.so: cannot be loaded: "))
    #expect(
      try await refusal(of: "/nowhere/x.so", in: folder)
        == "error: /nowhere/x.so: there is no such plugin\n")
  }

  @Test func aFileCannotLoadCodeByItself() async throws {
    let folder = try TinyFiles.folder()
    let path = try library("int unrelated(void) { return 1; }", "other", in: folder)
    try folder.write("plugins: [\(path)]\n" + TinyFiles.experiment, to: "stranger.yaml")
    try folder.write("base: stranger.yaml\n", to: "sweep.yaml")
    for command in [
      ["run", "stranger.yaml"], ["validate", "stranger.yaml"], ["sweep", "plan", "sweep.yaml"],
    ] {
      let result = try await Capi.run(command, in: folder)
      #expect(result.code == 1)
      #expect(
        result.errors
          == "error: \(command.last ?? "") asks for code to be loaded: \(path). If you trust it, pass "
          + "--allow-plugins\n")
      let allowed = try await Capi.run(command + ["--allow-plugins"], in: folder)
      #expect(allowed.errors.contains("is no plugin of capi"))
    }
  }
}
