// Sinkhorn-Knopp by scaling vectors. With e = exp((score − column maximum) / temperature), the plan after each
// division is r_i · e_ij · c_j, so that only the vectors change:
// c_j ← c_j / (c_j · Σ_i r_i e_ij + ε), r_i ← r_i / (r_i · Σ_j c_j e_ij + ε).
// Columns are to sum to 1 and then rows: with n rows and k columns the c shrink by k / n an iteration while the r
// grow. Powers of two move that from one to the other, which changes no bit of the plan.
// One sweep over e makes the rows' sums of one iteration and the columns' sums of the next; the last sweep
// writes the plan in e's place.
#include <torch/library.h>

#include <algorithm>
#include <cmath>

#include "kernels.h"

namespace {

using namespace kernels;

constexpr float epsilon = 1e-8f;
constexpr float limit = 1e30f;

/// Scores of one problem and where its plan goes; rows are `stride` and `result_stride` elements apart.
template <typename Element>
struct Problem {
  const Element *scores;
  int64_t stride;
  float *plan;
  int64_t plan_stride;
  int64_t rows;
  int64_t columns;
};

template <typename Element>
KERNEL_INLINE void maxima(Problem<Element> p, int64_t begin, int64_t end, float *largest) {
  for (int64_t row = begin; row < end; ++row) {
    const Element *scores = p.scores + row * p.stride;
    for (int64_t j = 0; j < p.columns; j += lanes) {
      const int64_t count = part(j, p.columns);
      const Vector value = KERNEL_LOAD(scores, j, count);
      KERNEL_STORE(largest, j,
                   row == begin ? value : larger(KERNEL_LOAD(largest, j, count), value), count);
    }
  }
}

/// plan = e, sums += e.
template <typename Element>
KERNEL_INLINE void exponentials(Problem<Element> p, const float *largest, float inverse,
                                int64_t begin, int64_t end, float *sums) {
  for (int64_t row = begin; row < end; ++row) {
    const Element *scores = p.scores + row * p.stride;
    float *plan = p.plan + row * p.plan_stride;
    for (int64_t j = 0; j < p.columns; j += lanes) {
      const int64_t count = part(j, p.columns);
      const Vector value = exponential(
          (KERNEL_LOAD(scores, j, count) - KERNEL_LOAD(largest, j, count)) * inverse);
      KERNEL_STORE(plan, j, value, count);
      const Vector total = KERNEL_LOAD(sums, j, count) + value;
      KERNEL_STORE(sums, j, total, count);
    }
  }
}

/// Updates the rows' factors, which `shrinking` is taken from first, and adds r · e to the next columns' sums.
template <typename Element>
KERNEL_INLINE void divide(Problem<Element> p, const float *columns, float *factors,
                          float shrinking, bool is_last, int64_t begin, int64_t end,
                          float *sums) {
  for (int64_t row = begin; row < end; ++row) {
    float *plan = p.plan + row * p.plan_stride;
    Vector products = all(0);
    for (int64_t j = 0; j < p.columns; j += lanes) {
      const int64_t count = part(j, p.columns);
      products += KERNEL_LOAD(plan, j, count) * KERNEL_LOAD(columns, j, count);
    }
    const float old = factors[row] * shrinking;
    // A row far from every prototype stays at 0 however large its factor; infinity times 0 would not. In this order
    // a NaN stays one.
    const float factor = std::min(old / (old * sum(products) + epsilon), limit);
    factors[row] = factor;
    for (int64_t j = 0; j < p.columns; j += lanes) {
      const int64_t count = part(j, p.columns);
      const Vector value = KERNEL_LOAD(plan, j, count) * factor;
      if (is_last) {
        KERNEL_STORE(plan, j, value * KERNEL_LOAD(columns, j, count), count);
      } else {
        const Vector total = KERNEL_LOAD(sums, j, count) + value;
        KERNEL_STORE(sums, j, total, count);
      }
    }
  }
}

/// c ← growth · c / (c · sum + ε).
KERNEL_INLINE void divide_columns(const float *sums, int64_t count, float growth,
                                  float *columns) {
  for (int64_t j = 0; j < count; j += lanes) {
    const int64_t left = part(j, count);
    const Vector c = KERNEL_LOAD(columns, j, left);
    const Vector next = c * growth / (c * KERNEL_LOAD(sums, j, left) + epsilon);
    KERNEL_STORE(columns, j, next > limit ? all(limit) : next, left);
  }
}

KERNEL_OF_ELEMENTS(find_maxima,
                   (Problem<Element> p, int64_t begin, int64_t end, float *largest),
                   (p, begin, end, largest), maxima(p, begin, end, largest))
KERNEL_OF_ELEMENTS(exponentiate,
                   (Problem<Element> p, const float *largest, float inverse, int64_t begin,
                    int64_t end, float *sums),
                   (p, largest, inverse, begin, end, sums),
                   exponentials(p, largest, inverse, begin, end, sums))
KERNEL_OF_ELEMENTS(divide_rows,
                   (Problem<Element> p, const float *columns, float *factors, float shrinking,
                    bool is_last, int64_t begin, int64_t end, float *sums),
                   (p, columns, factors, shrinking, is_last, begin, end, sums),
                   divide(p, columns, factors, shrinking, is_last, begin, end, sums))
KERNEL(scale_columns, (const float *sums, int64_t count, float growth, float *columns),
       (sums, count, growth, columns), divide_columns(sums, count, growth, columns))

/// Adds up what the blocks of rows give, in order.
void add_blocks(std::vector<float> &shares, int64_t columns, int64_t count) {
  for (int64_t block = 1; block < count; ++block) {
    for (int64_t j = 0; j < columns; ++j) shares[j] += shares[block * columns + j];
  }
}

/// Solves one problem; its blocks of rows are shared among threads where `each` does so.
template <typename Element, typename Each>
void solve(Problem<Element> p, float inverse, int64_t iterations, Each each) {
  const int64_t count = blocks(p.rows);
  std::vector<float> shares(count * p.columns), columns(p.columns, 1), factors(p.rows, 1);
  auto over_blocks = [&](auto use) {
    each(count, [&](int64_t block) {
      const int64_t begin = block * rows_of_block;
      use(begin, std::min(begin + rows_of_block, p.rows), shares.data() + block * p.columns);
    });
  };
  std::vector<float> largest(p.columns);
  over_blocks([&](int64_t begin, int64_t end, float *share) {
    if constexpr (std::is_same_v<Element, float>) {
      of_float32::find_maxima(p, begin, end, share);
    } else {
      of_bfloat16::find_maxima(p, begin, end, share);
    }
  });
  std::copy_n(shares.begin(), p.columns, largest.begin());
  for (int64_t block = 1; block < count; ++block) {
    for (int64_t j = 0; j < p.columns; ++j) {
      const float value = shares[block * p.columns + j];
      // A NaN passes on.
      if (!(largest[j] >= value)) largest[j] = value;
    }
  }
  std::fill(shares.begin(), shares.end(), 0.0f);
  over_blocks([&](int64_t begin, int64_t end, float *share) {
    if constexpr (std::is_same_v<Element, float>) {
      of_float32::exponentiate(p, largest.data(), inverse, begin, end, share);
    } else {
      of_bfloat16::exponentiate(p, largest.data(), inverse, begin, end, share);
    }
  });
  const double excess = static_cast<double>(p.rows) / static_cast<double>(p.columns);
  const float growth = static_cast<float>(std::exp2(std::round(std::log2(excess))));
  for (int64_t iteration = 0; iteration < iterations; ++iteration) {
    add_blocks(shares, p.columns, count);
    // The first division has rows of every size before it.
    const float step = iteration == 0 ? 1 : growth;
    scale_columns(shares.data(), p.columns, step, columns.data());
    std::fill(shares.begin(), shares.end(), 0.0f);
    const bool is_last = iteration == iterations - 1;
    over_blocks([&](int64_t begin, int64_t end, float *share) {
      if constexpr (std::is_same_v<Element, float>) {
        of_float32::divide_rows(p, columns.data(), factors.data(), 1 / step, is_last, begin, end, share);
      } else {
        of_bfloat16::divide_rows(p, columns.data(), factors.data(), 1 / step, is_last, begin, end, share);
      }
    });
  }
}

template <typename Element>
void solve_all(const Tensor &scores, float inverse, int64_t iterations, Tensor &plan) {
  auto problem = [&](int64_t index) {
    return Problem<Element>{scores.const_data_ptr<Element>() + index * scores.stride(0),
                            scores.stride(1),
                            plan.mutable_data_ptr<float>() + index * plan.stride(0),
                            plan.stride(1), scores.size(1), scores.size(2)};
  };
  const int64_t count = scores.size(0);
  // By the shape alone, so that the way of working does not depend on the number of threads.
  if (count > 1) {
    parallel(count, 1, [&](int64_t begin, int64_t end) {
      for (int64_t index = begin; index < end; ++index) {
        solve(problem(index), inverse, iterations, [](int64_t blocks, auto use) {
          for (int64_t block = 0; block < blocks; ++block) use(block);
        });
      }
    });
  } else if (count == 1) {
    solve(problem(0), inverse, iterations, [](int64_t blocks, auto use) {
      parallel(blocks, 1, [&](int64_t begin, int64_t end) {
        for (int64_t block = begin; block < end; ++block) use(block);
      });
    });
  }
}

/// scores: [problem, token, prototype], whose last axis lies together; without gradient.
Tensor sinkhorn(const Tensor &scores, double temperature, int64_t iterations) {
  check_elements("sinkhorn", scores);
  TORCH_CHECK(scores.dim() == 3, "sinkhorn takes [problem, token, prototype]");
  TORCH_CHECK(temperature > 0 && iterations > 0, "temperature and iterations must be above 0");
  const Tensor rows = scores.stride(2) == 1 ? scores.detach() : scores.detach().contiguous();
  // As the scores lie, so that both ways of going through the tokens find them together.
  Tensor plan = at::empty_like(rows, rows.options().dtype(at::kFloat));
  if (plan.stride(2) != 1) plan = at::empty(rows.sizes(), rows.options().dtype(at::kFloat));
  if (rows.numel() == 0) return plan;
  const float inverse = static_cast<float>(1 / temperature);
  if (is_half(rows)) {
    solve_all<c10::BFloat16>(rows, inverse, iterations, plan);
  } else {
    solve_all<float>(rows, inverse, iterations, plan);
  }
  return plan;
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(capi, library) {
  library.def("sinkhorn(Tensor scores, float temperature, int iterations) -> Tensor", sinkhorn);
}
