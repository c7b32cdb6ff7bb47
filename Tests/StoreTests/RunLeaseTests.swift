import Foundation
import Store
import Testing

@Suite struct RunLeaseTests {
  @Test func oneProcessHoldsARun() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    #expect(try RunLease.holder(of: run) == nil)
    let lease = try RunLease(run)
    let holder = try #require(try RunLease.holder(of: run))
    #expect(holder.processID == Int64(ProcessInfo.processInfo.processIdentifier))
    #expect(
      message { try RunLease(run) }
        == "\(run.lockPath): the run is held by process \(holder.processID) on host "
        + "\(holder.host); wait for it or stop it first")
    lease.release()
    lease.release()
    #expect(try RunLease.holder(of: run) == nil)
    let again = try RunLease(run)
    #expect(try RunLease.holder(of: run) != nil)
    again.release()
  }

  @Test func theLeaseEndsWithItsLastReference() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    do { _ = try RunLease(run) }
    #expect(try RunLease.holder(of: run) == nil)
  }

  @Test func aMissingFolderSaysSo() {
    #expect(
      message { try RunLease(RunFolder("/nowhere/run")) }
        == "/nowhere/run/run.lock: cannot be opened to lock the run: No such file or directory")
  }

  static let flock = "/usr/bin/flock"

  @Test(
    .enabled(if: FileManager.default.isExecutableFile(atPath: flock), "no \(flock) to hold a lock"))
  func theKernelFreesTheLeaseOfAKilledProcess() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    let process = Process()
    process.executableURL = URL(fileURLWithPath: Self.flock)
    // -F: the locked command replaces flock, so that one process holds the lock.
    process.arguments = ["-F", run.lockPath, "/bin/sh", "-c", "echo held; exec sleep 600"]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    #expect(output.fileHandleForReading.availableData == Data("held\n".utf8))
    #expect(
      message { try RunLease(run) }
        == "\(run.lockPath): the run is held by another process; wait for it or stop it first")
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    let lease = try RunLease(run)
    lease.release()
  }

  @Test func temporariesOfACrashAreRemovedUnderTheLease() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    let lease = try RunLease(run)
    _ = try scratch.write([1], "run/.run.h5.1234.capi-tmp")
    _ = try scratch.write([1], "run/checkpoints/.step-3.h5.1.capi-tmp")
    _ = try scratch.write([1], "run/.keep")
    #expect(
      try run.removeTemporaries(holding: lease)
        == [".run.h5.1234.capi-tmp", ".step-3.h5.1.capi-tmp"])
    #expect(try scratch.names(in: run.path) == [".keep", "checkpoints", "run.lock"])
    let other = RunFolder("\(scratch.path)/other")
    #expect(
      message { try other.removeTemporaries(holding: lease) }
        == "\(other.path): is not the folder that the lease on \(run.path) is for")
  }

  @Test func pathsOfARun() throws {
    let scratch = try ScratchFolder()
    let run = try scratch.makeRun()
    #expect(run.checkpointPath(step: 30) == "\(run.path)/checkpoints/step-30.h5")
    for name in ["step-30.h5", "step-4.h5", "step-x.h5", "other"] {
      _ = try scratch.write([], "run/checkpoints/\(name)")
    }
    #expect(run.checkpointSteps() == [4, 30])
    #expect(!run.hasRecord)
  }
}
