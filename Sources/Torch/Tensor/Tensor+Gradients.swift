import CTorch

extension Tensor {
  /// Marks a leaf as a parameter whose gradient is wanted; returns it.
  @discardableResult
  public func requiringGradient(_ value: Bool = true) throws(TorchError) -> Tensor {
    try check("requires_grad") { ctorch_set_requires_grad(handle, value, $0) }
    return self
  }

  /// Adds the gradient of this one-element tensor to ``gradient`` of every leaf it depends on.
  public func backward() throws(TorchError) {
    try check("backward") { ctorch_backward(handle, $0) }
  }

  /// The accumulated gradient, of this tensor's shape; `nil` before any ``backward()`` reached it.
  public var gradient: Tensor? {
    get throws(TorchError) {
      var result: ctorch_tensor?
      try check("gradient") { ctorch_gradient(handle, &result, $0) }
      return result.map(Tensor.init(handle:))
    }
  }

  public func clearGradient() throws(TorchError) {
    try check("clear gradient") { ctorch_clear_gradient(handle, $0) }
  }
}

/// Runs `body` without recording operations for gradients.
///
/// The switch belongs to the current thread and is restored on every exit; `body` cannot suspend.
public func noGrad<R, Failure: Error>(_ body: () throws(Failure) -> R) throws(Failure) -> R {
  let before = ctorch_grad_enabled()
  ctorch_set_grad_enabled(false)
  defer { ctorch_set_grad_enabled(before) }
  return try body()
}
