// Tensors to and from memory, what they are, and their gradients.
#include <ATen/ATen.h>
#include <ATen/core/grad_mode.h>

#include "internal.h"

extern "C" {

ctorch_status ctorch_tensor_from_bytes(const void *data, size_t bytes, int32_t dtype,
                                       const int64_t *shape, int32_t rank, ctorch_device device,
                                       ctorch_tensor *result, char **message) {
  return ctorch::guarded(message, [&] {
    at::Tensor host = at::empty(c10::IntArrayRef(shape, static_cast<size_t>(rank)),
                                at::TensorOptions().dtype(static_cast<at::ScalarType>(dtype)));
    TORCH_CHECK(host.nbytes() == bytes, "shape needs ", host.nbytes(), " bytes, not ", bytes);
    if (bytes > 0) std::memcpy(host.mutable_data_ptr(), data, bytes);
    *result = ctorch::wrap(host.to(ctorch::device(device)));
  });
}

ctorch_status ctorch_tensor_to_bytes(ctorch_tensor tensor, int32_t dtype, void *destination,
                                     size_t bytes, char **message) {
  return ctorch::guarded(message, [&] {
    at::NoGradGuard no_grad;
    at::Tensor host = ctorch::tensor(tensor)
                          .detach()
                          .to(at::kCPU, static_cast<at::ScalarType>(dtype))
                          .contiguous();
    TORCH_CHECK(host.nbytes() == bytes, "tensor has ", host.nbytes(), " bytes, not ", bytes);
    if (bytes > 0) std::memcpy(destination, host.const_data_ptr(), bytes);
  });
}

void ctorch_tensor_free(ctorch_tensor tensor) { delete reinterpret_cast<at::Tensor *>(tensor); }

int64_t ctorch_tensor_version(ctorch_tensor handle) {
  return ctorch::answer<int64_t>(-1, [&] {
    return static_cast<int64_t>(
        ctorch::tensor(handle).unsafeGetTensorImpl()->version_counter().current_version());
  });
}

ctorch_tensor_info ctorch_tensor_describe(ctorch_tensor handle) {
  ctorch_tensor_info unknown = {};
  unknown.dtype = -1;
  unknown.device.index = -1;
  return ctorch::answer(unknown, [&] {
    const at::Tensor &tensor = ctorch::tensor(handle);
    ctorch_tensor_info info = unknown;
    switch (tensor.scalar_type()) {
      case at::kByte: case at::kLong: case at::kHalf: case at::kFloat: case at::kDouble:
      case at::kBool: case at::kBFloat16:
        info.dtype = static_cast<int32_t>(tensor.scalar_type());
        break;
      default:
        break;
    }
    info.rank = static_cast<int32_t>(tensor.dim());
    info.is_contiguous = tensor.is_contiguous();
    info.device.type = tensor.is_cuda() ? CTORCH_CUDA : CTORCH_CPU;
    info.device.index = tensor.is_cuda() ? tensor.get_device() : -1;
    info.requires_grad = tensor.requires_grad();
    info.is_leaf = tensor.is_leaf();
    return info;
  });
}

void ctorch_tensor_shape(ctorch_tensor tensor, int64_t *shape) {
  (void)ctorch::answer(false, [&] {
    const auto sizes = ctorch::tensor(tensor).sizes();
    std::copy(sizes.begin(), sizes.end(), shape);
    return true;
  });
}

ctorch_status ctorch_set_requires_grad(ctorch_tensor tensor, bool value, char **message) {
  return ctorch::guarded(message, [&] { ctorch::tensor(tensor).set_requires_grad(value); });
}

ctorch_status ctorch_backward(ctorch_tensor loss, char **message) {
  return ctorch::guarded(message, [&] { ctorch::tensor(loss).backward(); });
}

ctorch_status ctorch_gradient(ctorch_tensor tensor, ctorch_tensor *result, char **message) {
  return ctorch::guarded(message, [&] {
    at::Tensor gradient = ctorch::tensor(tensor).grad();
    *result = gradient.defined() ? ctorch::wrap(gradient) : nullptr;
  });
}

ctorch_status ctorch_clear_gradient(ctorch_tensor tensor, char **message) {
  return ctorch::guarded(message, [&] { ctorch::tensor(tensor).mutable_grad().reset(); });
}

bool ctorch_grad_enabled(void) { return at::GradMode::is_enabled(); }

void ctorch_set_grad_enabled(bool enabled) { at::GradMode::set_enabled(enabled); }

}  // extern "C"
