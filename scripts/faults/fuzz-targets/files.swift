import Foundation
import Store

private let path = NSTemporaryDirectory() + "fuzz-\(UUID().uuidString).h5"

/// Any bytes as an HDF5 file of the store: read or refused, never a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let input = Data(bytes: bytes, count: count)
  guard (try? input.write(to: URL(fileURLWithPath: path))) != nil else { return 0 }
  _ = try? Verification.verify(path)
  _ = try? RunStore.read(file: path)
  _ = try? TensorFile.read(path)
  if let file = try? FeatureFile(path) { _ = try? file.inspect() }
  return 0
}
