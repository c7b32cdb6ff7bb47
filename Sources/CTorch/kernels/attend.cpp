// Attention of short sequences. All arithmetic is float32; rows may be bfloat16.
//
// Backward, with P = softmax(S) and S = q·kᵀ/√D: dv = Pᵀ·g, dP = g·vᵀ, dS = P ∘ (dP − Σ_j g∘o) / √D,
// dq = dS·k, dk = dSᵀ·q.
#include "attend.h"

#include <algorithm>
#include <cmath>

namespace kernels {
namespace {

/// A matrix in scratch memory; columns are padded with zeros to whole vectors.
struct Matrix {
  float *first;
  int64_t rows;
  int64_t stride;

  float *row(int64_t index) const { return first + index * stride; }
};

constexpr int64_t padded(int64_t columns) { return (columns + lanes - 1) / lanes * lanes; }

/// Scratch memory of one thread.
class Scratch {
 public:
  Matrix matrix(int64_t rows, int64_t columns) {
    const int64_t stride = padded(columns);
    // Whole cache lines, and what the last row's tile may read beyond it.
    used_.emplace_back(rows * stride + lanes);
    float *first = used_.back().data();
    const auto misplaced = reinterpret_cast<uintptr_t>(first) % 64 / sizeof(float);
    return {misplaced == 0 ? first : first + (lanes - misplaced), rows, stride};
  }

 private:
  std::vector<std::vector<float>> used_;
};

/// c = a · b over `depth`: a's element (row, k) is a[row · row_stride + k · k_stride], b's rows are whole
/// vectors.
template <int rows, int vectors>
KERNEL_INLINE void tile(const float *a, int64_t row_stride, int64_t k_stride, const float *b,
                        int64_t b_stride, int64_t depth, float *c, int64_t c_stride) {
  Vector sums[rows][vectors] = {};
  for (int64_t k = 0; k < depth; ++k) {
    Vector right[vectors];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; ++v) right[v] = load(b + k * b_stride + v * lanes);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; ++r) {
      const float left = a[r * row_stride + k * k_stride];
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; ++v) sums[r][v] += right[v] * left;
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; ++r) {
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; ++v) store(c + r * c_stride + v * lanes, sums[r][v]);
  }
}

template <int vectors>
KERNEL_INLINE void column_of_tiles(const float *a, int64_t row_stride, int64_t k_stride,
                                   const float *b, int64_t b_stride, int64_t rows, int64_t depth,
                                   float *c, int64_t c_stride) {
  int64_t row = 0;
  for (; row + 6 <= rows; row += 6) {
    tile<6, vectors>(a + row * row_stride, row_stride, k_stride, b, b_stride, depth,
                     c + row * c_stride, c_stride);
  }
  for (; row + 2 <= rows; row += 2) {
    tile<2, vectors>(a + row * row_stride, row_stride, k_stride, b, b_stride, depth,
                     c + row * c_stride, c_stride);
  }
  for (; row < rows; ++row) {
    tile<1, vectors>(a + row * row_stride, row_stride, k_stride, b, b_stride, depth,
                     c + row * c_stride, c_stride);
  }
}

KERNEL_INLINE void product(const float *a, int64_t row_stride, int64_t k_stride, Matrix b,
                           int64_t rows, int64_t depth, Matrix c) {
  int64_t column = 0;
  for (; column + 4 * lanes <= b.stride; column += 4 * lanes) {
    column_of_tiles<4>(a, row_stride, k_stride, b.first + column, b.stride, rows, depth,
                       c.first + column, c.stride);
  }
  for (; column < b.stride; column += lanes) {
    column_of_tiles<1>(a, row_stride, k_stride, b.first + column, b.stride, rows, depth,
                       c.first + column, c.stride);
  }
}

template <typename Element>
KERNEL_INLINE void read_rows(const Element *from, int64_t stride, int64_t tokens, int64_t width,
                             float factor, Matrix to) {
  for (int64_t token = 0; token < tokens; ++token) {
    for (int64_t i = 0; i < width; i += lanes) {
      store(to.row(token) + i, KERNEL_LOAD(from + token * stride, i, part(i, width)) * factor);
    }
  }
}

template <typename Element>
KERNEL_INLINE void write_rows(Matrix from, int64_t tokens, int64_t width, Element *to,
                              int64_t stride) {
  for (int64_t token = 0; token < tokens; ++token) {
    for (int64_t i = 0; i < width; i += lanes) {
      KERNEL_STORE(to + token * stride, i, load(from.row(token) + i), part(i, width));
    }
  }
}

KERNEL_INLINE void transpose(Matrix from, int64_t rows, int64_t columns, Matrix to) {
  for (int64_t row = 0; row < rows; row += lanes) {
    const int64_t end = std::min(row + lanes, rows);
    for (int64_t column = 0; column < columns; ++column) {
      for (int64_t i = row; i < end; ++i) to.row(column)[i] = from.row(i)[column];
    }
  }
}

/// Scores of one row → e^(score − largest); returns the largest and the sum.
KERNEL_INLINE std::pair<float, float> exponentiate(float *scores, int64_t count) {
  const int64_t whole = count / lanes * lanes;
  float top = -INFINITY;
  if (whole > 0) {
    Vector maximum = load(scores);
    for (int64_t j = lanes; j < whole; j += lanes) maximum = larger(maximum, load(scores + j));
    top = largest(maximum);
  }
  for (int64_t j = whole; j < count; ++j) top = scores[j] > top ? scores[j] : top;
  Vector sums = all(0);
  for (int64_t j = 0; j < whole; j += lanes) {
    const Vector value = exponential(load(scores + j) - top);
    store(scores + j, value);
    sums += value;
  }
  if (whole < count) {
    Vector value = exponential(load(scores + whole) - top);
    for (int64_t i = count - whole; i < lanes; ++i) value[i] = 0;
    store(scores + whole, value);
    sums += value;
  }
  return {top, sum(sums)};
}

struct Task {
  AttendShape shape;
  HeadRows q, k, v;
  float scale;

  template <typename Element>
  __attribute__((always_inline)) const Element *rows(HeadRows from, int64_t image,
                                                     int64_t head) const {
    return static_cast<const Element *>(from.first) + image * from.tokens * from.stride +
           head * shape.width;
  }
};

template <typename Element>
KERNEL_INLINE void forward_heads(Task task, Element *output, float *logarithms, int64_t begin,
                                 int64_t end) {
  const int64_t queries = task.q.tokens, keys = task.k.tokens, width = task.shape.width;
  const int64_t heads = task.shape.heads;
  Scratch scratch;
  const Matrix q = scratch.matrix(queries, width), k = scratch.matrix(keys, width);
  const Matrix v = scratch.matrix(keys, width), kt = scratch.matrix(width, keys);
  const Matrix scores = scratch.matrix(6, keys), mixed = scratch.matrix(6, width);
  for (int64_t index = begin; index < end; ++index) {
    const int64_t image = index / heads, head = index % heads;
    read_rows(task.rows<Element>(task.q, image, head), task.q.stride, queries, width, task.scale, q);
    read_rows(task.rows<Element>(task.k, image, head), task.k.stride, keys, width, 1, k);
    read_rows(task.rows<Element>(task.v, image, head), task.v.stride, keys, width, 1, v);
    transpose(k, keys, width, kt);
    Element *to = output + image * queries * heads * width + head * width;
    for (int64_t row = 0; row < queries; row += 6) {
      const int64_t rows = std::min<int64_t>(6, queries - row);
      product(q.row(row), q.stride, 1, kt, rows, width, scores);
      float sums[6];
      for (int64_t r = 0; r < rows; ++r) {
        const auto [top, total] = exponentiate(scores.row(r), keys);
        sums[r] = total;
        if (logarithms != nullptr) logarithms[index * queries + row + r] = top + std::log(total);
      }
      product(scores.first, scores.stride, 1, v, rows, keys, mixed);
      for (int64_t r = 0; r < rows; ++r) {
        const float share = 1 / sums[r];
        Element *place = to + (row + r) * heads * width;
        for (int64_t i = 0; i < width; i += lanes) {
          KERNEL_STORE(place, i, load(mixed.row(r) + i) * share, part(i, width));
        }
      }
    }
  }
}

template <typename Element>
KERNEL_INLINE void backward_heads(Task task, HeadRows output, HeadRows gradient,
                                  const float *logarithms, HeadGradients of_q,
                                  HeadGradients of_k, HeadGradients of_v, int64_t begin,
                                  int64_t end) {
  const int64_t queries = task.q.tokens, keys = task.k.tokens, width = task.shape.width;
  const int64_t heads = task.shape.heads;
  Scratch scratch;
  const Matrix q = scratch.matrix(queries, width), k = scratch.matrix(keys, width);
  const Matrix v = scratch.matrix(keys, width), g = scratch.matrix(queries, width);
  const Matrix kt = scratch.matrix(width, keys), vt = scratch.matrix(width, keys);
  const Matrix p = scratch.matrix(queries, keys), ds = scratch.matrix(queries, keys);
  const Matrix result = scratch.matrix(std::max(queries, keys), width);
  for (int64_t index = begin; index < end; ++index) {
    const int64_t image = index / heads, head = index % heads;
    read_rows(task.rows<Element>(task.q, image, head), task.q.stride, queries, width, task.scale, q);
    read_rows(task.rows<Element>(task.k, image, head), task.k.stride, keys, width, 1, k);
    read_rows(task.rows<Element>(task.v, image, head), task.v.stride, keys, width, 1, v);
    read_rows(task.rows<Element>(gradient, image, head), gradient.stride, queries, width, 1, g);
    transpose(k, keys, width, kt);
    transpose(v, keys, width, vt);
    product(q.first, q.stride, 1, kt, queries, width, p);
    product(g.first, g.stride, 1, vt, queries, width, ds);
    const Element *made = task.rows<Element>(output, image, head);
    for (int64_t row = 0; row < queries; ++row) {
      Vector shares = all(0);
      for (int64_t i = 0; i < width; i += lanes) {
        shares += load(g.row(row) + i) *
                  KERNEL_LOAD(made + row * output.stride, i, part(i, width));
      }
      const float mean = sum(shares), logarithm = logarithms[index * queries + row];
      for (int64_t j = 0; j < keys; j += lanes) {
        Vector share = exponential(load(p.row(row) + j) - logarithm);
        for (int64_t i = keys - j; i < lanes; ++i) share[i] = 0;
        store(p.row(row) + j, share);
        store(ds.row(row) + j, share * (load(ds.row(row) + j) - mean));
      }
    }
    auto place = [&](HeadGradients to, int64_t tokens) {
      return static_cast<Element *>(to.first) + image * tokens * to.stride + head * width;
    };
    product(p.first, 1, p.stride, g, keys, queries, result);
    write_rows(result, keys, width, place(of_v, keys), of_v.stride);
    // q is scaled already.
    product(ds.first, 1, ds.stride, q, keys, queries, result);
    write_rows(result, keys, width, place(of_k, keys), of_k.stride);
    product(ds.first, ds.stride, 1, k, queries, keys, result);
    for (int64_t row = 0; row < queries; ++row) {
      for (int64_t i = 0; i < width; i += lanes) {
        KERNEL_STORE(place(of_q, queries) + row * of_q.stride, i,
                     load(result.row(row) + i) * task.scale, part(i, width));
      }
    }
  }
}

KERNEL_OF_ELEMENTS(forward_range,
                   (Task task, Element *output, float *logarithms, int64_t begin, int64_t end),
                   (task, output, logarithms, begin, end),
                   forward_heads(task, output, logarithms, begin, end))

KERNEL_OF_ELEMENTS(backward_range,
                   (Task task, HeadRows output, HeadRows gradient, const float *logarithms,
                    HeadGradients of_q, HeadGradients of_k, HeadGradients of_v, int64_t begin,
                    int64_t end),
                   (task, output, gradient, logarithms, of_q, of_k, of_v, begin, end),
                   backward_heads<Element>(task, output, gradient, logarithms, of_q, of_k, of_v,
                                           begin, end))

Task task_of(AttendShape shape, HeadRows q, HeadRows k, HeadRows v) {
  return {shape, q, k, v, 1 / std::sqrt(static_cast<float>(shape.width))};
}

}  // namespace

void attend(AttendShape shape, HeadRows q, HeadRows k, HeadRows v, void *output,
            float *logarithms) {
  const Task task = task_of(shape, q, k, v);
  parallel(shape.images * shape.heads, 1, [&](int64_t begin, int64_t end) {
    if (shape.half) {
      of_bfloat16::forward_range(task, static_cast<c10::BFloat16 *>(output), logarithms, begin,
                                 end);
    } else {
      of_float32::forward_range(task, static_cast<float *>(output), logarithms, begin, end);
    }
  });
}

void attend_backward(AttendShape shape, HeadRows q, HeadRows k, HeadRows v, HeadRows output,
                     HeadRows gradient, const float *logarithms, HeadGradients of_q,
                     HeadGradients of_k, HeadGradients of_v) {
  const Task task = task_of(shape, q, k, v);
  parallel(shape.images * shape.heads, 1, [&](int64_t begin, int64_t end) {
    if (shape.half) {
      of_bfloat16::backward_range(task, output, gradient, logarithms, of_q, of_k, of_v, begin,
                                  end);
    } else {
      of_float32::backward_range(task, output, gradient, logarithms, of_q, of_k, of_v, begin, end);
    }
  });
}

}  // namespace kernels
