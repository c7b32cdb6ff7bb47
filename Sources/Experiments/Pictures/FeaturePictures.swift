public import CapiCore
import Foundation
public import Imaging
import NeuralNetworks
import Probes
import Torch

/// Pictures of a run's patch features (paper, evaluation: visualisation).
///
/// For each image: the image; the first three principal components over all images, and over this
/// image alone, as red, green and blue; the first four components over all images as diverging maps;
/// and the clusters (spherical k-means over all images). Beside them, what each register looks at in
/// the last block.
public struct FeaturePictures {
  /// Images side by side, all of one size.
  public struct Row: Sendable {
    public let name: String
    /// In the order of ``FeaturePictures/titles``.
    public let pictures: [RGBImage]
    /// What each register looks at, one picture a register; empty without registers.
    public let registers: [RGBImage]
  }

  public static let titles = [
    "image", "joint-rgb", "own-rgb", "component-1", "component-2", "component-3", "component-4",
    "clusters",
  ]
  private static let components = 4

  public let rows: [Row]
  /// Share of the variance over all images that each of the four components has, 0 … 1.
  public let shares: [Double]

  /// - Parameters:
  ///   - run: whose weights are used; only its experiment's model and normalisation matter.
  ///   - files: images, shown as squares of `size` pixels.
  ///   - size: a multiple of the patch; where not the training's, positions are stretched, which
  ///     only encodings that are functions (RoPE) can.
  ///   - teacher: whether the teacher is shown; else the student.
  ///   - clusters: of the cluster map.
  /// - Throws: ``ExperimentError`` where size, teacher or positions do not fit.
  public init(
    _ run: FinishedRun, registry: Registry, files: [String], size: Int, teacher: Bool,
    clusters: Int
  ) throws {
    let configuration = run.experiment.configuration
    let patch = configuration.model.patch
    guard size % patch == 0, size > 0 else {
      throw ExperimentError("the size \(size) is no multiple of the patch of \(patch) pixels")
    }
    let side = size / patch
    var shapes = run.experiment.shapes
    let trained = shapes.imageSize
    shapes = ExperimentShapes(
      imageSize: size, patch: patch, maskedTokens: shapes.maskedTokens,
      predictedTokens: shapes.predictedTokens, batch: shapes.batch, steps: shapes.steps,
      width: shapes.width, depth: shapes.depth, heads: shapes.heads, registers: shapes.registers)
    let factory = NetworkFactory(
      registry: registry, configuration: configuration, shapes: shapes, device: .cpu)
    let backbones: (student: Backbone, teacher: Backbone?)
    do {
      backbones = try run.backbones(factory)
    } catch let error as StateMismatch where size != trained {
      throw ExperimentError(
        "positions '\(configuration.positions.name)' cannot be stretched from \(trained) to "
          + "\(size) pixels (\(error.misshapen.map(\.name).joined(separator: ", "))); use --size "
          + "\(trained)")
    }
    guard let backbone = teacher ? backbones.teacher : backbones.student else {
      throw ExperimentError("the run has no teacher; show the student")
    }
    let normalisation = try Normalisation(
      mean: SIMD3(configuration.images.mean.map(Float.init)),
      deviation: SIMD3(configuration.images.std.map(Float.init)))
    var images: [RGBImage] = []
    var features: [Tensor] = []
    var looks: [[RGBImage]] = []
    for file in files {
      let whole = try ImageFile.read(file)
      let image = Resize.bicubic(
        whole, region: .whole(width: whole.width, height: whole.height), width: size, height: size)
      images.append(image)
      let input = try Tensor(
        normalisation.planes(image), shape: [1, 3, size, size], device: factory.device)
      features.append(try noGrad { try backbone.encoder(input).patches.squeezed(0).contiguous() })
      looks.append(
        try Self.looks(
          try noGrad { try backbone.encoder.registerAttention(input) }, side: side, patch: patch))
    }
    let all = try Tensor.concatenated(features)
    let joint = try PrincipalComponents(all, count: Self.components)
    let count = joint.shares.count
    let projected = try joint(all).elements(Float.self)
    let ranges = ComponentPictures.ranges(projected, components: count)
    let assignments = try SphericalKMeans.assign(
      all, clusters: min(clusters, all.size(0)),
      seed: UInt64(configuration.general.seed))
    let palette = LabelPalette(categories: clusters)
    let tokens = side * side
    rows = try files.indices.map { index in
      let values = Array(projected[index * tokens * count..<(index + 1) * tokens * count])
      let own = try PrincipalComponents(features[index], count: 3)
      let ownValues = try own(features[index]).elements(Float.self)
      var small = [
        ComponentPictures.colours(
          values, components: count, rows: side, columns: side, ranges: ranges),
        ComponentPictures.colours(
          ownValues, components: own.shares.count, rows: side, columns: side,
          ranges: ComponentPictures.ranges(ownValues, components: own.shares.count)),
      ]
      for component in 0..<Self.components {
        small.append(
          ComponentPictures.diverging(
            component < count ? values : [Float](repeating: 0, count: tokens * count),
            component: min(component, count - 1), components: count, rows: side, columns: side,
            bound: max(
              abs(ranges[min(component, count - 1)].lowerBound),
              abs(ranges[min(component, count - 1)].upperBound))))
      }
      let labels = assignments[index * tokens..<(index + 1) * tokens].map { UInt8($0 % 256) }
      small.append(palette.picture(of: LabelMap(width: side, height: side, labels: labels)))
      return Row(
        name: URL(fileURLWithPath: files[index]).deletingPathExtension().lastPathComponent,
        pictures: [images[index]]
          + small.map { ComponentPictures.enlarged($0, by: patch) },
        registers: looks[index])
    }
    shares = joint.shares
  }

  /// - Parameter attention: `[1, register, token]`.
  private static func looks(
    _ attention: Tensor?, side: Int, patch: Int
  ) throws(TorchError) -> [RGBImage] {
    guard let attention else { return [] }
    let values = try attention.contiguous().elements(Float.self)
    let tokens = side * side
    return (0..<attention.size(1)).map { register in
      ComponentPictures.enlarged(
        ComponentPictures.heat(
          Array(values[register * tokens..<(register + 1) * tokens]), rows: side, columns: side),
        by: patch)
    }
  }
}
