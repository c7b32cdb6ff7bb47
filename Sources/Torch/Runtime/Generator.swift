import CTorch

/// A source of random numbers for libtorch's operations: a state of its own, never the global one.
///
/// Make one from a named stream, so that the numbers depend on (seed, purpose, step) alone:
/// `Generator(RandomStream(seed: 0, purpose: "stochastic-depth", step: 12))`.
/// A generator advances with use and belongs to one thread at a time.
public final class Generator: @unchecked Sendable {
  // Sendable: the handle never changes; libtorch locks a generator's state while it draws.
  let handle: ctorch_generator

  public init(seed: UInt64, device: Device = .cpu) throws(TorchError) {
    var handle: ctorch_generator?
    try check("generator") { ctorch_generator_new(device.value, seed, &handle, $0) }
    guard let handle else { throw TorchError(operation: "generator", reason: "no generator") }
    self.handle = handle
  }

  deinit { ctorch_generator_free(handle) }
}

extension Generator {
  /// A generator whose numbers depend on (`seed`, `purpose`, `step`) alone.
  public convenience init(
    seed: UInt64, purpose: String, step: UInt64 = 0, device: Device = .cpu
  ) throws(TorchError) {
    var stream = RandomStream(seed: seed, purpose: purpose, index: step)
    try self.init(seed: stream.next(), device: device)
  }
}
