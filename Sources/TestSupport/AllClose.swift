public import Torch

/// Whether two tensors have one shape and |a − b| ≤ absolute + relative · |b| everywhere.
///
/// NaN is close to nothing.
public func allClose(
  _ a: Tensor, _ b: Tensor, relative: Double = 1e-5, absolute: Double = 1e-8
) throws(TorchError) -> Bool {
  guard a.shape == b.shape else { return false }
  if a.elementCount == 0 { return true }
  let (first, second) = (try a.detached().to(.float64), try b.detached().to(.float64))
  let excess = try (first - second).abs() - (second.abs() * relative + absolute)
  return try excess.max().item() <= 0
}

/// The largest |a − b|; both have one shape.
public func largestDifference(_ a: Tensor, _ b: Tensor) throws(TorchError) -> Double {
  try (a.detached() - b.detached()).abs().max().item()
}
