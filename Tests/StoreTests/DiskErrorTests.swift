import Foundation
import Store
import Testing

/// Errors of a disk, whoever reports them, and files that only a program needs.
@Suite struct DiskErrorTests {
  @Test func `those of Foundation become the store's`() throws {
    func read(_ error: any Error) -> StoreError? { StoreError(ofDisk: error, path: "runs/x") }
    let full = CocoaError(.fileWriteOutOfSpace, userInfo: [NSFilePathErrorKey: "runs/x/a"])
    #expect(read(full)?.code == .system(ENOSPC))
    #expect(read(full)?.description == "runs/x/a: could not be written: No space left on device")
    let quota = CocoaError(
      .fileWriteUnknown, userInfo: [NSUnderlyingErrorKey: POSIXError(.EDQUOT)])
    #expect(read(quota)?.code == .system(EDQUOT))
    #expect(read(quota)?.path == "runs/x")
    #expect(read(POSIXError(.EIO))?.code == .system(EIO))
    #expect(read(POSIXError(.EACCES)) == nil)
    #expect(read(CocoaError(.fileNoSuchFile)) == nil)
    #expect(read(StoreError(.missing, path: "a", reason: "b")) == nil)
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "no /dev/full here"))
  func `that of a handle on a full device is one`() throws {
    let handle = try #require(FileHandle(forWritingAtPath: "/dev/full"))
    let error = #expect(throws: (any Error).self) { try handle.write(contentsOf: Data([1])) }
    #expect(try StoreError(ofDisk: #require(error), path: "a")?.code == .system(ENOSPC))
  }

  @Test func `a scratch file is filled, read by its path, and gone in the end`() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    do {
      let file = try ScratchFile(in: run.path, named: "features")
      try file.append([1, 2])
      try file.append([3])
      try file.close()
      try file.close()
      #expect(try read(file.path) == [1, 2, 3])
      #expect(message { try file.append([4]) } == "\(file.path): has been closed")
      file.remove()
      #expect(!FileManager.default.fileExists(atPath: file.path))
      _ = try ScratchFile(in: run.path, named: "features")
    }
    #expect(try scratch.names(in: run.path) == ["checkpoints"])
    let left = try ScratchFile(in: run.path, named: "features")
    let lease = try RunLease(run)
    #expect(try run.removeTemporaries(holding: lease).count == 1)
    lease.release()
    left.remove()
    let nowhere = #expect(throws: StoreError.self) {
      try ScratchFile(in: "\(run.path)/nowhere", named: "features")
    }
    #expect(nowhere?.code == .missing)
  }
}
