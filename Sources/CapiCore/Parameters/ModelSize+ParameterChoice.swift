public import NeuralNetworks

extension ModelSize: ParameterChoice {}
extension StochasticDepth.Mode: ParameterChoice {}
extension ComputeMode.Precision: ParameterChoice {}
extension ComputeMode.Kernels: ParameterChoice {}
