// Start-up, threads, devices, generators.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <ATen/Version.h>
#include <c10/core/impl/VirtualGuardImpl.h>
#include <dlfcn.h>
#include <torch/headeronly/version.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#if defined(__GLIBC__)
#include <errno.h>
#include <malloc.h>
#endif

#include "internal.h"

namespace {

/// Keeps the memory of tensors for the next step. Otherwise all of it goes back to the kernel and is asked for
/// page by page again: a quarter of a step of a large model. One arena, because others cannot grow beyond 64 MiB
/// and return what is larger at once. What the user set stands.
///
/// As the library is loaded: a thread that has its own arena already keeps it, and Swift runs `main` on one.
__attribute__((constructor)) void keep_freed_memory() {
#if defined(__GLIBC__)
  // A setting of the whole process: programs that embed the library decide for themselves.
  if (std::strcmp(program_invocation_short_name, "capi") != 0) return;
  for (const char *name : {"GLIBC_TUNABLES", "MALLOC_ARENA_MAX", "MALLOC_MMAP_THRESHOLD_",
                           "MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_MAX_", "MALLOC_TOP_PAD_"}) {
    if (getenv(name) != nullptr) return;
  }
  mallopt(M_ARENA_MAX, 1);
  mallopt(M_MMAP_MAX, 0);
  mallopt(M_TRIM_THRESHOLD, -1);
#endif
}

}  // namespace

extern "C" {

void ctorch_startup(void) {
  // MKL's matrix products then give the same bits whatever the number of threads. It reads the
  // variable at its first call; a value the user set stands.
  setenv("MKL_CBWR", "AUTO,STRICT", 0);
}

const char *ctorch_header_version(void) { return TORCH_VERSION; }

ctorch_status ctorch_configuration(char **text, char **message) {
  return ctorch::guarded(message, [&] { *text = ctorch::copy(at::show_config()); });
}

void ctorch_string_free(char *message) { std::free(message); }

int32_t ctorch_threads(void) {
  return ctorch::answer(1, [] { return static_cast<int32_t>(at::get_num_threads()); });
}

void ctorch_set_threads(int32_t count) {
  // libtorch throws at less than one.
  (void)ctorch::answer(0, [&] {
    at::set_num_threads(std::max(count, 1));
    return 0;
  });
}

void ctorch_use_one_thread_here(void) {
  // The count is a per-thread variable of the OpenMP run-time that libtorch brings;
  // at::set_num_threads would change it for MKL in the whole process as well.
  using Setter = void (*)(int);
  if (auto set = reinterpret_cast<Setter>(dlsym(RTLD_DEFAULT, "omp_set_num_threads"))) set(1);
}

int32_t ctorch_cuda_device_count(void) {
  return ctorch::answer(0, [] {
    return at::hasCUDA() ? static_cast<int32_t>(at::detail::getCUDAHooks().deviceCount()) : 0;
  });
}

ctorch_status ctorch_synchronize(ctorch_device value, char **message) {
  return ctorch::guarded(message, [&] {
    const c10::Device device = ctorch::device(value);
    if (device.is_cuda()) c10::impl::VirtualGuardImpl(device.type()).synchronizeDevice(device.index());
  });
}

ctorch_status ctorch_generator_new(ctorch_device value, uint64_t seed, ctorch_generator *result,
                                   char **message) {
  return ctorch::guarded(message, [&] {
    const c10::Device device = ctorch::device(value);
    at::Generator generator = device.is_cuda()
                                  ? at::globalContext().defaultGenerator(device).clone()
                                  : at::detail::createCPUGenerator(seed);
    generator.set_current_seed(seed);
    *result = reinterpret_cast<ctorch_generator>(new at::Generator(std::move(generator)));
  });
}

void ctorch_generator_free(ctorch_generator generator) {
  delete reinterpret_cast<at::Generator *>(generator);
}

}  // extern "C"
