// Recordings of what libtorch does, by its own profiler.
#include <ATen/record_function.h>
#include <fcntl.h>
#include <torch/csrc/autograd/profiler_kineto.h>
#include <unistd.h>

#include "internal.h"

namespace {

using torch::profiler::impl::ActivityType;

std::set<ActivityType> activities(bool device) {
  std::set<ActivityType> result = {ActivityType::CPU};
  if (device) result.insert(ActivityType::CUDA);
  return result;
}

// libkineto's numbers, whose header the wheel does not bring: ranges, on the CPU and as shown on a device.
constexpr uint8_t user_annotation = 1;
constexpr uint8_t device_user_annotation = 2;

/// Keeps what the profiler says of itself off standard error, where people read.
class QuietErrors {
 public:
  QuietErrors() : kept_(dup(STDERR_FILENO)) {
    const int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (kept_ >= 0 && nowhere >= 0) dup2(nowhere, STDERR_FILENO);
    if (nowhere >= 0) close(nowhere);
  }
  ~QuietErrors() {
    if (kept_ < 0) return;
    dup2(kept_, STDERR_FILENO);
    close(kept_);
  }
  QuietErrors(const QuietErrors &) = delete;
  QuietErrors &operator=(const QuietErrors &) = delete;

 private:
  const int kept_;
};

}  // namespace

extern "C" {

ctorch_status ctorch_profile_start(bool device, char **message) {
  return ctorch::guarded(message, [&] {
    const QuietErrors quiet;
    const torch::profiler::impl::ProfilerConfig config(
        torch::profiler::impl::ProfilerState::KINETO);
    torch::autograd::profiler::prepareProfiler(config, activities(device));
    torch::autograd::profiler::enableProfiler(
        config, activities(device),
        {at::RecordScope::FUNCTION, at::RecordScope::USER_SCOPE,
         at::RecordScope::BACKWARD_FUNCTION});
  });
}

ctorch_status ctorch_profile_stop(const char *path, void *context,
                                  void (*visit)(void *, const ctorch_profile_event *),
                                  char **message) {
  return ctorch::guarded(message, [&] {
    const auto result = [&] {
      const QuietErrors quiet;
      auto stopped = torch::autograd::profiler::disableProfiler();
      if (path != nullptr) stopped->save(path);
      return stopped;
    }();
    for (const auto &event : result->events()) {
      const std::string name = event.name();
      const ctorch_profile_event shown = {
          name.c_str(),
          event.deviceType() == c10::DeviceType::CPU
              ? event.startThreadId()
              : static_cast<uint64_t>(event.deviceResourceId()),
          event.startNs(),
          event.durationNs(),
          event.deviceType() != c10::DeviceType::CPU,
          event.scope() == static_cast<uint8_t>(at::RecordScope::USER_SCOPE) ||
              event.activityType() == user_annotation ||
              event.activityType() == device_user_annotation};
      visit(context, &shown);
    }
  });
}

ctorch_range ctorch_range_begin(const char *name) {
  return ctorch::answer(static_cast<ctorch_range>(nullptr), [&] {
    auto range = std::make_unique<at::RecordFunction>(at::RecordScope::USER_SCOPE);
    if (range->isActive()) range->before(std::string(name));
    return reinterpret_cast<ctorch_range>(range.release());
  });
}

void ctorch_range_end(ctorch_range range) {
  (void)ctorch::answer(0, [&] {
    delete reinterpret_cast<at::RecordFunction *>(range);
    return 0;
  });
}

}  // extern "C"
