// Matrix products in float32 or bfloat16 with float32 master weights.
#pragma once

#include <algorithm>

#include "kernels.h"

namespace kernels {

/// Weights `[out, in]`, one below the other, as numbers of `type`.
///
/// Where they lie one behind the other in memory, nothing is copied in float32. `halves` are copies in
/// bfloat16 that somebody keeps up to date; undefined where nobody does.
inline Tensor stacked_weights(at::TensorList weights, at::ScalarType type,
                              at::TensorList halves = {}) {
  const bool is_kept =
      type == at::kBFloat16 && halves.size() == weights.size() &&
      std::all_of(halves.begin(), halves.end(), [](const Tensor &half) { return half.defined(); });
  const at::TensorList parts = is_kept ? halves : weights;
  bool is_adjacent = true;
  int64_t rows = 0;
  for (const Tensor &part : parts) {
    is_adjacent = is_adjacent && part.is_contiguous() &&
                  part.storage().is_alias_of(parts[0].storage()) &&
                  part.storage_offset() == parts[0].storage_offset() + rows * parts[0].size(1);
    rows += part.size(0);
  }
  const int64_t columns = parts[0].size(1);
  const Tensor all =
      parts.size() == 1 ? parts[0].detach()
      : is_adjacent     ? parts[0].detach().as_strided({rows, columns}, {columns, 1})
                        : at::cat(std::vector<Tensor>(parts.begin(), parts.end()), 0).detach();
  return all.to(type);
}

/// gᵀ · x in float32: the gradient of a weight, of rows g `[row, out]` and x `[row, in]`.
inline Tensor weight_gradient(const Tensor &g, const Tensor &x) {
  return at::mm(g.t(), x).to(at::kFloat);
}

inline Tensor rows_of(const Tensor &tensor) { return tensor.reshape({-1, tensor.size(-1)}); }

}  // namespace kernels
