// softmax(q·kᵀ/√D)·v of one head of one image after another, for sequences whose scores fit a core's cache.
#pragma once

#include <c10/util/BFloat16.h>

#include <cmath>
#include <cstdint>

namespace kernels {

/// Longer sequences are left to libtorch's kernel, which never holds all scores.
constexpr int64_t longest_attended = 512;

/// Rows of tokens: a projection of every head, `[image, token, …]`, heads side by side.
struct HeadRows {
  const void *first;    // of image 0, token 0, head 0
  int64_t stride;       // elements from one token to the next
  int64_t tokens;
};

struct AttendShape {
  int64_t images;
  int64_t heads;
  int64_t width;  // of a head
  bool half;      // bfloat16, else float32
};

struct AttendTask {
  AttendShape shape;
  HeadRows q, k, v;
  float scale;  // 1/√D

  AttendTask(AttendShape shape, HeadRows q, HeadRows k, HeadRows v)
      : shape(shape), q(q), k(k), v(v), scale(1 / std::sqrt(static_cast<float>(shape.width))) {}
};

/// Gradients of rows, of their type and layout, heads side by side.
struct HeadGradients {
  void *first;
  int64_t stride;
};

struct AttendGradients {
  HeadGradients q, k, v;
};

/// - output: `[image, token, head · width]`, of the same type.
/// - logarithms: ln Σ e^score of each row, `[image, head, token]`; null where no gradient is wanted.
void attend(AttendTask task, void *output, float *logarithms);

void attend_backward(AttendTask task, HeadRows output, HeadRows gradient, const float *logarithms,
                     AttendGradients of);

/// Whether the processor multiplies pairs of bfloat16, and the heads are made of them.
bool attends_pairs(AttendShape shape);

/// The same for heads begin ..< end of all images, one behind the other (attend_pairs.cpp).
void attend_pairs(AttendTask task, c10::BFloat16 *output, float *logarithms, int64_t begin,
                  int64_t end);
void attend_pairs_backward(AttendTask task, HeadRows output, HeadRows gradient,
                           const float *logarithms, AttendGradients of, int64_t begin,
                           int64_t end);

}  // namespace kernels
