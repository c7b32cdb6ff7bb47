import HDF5
import Testing

@Suite struct LibraryTests {
  @Test func versionsAreThreeNumbers() throws {
    #expect(Library.headerVersion.split(separator: ".").compactMap { Int($0) }.count == 3)
    let version = try #require(Library.libraryVersion)
    #expect(version.split(separator: ".").compactMap { Int($0) }.count == 3)
  }

  @Test func manyTasksMayUseFilesAtOnce() async throws {
    let image = try makeSample()
    try await withThrowingTaskGroup(of: [Int64].self) { group in
      for _ in 0..<16 {
        group.addTask {
          var last: [Int64] = []
          for _ in 0..<20 {
            last = try File.open(image: image).root.dataset("apple/packed").read()
          }
          return last
        }
      }
      for try await values in group {
        #expect(values == Array(0..<1000).map(Int64.init))
      }
    }
  }

  @Test func filesInMemoryOfOneNameAreSeparate() throws {
    let first = try File.createInMemory(name: "same")
    let second = try File.createInMemory(name: "same")
    try first.root.write("x", [1.0])
    #expect(try second.root.children().isEmpty)
  }

  /// Counts in the file, not in the process, in which other tests run at the same time.
  @Test func handlesAreClosedAfterErrors() throws {
    let file = try File.open(image: makeSample())
    let before = file.openHandleCount
    for _ in 0..<10 {
      _ = try? file.root.dataset("zebra/none")
      _ = try? file.root.dataset("zebra/values").readTexts()
      _ = try? file.root.attributes.attribute("title").values(Double.self)
      _ = try file.root.dataset("zebra/texts").readTexts()
      _ = try file.root.attributes.attribute("list").texts()
    }
    #expect(file.openHandleCount == before)
    let dataset = try file.root.dataset("zebra/texts")
    #expect(file.openHandleCount == before + 1)
    try dataset.close()
    #expect(file.openHandleCount == before)
  }

  @Test func externalLinksAreListedAndFollowed() throws {
    let folder = try ScratchFolder()
    _ = try folder.write(makeSample(), "target.h5")
    let file = try File.createInMemory()
    try file.root.linkExternal("there", toFile: "target.h5", object: "/zebra")
    try file.root.linkExternal("gone", toFile: "gone.h5", object: "/")
    let path = try folder.write(file.image(), "links.h5")
    let root = try File.open(path).root
    #expect(try root.children().map(\.kind) == [.externalLink, .externalLink])
    #expect(try root.dataset("there/values").read(Double.self).first == 1.5)
    #expect(throws: HDF5Error.self) { try root.group("gone") }
  }
}
