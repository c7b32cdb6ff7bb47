import Foundation
import Sweeps
import Testing

@Suite struct MachineMemoryTests {
  @Test func theLeastLimitHolds() throws {
    let folder = try TemporaryFolder()
    try folder.write("max\n", to: "none")
    try folder.write("4096\n", to: "group")
    let machine = Int64(ProcessInfo.processInfo.physicalMemory)
    func bytes(_ files: String...) -> Int64 {
      MachineMemory.limited(by: files, in: folder.path)
    }
    #expect(bytes("none", "nowhere") == machine)
    #expect(bytes("none", "group") == 4096)
    // Version 1 of cgroups writes a number beyond any machine for none.
    try folder.write("9223372036854771712\n", to: "beyond")
    #expect(bytes("beyond") == machine)
  }
}
