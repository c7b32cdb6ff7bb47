// Shared by the shim's .cpp files; not part of the C face.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/util/Exception.h>

#include <cstring>
#include <new>
#include <string>

#include "CTorch.h"

namespace ctorch {

inline at::Tensor &tensor(ctorch_tensor handle) { return *reinterpret_cast<at::Tensor *>(handle); }

inline ctorch_tensor wrap(at::Tensor value) {
  return reinterpret_cast<ctorch_tensor>(new at::Tensor(std::move(value)));
}

inline c10::Device device(ctorch_device value) {
  return value.type == CTORCH_CUDA
             ? c10::Device(c10::DeviceType::CUDA, static_cast<c10::DeviceIndex>(value.index))
             : c10::Device(c10::DeviceType::CPU);
}

inline char *copy(const std::string &text) {
  char *result = static_cast<char *>(std::malloc(text.size() + 1));
  if (result != nullptr) std::memcpy(result, text.c_str(), text.size() + 1);
  return result;
}

/// Runs `body`; turns every C++ exception into a status and a text without a backtrace.
template <typename Body>
ctorch_status guarded(char **message, Body &&body) noexcept {
  try {
    body();
    return CTORCH_OK;
  } catch (const c10::OutOfMemoryError &error) {
    *message = copy(error.what_without_backtrace());
    return CTORCH_OUT_OF_MEMORY;
  } catch (const c10::Error &error) {
    // libtorch's CPU allocator reports exhaustion as an ordinary error.
    const std::string text = error.what_without_backtrace();
    *message = copy(text);
    return text.find("DefaultCPUAllocator: can't allocate memory") != std::string::npos
               ? CTORCH_OUT_OF_MEMORY
               : CTORCH_ERROR;
  } catch (const std::bad_alloc &) {
    *message = copy("out of memory");
    return CTORCH_OUT_OF_MEMORY;
  } catch (const std::exception &error) {
    *message = copy(error.what());
    return CTORCH_ERROR;
  } catch (...) {
    *message = copy("libtorch threw something that is not an exception");
    return CTORCH_ERROR;
  }
}

/// Runs `body`; `otherwise` is what a question without a status answers when libtorch throws.
template <typename Value, typename Body>
Value answer(Value otherwise, Body &&body) noexcept {
  try {
    return body();
  } catch (...) {
    return otherwise;
  }
}

}  // namespace ctorch
