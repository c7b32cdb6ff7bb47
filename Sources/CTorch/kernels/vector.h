// Sixteen floats at a time, in the compiler's portable vectors, and one body compiled for each kind of
// processor.
#pragma once

#include <c10/util/BFloat16.h>

#include <cstdint>
#include <cstring>

#include "instructions.h"

// Vectors are passed between functions that are always inlined only.
#pragma clang diagnostic ignored "-Wpsabi"

#define KERNEL_INLINE static inline __attribute__((always_inline))

namespace kernels {

constexpr int64_t lanes = 16;
using Vector = float __attribute__((vector_size(64)));
using Bits = uint32_t __attribute__((vector_size(64)));
using Signed = int32_t __attribute__((vector_size(64)));
using Half = uint16_t __attribute__((vector_size(32)));

// KERNEL(name, parameters, arguments, body): a function `name` that evaluates `body`, a call of something that is always
// inlined, compiled for the processor at hand. `arguments` are the parameters' names.
#if defined(__x86_64__)
#define KERNEL(name, parameters, arguments, body)                                            \
  __attribute__((target("arch=x86-64-v4"), min_vector_width(512))) static void name##_avx512 \
      parameters {                                                                           \
    body;                                                                                    \
  }                                                                                          \
  __attribute__((target("arch=x86-64-v3"))) static void name##_avx2 parameters { body; }     \
  static void name##_baseline parameters { body; }                                           \
  static void name parameters {                                                              \
    switch (kernels::instructions()) {                                                       \
      case kernels::Instructions::avx512: return name##_avx512 arguments;                    \
      case kernels::Instructions::avx2: return name##_avx2 arguments;                        \
      case kernels::Instructions::baseline: return name##_baseline arguments;                \
    }                                                                                        \
  }
#else
#define KERNEL(name, parameters, arguments, body) static void name parameters { body; }
#endif

// The same for elements of float32 and of bfloat16, which `body` calls Element.
#define KERNEL_OF_ELEMENTS(name, parameters, arguments, body)     \
  namespace of_float32 {                                          \
  using Element = float;                                          \
  KERNEL(name, parameters, arguments, body)                       \
  }                                                               \
  namespace of_bfloat16 {                                         \
  using Element = c10::BFloat16;                                  \
  KERNEL(name, parameters, arguments, body)                       \
  }

KERNEL_INLINE Vector all(float value) {
  return Vector{value, value, value, value, value, value, value, value,
                value, value, value, value, value, value, value, value};
}

KERNEL_INLINE Vector load(const float *from) {
  Vector value;
  std::memcpy(&value, from, sizeof value);
  return value;
}

KERNEL_INLINE Vector load(const c10::BFloat16 *from) {
  Half value;
  std::memcpy(&value, from, sizeof value);
  const Bits bits = __builtin_convertvector(value, Bits) << 16;
  return (Vector)bits;
}

KERNEL_INLINE void store(float *to, Vector value) { std::memcpy(to, &value, sizeof value); }

/// Rounds to the nearest, ties to even; a NaN stays one.
KERNEL_INLINE void store(c10::BFloat16 *to, Vector value) {
  const Bits bits = (Bits)value;
  const Bits rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
  const Bits is_number = (Bits)(value == value);
  const Half half =
      __builtin_convertvector((rounded & is_number) | (0x7fc0 & ~is_number), Half);
  std::memcpy(to, &half, sizeof half);
}

/// The first `count` < 16 elements, the others 0.
template <typename Element>
KERNEL_INLINE Vector load_part(const Element *from, int64_t count) {
  Element part[lanes] = {};
  std::memcpy(part, from, count * sizeof(Element));
  return load(part);
}

template <typename Element>
KERNEL_INLINE void store_part(Element *to, Vector value, int64_t count) {
  Element part[lanes];
  store(part, value);
  std::memcpy(to, part, count * sizeof(Element));
}

// A vector at `place` of a row, of which `count` elements are left.
#define KERNEL_LOAD(pointer, place, count) \
  ((count) == kernels::lanes ? kernels::load((pointer) + (place)) \
                             : kernels::load_part((pointer) + (place), (count)))
#define KERNEL_STORE(pointer, place, value, count)               \
  ((count) == kernels::lanes ? kernels::store((pointer) + (place), (value)) \
                             : kernels::store_part((pointer) + (place), (value), (count)))

KERNEL_INLINE int64_t part(int64_t place, int64_t count) {
  return count - place < lanes ? count - place : lanes;
}

/// Always in the same order, whatever the instructions.
KERNEL_INLINE float sum(Vector v) {
  const float a = ((v[0] + v[8]) + (v[4] + v[12])) + ((v[2] + v[10]) + (v[6] + v[14]));
  const float b = ((v[1] + v[9]) + (v[5] + v[13])) + ((v[3] + v[11]) + (v[7] + v[15]));
  return a + b;
}

KERNEL_INLINE Vector larger(Vector a, Vector b) { return a > b ? a : b; }

KERNEL_INLINE float largest(Vector v) {
  float result = v[0];
  for (int i = 1; i < lanes; ++i) result = v[i] > result ? v[i] : result;
  return result;
}

KERNEL_INLINE Vector root(Vector v) { return __builtin_elementwise_sqrt(v); }

/// e^x: 2^n · e^r with |r| ≤ ln 2 / 2, e^r by its series to the seventh power; 0 below -87.3. The error
/// is at most 2 units in the last place.
KERNEL_INLINE Vector exponential(Vector x) {
  const Signed is_small = x < -87.33f;
  Vector clamped = x > 88.37f ? all(88.37f) : x;
  clamped = is_small ? all(0) : clamped;
  // Adding and taking away 1.5 · 2^23 rounds to an integer.
  const Vector n = (clamped * 1.44269504f + 12582912.0f) - 12582912.0f;
  const Vector r = (clamped - n * 0.693359375f) - n * -2.12194440e-4f;
  Vector p = r * 1.9875691500e-4f + 1.3981999507e-3f;
  p = p * r + 8.3334519073e-3f;
  p = p * r + 4.1665795894e-2f;
  p = p * r + 1.6666665459e-1f;
  p = p * r + 5.0000001201e-1f;
  p = (p * r) * r + r + 1.0f;
  const Signed exponent = (__builtin_convertvector(n, Signed) + 127) << 23;
  const Vector result = p * (Vector)exponent;
  // What is not a number stays one.
  return x != x ? x : (is_small ? all(0) : result);
}

/// e^x for x < 88, to the fourth power: the error is 4e-6 of it at most, enough where the result is rounded to
/// bfloat16 or multiplied in it. 0 below -87.
KERNEL_INLINE Vector coarse_exponential(Vector x) {
  const Signed is_small = x < -87.0f;
  const Vector clamped = is_small ? all(0) : x;
  const Vector n = (clamped * 1.44269504f + 12582912.0f) - 12582912.0f;
  const Vector r = clamped - n * 0.693147181f;
  Vector p = r * 0.04145861f + 0.16790908f;
  p = p * r + 0.50004359f;
  p = p * r + 0.9999634f;
  p = p * r + 0.99999926f;
  return is_small ? all(0) : p * (Vector)((__builtin_convertvector(n, Signed) + 127) << 23);
}

/// ln x for normal x > 0: exponent, and the series of ln(1 + f) with |f| < √2 − 1 to the ninth power.
KERNEL_INLINE Vector logarithm(Vector x) {
  const Signed bits = (Signed)x;
  Vector exponent = __builtin_convertvector((bits >> 23) - 126, Vector);
  Vector f = (Vector)((bits & 0x007fffff) | 0x3f000000);  // 1/2 ≤ f < 1
  const Signed is_low = f < 0.707106781f;
  exponent = is_low ? exponent - 1.0f : exponent;
  f = (is_low ? f + f : f) - 1.0f;
  const Vector square = f * f;
  Vector p = f * 7.0376836292e-2f - 1.1514610310e-1f;
  p = p * f + 1.1676998740e-1f;
  p = p * f - 1.2420140846e-1f;
  p = p * f + 1.4249322787e-1f;
  p = p * f - 1.6668057665e-1f;
  p = p * f + 2.0000714765e-1f;
  p = p * f - 2.4999993993e-1f;
  p = p * f + 3.3333331174e-1f;
  p = p * f * square + exponent * -2.12194440e-4f - square * 0.5f;
  return f + p + exponent * 0.693359375f;
}

}  // namespace kernels
