// A residual branch over some images: y = x, and y[image] += factor · update for the images that went
// through it. The gradient of x is y's, that of the update factor · y's of those images.
#include <torch/library.h>

#include "kernels.h"

namespace {

using namespace kernels;

/// row of the result = x (or nothing) + factor · update.
template <typename Element>
KERNEL_INLINE void add_row(const float *x, const Element *update, float factor, int64_t count,
                           float *y) {
  for (int64_t i = 0; i < count; i += lanes) {
    const int64_t left = part(i, count);
    const Vector value =
        KERNEL_LOAD(x, i, left) + KERNEL_LOAD(update, i, left) * factor;
    KERNEL_STORE(y, i, value, left);
  }
}

template <typename Element>
KERNEL_INLINE void scale_row(const float *gradient, float factor, int64_t count, Element *result) {
  for (int64_t i = 0; i < count; i += lanes) {
    const int64_t left = part(i, count);
    KERNEL_STORE(result, i, KERNEL_LOAD(gradient, i, left) * factor, left);
  }
}

KERNEL_OF_ELEMENTS(branch_add,
                   (const float *x, const Element *update, float factor, int64_t count, float *y),
                   (x, update, factor, count, y), add_row(x, update, factor, count, y))

KERNEL_OF_ELEMENTS(branch_scale,
                   (const float *gradient, float factor, int64_t count, Element *result),
                   (gradient, factor, count, result),
                   scale_row(gradient, factor, count, result))

/// Which row of the update belongs to each image, or -1.
std::vector<int64_t> updates_of(const Tensor &images, int64_t count) {
  std::vector<int64_t> result(count, -1);
  for (int64_t i = 0; i < (images.defined() ? images.size(0) : count); ++i) {
    result[images.defined() ? integers(images)[i] : i] = i;
  }
  return result;
}

Tensor forward(const Tensor &x, const Tensor &update, const Tensor &images, double factor) {
  Tensor y = at::empty_like(x);
  const int64_t size = x.numel() / std::max<int64_t>(1, x.size(0));
  const auto updates = updates_of(images, x.size(0));
  parallel(x.size(0), grain(size), [&](int64_t begin, int64_t end) {
    for (int64_t image = begin; image < end; ++image) {
      const float *from = floats(x) + image * size;
      float *to = y.mutable_data_ptr<float>() + image * size;
      if (updates[image] < 0) {
        std::memcpy(to, from, size * sizeof(float));
        continue;
      }
      KERNEL_DISPATCH(update,
                      branch_add(from, update.const_data_ptr<Element>() + updates[image] * size,
                                 static_cast<float>(factor), size, to));
    }
  });
  return y;
}

struct BranchAdded : torch::autograd::Function<BranchAdded> {
  static Tensor forward(AutogradContext *context, const Tensor &x, const Tensor &update,
                        const std::optional<Tensor> &given_images, double factor) {
    const Tensor images = defined(given_images);
    context->save_for_backward({images});
    context->saved_data["factor"] = factor;
    context->saved_data["half"] = is_half(update);
    context->saved_data["shape"] = update.sizes().vec();
    return ::forward(x, update, images, factor);
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    const Tensor images = context->get_saved_variables()[0];
    const Tensor gradient = gradients[0].contiguous();
    const double factor = context->saved_data["factor"].toDouble();
    Tensor result =
        at::empty(context->saved_data["shape"].toIntVector(),
                  gradient.options().dtype(context->saved_data["half"].toBool() ? at::kBFloat16
                                                                                : at::kFloat));
    const int64_t size = result.numel() / std::max<int64_t>(1, result.size(0));
    parallel(result.size(0), grain(size), [&](int64_t begin, int64_t end) {
      for (int64_t row = begin; row < end; ++row) {
        const int64_t image = images.defined() ? integers(images)[row] : row;
        KERNEL_DISPATCH(result, branch_scale(floats(gradient) + image * size,
                                             static_cast<float>(factor), size,
                                             result.mutable_data_ptr<Element>() + row * size));
      }
    });
    return {gradient, result, Tensor(), Tensor()};
  }
};

Tensor branch_added(const Tensor &x, const Tensor &update, const std::optional<Tensor> &images,
                    double factor) {
  check_cpu("branch_added", x);
  check_elements("branch_added", update);
  TORCH_CHECK(x.scalar_type() == at::kFloat, "branch_added takes float32 tokens");
  const Tensor kept = checked_indices("branch_added", images, x.size(0), true);
  TORCH_CHECK(x.dim() == 3 && update.dim() == 3 && x.size(1) == update.size(1) &&
                  x.size(2) == update.size(2) &&
                  update.size(0) == (kept.defined() ? kept.size(0) : x.size(0)),
              "the update has the shape ", update.sizes(), ", the tokens have ", x.sizes());
  const Tensor all = x.contiguous(), added = update.contiguous();
  return wants_gradient(x, update) ? BranchAdded::apply(all, added, given(kept), factor)
                                   : forward(all, added, kept, factor);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(capi, library) {
  library.def("branch_added(Tensor x, Tensor update, Tensor? images, float factor) -> Tensor",
              branch_added);
}
