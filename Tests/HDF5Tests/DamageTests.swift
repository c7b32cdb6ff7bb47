import HDF5
import Testing

/// Files cut short and impossible shapes are errors.
///
/// Flipped bits are not tested here: libhdf5 1.10 follows some of them out of its memory. The store
/// seals its files, and its tests flip every bit.
@Suite struct DamageTests {
  /// Reads all there is; the number of errors on the way.
  @discardableResult
  private func readAll(_ group: Group, depth: Int = 0) -> Int {
    guard depth < 20 else { return 1 }
    var errors = 0
    do {
      for name in try group.attributes.names() {
        let attribute = try group.attributes.attribute(name)
        if case .text = attribute.storedType {
          _ = try attribute.texts()
        } else {
          _ = try attribute.values(Double.self)
        }
      }
    } catch { errors += 1 }
    for child in (try? group.children()) ?? [] {
      do {
        switch child.kind {
        case .group: errors += readAll(try group.group(child.name), depth: depth + 1)
        case .dataset:
          let dataset = try group.dataset(child.name)
          if case .text = try dataset.storedType() {
            _ = try dataset.readTexts()
          } else {
            _ = try dataset.read(Double.self)
          }
        default: errors += 1
        }
      } catch { errors += 1 }
    }
    return errors
  }

  @Test func aWholeFileHasNoErrors() throws {
    #expect(try readAll(File.open(image: makeSample()).root) == 0)
  }

  @Test func everyTruncationIsAnError() throws {
    let image = try makeSample()
    for length in stride(from: 0, to: image.count, by: max(1, image.count / 400)) {
      #expect(throws: HDF5Error.self) { try File.open(image: Array(image[..<length])) }
    }
  }

  @Test func truncatedFilesOnDiskAreErrors() throws {
    let folder = try ScratchFolder()
    let image = try makeSample()
    for length in [0, 1, 95, 96, 512, image.count / 2, image.count - 1] {
      let path = try folder.write(Array(image[..<length]), "cut-\(length).h5")
      #expect(throws: HDF5Error.self) { try File.open(path) }
    }
  }

  /// Extents that promise more than there is must not reserve the memory.
  @Test func aShapeThatPromisesMoreThanTheFileHoldsIsRefused() throws {
    let count = 1_234_567
    let file = try File.createInMemory(name: "big.h5")
    try file.root.write("x", [UInt8](repeating: 1, count: count))
    var image = try file.image()
    let extent = (0..<8).map { UInt8(truncatingIfNeeded: count >> ($0 * 8)) }
    let place = try #require(
      image.indices.dropLast(8).first { Array(image[$0..<$0 + 8]) == extent })
    image[place + 5] = 1
    #expect(throws: HDF5Error.self) {
      try File.open(image: image).root.dataset("x").read(UInt8.self)
    }
  }
}
