// What the kernels share beside vectors. Each kernel's formula stands in its own file; the composed
// operations that it replaces stand beside its call in Swift.
#pragma once

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/TensorIterator.h>
#include <torch/csrc/autograd/custom_function.h>

#include "vector.h"

namespace kernels {

using at::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

/// Rows whose sums are added up by one thread, in order: sums over rows are the same whatever the number
/// of threads.
constexpr int64_t rows_of_block = 64;

inline int64_t blocks(int64_t rows) { return (rows + rows_of_block - 1) / rows_of_block; }

/// Pieces of work that are worth a thread of their own, from the elements in each.
inline int64_t grain(int64_t elements) {
  return std::max<int64_t>(1, 32768 / std::max<int64_t>(1, elements));
}

inline void check_cpu(const char *operation, const Tensor &tensor) {
  TORCH_CHECK(tensor.device().is_cpu(), operation, " is a kernel of the CPU; the tensor is on ",
              tensor.device());
}

/// Calls use(begin, end) for parts of 0 ..< count on libtorch's threads; parts have `grain` items at least.
///
/// at::parallel_for starts threads by OpenMP in the code that includes it, and that has to be the OpenMP of
/// the compiler that built libtorch. An iterator over bytes that nobody reads has libtorch start them itself.
template <typename Use>
void parallel(int64_t count, int64_t grain, const Use &use) {
  const int64_t parts = (count + grain - 1) / grain;
  if (parts <= 1 || at::get_num_threads() == 1 || at::in_parallel_region()) {
    if (count > 0) use(static_cast<int64_t>(0), count);
    return;
  }
  Tensor places = at::empty({parts}, at::kByte);
  const char *first = static_cast<const char *>(places.const_data_ptr());
  auto iterator = at::TensorIterator::nullary_op(places);
  iterator.for_each(
      [&](char **data, const int64_t *, int64_t inner, int64_t outer) {
        const int64_t begin = (data[0] - first) * grain;
        use(begin, std::min(begin + inner * outer * grain, count));
      },
      1);
}

inline bool is_half(const Tensor &tensor) { return tensor.scalar_type() == at::kBFloat16; }

inline void check_elements(const char *operation, const Tensor &tensor) {
  check_cpu(operation, tensor);
  TORCH_CHECK(tensor.scalar_type() == at::kFloat || is_half(tensor), operation,
              " takes float32 or bfloat16, not ", tensor.scalar_type());
}

/// Calls `use` with the tensor's elements as their C++ type.
#define KERNEL_DISPATCH(tensor, use)         \
  do {                                       \
    if (kernels::is_half(tensor)) {          \
      using namespace of_bfloat16;           \
      using Element = c10::BFloat16;         \
      use;                                   \
    } else {                                 \
      using namespace of_float32;            \
      using Element = float;                 \
      use;                                   \
    }                                        \
  } while (false)

inline const float *floats(const Tensor &tensor) {
  return tensor.defined() ? tensor.const_data_ptr<float>() : nullptr;
}

/// The numbers of images or rows, each below `limit`; `distinct`: each once at most.
inline Tensor checked_indices(const char *operation, const std::optional<Tensor> &indices,
                              int64_t limit, bool distinct = false) {
  if (!indices.has_value() || !indices->defined()) return Tensor();
  const Tensor all = indices->contiguous();
  TORCH_CHECK(all.scalar_type() == at::kLong && all.dim() == 1 && all.device().is_cpu(), operation,
              ": indices are one axis of int64");
  std::vector<char> seen(distinct ? limit : 0);
  const int64_t *values = all.const_data_ptr<int64_t>();
  for (int64_t i = 0; i < all.numel(); ++i) {
    TORCH_CHECK_INDEX(values[i] >= 0 && values[i] < limit, operation, ": index ", values[i],
                      " is out of range, there are ", limit);
    if (!distinct) continue;
    TORCH_CHECK(seen[values[i]] == 0, operation, ": index ", values[i], " stands there twice");
    seen[values[i]] = 1;
  }
  return all;
}

inline const int64_t *integers(const Tensor &tensor) {
  return tensor.defined() ? tensor.const_data_ptr<int64_t>() : nullptr;
}

inline Tensor contiguous(const Tensor &tensor) {
  return tensor.defined() ? tensor.contiguous() : tensor;
}

/// Whether gradients are to be recorded for one of these.
template <typename... Tensors>
bool wants_gradient(const Tensors &...tensors) {
  return at::GradMode::is_enabled() && ((tensors.defined() && tensors.requires_grad()) || ...);
}

inline Tensor defined(const std::optional<Tensor> &tensor) { return tensor.value_or(Tensor()); }

/// For torch::autograd::Function, which takes a tensor that may be undefined as an optional.
inline std::optional<Tensor> given(const Tensor &tensor) {
  return tensor.defined() ? std::optional<Tensor>(tensor) : std::nullopt;
}

/// Remembers whether the gradient of an input is wanted: undefined inputs have no number of their own.
inline void remember(AutogradContext *context, const char *name, const Tensor &input) {
  context->saved_data[name] = input.defined() && input.requires_grad();
}

inline bool remembers(AutogradContext *context, const char *name) {
  return context->saved_data[name].toBool();
}

}  // namespace kernels
