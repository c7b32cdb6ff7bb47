import YAML

/// Any bytes as YAML: a tree or a fault with a place, never a crash.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  var collector = DiagnosticCollector()
  let root = Document.parse(
    UnsafeBufferPointer(start: bytes, count: count), file: "fuzz.yaml", into: &collector)
  precondition(root != nil || !collector.isEmpty)
  return 0
}
