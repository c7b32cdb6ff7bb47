// Which instructions kernels may use.
#pragma once

#include <ATen/Version.h>

#include <string>

namespace kernels {

/// The instructions that libtorch's own kernels use (ATEN_CPU_CAPABILITY lowers them).
enum class Instructions { baseline, avx2, avx512 };

inline Instructions instructions() {
  static const Instructions found = [] {
    const std::string name = at::get_cpu_capability();
    return name == "AVX512" ? Instructions::avx512
           : name == "AVX2" ? Instructions::avx2
                            : Instructions::baseline;
  }();
  return found;
}

}  // namespace kernels
