public import NeuralNetworks

extension ModelSize: ParameterChoice {}
extension StochasticDepth.Mode: ParameterChoice {}
