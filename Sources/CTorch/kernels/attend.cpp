// Attention of short sequences. All arithmetic is float32; rows may be bfloat16.
//
// Backward, with P = softmax(S) and S = q·kᵀ/√D: dv = Pᵀ·g, dP = g·vᵀ, dS = P ∘ (dP − Σ_j g∘o) / √D,
// dq = dS·k, dk = dSᵀ·q.
#include "attend.h"

#include <cmath>

#include "kernels.h"
#include "tiles.h"

namespace kernels {
namespace {

struct Floats {
  using Unit = float;
  using Units = Vector;

  KERNEL_INLINE Vector load(const float *from) { return kernels::load(from); }
  KERNEL_INLINE Vector add(Vector sums, Vector right, const float *left) {
    return sums + right * *left;
  }
};

using FloatMatrix = Matrix<float>;

/// Rows of a matrix, and its columns as rows.
KERNEL_INLINE Left<float> by_rows(FloatMatrix matrix) { return {matrix.first, matrix.stride, 1}; }
KERNEL_INLINE Left<float> by_columns(FloatMatrix matrix) { return {matrix.first, 1, matrix.stride}; }

template <typename Element>
KERNEL_INLINE void read_rows(const Element *from, int64_t stride, int64_t tokens, int64_t width,
                             float factor, FloatMatrix to) {
  for (int64_t token = 0; token < tokens; ++token) {
    for (int64_t i = 0; i < width; i += lanes) {
      store(to.row(token) + i, KERNEL_LOAD(from + token * stride, i, part(i, width)) * factor);
    }
  }
}

template <typename Element>
KERNEL_INLINE void write_rows(FloatMatrix from, int64_t tokens, int64_t width, Element *to,
                              int64_t stride) {
  for (int64_t token = 0; token < tokens; ++token) {
    for (int64_t i = 0; i < width; i += lanes) {
      KERNEL_STORE(to + token * stride, i, load(from.row(token) + i), part(i, width));
    }
  }
}

/// Rows that `from` does not have are 0.
KERNEL_INLINE void transpose(FloatMatrix from, int64_t rows, int64_t columns, FloatMatrix to) {
  for (int64_t row = 0; row < rows; row += lanes) {
    for (int64_t column = 0; column < columns; column += lanes) {
      Bits block[lanes];
      for (int64_t i = 0; i < lanes; ++i) {
        block[i] = row + i < rows ? (Bits)load(from.row(row + i) + column) : Bits{};
      }
      transpose_block(block);
      for (int64_t i = 0; i < part(column, columns); ++i) {
        store(to.row(column + i) + row, (Vector)block[i]);
      }
    }
  }
}

/// Scores of one row → e^(score − largest); returns the largest and the sum.
KERNEL_INLINE std::pair<float, float> exponentiate(float *scores, int64_t count) {
  const float top = largest_of(scores, count);
  Vector sums = all(0);
  for (int64_t j = 0; j < count; j += lanes) {
    const Vector value = only(exponential(load(scores + j) - top), part(j, count));
    store(scores + j, value);
    sums += value;
  }
  return {top, sum(sums)};
}

template <typename Element>
KERNEL_INLINE const Element *rows(HeadRows from, AttendShape shape, int64_t image, int64_t head) {
  return static_cast<const Element *>(from.first) + image * from.tokens * from.stride +
         head * shape.width;
}

template <typename Element>
KERNEL_INLINE void forward_heads(AttendTask task, Element *output, float *logarithms, int64_t begin,
                                 int64_t end) {
  const int64_t queries = task.q.tokens, keys = task.k.tokens, width = task.shape.width;
  const int64_t heads = task.shape.heads;
  Scratch scratch;
  const FloatMatrix q = scratch.matrix<float>(queries, width), k = scratch.matrix<float>(keys, width);
  const FloatMatrix v = scratch.matrix<float>(keys, width), kt = scratch.matrix<float>(width, keys);
  const FloatMatrix scores = scratch.matrix<float>(6, keys), mixed = scratch.matrix<float>(6, width);
  for (int64_t index = begin; index < end; ++index) {
    const int64_t image = index / heads, head = index % heads;
    read_rows(rows<Element>(task.q, task.shape, image, head), task.q.stride, queries, width, task.scale, q);
    read_rows(rows<Element>(task.k, task.shape, image, head), task.k.stride, keys, width, 1, k);
    read_rows(rows<Element>(task.v, task.shape, image, head), task.v.stride, keys, width, 1, v);
    transpose(k, keys, width, kt);
    Element *to = output + image * queries * heads * width + head * width;
    for (int64_t row = 0; row < queries; row += 6) {
      const int64_t rows = std::min<int64_t>(6, queries - row);
      product<Floats>(by_rows(q).from_row(row), kt, rows, width, scores);
      float sums[6];
      for (int64_t r = 0; r < rows; ++r) {
        const auto [top, total] = exponentiate(scores.row(r), keys);
        sums[r] = total;
        if (logarithms != nullptr) logarithms[index * queries + row + r] = top + std::log(total);
      }
      product<Floats>(by_rows(scores), v, rows, keys, mixed);
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
KERNEL_INLINE void backward_heads(AttendTask task, HeadRows output, HeadRows gradient,
                                  const float *logarithms, AttendGradients of, int64_t begin,
                                  int64_t end) {
  const int64_t queries = task.q.tokens, keys = task.k.tokens, width = task.shape.width;
  const int64_t heads = task.shape.heads;
  Scratch scratch;
  const FloatMatrix q = scratch.matrix<float>(queries, width), k = scratch.matrix<float>(keys, width);
  const FloatMatrix v = scratch.matrix<float>(keys, width), g = scratch.matrix<float>(queries, width);
  const FloatMatrix kt = scratch.matrix<float>(width, keys), vt = scratch.matrix<float>(width, keys);
  const FloatMatrix p = scratch.matrix<float>(queries, keys), ds = scratch.matrix<float>(queries, keys);
  const FloatMatrix result = scratch.matrix<float>(std::max(queries, keys), width);
  for (int64_t index = begin; index < end; ++index) {
    const int64_t image = index / heads, head = index % heads;
    read_rows(rows<Element>(task.q, task.shape, image, head), task.q.stride, queries, width, task.scale, q);
    read_rows(rows<Element>(task.k, task.shape, image, head), task.k.stride, keys, width, 1, k);
    read_rows(rows<Element>(task.v, task.shape, image, head), task.v.stride, keys, width, 1, v);
    read_rows(rows<Element>(gradient, task.shape, image, head), gradient.stride, queries, width, 1, g);
    transpose(k, keys, width, kt);
    transpose(v, keys, width, vt);
    product<Floats>(by_rows(q), kt, queries, width, p);
    product<Floats>(by_rows(g), vt, queries, width, ds);
    const Element *made = rows<Element>(output, task.shape, image, head);
    for (int64_t row = 0; row < queries; ++row) {
      Vector shares = all(0);
      for (int64_t i = 0; i < width; i += lanes) {
        shares += load(g.row(row) + i) *
                  KERNEL_LOAD(made + row * output.stride, i, part(i, width));
      }
      const float mean = sum(shares), logarithm = logarithms[index * queries + row];
      for (int64_t j = 0; j < keys; j += lanes) {
        const Vector share = only(exponential(load(p.row(row) + j) - logarithm), part(j, keys));
        store(p.row(row) + j, share);
        store(ds.row(row) + j, share * (load(ds.row(row) + j) - mean));
      }
    }
    auto place = [&](HeadGradients to, int64_t tokens) {
      return static_cast<Element *>(to.first) + image * tokens * to.stride + head * width;
    };
    product<Floats>(by_columns(p), g, keys, queries, result);
    write_rows(result, keys, width, place(of.v, keys), of.v.stride);
    // q is scaled already.
    product<Floats>(by_columns(ds), q, keys, queries, result);
    write_rows(result, keys, width, place(of.k, keys), of.k.stride);
    product<Floats>(by_rows(ds), k, queries, keys, result);
    for (int64_t row = 0; row < queries; ++row) {
      for (int64_t i = 0; i < width; i += lanes) {
        KERNEL_STORE(place(of.q, queries) + row * of.q.stride, i,
                     load(result.row(row) + i) * task.scale, part(i, width));
      }
    }
  }
}

KERNEL_OF_ELEMENTS(forward_range,
                   (AttendTask task, Element *output, float *logarithms, int64_t begin, int64_t end),
                   (task, output, logarithms, begin, end),
                   forward_heads(task, output, logarithms, begin, end))

KERNEL_OF_ELEMENTS(backward_range,
                   (AttendTask task, HeadRows output, HeadRows gradient, const float *logarithms,
                    AttendGradients of, int64_t begin, int64_t end),
                   (task, output, gradient, logarithms, of, begin, end),
                   backward_heads<Element>(task, output, gradient, logarithms, of, begin, end))

}  // namespace

void attend(AttendTask task, void *output, float *logarithms) {
  parallel(task.shape.images * task.shape.heads, 1, [&](int64_t begin, int64_t end) {
    if (attends_pairs(task.shape)) {
      attend_pairs(task, static_cast<c10::BFloat16 *>(output), logarithms, begin, end);
    } else if (task.shape.half) {
      of_bfloat16::forward_range(task, static_cast<c10::BFloat16 *>(output), logarithms, begin,
                                 end);
    } else {
      of_float32::forward_range(task, static_cast<float *>(output), logarithms, begin, end);
    }
  });
}

void attend_backward(AttendTask task, HeadRows output, HeadRows gradient, const float *logarithms,
                     AttendGradients of) {
  parallel(task.shape.images * task.shape.heads, 1, [&](int64_t begin, int64_t end) {
    if (attends_pairs(task.shape)) {
      attend_pairs_backward(task, output, gradient, logarithms, of, begin, end);
    } else if (task.shape.half) {
      of_bfloat16::backward_range(task, output, gradient, logarithms, of, begin, end);
    } else {
      of_float32::backward_range(task, output, gradient, logarithms, of, begin, end);
    }
  });
}

}  // namespace kernels
