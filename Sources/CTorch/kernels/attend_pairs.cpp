// Attention of short sequences in bfloat16, for processors that multiply pairs of bfloat16 and add both
// products in float32 (AVX-512 BF16). Formulas as in attend.cpp; the softmax is float32, and P and dS are
// rounded to bfloat16 where they are multiplied, as libtorch's kernel does.
//
// A pair is two neighbours along the axis that a product sums over: of q and k two channels, as they lie in
// memory; of v, and of whatever is summed over tokens, the same channel of two tokens. Of an odd count the last
// partner is 0.
#include "attend.h"

#if defined(__x86_64__)

// What may be compiled for this target alone comes after; of the rest other files have copies.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <utility>
#include <vector>

#include "instructions.h"

#pragma clang attribute push(__attribute__((target("arch=x86-64-v4,avx512bf16"), \
                                            min_vector_width(512))), apply_to = function)

#include "tiles.h"

namespace kernels {
namespace {

/// May lie in memory that holds bfloat16.
using Pair = uint32_t __attribute__((may_alias));
using Brain = __bf16 __attribute__((vector_size(32)));
using BrainPairs = __bf16 __attribute__((vector_size(64)));

struct Pairs {
  using Unit = Pair;
  using Units = Bits;

  KERNEL_INLINE Bits load(const Pair *from) {
    Bits value;
    std::memcpy(&value, from, sizeof value);
    return value;
  }
  KERNEL_INLINE Vector add(Vector sums, Bits right, const Pair *left) {
    const Bits repeated = Bits{} + *left;
    return __builtin_ia32_dpbf16ps_512(sums, (BrainPairs)repeated, (BrainPairs)right);
  }
};

using PairMatrix = Matrix<Pair>;

constexpr int64_t pairs_in(int64_t count) { return (count + 1) / 2; }

/// Rounds to the nearest.
KERNEL_INLINE Half rounded(Vector value) { return (Half)__builtin_convertvector(value, Brain); }

KERNEL_INLINE void store_pairs(Pair *to, Half first, Half second) {
  const Bits both = __builtin_convertvector(first, Bits) |
                    (__builtin_convertvector(second, Bits) << 16);
  std::memcpy(to, &both, sizeof both);
}

KERNEL_INLINE Half halves(const c10::BFloat16 *from, int64_t count) {
  Half value = {};
  if (count == lanes) {
    std::memcpy(&value, from, sizeof value);
  } else {
    std::memcpy(&value, from, count * sizeof(c10::BFloat16));
  }
  return value;
}

/// The first `count` of sixteen.
KERNEL_INLINE void store_halves(c10::BFloat16 *to, Half value, int64_t count) {
  if (count == lanes) {
    std::memcpy(to, &value, sizeof value);
  } else {
    std::memcpy(to, &value, count * sizeof(c10::BFloat16));
  }
}

/// Rows of tokens of one head.
struct Rows {
  const c10::BFloat16 *first;
  int64_t stride;
  int64_t tokens;

  Rows(HeadRows all, AttendShape shape, int64_t image, int64_t head)
      : first(static_cast<const c10::BFloat16 *>(all.first) + image * all.tokens * all.stride +
              head * shape.width),
        stride(all.stride),
        tokens(all.tokens) {}

  const c10::BFloat16 *row(int64_t token) const { return first + token * stride; }

  /// As the left factor of a product over channels.
  Left<Pair> by_rows() const { return {reinterpret_cast<const Pair *>(first), stride / 2, 1}; }
};

/// `[token pair, channel]`: for sums over tokens.
KERNEL_INLINE void pair_tokens(Rows from, int64_t width, PairMatrix to) {
  for (int64_t token = 0; token < from.tokens; token += 2) {
    for (int64_t i = 0; i < width; i += lanes) {
      const int64_t count = part(i, width);
      const Half first = halves(from.row(token) + i, count);
      const Half second =
          token + 1 < from.tokens ? halves(from.row(token + 1) + i, count) : Half{};
      store_pairs(to.row(token / 2) + i, first, second);
    }
  }
}

/// `[channel pair, token]`: for sums over channels.
KERNEL_INLINE void pair_channels(Rows from, int64_t width, PairMatrix to) {
  const int64_t all = width / 2;
  for (int64_t token = 0; token < from.tokens; token += lanes) {
    for (int64_t place = 0; place < all; place += lanes) {
      const int64_t count = part(place, all);
      Bits block[lanes];
      for (int64_t i = 0; i < lanes; ++i) {
        block[i] = Bits{};
        if (token + i < from.tokens) {
          const c10::BFloat16 *pairs = from.row(token + i) + 2 * place;
          if (count == lanes) {
            std::memcpy(&block[i], pairs, sizeof block[i]);
          } else {
            std::memcpy(&block[i], pairs, count * sizeof(Pair));
          }
        }
      }
      transpose_block(block);
      for (int64_t i = 0; i < count; ++i) {
        std::memcpy(to.row(place + i) + token, &block[i], sizeof block[i]);
      }
    }
  }
}

KERNEL_INLINE void forward_heads(AttendTask task, c10::BFloat16 *output, float *logarithms,
                                 int64_t begin, int64_t end) {
  const int64_t queries = task.q.tokens, keys = task.k.tokens, width = task.shape.width;
  const int64_t heads = task.shape.heads;
  Scratch scratch;
  const auto kt = scratch.matrix<Pair>(width / 2, keys);
  const auto v = scratch.matrix<Pair>(pairs_in(keys), width);
  const auto scores = scratch.matrix<float>(6, keys), mixed = scratch.matrix<float>(6, width);
  // Whole vectors of keys as pairs.
  const auto p = scratch.matrix<Pair>(6, padded(keys) / 2);
  for (int64_t index = begin; index < end; ++index) {
    const int64_t image = index / heads, head = index % heads;
    const Rows q(task.q, task.shape, image, head);
    pair_channels(Rows(task.k, task.shape, image, head), width, kt);
    pair_tokens(Rows(task.v, task.shape, image, head), width, v);
    c10::BFloat16 *to = output + image * queries * heads * width + head * width;
    for (int64_t row = 0; row < queries; row += 6) {
      const int64_t rows = std::min<int64_t>(6, queries - row);
      product<Pairs>(q.by_rows().from_row(row), kt, rows, width / 2, scores);
      float sums[6];
      for (int64_t r = 0; r < rows; ++r) {
        float *of_row = scores.row(r);
        const float top = largest_of(of_row, keys);
        Vector total = all(0);
        for (int64_t j = 0; j < keys; j += lanes) {
          const Vector share =
              only(coarse_exponential((load(of_row + j) - top) * task.scale), part(j, keys));
          total += share;
          const Half narrow = rounded(share);
          std::memcpy(p.row(r) + j / 2, &narrow, sizeof narrow);
        }
        sums[r] = sum(total);
        if (logarithms != nullptr) {
          logarithms[index * queries + row + r] = top * task.scale + std::log(sums[r]);
        }
      }
      product<Pairs>(Left<Pair>{p.first, p.stride, 1}, v, rows, pairs_in(keys), mixed);
      for (int64_t r = 0; r < rows; ++r) {
        const float share = 1 / sums[r];
        c10::BFloat16 *place = to + (row + r) * heads * width;
        for (int64_t i = 0; i < width; i += lanes) {
          store_halves(place + i, rounded(load(mixed.row(r) + i) * share), part(i, width));
        }
      }
    }
  }
}

/// Where gradients of one head's rows go.
struct Places {
  c10::BFloat16 *first;
  int64_t stride;

  Places(HeadGradients to, int64_t tokens, AttendShape shape, int64_t image, int64_t head)
      : first(static_cast<c10::BFloat16 *>(to.first) + image * tokens * to.stride +
              head * shape.width),
        stride(to.stride) {}
};

KERNEL_INLINE void write_rows(Matrix<float> from, int64_t tokens, int64_t width, float factor,
                              Places to) {
  for (int64_t token = 0; token < tokens; ++token) {
    for (int64_t i = 0; i < width; i += lanes) {
      store_halves(to.first + token * to.stride + i, rounded(load(from.row(token) + i) * factor),
                   part(i, width));
    }
  }
}

/// Scratch memory of the backward pass, named as what it holds.
struct BackwardMemory {
  PairMatrix kt, vt;        // [channel pair, key]
  PairMatrix q, g;          // [query pair, channel]
  PairMatrix k;             // [key pair, channel]
  PairMatrix p, ds;         // [query pair, key]
  PairMatrix ds_rows;       // [query, key pair]
  Matrix<float> s, dp;      // six rows
  Matrix<float> result;

  BackwardMemory(Scratch &scratch, int64_t queries, int64_t keys, int64_t width)
      : kt(scratch.matrix<Pair>(width / 2, keys)),
        vt(scratch.matrix<Pair>(width / 2, keys)),
        q(scratch.matrix<Pair>(pairs_in(queries), width)),
        g(scratch.matrix<Pair>(pairs_in(queries), width)),
        k(scratch.matrix<Pair>(pairs_in(keys), width)),
        p(scratch.matrix<Pair>(pairs_in(queries), keys)),
        ds(scratch.matrix<Pair>(pairs_in(queries), keys)),
        ds_rows(scratch.matrix<Pair>(queries + 1, padded(keys) / 2)),
        s(scratch.matrix<float>(6, keys)),
        dp(scratch.matrix<float>(6, keys)),
        result(scratch.matrix<float>(std::max(queries, keys), width)) {}
};

/// P and dS of the queries row and row + 1; `there`: whether the second is one.
KERNEL_INLINE void slopes(const BackwardMemory &memory, int64_t row, int64_t local, bool there,
                          int64_t keys, float scale, const float *logarithms,
                          const float *means) {
  for (int64_t j = 0; j < keys; j += lanes) {
    Half p[2] = {}, ds[2] = {};
    for (int64_t r = 0; r < (there ? 2 : 1); ++r) {
      const Vector share =
          only(coarse_exponential(load(memory.s.row(local + r) + j) * scale - logarithms[r]),
               part(j, keys));
      p[r] = rounded(share);
      ds[r] = rounded(share * (load(memory.dp.row(local + r) + j) - means[r]));
      std::memcpy(memory.ds_rows.row(row + r) + j / 2, &ds[r], sizeof ds[r]);
    }
    store_pairs(memory.p.row(row / 2) + j, p[0], p[1]);
    store_pairs(memory.ds.row(row / 2) + j, ds[0], ds[1]);
  }
}

KERNEL_INLINE void backward_heads(AttendTask task, HeadRows output, HeadRows gradient,
                                  const float *logarithms, AttendGradients of, int64_t begin,
                                  int64_t end) {
  const AttendShape shape = task.shape;
  const int64_t queries = task.q.tokens, keys = task.k.tokens, width = shape.width;
  Scratch scratch;
  const BackwardMemory memory(scratch, queries, keys, width);
  for (int64_t index = begin; index < end; ++index) {
    const int64_t image = index / shape.heads, head = index % shape.heads;
    const Rows q(task.q, shape, image, head), k(task.k, shape, image, head);
    const Rows v(task.v, shape, image, head), g(gradient, shape, image, head);
    const Rows made(output, shape, image, head);
    pair_channels(k, width, memory.kt);
    pair_channels(v, width, memory.vt);
    pair_tokens(q, width, memory.q);
    pair_tokens(g, width, memory.g);
    pair_tokens(k, width, memory.k);
    for (int64_t row = 0; row < queries; row += 6) {
      const int64_t rows = std::min<int64_t>(6, queries - row);
      product<Pairs>(q.by_rows().from_row(row), memory.kt, rows, width / 2, memory.s);
      product<Pairs>(g.by_rows().from_row(row), memory.vt, rows, width / 2, memory.dp);
      float means[6] = {};
      for (int64_t r = 0; r < rows; ++r) {
        Vector shares = all(0);
        for (int64_t i = 0; i < width; i += lanes) {
          const int64_t count = part(i, width);
          shares += KERNEL_LOAD(g.row(row + r), i, count) *
                    KERNEL_LOAD(made.row(row + r), i, count);
        }
        means[r] = sum(shares);
      }
      for (int64_t r = 0; r < rows; r += 2) {
        slopes(memory, row + r, r, r + 1 < rows, keys, task.scale,
               logarithms + index * queries + row + r, means + r);
      }
    }
    const auto over_queries = [](PairMatrix matrix) {
      return Left<Pair>{matrix.first, 1, matrix.stride};
    };
    product<Pairs>(over_queries(memory.p), memory.g, keys, pairs_in(queries), memory.result);
    write_rows(memory.result, keys, width, 1, Places(of.v, keys, shape, image, head));
    product<Pairs>(over_queries(memory.ds), memory.q, keys, pairs_in(queries), memory.result);
    write_rows(memory.result, keys, width, task.scale, Places(of.k, keys, shape, image, head));
    product<Pairs>(Left<Pair>{memory.ds_rows.first, memory.ds_rows.stride, 1}, memory.k, queries,
                   pairs_in(keys), memory.result);
    write_rows(memory.result, queries, width, task.scale,
               Places(of.q, queries, shape, image, head));
  }
}

}  // namespace

void attend_pairs(AttendTask task, c10::BFloat16 *output, float *logarithms, int64_t begin,
                  int64_t end) {
  forward_heads(task, output, logarithms, begin, end);
}

void attend_pairs_backward(AttendTask task, HeadRows output, HeadRows gradient,
                           const float *logarithms, AttendGradients of, int64_t begin,
                           int64_t end) {
  backward_heads(task, output, gradient, logarithms, of, begin, end);
}

#pragma clang attribute pop

bool attends_pairs(AttendShape shape) {
  static const bool is_possible =
      instructions() == Instructions::avx512 && __builtin_cpu_supports("avx512bf16");
  return is_possible && shape.half && shape.width % 2 == 0;
}

}  // namespace kernels

#else

namespace kernels {

bool attends_pairs(AttendShape) { return false; }
void attend_pairs(AttendTask, c10::BFloat16 *, float *, int64_t, int64_t) {}
void attend_pairs_backward(AttendTask, HeadRows, HeadRows, const float *, AttendGradients, int64_t,
                           int64_t) {}

}  // namespace kernels

#endif
