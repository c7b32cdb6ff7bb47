// x · Wᵀ + b with float32 master weights; the product is made in x's precision.
#include <torch/library.h>

#include "products.h"

namespace {

using namespace kernels;

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
            remembers(context, "bias") ? gradient.sum(0, false, at::kFloat) : Tensor(),
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
