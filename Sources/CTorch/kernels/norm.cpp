// RMSNorm of some images' tokens: y = x · s · w with s = 1 / √(mean(x²) + ε).
//
// dx = s · (g·w − x · s² · mean(g·w·x)); dw = Σ over tokens of g · x · s.
#include <torch/library.h>

#include "kernels.h"

namespace {

using namespace kernels;

/// Where each row of the result comes from.
struct Rows {
  const int64_t *images;  // or null: all, in order
  int64_t tokens;

  __attribute__((always_inline)) int64_t source(int64_t row) const {
    return images == nullptr ? row : images[row / tokens] * tokens + row % tokens;
  }
};

template <typename Element>
KERNEL_INLINE void forward_rows(const float *x, const float *weight, Rows rows, int64_t width,
                                float epsilon, Element *y, float *scales, int64_t begin,
                                int64_t end) {
  for (int64_t row = begin; row < end; ++row) {
    const float *from = x + rows.source(row) * width;
    Vector squares = all(0);
    for (int64_t i = 0; i < width; i += lanes) {
      const Vector value = KERNEL_LOAD(from, i, part(i, width));
      squares += value * value;
    }
    const float scale = 1 / std::sqrt(sum(squares) / static_cast<float>(width) + epsilon);
    scales[row] = scale;
    for (int64_t i = 0; i < width; i += lanes) {
      const int64_t count = part(i, width);
      Vector value = KERNEL_LOAD(from, i, count) * scale;
      if (weight != nullptr) value *= KERNEL_LOAD(weight, i, count);
      KERNEL_STORE(y + row * width, i, value, count);
    }
  }
}

/// Writes the gradient of x and the block's share of the weight's.
template <typename Element>
KERNEL_INLINE void backward_rows(const Element *gradient, const float *x, const float *weight,
                                 const float *scales, const float *residual, Rows rows,
                                 int64_t width, float *result, float *weight_share,
                                 int64_t begin, int64_t end) {
  for (int64_t row = begin; row < end; ++row) {
    const int64_t source = rows.source(row);
    const float *from = x + source * width;
    const Element *given = gradient + row * width;
    const float scale = scales[row];
    Vector products = all(0);
    for (int64_t i = 0; i < width; i += lanes) {
      const int64_t count = part(i, width);
      const Vector value = KERNEL_LOAD(from, i, count);
      Vector g = KERNEL_LOAD(given, i, count);
      if (weight_share != nullptr) {
        const Vector share = KERNEL_LOAD(weight_share, i, count) + g * value * scale;
        KERNEL_STORE(weight_share, i, share, count);
      }
      if (weight != nullptr) g *= KERNEL_LOAD(weight, i, count);
      products += g * value;
    }
    const float mean = sum(products) / static_cast<float>(width) * scale * scale;
    for (int64_t i = 0; i < width; i += lanes) {
      const int64_t count = part(i, width);
      Vector g = KERNEL_LOAD(given, i, count);
      if (weight != nullptr) g *= KERNEL_LOAD(weight, i, count);
      Vector value = (g - KERNEL_LOAD(from, i, count) * mean) * scale;
      if (residual != nullptr) value += KERNEL_LOAD(residual + source * width, i, count);
      KERNEL_STORE(result + source * width, i, value, count);
    }
  }
}

KERNEL_OF_ELEMENTS(norm_forward,
                   (const float *x, const float *weight, Rows rows, int64_t width, float epsilon,
                    Element *y, float *scales, int64_t begin, int64_t end),
                   (x, weight, rows, width, epsilon, y, scales, begin, end),
                   forward_rows(x, weight, rows, width, epsilon, y, scales, begin, end))

KERNEL_OF_ELEMENTS(norm_backward,
                   (const Element *gradient, const float *x, const float *weight,
                    const float *scales, const float *residual, Rows rows, int64_t width,
                    float *result, float *weight_share, int64_t begin, int64_t end),
                   (gradient, x, weight, scales, residual, rows, width, result, weight_share,
                    begin, end),
                   backward_rows(gradient, x, weight, scales, residual, rows, width, result,
                                 weight_share, begin, end))

/// y and the scales s of its rows.
std::tuple<Tensor, Tensor> forward(const Tensor &x, const Tensor &weight, const Tensor &images,
                                   double epsilon, bool half) {
  const int64_t tokens = x.size(1), width = x.size(2);
  const int64_t kept = images.defined() ? images.size(0) : x.size(0);
  Tensor y = at::empty({kept, tokens, width},
                       x.options().dtype(half ? at::kBFloat16 : at::kFloat));
  Tensor scales = at::empty({kept * tokens}, x.options());
  const Rows rows{integers(images), tokens};
  parallel(kept * tokens, grain(width), [&](int64_t begin, int64_t end) {
    KERNEL_DISPATCH(y, norm_forward(floats(x), floats(weight), rows, width,
                                    static_cast<float>(epsilon), y.mutable_data_ptr<Element>(),
                                    scales.mutable_data_ptr<float>(), begin, end));
  });
  return {y, scales};
}

struct NormalizedRows : torch::autograd::Function<NormalizedRows> {
  static variable_list forward(AutogradContext *context, const Tensor &x,
                               const std::optional<Tensor> &given_weight,
                               const std::optional<Tensor> &given_images, double epsilon,
                               bool half) {
    const Tensor weight = defined(given_weight), images = defined(given_images);
    remember(context, "weight", weight);
    auto [y, scales] = ::forward(x, weight, images, epsilon, half);
    context->save_for_backward({x, weight, images, scales});
    return {y, x};
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor &x = saved[0], &weight = saved[1], &images = saved[2], &scales = saved[3];
    const Tensor residual = contiguous(gradients[1]);
    if (!gradients[0].defined()) return {residual, Tensor(), Tensor(), Tensor(), Tensor()};
    const Tensor gradient = gradients[0].contiguous();
    const int64_t tokens = x.size(1), width = x.size(2), count = scales.size(0);
    Tensor result = at::empty_like(x);
    if (images.defined()) copy_others(result, residual, images);
    const bool wants_weight = remembers(context, "weight");
    Tensor shares = wants_weight ? at::zeros({blocks(count), width}, x.options()) : Tensor();
    const Rows rows{integers(images), tokens};
    parallel(
        blocks(count), grain(rows_of_block * width), [&](int64_t begin, int64_t end) {
          for (int64_t block = begin; block < end; ++block) {
            const int64_t first = block * rows_of_block;
            KERNEL_DISPATCH(
                gradient,
                norm_backward(gradient.const_data_ptr<Element>(), floats(x), floats(weight),
                              floats(scales), floats(residual), rows, width,
                              result.mutable_data_ptr<float>(),
                              wants_weight ? shares.mutable_data_ptr<float>() + block * width
                                           : nullptr,
                              first, std::min(first + rows_of_block, count)));
          }
        });
    return {result, wants_weight ? shares.sum(0) : Tensor(), Tensor(), Tensor(), Tensor()};
  }

  /// Images that the norm did not see have the residual's gradient alone.
  static void copy_others(Tensor &result, const Tensor &residual, const Tensor &images) {
    std::vector<char> seen(result.size(0));
    for (int64_t i = 0; i < images.size(0); ++i) seen[integers(images)[i]] = 1;
    const size_t size = result.size(1) * result.size(2);
    float *to = result.mutable_data_ptr<float>();
    for (int64_t image = 0; image < result.size(0); ++image) {
      if (seen[image]) continue;
      if (residual.defined()) {
        std::memcpy(to + image * size, floats(residual) + image * size, size * sizeof(float));
      } else {
        std::memset(to + image * size, 0, size * sizeof(float));
      }
    }
  }
};

std::tuple<Tensor, Tensor> normalized_rows(const Tensor &x, const std::optional<Tensor> &weight,
                                           const std::optional<Tensor> &images, double epsilon,
                                           bool half) {
  check_cpu("normalized_rows", x);
  TORCH_CHECK(x.dim() == 3 && x.scalar_type() == at::kFloat,
              "normalized_rows takes float32 [image, token, channel]");
  const Tensor rows = x.contiguous();
  const Tensor w = contiguous(defined(weight));
  const Tensor kept = checked_indices("normalized_rows", images, x.size(0), true);
  TORCH_CHECK(!w.defined() || w.numel() == x.size(2), "the weight has ", w.numel(),
              " channels, the tokens ", x.size(2));
  if (!wants_gradient(x, w)) {
    auto [y, scales] = forward(rows, w, kept, epsilon, half);
    return {y, x};
  }
  auto results = NormalizedRows::apply(rows, given(w), given(kept), epsilon, half);
  return {results[0], results[1]};
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(capi, library) {
  library.def(
      "normalized_rows(Tensor x, Tensor? weight, Tensor? images, float epsilon, bool half) -> "
      "(Tensor, Tensor)",
      normalized_rows);
}
