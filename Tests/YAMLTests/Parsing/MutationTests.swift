import Testing
import YAML

/// Damaged documents give a tree or an error, never a crash: a few thousand fixed mutations.
@Suite struct MutationTests {
  private static let seedText = """
    # a comment
    question: "does it learn?"
    base: &base {name: capi, prototypes: 128, scale: [0.6, 1.0]}
    loss:
      <<: *base
      text: |
        several
        lines
    probes:
      - {name: knn, k: [1, 3, 10]}
      - ? key
        : value
    when: 2026-01-01
    """

  private struct Generator: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      var z = state
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      return z ^ (z >> 31)
    }
  }

  @Test func neverCrashes() {
    var generator = Generator(state: 1)
    let interesting = Array("{}[]:,&*!|>'\"%@`?-#\t\n\r \u{0}<~".utf8) + [0x00, 0x80, 0xC3, 0xFF]
    var trees = 0
    var failures = 0
    for _ in 0..<4000 {
      var bytes = Array(Self.seedText.utf8)
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        let place = Int.random(in: 0..<bytes.count, using: &generator)
        switch Int.random(in: 0..<4, using: &generator) {
        case 0: bytes[place] = interesting.randomElement(using: &generator)!
        case 1: bytes.insert(interesting.randomElement(using: &generator)!, at: place)
        case 2: bytes.removeSubrange(place..<min(bytes.count - 1, place + 9))
        default: bytes.insert(contentsOf: bytes[place..<min(bytes.count, place + 30)], at: place)
        }
      }
      var collector = DiagnosticCollector()
      let root = Document.parse(bytes, file: "t.yaml", into: &collector)
      if root == nil { #expect(!collector.isEmpty) }
      if collector.isEmpty { trees += 1 } else { failures += 1 }
    }
    #expect(trees > 100)
    #expect(failures > 100)
  }

  @Test func survivesTruncation() {
    let bytes = Array(Self.seedText.utf8)
    for length in 0..<bytes.count {
      var collector = DiagnosticCollector()
      let root = Document.parse(bytes.prefix(length), file: "t.yaml", into: &collector)
      #expect(root != nil || !collector.isEmpty)
    }
  }
}
