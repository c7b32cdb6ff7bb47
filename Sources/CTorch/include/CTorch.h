// The C face of libtorch. Nothing here throws: each function that can fail returns a status and
// sets `*message` (release it with ctorch_string_free). Handles are opaque and owned by the caller.
//
// Operations are called through libtorch's own dispatcher by their schema name ("aten::matmul"), so
// the header stays this narrow while every operation, its autograd formula and every device the
// library was built for are reachable.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct ctorch_tensor_s *ctorch_tensor;
typedef struct ctorch_generator_s *ctorch_generator;
/// An operator of the dispatcher; lives as long as the process.
typedef const struct ctorch_operator_s *ctorch_operator;

typedef enum {
  CTORCH_OK = 0,
  CTORCH_ERROR = 1,
  CTORCH_OUT_OF_MEMORY = 2,
} ctorch_status;

typedef enum {
  CTORCH_UINT8 = 0,
  CTORCH_INT64 = 4,
  CTORCH_FLOAT16 = 5,
  CTORCH_FLOAT32 = 6,
  CTORCH_FLOAT64 = 7,
  CTORCH_BOOL = 11,
  CTORCH_BFLOAT16 = 15,
} ctorch_dtype;

typedef enum {
  CTORCH_CPU = 0,
  CTORCH_CUDA = 1,
} ctorch_device_type;

typedef struct {
  int32_t type;   // ctorch_device_type
  int32_t index;  // -1 on the CPU
} ctorch_device;

typedef enum {
  CTORCH_ARG_DEFAULT = 0,  // the schema's default value
  CTORCH_ARG_NONE,
  CTORCH_ARG_TENSOR,
  CTORCH_ARG_INT,
  CTORCH_ARG_DOUBLE,
  CTORCH_ARG_BOOL,
  CTORCH_ARG_INTS,     // pointer to count int64_t
  CTORCH_ARG_DOUBLES,  // pointer to count double
  CTORCH_ARG_TENSORS,  // pointer to count ctorch_tensor
  CTORCH_ARG_DTYPE,
  CTORCH_ARG_DEVICE,
  CTORCH_ARG_GENERATOR,
  CTORCH_ARG_STRING,
} ctorch_argument_tag;

/// One argument of an operation. Pointers need to stay valid during the call only.
typedef struct {
  int32_t tag;    // ctorch_argument_tag
  int32_t count;  // elements behind `pointer`
  union {
    int64_t integer;  // int, bool, dtype
    double real;
    const void *pointer;
    ctorch_device device;
  } value;
} ctorch_argument;

/// Everything Swift asks about a tensor, in one call.
typedef struct {
  int32_t dtype;  // ctorch_dtype, or -1 for one this header does not name
  int32_t rank;
  ctorch_device device;
  bool requires_grad;
  bool is_leaf;
  bool is_contiguous;
} ctorch_tensor_info;

void ctorch_string_free(char *message);

// -- Runtime ---------------------------------------------------------------------------------
/// Must be called before anything else; idempotent.
void ctorch_startup(void);
/// The version of the headers this shim was compiled against.
const char *ctorch_header_version(void);
/// How the library in use was built, several lines; names its version as TORCH_VERSION=x.y.z.
ctorch_status ctorch_configuration(char **text, char **message);
int32_t ctorch_threads(void);
void ctorch_set_threads(int32_t count);
/// Operations called on the current thread run on this thread alone.
void ctorch_use_one_thread_here(void);
int32_t ctorch_cuda_device_count(void);
ctorch_status ctorch_synchronize(ctorch_device device, char **message);

// -- Operations ------------------------------------------------------------------------------
ctorch_status ctorch_operator_find(const char *name, const char *overload,
                                   ctorch_operator *operation, char **message);
/// Tensor results, lists flattened, are written to `results`; `*result_count` says how many.
ctorch_status ctorch_call(ctorch_operator operation, const ctorch_argument *arguments,
                          int32_t argument_count, ctorch_tensor *results, int32_t capacity,
                          int32_t *result_count, char **message);

// -- Tensors ---------------------------------------------------------------------------------
/// Copies `bytes` bytes of row-major elements.
ctorch_status ctorch_tensor_from_bytes(const void *data, size_t bytes, int32_t dtype,
                                       const int64_t *shape, int32_t rank, ctorch_device device,
                                       ctorch_tensor *result, char **message);
/// Copies the elements, row-major and converted to `dtype`, to `bytes` bytes at `destination`.
ctorch_status ctorch_tensor_to_bytes(ctorch_tensor tensor, int32_t dtype, void *destination,
                                     size_t bytes, char **message);
void ctorch_tensor_free(ctorch_tensor tensor);
ctorch_tensor_info ctorch_tensor_describe(ctorch_tensor tensor);
/// Grows with each change of the elements.
int64_t ctorch_tensor_version(ctorch_tensor tensor);
/// `shape` has room for the tensor's rank.
void ctorch_tensor_shape(ctorch_tensor tensor, int64_t *shape);

// -- Gradients -------------------------------------------------------------------------------
ctorch_status ctorch_set_requires_grad(ctorch_tensor tensor, bool value, char **message);
ctorch_status ctorch_backward(ctorch_tensor loss, char **message);
/// `*result` is NULL where no gradient has been accumulated.
ctorch_status ctorch_gradient(ctorch_tensor tensor, ctorch_tensor *result, char **message);
ctorch_status ctorch_clear_gradient(ctorch_tensor tensor, char **message);
/// Of the calling thread.
bool ctorch_grad_enabled(void);
void ctorch_set_grad_enabled(bool enabled);

// -- Profiling -------------------------------------------------------------------------------
/// One thing that was done: an operation of libtorch, a kernel of a device, or a named range.
typedef struct {
  const char *name;  // valid during the call only
  uint64_t thread;   // or the device's stream
  uint64_t start;    // nanoseconds
  uint64_t duration;
  bool is_on_device;
  bool is_range;
} ctorch_profile_event;

/// Begins to record what this process does; `device` says whether kernels of CUDA are recorded too.
ctorch_status ctorch_profile_start(bool device, char **message);
/// Writes the recording to `path`, in the format that Chrome and Perfetto open, then shows each event. NULL:
/// nothing is written. What is at `path` is removed first, whatever it is.
ctorch_status ctorch_profile_stop(const char *path, void *context,
                                  void (*visit)(void *context, const ctorch_profile_event *event),
                                  char **message);
/// Names what the current thread does until it is ended; NULL where libtorch throws.
typedef struct ctorch_range_s *ctorch_range;
ctorch_range ctorch_range_begin(const char *name);
void ctorch_range_end(ctorch_range range);

// -- Generators ------------------------------------------------------------------------------
ctorch_status ctorch_generator_new(ctorch_device device, uint64_t seed,
                                   ctorch_generator *result, char **message);
void ctorch_generator_free(ctorch_generator generator);

#ifdef __cplusplus
}
#endif
