// softmax(q·kᵀ/√D)·v of one head of one image after another, for sequences whose scores fit a core's cache.
#pragma once

#include "kernels.h"

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

/// - output: `[image, token, head · width]`, of the same type.
/// - logarithms: ln Σ e^score of each row, `[image, head, token]`; null where no gradient is wanted.
void attend(AttendShape shape, HeadRows q, HeadRows k, HeadRows v, void *output,
            float *logarithms);

/// Gradients of q, k and v, each of the type and layout of its rows, heads side by side.
struct HeadGradients {
  void *first;
  int64_t stride;
};

void attend_backward(AttendShape shape, HeadRows q, HeadRows k, HeadRows v, HeadRows output,
                     HeadRows gradient, const float *logarithms, HeadGradients of_q,
                     HeadGradients of_k, HeadGradients of_v);

}  // namespace kernels
