import Foundation
import NeuralNetworks
import Testing
import Torch

/// Files that are no weights, damaged, or mean harm.
@Suite struct RefusedWeightsTests {
  @Test(arguments: [
    (
      "code.pth",
      "its pickle asks for code: 'posix.system'. Only tensors are read; load the file in Python if "
        + "you trust it, and save its state_dict()"
    ),
    (
      "legacy.pth",
      "is in PyTorch's old format from before version 1.6, which is not read; load it with "
        + "torch.load and save it again with torch.save"
    ),
    (
      "compressed.pth",
      "'x/data.pkl' in its archive is compressed or encrypted, which torch.save does not do; such a "
        + "file is not read"
    ),
    ("list.pth", "holds no state dict: what was saved is not a dictionary of tensors"),
    ("deep.pth", "holds no tensors"),
    (
      "make-fixtures.py",
      "is neither safetensors nor a file of torch.save, which are the formats of weights"
    ),
    ("absent.pth", "there is no such file"),
    ("", "is not a file"),
  ])
  func theReasonIsGiven(name: String, reason: String) throws {
    let path = WeightFixtures.path(name)
    #expect(throws: WeightFileError(path: path, reason: reason)) { try WeightFile(path) }
  }

  /// Every way of cutting a file off, and many single wrong bytes: an error or tensors, no crash.
  @Test(arguments: ["types.pth", "types.safetensors", "nested.pth"])
  func damageIsAnErrorOrHarmless(name: String) throws {
    let good = try WeightFixtures.bytes(name)
    var random = RandomStream(seed: 1, purpose: "damage")
    var refused = 0
    for trial in 0..<600 {
      var bytes = good
      if trial % 3 == 0 {
        bytes.removeLast(1 + random.integer(below: bytes.count - 1))
      } else {
        for _ in 0...random.integer(below: 3) {
          bytes[random.integer(below: bytes.count)] = UInt8(random.integer(below: 256))
        }
      }
      try WeightFixtures.withFile(bytes) { path in
        do {
          _ = try WeightFile(path).tensors()
        } catch let error as WeightFileError {
          refused += 1
          #expect(error.path == path)
          #expect(!error.reason.isEmpty)
        }
      }
    }
    #expect(refused > 200)
  }

  @Test func aWrongBitInTheElementsIsFound() throws {
    var bytes = try WeightFixtures.bytes("types.pth")
    // 1.25 as float64 stands in one storage only.
    let pattern: [UInt8] = [0, 0, 0, 0, 0, 0, 0xF4, 0x3F]
    let place = try #require(
      (0..<bytes.count - 8).first { Array(bytes[$0..<$0 + 8]) == pattern })
    bytes[place + 6] ^= 1
    _ = try WeightFixtures.withFile(bytes) { path in
      #expect(
        throws: WeightFileError(
          path: path,
          reason: "is damaged: the elements of 'backbone.f64' do not have their checksum")
      ) { try WeightFile(path).tensors() }
    }
  }

  @Test func aHeaderThatSkipsBytesIsRefused() throws {
    let header = #"{"a":{"dtype":"U8","shape":[2],"data_offsets":[1,3]}}"#
    var bytes = [UInt8](repeating: 0, count: 8)
    bytes[0] = UInt8(header.utf8.count)
    bytes += Array(header.utf8) + [1, 2, 3]
    _ = try WeightFixtures.withFile(bytes) { path in
      #expect(
        throws: WeightFileError(
          path: path,
          reason: "is damaged: 'a' does not begin where the tensor before it ends")
      ) { try WeightFile(path) }
    }
  }
}
