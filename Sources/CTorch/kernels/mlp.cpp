// fc2(GELU(fc1 x)) without biases. Of the hidden layer only what GELU is applied to is kept; GELU itself and
// its derivative come out of one sweep in the backward pass.
//
// GELU(h) = h · Φ(h), GELU'(h) = Φ(h) + h · φ(h). The tail Φ(−|h|) is e^(−h²/2), which φ has as well, times a
// polynomial in t. For float32 it has tenth degree, t = 1 / (1 + 3/8 · |h|), and was fitted to the least relative
// error on 0 ≤ |h| ≤ 14, which is 3e-7, so that far tails are as exact as the middle; for |h| < 1, where an
// absolute error counts, Φ(h) = 1/2 + h · (a polynomial in h²), error 5e-8. For bfloat16 the fifth degree of
// Abramowitz and Stegun, 7.1.26, is enough (error 1.5e-7), with e^(−h²/2) to 4e-6: numbers have eight bits.
#include <torch/library.h>

#include "products.h"

namespace {

using namespace kernels;

struct Normal {
  Vector cumulative;  // Φ
  Vector density;     // φ
};

KERNEL_INLINE Normal normal(Vector x, const float *) {
  const Vector size = x < 0 ? -x : x, square = x * x;
  const Vector bell = exponential(square * -0.5f);
  const Vector t = 1.0f / (size * 0.375f + 1.0f);
  Vector series = t * 0.02126481f - 0.13591513f;
  series = series * t + 0.34915351f;
  series = series * t - 0.42949866f;
  series = series * t + 0.21988505f;
  series = series * t - 0.05833564f;
  series = series * t + 0.10880937f;
  series = series * t + 0.12514521f;
  series = series * t + 0.14989910f;
  series = series * t + 0.14959237f;
  const Vector tail = series * t * bell;
  Vector middle = square * -7.53079027e-6f + 1.13144900e-4f;
  middle = middle * square - 1.18598587e-3f;
  middle = middle * square + 9.97317140e-3f;
  middle = middle * square - 6.64903324e-2f;
  middle = (middle * square + 3.98942279e-1f) * x + 0.5f;
  const Vector outside = x < 0 ? tail : 1.0f - tail;
  return {size < 1.0f ? middle : outside, bell * 0.398942280f};
}

KERNEL_INLINE Normal normal(Vector x, const c10::BFloat16 *) {
  const Vector size = x < 0 ? -x : x;
  const Vector bell = coarse_exponential(x * x * -0.5f);
  const Vector t = 1.0f / (size * 0.231641888f + 1.0f);
  Vector series = t * 0.5307027145f - 0.7265760135f;
  series = series * t + 0.7107068705f;
  series = series * t - 0.1422483680f;
  series = series * t + 0.1274147960f;
  const Vector tail = series * t * bell;
  return {x < 0 ? tail : 1.0f - tail, bell * 0.398942280f};
}

template <typename Element>
KERNEL_INLINE void gelu_range(const Element *h, Element *a, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; i += lanes) {
    const int64_t count = part(i, end);
    const Vector x = KERNEL_LOAD(h, i, count);
    KERNEL_STORE(a, i, x * normal(x, h).cumulative, count);
  }
}

/// a = GELU(h) where it is wanted, and g ← g · GELU'(h).
template <typename Element>
KERNEL_INLINE void gelu_backward_range(const Element *h, Element *a, Element *g, int64_t begin,
                                       int64_t end) {
  for (int64_t i = begin; i < end; i += lanes) {
    const int64_t count = part(i, end);
    const Vector x = KERNEL_LOAD(h, i, count);
    const Normal n = normal(x, h);
    if (a != nullptr) KERNEL_STORE(a, i, x * n.cumulative, count);
    const Vector slope = n.cumulative + x * n.density;
    KERNEL_STORE(g, i, KERNEL_LOAD(g, i, count) * slope, count);
  }
}

KERNEL_OF_ELEMENTS(gelu_forward, (const Element *h, Element *a, int64_t begin, int64_t end),
                   (h, a, begin, end), gelu_range(h, a, begin, end))

KERNEL_OF_ELEMENTS(gelu_backward,
                   (const Element *h, Element *a, Element *g, int64_t begin, int64_t end),
                   (h, a, g, begin, end), gelu_backward_range(h, a, g, begin, end))

/// a = GELU(h); both may be the same.
void kernel_gelu(const Tensor &h, Tensor &a) {
  parallel(h.numel(), 8192, [&](int64_t begin, int64_t end) {
    KERNEL_DISPATCH(h, gelu_forward(h.const_data_ptr<Element>(), a.mutable_data_ptr<Element>(),
                                    begin, end));
  });
}

struct MLP : torch::autograd::Function<MLP> {
  static Tensor forward(AutogradContext *context, const Tensor &x, const Tensor &first,
                        const Tensor &second, const std::optional<Tensor> &first_half,
                        const std::optional<Tensor> &second_half) {
    remember(context, "x", x);
    remember(context, "first", first);
    remember(context, "second", second);
    const Tensor w1 = stacked_weights({first}, x.scalar_type(), {defined(first_half)});
    const Tensor w2 = stacked_weights({second}, x.scalar_type(), {defined(second_half)});
    const Tensor h = at::linear(x, w1);
    context->save_for_backward({x, h, w1, w2});
    Tensor a = at::empty_like(h);
    kernel_gelu(h, a);
    return at::linear(a, w2);
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor x = rows_of(saved[0]), h = rows_of(saved[1]);
    const Tensor gradient = rows_of(gradients[0]);
    const bool wants_second = remembers(context, "second");
    Tensor hidden = at::mm(gradient, saved[3]);
    Tensor a = wants_second ? at::empty_like(h) : Tensor();
    parallel(h.numel(), 8192, [&](int64_t begin, int64_t end) {
      KERNEL_DISPATCH(
          h, gelu_backward(h.const_data_ptr<Element>(),
                           wants_second ? a.mutable_data_ptr<Element>() : nullptr,
                           hidden.mutable_data_ptr<Element>(), begin, end));
    });
    return {remembers(context, "x") ? at::mm(hidden, saved[2]).view_as(saved[0]) : Tensor(),
            remembers(context, "first") ? weight_gradient(hidden, x) : Tensor(),
            wants_second ? weight_gradient(gradient, a) : Tensor(), Tensor(), Tensor()};
  }
};

Tensor mlp(const Tensor &x, const Tensor &first, const Tensor &second,
           const std::optional<Tensor> &first_half, const std::optional<Tensor> &second_half) {
  check_elements("mlp", x);
  TORCH_CHECK(first.size(1) == x.size(-1) && second.size(1) == first.size(0),
              "weights of shapes ", first.sizes(), " and ", second.sizes(),
              " do not follow tokens of shape ", x.sizes());
  const Tensor rows = x.contiguous();
  if (wants_gradient(x, first, second)) return MLP::apply(rows, first, second, first_half, second_half);
  Tensor h = at::linear(rows, stacked_weights({first}, x.scalar_type(), {defined(first_half)}));
  // Nothing else needs what GELU is applied to.
  kernel_gelu(h, h);
  return at::linear(h, stacked_weights({second}, x.scalar_type(), {defined(second_half)}));
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(capi, library) {
  library.def(
      "mlp(Tensor x, Tensor first, Tensor second, Tensor? first_half, Tensor? second_half) -> "
      "Tensor",
      mlp);
}
