import CapiCore
import Components
import NeuralNetworks
import Torch

/// What a fixture's attributes say of its components; where one is absent, the reference's.
struct ParitySwitches {
  let fixture: ParityFixture
  let mode: ComputeMode

  /// Own kernels know no gradients of frequencies, which nothing trains; the composed form compares them.
  var tracksFrequencies: Bool { mode.kernels == .composed }

  func positions() throws -> any PositionEncoding {
    switch try fixture.name("positions", of: ["rope", "learnable", "sincos"]) {
    case "learnable": LearnablePositions()
    case "sincos": SinCosPositions()
    default: RoPEPositions(.init(), tracksFrequencyGradients: tracksFrequencies)
    }
  }

  func predictor(_ context: PredictorContext) throws -> any Predictor {
    var parameters = PredictorParameters()
    parameters.depth = try fixture.integer("dec")
    parameters.width = try fixture.integer("dec_dim", default: context.encoder.width)
    parameters.heads = try fixture.integer("dec_heads", default: context.encoder.heads)
    switch try fixture.name("predictor", of: ["cross-attention", "self-attention", "fused"]) {
    case "self-attention": return try SelfAttentionPredictor.make(parameters, context)
    case "fused": return try FusedPredictor.make(.init(), context)
    default: return try CrossAttentionPredictor.make(parameters, context)
    }
  }

  func target(_ context: TargetContext) throws -> any TargetRepresentation {
    switch try fixture.name("target", of: ["ema-teacher", "pixels", "hog"]) {
    case "pixels":
      var pixels = PixelTarget.Parameters()
      pixels.normalise = try fixture.integer("normalise", default: 1) != 0
      return try PixelTarget.make(pixels, context)
    case "hog":
      var hog = HOGTarget.Parameters()
      hog.bins = try fixture.integer("hog_bins", default: hog.bins)
      hog.cell = try fixture.integer("hog_cell", default: context.shapes.patch)
      return try HOGTarget.make(hog, context)
    default:
      var teacher = EMATeacher.Parameters()
      teacher.momentum = try fixture.number("ema")
      teacher.curve = .constant
      return try EMATeacher.make(teacher, context)
    }
  }

  func sinkhorn() throws -> any SinkhornAlgorithm {
    var parameters = SinkhornParameters()
    parameters.iterations = try fixture.integer("sinkhorn_iters")
    return try fixture.integer("positionwise") != 0
      ? PositionwiseSinkhorn.make(parameters, mode: mode)
      : StandardSinkhorn.make(parameters, mode: mode)
  }

  func loss(_ context: LossContext) throws -> any Loss {
    switch try fixture.name("loss", of: ["capi", "ibot", "direct"]) {
    case "ibot": return try IBOTLoss.make(ibot(), context)
    case "direct":
      var direct = DirectLoss.Parameters()
      direct.distance = try fixture.choice("distance", default: .huber)
      direct.targetLayerNorm = try fixture.integer("target_layer_norm", default: 1) != 0
      return try DirectLoss.make(direct, context)
    default: return try CapiLoss.make(capi(context), context)
    }
  }

  private func capi(_ context: LossContext) throws -> CapiLoss.Parameters {
    var capi = CapiLoss.Parameters()
    capi.prototypes = try fixture.integer("k")
    capi.head = try fixture.choice("head", default: .linear)
    capi.headHidden = try fixture.integer("head_hidden", default: capi.headHidden)
    capi.headBottleneck = try fixture.integer("head_bottleneck", default: capi.headBottleneck)
    capi.headLayers = try fixture.integer("head_layers", default: capi.headLayers)
    capi.studentTemperature = try fixture.number("student_temp")
    capi.targetTemperature = try fixture.number("target_temp")
    capi.predictionTemperature = try fixture.number("pred_temp")
    capi.bias = fixture.has("/init/teacher/head/layer.bias")
    capi.clusteringRateScale = try fixture.number("clustering_lr") / context.learningRate
    capi.clusteringWeightDecay = try fixture.number("clustering_weight_decay")
    return capi
  }

  private func ibot() throws -> IBOTParameters {
    var ibot = IBOTParameters()
    ibot.prototypes = try fixture.integer("k")
    ibot.head = try fixture.choice("head", default: .mlp)
    ibot.headHidden = try fixture.integer("head_hidden", default: ibot.headHidden)
    ibot.headBottleneck = try fixture.integer("head_bottleneck", default: ibot.headBottleneck)
    ibot.headLayers = try fixture.integer("head_layers", default: ibot.headLayers)
    ibot.studentTemperature = try fixture.number("student_temp")
    ibot.targetTemperature = try fixture.number("target_temp")
    ibot.centring = try fixture.choice("centring", default: .mean)
    ibot.centreMomentum = try fixture.number("centre_momentum", default: ibot.centreMomentum)
    ibot.momentum = try fixture.number("head_momentum", default: ibot.momentum)
    return ibot
  }
}

extension ParityFixture {
  func integer(_ name: String, default value: Int) throws -> Int {
    isStated(name) ? try integer(name) : value
  }

  func number(_ name: String, default value: Double) throws -> Double {
    isStated(name) ? try number(name) : value
  }

  /// One of `known`; the first where the file does not say.
  func name(_ name: String, of known: [String]) throws -> String {
    guard let text = text(name) else { return known[0] }
    guard known.contains(text) else {
      throw ExperimentError(
        "\(path): attribute '\(name)' is '\(text)'; known: \(known.joined(separator: ", "))")
    }
    return text
  }

  func choice<Choice: ParameterChoice>(_ name: String, default value: Choice) throws -> Choice {
    guard let text = text(name) else { return value }
    guard let choice = Choice(rawValue: text) else {
      let known = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw ExperimentError("\(path): attribute '\(name)' is '\(text)'; known: \(known)")
    }
    return choice
  }
}
