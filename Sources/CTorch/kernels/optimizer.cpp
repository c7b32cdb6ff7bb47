// Updates of many tensors in one sweep each, and the bfloat16 copies of weights in the same sweep.
//
// AdamW: p ← p · (1 − η λ); m ← m + (1 − β1)(g − m); v ← β2 v + (1 − β2) g²;
// p ← p − η / (1 − β1^t) · m / (√v / √(1 − β2^t) + ε).
#include <torch/library.h>

#include <cmath>

#include "kernels.h"

namespace {

using namespace kernels;

constexpr int64_t chunk = 16384;

/// Elements begin ..< end of tensor `index`.
struct Chunk {
  size_t index;
  int64_t begin;
  int64_t end;
};

std::vector<Chunk> chunks_of(at::TensorList tensors) {
  std::vector<Chunk> result;
  for (size_t index = 0; index < tensors.size(); ++index) {
    for (int64_t begin = 0; begin < tensors[index].numel(); begin += chunk) {
      result.push_back({index, begin, std::min(begin + chunk, tensors[index].numel())});
    }
  }
  return result;
}

template <typename Use>
void each_chunk(const std::vector<Chunk> &chunks, const Use &use) {
  parallel(static_cast<int64_t>(chunks.size()), 1, [&](int64_t begin, int64_t end) {
    for (int64_t i = begin; i < end; ++i) use(i, chunks[i]);
  });
}

struct Rates {
  float decay;       // 1 − η λ
  float new_mean;    // 1 − β1, which is small and not to be rounded from β1
  float beta2;
  float new_square;  // 1 − β2
  float step_size;   // η / (1 − β1^t)
  float correction;  // 1 / √(1 − β2^t)
  float epsilon;
};

KERNEL_INLINE void adamw_range(Rates rates, float *p, const float *g, float *m, float *v,
                               c10::BFloat16 *half, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; i += lanes) {
    const int64_t count = part(i, end);
    const Vector gradient = KERNEL_LOAD(g, i, count);
    Vector mean = KERNEL_LOAD(m, i, count), square = KERNEL_LOAD(v, i, count);
    mean += (gradient - mean) * rates.new_mean;
    square = square * rates.beta2 + gradient * gradient * rates.new_square;
    const Vector divisor = root(square) * rates.correction + rates.epsilon;
    const Vector value =
        KERNEL_LOAD(p, i, count) * rates.decay - mean / divisor * rates.step_size;
    KERNEL_STORE(m, i, mean, count);
    KERNEL_STORE(v, i, square, count);
    KERNEL_STORE(p, i, value, count);
    if (half != nullptr) KERNEL_STORE(half, i, value, count);
  }
}

KERNEL_INLINE void lerp_range(float weight, float *average, const float *source,
                              c10::BFloat16 *half, int64_t begin, int64_t end) {
  for (int64_t i = begin; i < end; i += lanes) {
    const int64_t count = part(i, end);
    const Vector old = KERNEL_LOAD(average, i, count);
    const Vector value = old + (KERNEL_LOAD(source, i, count) - old) * weight;
    KERNEL_STORE(average, i, value, count);
    if (half != nullptr) KERNEL_STORE(half, i, value, count);
  }
}

KERNEL_INLINE void squares_range(const float *x, int64_t begin, int64_t end, double *result) {
  Vector total = all(0);
  for (int64_t i = begin; i < end; i += lanes) {
    const Vector value = KERNEL_LOAD(x, i, part(i, end));
    total += value * value;
  }
  *result = sum(total);
}

KERNEL(adamw_chunk,
       (Rates rates, float *p, const float *g, float *m, float *v, c10::BFloat16 *half,
        int64_t begin, int64_t end),
       (rates, p, g, m, v, half, begin, end), adamw_range(rates, p, g, m, v, half, begin, end))
KERNEL(lerp_chunk,
       (float weight, float *average, const float *source, c10::BFloat16 *half, int64_t begin,
        int64_t end),
       (weight, average, source, half, begin, end),
       lerp_range(weight, average, source, half, begin, end))
KERNEL(squares_chunk, (const float *x, int64_t begin, int64_t end, double *result),
       (x, begin, end, result), squares_range(x, begin, end, result))

void check_list(const char *operation, at::TensorList tensors, at::TensorList others) {
  TORCH_CHECK(tensors.size() == others.size(), operation, ": lists of ", tensors.size(), " and ",
              others.size(), " tensors");
  for (size_t i = 0; i < tensors.size(); ++i) {
    check_cpu(operation, tensors[i]);
    TORCH_CHECK(tensors[i].scalar_type() == at::kFloat && others[i].scalar_type() == at::kFloat &&
                    tensors[i].is_contiguous() && others[i].is_contiguous() &&
                    tensors[i].numel() == others[i].numel(),
                operation, " takes float32 tensors of equal shapes whose elements lie together");
  }
}

/// The copies' elements; a copy without elements stands for none.
std::vector<c10::BFloat16 *> copies_of(at::TensorList halves, at::TensorList tensors) {
  std::vector<c10::BFloat16 *> result(tensors.size());
  for (size_t i = 0; i < halves.size(); ++i) {
    if (halves[i].numel() == 0) continue;
    TORCH_CHECK(i < tensors.size() && halves[i].numel() == tensors[i].numel() &&
                    halves[i].is_contiguous(),
                "a copy in bfloat16 has the shape ", halves[i].sizes());
    result[i] = halves[i].mutable_data_ptr<c10::BFloat16>();
  }
  return result;
}

/// Written through pointers: whoever keeps a copy or a graph has to know.
void changed(at::TensorList tensors) {
  for (const Tensor &tensor : tensors) tensor.unsafeGetTensorImpl()->bump_version();
}

void adamw(at::TensorList parameters, at::TensorList gradients, at::TensorList first,
           at::TensorList second, at::TensorList halves, at::TensorList steps, double rate,
           double beta1, double beta2, double decay, double epsilon,
           const std::optional<Tensor> &found_infinite) {
  check_list("adamw", parameters, first);
  check_list("adamw", parameters, second);
  std::vector<Tensor> given;
  for (const Tensor &gradient : gradients) given.push_back(gradient.contiguous());
  check_list("adamw", parameters, given);
  if (found_infinite.has_value() && found_infinite->item<float>() == 1) return;
  std::vector<Rates> rates;
  for (const Tensor &step : steps) {
    const double t = step.item<double>();
    rates.push_back({static_cast<float>(1 - rate * decay), static_cast<float>(1 - beta1),
                     static_cast<float>(beta2), static_cast<float>(1 - beta2),
                     static_cast<float>(rate / (1 - std::pow(beta1, t))),
                     static_cast<float>(1 / std::sqrt(1 - std::pow(beta2, t))),
                     static_cast<float>(epsilon)});
  }
  TORCH_CHECK(rates.size() == parameters.size(), "adamw: ", rates.size(), " counts of steps for ",
              parameters.size(), " parameters");
  const auto copies = copies_of(halves, parameters);
  const auto chunks = chunks_of(parameters);
  each_chunk(chunks, [&](int64_t, const Chunk &c) {
    adamw_chunk(rates[c.index], parameters[c.index].mutable_data_ptr<float>(),
                floats(given[c.index]), first[c.index].mutable_data_ptr<float>(),
                second[c.index].mutable_data_ptr<float>(), copies[c.index], c.begin, c.end);
  });
  changed(parameters);
  changed(first);
  changed(second);
  changed(halves);
}

void lerp(at::TensorList averages, at::TensorList sources, at::TensorList halves, double weight) {
  check_list("lerp", averages, sources);
  const auto copies = copies_of(halves, averages);
  const auto chunks = chunks_of(averages);
  each_chunk(chunks, [&](int64_t, const Chunk &c) {
    lerp_chunk(static_cast<float>(weight), averages[c.index].mutable_data_ptr<float>(),
               floats(sources[c.index]), copies[c.index], c.begin, c.end);
  });
  changed(averages);
  changed(halves);
}

/// √ of the sum of all squares: of chunks in float32, over chunks in float64 and in order.
Tensor norm(at::TensorList tensors) {
  std::vector<Tensor> given;
  for (const Tensor &tensor : tensors) given.push_back(tensor.contiguous());
  check_list("norm", given, given);
  const auto chunks = chunks_of(given);
  std::vector<double> squares(chunks.size());
  each_chunk(chunks, [&](int64_t i, const Chunk &c) {
    squares_chunk(floats(given[c.index]), c.begin, c.end, &squares[i]);
  });
  double total = 0;
  for (const double square : squares) total += square;
  return at::scalar_tensor(std::sqrt(total), at::kFloat);
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(capi, library) {
  library.def(
      "adamw_(Tensor(a!)[] parameters, Tensor[] gradients, Tensor(b!)[] first, Tensor(c!)[] second, "
      "Tensor(d!)[] halves, Tensor[] steps, float rate, float beta1, float beta2, float decay, "
      "float epsilon, Tensor? found_infinite) -> ()",
      adamw);
  library.def(
      "lerp_(Tensor(a!)[] averages, Tensor[] sources, Tensor(b!)[] halves, float weight) -> ()",
      lerp);
  library.def("norm(Tensor[] tensors) -> Tensor", norm);
}
