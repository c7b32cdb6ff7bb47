// Losses over soft clusters, and what is logged of them.
//
// Cross-entropy of a row: −Σ_k t_k · log softmax(z / τ)_k = T · ln Σ_k e^(z_k/τ) − Σ_k t_k z_k / τ, T = Σ t_k.
// Its gradient, (T · softmax(z / τ) − t) / τ, is made in the same sweep.
#include <torch/library.h>

#include "kernels.h"

namespace {

using namespace kernels;

template <typename Element>
KERNEL_INLINE void cross_entropy_rows(const Element *logits, const float *targets,
                                      const int64_t *places, int64_t columns, float inverse,
                                      float scale, Element *gradient, float *scratch,
                                      float *losses, int64_t begin, int64_t end) {
  for (int64_t row = begin; row < end; ++row) {
    const Element *z = logits + row * columns;
    const float *t = targets + (places == nullptr ? row : places[row]) * columns;
    Vector maximum = all(-INFINITY);
    Vector totals = all(0), products = all(0);
    for (int64_t j = 0; j < columns; j += lanes) {
      const int64_t count = part(j, columns);
      const Vector value = KERNEL_LOAD(z, j, count), target = KERNEL_LOAD(t, j, count);
      if (count == lanes) {
        maximum = larger(maximum, value);
      } else {
        for (int64_t i = 0; i < count; ++i) maximum[i] = std::max(maximum[i], value[i]);
      }
      totals += target;
      products += target * value;
    }
    const float top = largest(maximum);
    Vector sums = all(0);
    for (int64_t j = 0; j < columns; j += lanes) {
      const int64_t count = part(j, columns);
      const Vector value = exponential((KERNEL_LOAD(z, j, count) - top) * inverse);
      KERNEL_STORE(scratch, j, value, count);
      if (count == lanes) {
        sums += value;
      } else {
        for (int64_t i = 0; i < count; ++i) sums[i] += value[i];
      }
    }
    const float normaliser = sum(sums), total = sum(totals);
    losses[row] = total * (top * inverse + std::log(normaliser)) - sum(products) * inverse;
    if (gradient == nullptr) continue;
    const float share = total / normaliser;
    for (int64_t j = 0; j < columns; j += lanes) {
      const int64_t count = part(j, columns);
      const Vector value =
          (KERNEL_LOAD(scratch, j, count) * share - KERNEL_LOAD(t, j, count)) * scale;
      KERNEL_STORE(gradient + row * columns, j, value, count);
    }
  }
}

KERNEL_OF_ELEMENTS(cross_entropy,
                   (const Element *logits, const float *targets, const int64_t *places,
                    int64_t columns, float inverse, float scale, Element *gradient,
                    float *scratch, float *losses, int64_t begin, int64_t end),
                   (logits, targets, places, columns, inverse, scale, gradient, scratch, losses,
                    begin, end),
                   cross_entropy_rows(logits, targets, places, columns, inverse, scale, gradient,
                                      scratch, losses, begin, end))

/// By one thread, in order.
Tensor mean_of(const Tensor &rows) {
  double total = 0;
  for (int64_t row = 0; row < rows.numel(); ++row) total += floats(rows)[row];
  return at::scalar_tensor(total / static_cast<double>(rows.numel()), rows.options());
}

/// The mean over rows, and the gradient where it is wanted.
Tensor forward(const Tensor &logits, const Tensor &targets, const Tensor &places,
               double temperature, Tensor *gradient) {
  const int64_t rows = logits.size(0), columns = logits.size(1);
  Tensor losses = at::empty({rows}, logits.options().dtype(at::kFloat));
  const float inverse = static_cast<float>(1 / temperature);
  if (gradient != nullptr) *gradient = at::empty_like(logits);
  parallel(rows, grain(columns), [&](int64_t begin, int64_t end) {
    std::vector<float> scratch(columns);
    KERNEL_DISPATCH(
        logits,
        cross_entropy(logits.const_data_ptr<Element>(), floats(targets), integers(places), columns,
                      inverse, inverse / static_cast<float>(rows),
                      gradient == nullptr ? nullptr : gradient->mutable_data_ptr<Element>(),
                      scratch.data(), losses.mutable_data_ptr<float>(), begin, end));
  });
  return mean_of(losses);
}

struct SoftCrossEntropy : torch::autograd::Function<SoftCrossEntropy> {
  static Tensor forward(AutogradContext *context, const Tensor &logits, const Tensor &targets,
                        const std::optional<Tensor> &places, double temperature) {
    Tensor gradient;
    Tensor loss = ::forward(logits, targets, defined(places), temperature, &gradient);
    context->save_for_backward({gradient});
    return loss;
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    const Tensor gradient = context->get_saved_variables()[0];
    const float factor = gradients[0].item<float>();
    return {factor == 1 ? gradient : gradient * factor, Tensor(), Tensor(), Tensor()};
  }
};

Tensor soft_cross_entropy(const Tensor &logits, const Tensor &targets,
                          const std::optional<Tensor> &places, double temperature) {
  check_elements("soft_cross_entropy", logits);
  const Tensor at = checked_indices("soft_cross_entropy", places, targets.size(0));
  TORCH_CHECK(logits.dim() == 2 && targets.dim() == 2 && logits.size(1) == targets.size(1) &&
                  (at.defined() ? at.numel() : targets.size(0)) == logits.size(0),
              "logits of shape ", logits.sizes(), " have targets of shape ", targets.sizes());
  TORCH_CHECK(targets.scalar_type() == at::kFloat, "targets are float32");
  const Tensor z = logits.contiguous(), t = targets.detach().contiguous();
  return wants_gradient(logits) ? SoftCrossEntropy::apply(z, t, given(at), temperature)
                                : forward(z, t, at, temperature, nullptr);
}

template <typename Element>
KERNEL_INLINE void entropies_of(const Element *plan, const int64_t *places, int64_t columns,
                                float *result, int64_t begin, int64_t end) {
  for (int64_t row = begin; row < end; ++row) {
    const Element *p = plan + (places == nullptr ? row : places[row]) * columns;
    Vector total = all(0);
    for (int64_t j = 0; j < columns; j += lanes) {
      const Vector value = KERNEL_LOAD(p, j, part(j, columns));
      // 0 · ln 0 = 0.
      total -= value * logarithm(value > 1e-30f ? value : all(1e-30f));
    }
    result[row] = sum(total);
  }
}

template <typename Element>
KERNEL_INLINE void choices_of(const Element *plan, int64_t columns, int64_t *result, int64_t begin,
                              int64_t end) {
  for (int64_t row = begin; row < end; ++row) {
    const Element *p = plan + row * columns;
    Vector best = all(-INFINITY);
    Signed at = {};
    int64_t j = 0;
    for (; j + lanes <= columns; j += lanes) {
      const Vector value = load(p + j);
      const Signed is_better = value > best;
      best = is_better ? value : best;
      at = is_better ? Signed{} + static_cast<int32_t>(j) : at;
    }
    float highest = -INFINITY;
    int64_t choice = 0;
    for (int64_t lane = 0; lane < lanes; ++lane) {
      const int64_t place = at[lane] + lane;
      if (best[lane] > highest || (best[lane] == highest && place < choice)) {
        highest = best[lane];
        choice = place;
      }
    }
    for (; j < columns; ++j) {
      if (p[j] > highest) {
        highest = p[j];
        choice = j;
      }
    }
    result[row] = choice;
  }
}

KERNEL(entropies,
       (const float *plan, const int64_t *places, int64_t columns, float *result, int64_t begin,
        int64_t end),
       (plan, places, columns, result, begin, end),
       entropies_of(plan, places, columns, result, begin, end))
KERNEL(choices,
       (const float *plan, int64_t columns, int64_t *result, int64_t begin, int64_t end),
       (plan, columns, result, begin, end), choices_of(plan, columns, result, begin, end))

void check_plan(const Tensor &plan) {
  check_cpu("assignments", plan);
  TORCH_CHECK(plan.dim() == 2 && plan.scalar_type() == at::kFloat,
              "assignments are float32 [token, prototype]");
}

/// The mean of −Σ p ln p over the rows at `places`.
Tensor mean_entropy(const Tensor &plan, const std::optional<Tensor> &places) {
  check_plan(plan);
  const Tensor p = plan.detach().contiguous();
  const Tensor at = checked_indices("mean_entropy", places, p.size(0));
  Tensor rows = at::empty({at.defined() ? at.numel() : p.size(0)}, p.options());
  parallel(rows.numel(), grain(p.size(1)), [&](int64_t begin, int64_t end) {
    entropies(floats(p), integers(at), p.size(1), rows.mutable_data_ptr<float>(), begin, end);
  });
  return mean_of(rows);
}

/// The first of each row's largest elements.
Tensor row_choices(const Tensor &plan) {
  check_plan(plan);
  const Tensor p = plan.detach().contiguous();
  Tensor result = at::empty({p.size(0)}, p.options().dtype(at::kLong));
  parallel(p.size(0), grain(p.size(1)), [&](int64_t begin, int64_t end) {
    choices(floats(p), p.size(1), result.mutable_data_ptr<int64_t>(), begin, end);
  });
  return result;
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(capi, library) {
  library.def(
      "soft_cross_entropy(Tensor logits, Tensor targets, Tensor? places, float temperature) -> "
      "Tensor",
      soft_cross_entropy);
  library.def("mean_entropy(Tensor assignments, Tensor? places) -> Tensor", mean_entropy);
  library.def("row_choices(Tensor assignments) -> Tensor", row_choices);
}
