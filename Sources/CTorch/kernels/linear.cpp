// x · Wᵀ + b with float32 master weights; the product is made in x's precision.
#include <torch/library.h>

#include "products.h"

namespace {

using namespace kernels;

/// sums += each of the rows begin ..< end.
template <typename Element>
KERNEL_INLINE void add_rows(const Element *rows, int64_t width, int64_t begin, int64_t end,
                            float *sums) {
  for (int64_t row = begin; row < end; ++row) {
    for (int64_t i = 0; i < width; i += lanes) {
      const int64_t count = part(i, width);
      KERNEL_STORE(sums, i, KERNEL_LOAD(sums, i, count) + KERNEL_LOAD(rows + row * width, i, count),
                   count);
    }
  }
}

KERNEL_OF_ELEMENTS(sum_rows,
                   (const Element *rows, int64_t width, int64_t begin, int64_t end, float *sums),
                   (rows, width, begin, end, sums), add_rows(rows, width, begin, end, sums))

/// The sum of all rows in float32: the gradient of a bias.
Tensor bias_gradient(const Tensor &rows) {
  const int64_t count = rows.size(0), width = rows.size(1);
  Tensor shares = at::zeros({blocks(count), width}, rows.options().dtype(at::kFloat));
  parallel(blocks(count), grain(rows_of_block * width), [&](int64_t begin, int64_t end) {
    for (int64_t block = begin; block < end; ++block) {
      const int64_t first = block * rows_of_block;
      KERNEL_DISPATCH(rows, sum_rows(rows.const_data_ptr<Element>(), width, first,
                                     std::min(first + rows_of_block, count),
                                     shares.mutable_data_ptr<float>() + block * width));
    }
  });
  return shares.sum(0);
}

Tensor forward(const Tensor &x, const Tensor &compute, const Tensor &bias) {
  return at::linear(x, compute,
                    bias.defined() ? std::optional<Tensor>(bias.to(x.scalar_type()))
                                   : std::nullopt);
}

struct MasterLinear : torch::autograd::Function<MasterLinear> {
  static Tensor forward(AutogradContext *context, const Tensor &x, const Tensor &weight,
                        const std::optional<Tensor> &given_bias,
                        const std::optional<Tensor> &half) {
    const Tensor bias = defined(given_bias);
    remember(context, "x", x);
    remember(context, "weight", weight);
    remember(context, "bias", bias);
    const Tensor compute = stacked_weights({weight}, x.scalar_type(), {defined(half)});
    context->save_for_backward({x, compute});
    return ::forward(x, compute, bias);
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const Tensor gradient = rows_of(gradients[0]).contiguous();
    return {remembers(context, "x") ? at::mm(gradient, saved[1]).view_as(saved[0])
                                         : Tensor(),
            remembers(context, "weight") ? weight_gradient(gradient, rows_of(saved[0]))
                                         : Tensor(),
            remembers(context, "bias") ? bias_gradient(gradient) : Tensor(),
            Tensor()};
  }
};

Tensor master_linear(const Tensor &x, const Tensor &weight, const std::optional<Tensor> &bias,
                     const std::optional<Tensor> &half) {
  check_elements("master_linear", x);
  const Tensor b = defined(bias), rows = x.contiguous();
  if (wants_gradient(x, weight, b)) return MasterLinear::apply(rows, weight, given(b), half);
  return forward(rows, stacked_weights({weight}, x.scalar_type(), {defined(half)}), b);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(capi, library) {
  library.def("master_linear(Tensor x, Tensor weight, Tensor? bias, Tensor? half) -> Tensor",
              master_linear);
}
