import CapiCore
import NeuralNetworks
import Testing
import Torch
import Training

@Suite struct MaskSamplerTests {
  private struct Fixed: MaskingStrategy {
    let image: ImageMask
    func hiddenPatches(using random: inout RandomStream) -> [Int] { image.hidden }
    func mask(using random: inout RandomStream) -> ImageMask { image }
  }

  private func predicted(_ count: Int, preferred: [Int]?) -> [Set<Int>] {
    let sampler = MaskSampler(
      strategy: Fixed(image: ImageMask(hidden: [1, 3, 5, 7, 8], preferred: preferred)),
      grid: TokenGrid(rows: 3, columns: 3), predicted: count, seed: 1)
    return (0..<40).map { position in
      let (hidden, chosen) = sampler.places(position: position)
      #expect(hidden == [1, 3, 5, 7, 8])
      #expect(chosen.count == count)
      #expect(chosen == Set(chosen).sorted())
      return Set(chosen)
    }
  }

  @Test func preferredPatchesArePredictedFirst() {
    let few = predicted(1, preferred: [3, 7])
    #expect(Set(few) == [[3], [7]])
    #expect(predicted(2, preferred: [3, 7]).allSatisfy { $0 == [3, 7] })
    let more = predicted(3, preferred: [3, 7])
    #expect(Set(more) == [[1, 3, 7], [3, 5, 7], [3, 7, 8]])
  }

  @Test func withoutPreferenceAnyHiddenPatchIsPredicted() {
    #expect(Set(predicted(4, preferred: nil)).count == 5)
    #expect(predicted(5, preferred: nil).allSatisfy { $0 == [1, 3, 5, 7, 8] })
  }
}
