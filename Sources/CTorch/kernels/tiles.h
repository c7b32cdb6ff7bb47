// Products of small matrices in scratch memory, of whatever an `Arithmetic` multiplies: floats, or pairs of
// bfloat16 (attend_pairs.cpp). Included once by each file, whose target all of this is compiled for.
//
// An Arithmetic has Unit (what is stored), Units (sixteen of them), load(const Unit *) and
// add(Vector sums, Units right, const Unit *left): sums + right · *left.
#pragma once

#include <algorithm>
#include <cmath>
#include <utility>
#include <vector>

#include "vector.h"

namespace kernels {
namespace {

constexpr int64_t padded(int64_t columns) { return (columns + lanes - 1) / lanes * lanes; }

/// A matrix in scratch memory; columns are padded to whole vectors.
template <typename Unit>
struct Matrix {
  Unit *first;
  int64_t rows;
  int64_t stride;

  Unit *row(int64_t index) const { return first + index * stride; }
};

/// Scratch memory of one thread.
class Scratch {
 public:
  template <typename Unit>
  Matrix<Unit> matrix(int64_t rows, int64_t columns) {
    const int64_t stride = padded(columns);
    // Whole cache lines.
    used_.emplace_back(rows * stride * static_cast<int64_t>(sizeof(Unit)) + 64);
    char *first = used_.back().data();
    first += (64 - reinterpret_cast<uintptr_t>(first) % 64) % 64;
    return {reinterpret_cast<Unit *>(first), rows, stride};
  }

 private:
  std::vector<std::vector<char>> used_;
};

/// Where the left factor of a product lies: element (row, k) is first[row · row_stride + k · k_stride].
template <typename Unit>
struct Left {
  const Unit *first;
  int64_t row_stride;
  int64_t k_stride;

  Left from_row(int64_t row) const { return {first + row * row_stride, row_stride, k_stride}; }
};

/// c = a · b over `depth`; b's rows are whole vectors.
template <typename Arithmetic, int rows, int vectors, typename Unit = typename Arithmetic::Unit>
KERNEL_INLINE void tile(Left<Unit> a, const Unit *b, int64_t b_stride, int64_t depth, float *c,
                        int64_t c_stride) {
  Vector sums[rows][vectors] = {};
  for (int64_t k = 0; k < depth; ++k) {
    typename Arithmetic::Units right[vectors];
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; ++v) right[v] = Arithmetic::load(b + k * b_stride + v * lanes);
#pragma clang loop unroll(full)
    for (int r = 0; r < rows; ++r) {
#pragma clang loop unroll(full)
      for (int v = 0; v < vectors; ++v) {
        sums[r][v] =
            Arithmetic::add(sums[r][v], right[v], a.first + r * a.row_stride + k * a.k_stride);
      }
    }
  }
#pragma clang loop unroll(full)
  for (int r = 0; r < rows; ++r) {
#pragma clang loop unroll(full)
    for (int v = 0; v < vectors; ++v) store(c + r * c_stride + v * lanes, sums[r][v]);
  }
}

template <typename Arithmetic, int vectors, typename Unit = typename Arithmetic::Unit>
KERNEL_INLINE void column_of_tiles(Left<Unit> a, const Unit *b, int64_t b_stride, int64_t rows,
                                   int64_t depth, float *c, int64_t c_stride) {
  int64_t row = 0;
  for (; row + 6 <= rows; row += 6) {
    tile<Arithmetic, 6, vectors>(a.from_row(row), b, b_stride, depth, c + row * c_stride, c_stride);
  }
  for (; row + 2 <= rows; row += 2) {
    tile<Arithmetic, 2, vectors>(a.from_row(row), b, b_stride, depth, c + row * c_stride, c_stride);
  }
  for (; row < rows; ++row) {
    tile<Arithmetic, 1, vectors>(a.from_row(row), b, b_stride, depth, c + row * c_stride, c_stride);
  }
}

/// c = a · b for `rows` rows of a, over `depth` rows of b.
template <typename Arithmetic, typename Unit = typename Arithmetic::Unit>
KERNEL_INLINE void product(Left<Unit> a, Matrix<Unit> b, int64_t rows, int64_t depth,
                           Matrix<float> c) {
  for (int64_t column = 0; column < b.stride;) {
    // Five vectors are three and two: a single one would wait for its own sums.
    const int64_t left = (b.stride - column) / lanes, taken = left == 5 ? 3 : std::min<int64_t>(left, 4);
    const Unit *from = b.first + column;
    float *to = c.first + column;
    switch (taken) {
      case 4: column_of_tiles<Arithmetic, 4>(a, from, b.stride, rows, depth, to, c.stride); break;
      case 3: column_of_tiles<Arithmetic, 3>(a, from, b.stride, rows, depth, to, c.stride); break;
      case 2: column_of_tiles<Arithmetic, 2>(a, from, b.stride, rows, depth, to, c.stride); break;
      default: column_of_tiles<Arithmetic, 1>(a, from, b.stride, rows, depth, to, c.stride);
    }
    column += taken * lanes;
  }
}

/// The first `count` of sixteen, the others 0.
KERNEL_INLINE Vector only(Vector value, int64_t count) {
  for (int64_t i = count; i < lanes; ++i) value[i] = 0;
  return value;
}

/// The largest of a row; a row of scratch memory may be followed by anything.
KERNEL_INLINE float largest_of(const float *values, int64_t count) {
  const int64_t whole = count / lanes * lanes;
  float top = -INFINITY;
  if (whole > 0) {
    Vector maximum = load(values);
    for (int64_t j = lanes; j < whole; j += lanes) maximum = larger(maximum, load(values + j));
    top = largest(maximum);
  }
  for (int64_t j = whole; j < count; ++j) top = values[j] > top ? values[j] : top;
  return top;
}

/// One of the four steps of turning a block of 16 × 16: rows `distance` apart exchange halves of every
/// 2 · distance columns.
template <int distance>
KERNEL_INLINE void exchange(Bits (&block)[lanes]) {
#define LOW(i) (((i) & distance) == 0 ? (i) : lanes + (i) - distance)
#define HIGH(i) (((i) & distance) == 0 ? (i) + distance : lanes + (i))
#define ALL(at) at(0), at(1), at(2), at(3), at(4), at(5), at(6), at(7), at(8), at(9), at(10), at(11), \
                at(12), at(13), at(14), at(15)
#pragma clang loop unroll(full)
  for (int i = 0; i < lanes; ++i) {
    if ((i & distance) != 0) continue;
    const Bits a = block[i], b = block[i + distance];
    block[i] = __builtin_shufflevector(a, b, ALL(LOW));
    block[i + distance] = __builtin_shufflevector(a, b, ALL(HIGH));
  }
#undef LOW
#undef HIGH
#undef ALL
}

/// Turns a block of 16 × 16 units of 32 bits.
KERNEL_INLINE void transpose_block(Bits (&block)[lanes]) {
  exchange<8>(block);
  exchange<4>(block);
  exchange<2>(block);
  exchange<1>(block);
}

}  // namespace
}  // namespace kernels
