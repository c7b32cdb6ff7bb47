// Multi-head attention up to the output projection: queries, keys and values in one product each side, RoPE in
// their own memory, then softmax(q·kᵀ/√D)·v (attend.h; libtorch's kernel for long sequences).
//
// RoPE of a head's channels [x1, x2], with tables of the token's angles:
// y1 = x1·cos1 − x2·sin1, y2 = x2·cos2 + x1·sin2. Backward: g1·cos1 + g2·sin2 and g2·cos2 − g1·sin1.
#include <torch/library.h>

#include <ATen/ops/_scaled_dot_product_flash_attention_for_cpu.h>
#include <ATen/ops/_scaled_dot_product_flash_attention_for_cpu_backward.h>

#include <limits>

#include "attend.h"
#include "products.h"

namespace {

using namespace kernels;

/// Where the angles of an image's tokens stand.
struct Angles {
  const float *cos;       // [image or 1, token, head width], or null: no rotation
  const float *sin;
  const int64_t *images;  // which image of the tables each image is; null: the same number
  bool is_shared;         // one table for all images

  __attribute__((always_inline)) int64_t row(int64_t image, int64_t token,
                                             int64_t tokens) const {
    if (is_shared) return token;
    return (images == nullptr ? image : images[image]) * tokens + token;
  }
};

/// Rotates one head of one token, in place.
template <bool forward, typename Element>
KERNEL_INLINE void rotate_head(Element *values, const float *cos, const float *sin,
                               int64_t width) {
  const int64_t half = width / 2;
  for (int64_t i = 0; i < half; i += lanes) {
    const int64_t count = part(i, half);
    const Vector x1 = KERNEL_LOAD(values, i, count),
                 x2 = KERNEL_LOAD(values + half, i, count);
    const Vector c1 = KERNEL_LOAD(cos, i, count), c2 = KERNEL_LOAD(cos + half, i, count);
    const Vector s1 = KERNEL_LOAD(sin, i, count), s2 = KERNEL_LOAD(sin + half, i, count);
    const Vector y1 = forward ? x1 * c1 - x2 * s1 : x1 * c1 + x2 * s2;
    const Vector y2 = forward ? x2 * c2 + x1 * s2 : x2 * c2 - x1 * s1;
    KERNEL_STORE(values, i, y1, count);
    KERNEL_STORE(values + half, i, y2, count);
  }
}

/// Rotates `parts` projections of the tokens begin ..< end, in place; rows are `stride` apart.
template <bool forward, typename Element>
KERNEL_INLINE void rotate_rows(Element *rows, int64_t stride, int64_t parts, int64_t heads,
                               int64_t width, Angles angles, int64_t tokens, int64_t begin,
                               int64_t end) {
  for (int64_t row = begin; row < end; ++row) {
    const int64_t place = angles.row(row / tokens, row % tokens, tokens) * width;
    for (int64_t head = 0; head < parts * heads; ++head) {
      Element *values = rows + row * stride + head * width;
      rotate_head<forward>(values, angles.cos + place, angles.sin + place, width);
    }
  }
}

KERNEL_OF_ELEMENTS(turn,
                   (Element *rows, int64_t stride, int64_t parts, int64_t heads, int64_t width,
                    Angles angles, int64_t tokens, int64_t begin, int64_t end),
                   (rows, stride, parts, heads, width, angles, tokens, begin, end),
                   rotate_rows<true>(rows, stride, parts, heads, width, angles, tokens, begin,
                                     end))

KERNEL_OF_ELEMENTS(turn_back,
                   (Element *rows, int64_t stride, int64_t parts, int64_t heads, int64_t width,
                    Angles angles, int64_t tokens, int64_t begin, int64_t end),
                   (rows, stride, parts, heads, width, angles, tokens, begin, end),
                   rotate_rows<false>(rows, stride, parts, heads, width, angles, tokens, begin,
                                      end))

/// Rows of the images that take part, in the precision that is computed in.
template <typename Element>
KERNEL_INLINE void cast_row(const float *from, int64_t count, Element *to) {
  for (int64_t i = 0; i < count; i += lanes) {
    KERNEL_STORE(to, i, KERNEL_LOAD(from, i, part(i, count)), part(i, count));
  }
}

KERNEL_OF_ELEMENTS(cast_image, (const float *from, int64_t count, Element *to), (from, count, to),
                   cast_row(from, count, to))

Tensor gathered(const Tensor &context, const Tensor &images, at::ScalarType type) {
  if (!images.defined() && context.scalar_type() == type) return context;
  const int64_t count = images.defined() ? images.size(0) : context.size(0);
  const int64_t size = context.size(1) * context.size(2);
  Tensor result = at::empty({count, context.size(1), context.size(2)},
                            context.options().dtype(type));
  parallel(count, grain(size), [&](int64_t begin, int64_t end) {
    for (int64_t row = begin; row < end; ++row) {
      const int64_t image = images.defined() ? integers(images)[row] : row;
      KERNEL_DISPATCH(result, cast_image(floats(context) + image * size, size,
                                         result.mutable_data_ptr<Element>() + row * size));
    }
  });
  return result;
}

/// Tables of one side: `[image or 1, 1, token, head width]` each, or undefined.
struct Tables {
  Tensor cos, sin;

  Angles angles(const Tensor &images) const {
    if (!cos.defined()) return {nullptr, nullptr, nullptr, true};
    return {floats(cos), floats(sin), integers(images), cos.size(0) == 1};
  }
};

/// Rotates the first `parts` projections of rows, in place; or turns their gradients back.
template <bool forward>
void rotate(Tensor &rows, int64_t parts, int64_t heads, int64_t width, const Tables &tables,
            const Tensor &images) {
  if (!tables.cos.defined()) return;
  const int64_t tokens = rows.size(1), stride = rows.size(2), count = rows.size(0) * tokens;
  const Angles angles = tables.angles(images);
  parallel(count, grain(parts * heads * width), [&](int64_t begin, int64_t end) {
    if constexpr (forward) {
      KERNEL_DISPATCH(rows, turn(rows.mutable_data_ptr<Element>(), stride, parts, heads, width,
                                 angles, tokens, begin, end));
    } else {
      KERNEL_DISPATCH(rows, turn_back(rows.mutable_data_ptr<Element>(), stride, parts, heads,
                                      width, angles, tokens, begin, end));
    }
  });
}

/// `[image, token, parts · channel]` → projection `part`, `[image, head, token, head width]`.
Tensor projection(const Tensor &rows, int64_t part, int64_t heads, int64_t width) {
  return rows.narrow(2, part * heads * width, heads * width)
      .unflatten(2, {heads, width})
      .transpose(1, 2);
}

/// One projection of rows of several; `channels`: of one projection.
HeadRows head_rows(const Tensor &rows, int64_t part, int64_t channels) {
  return {static_cast<const char *>(rows.const_data_ptr()) +
              part * channels * static_cast<int64_t>(rows.element_size()),
          rows.size(2), rows.size(1)};
}

HeadGradients head_gradients(Tensor &rows, int64_t part, int64_t channels) {
  return {static_cast<char *>(rows.mutable_data_ptr()) +
              part * channels * static_cast<int64_t>(rows.element_size()),
          rows.size(2)};
}

/// Everything between the normed tokens and the output projection.
struct Forward {
  Tensor source;   // what keys and values are made from: x, or the context in x's precision
  Tensor first;    // weights of x's products
  Tensor second;   // weights of the context's products; undefined in self-attention
  Tensor queries;  // rows of x's products: queries, and in self-attention keys and values
  Tensor keys;     // rows of the context's products; undefined in self-attention
  Tensor output;   // [image, token, head · head width]
  Tensor logarithms;

  Forward(const Tensor &x, const Tensor &context, const Tensor &images, const Tensor &wq,
          const Tensor &wk, const Tensor &wv, at::TensorList halves, const Tables &at,
          const Tables &context_at, int64_t heads, bool wants_gradient) {
    const int64_t width = wq.size(0) / heads;
    const auto type = x.scalar_type();
    if (context.defined()) {
      source = gathered(context, images, type);
      first = stacked_weights({wq}, type, halves.slice(0, halves.empty() ? 0 : 1));
      second = stacked_weights({wk, wv}, type, halves.slice(halves.empty() ? 0 : 1));
      queries = at::linear(x, first);
      keys = at::linear(source, second);
      rotate<true>(queries, 1, heads, width, at, images);
      rotate<true>(keys, 1, heads, width, context_at, images);
    } else {
      source = x;
      first = stacked_weights({wq, wk, wv}, type, halves);
      queries = at::linear(x, first);
      rotate<true>(queries, 2, heads, width, at, images);
    }
    const bool is_short = fits(x.size(1), source.size(1));
    if (is_short) {
      attend_short(x, width, heads, wants_gradient);
    } else {
      std::tie(output, logarithms) = at::_scaled_dot_product_flash_attention_for_cpu(
          projection(queries, 0, heads, width), k(heads, width), v(heads, width));
      output = output.transpose(1, 2).flatten(2);
    }
  }

  static bool fits(int64_t tokens, int64_t others) {
    return tokens <= longest_attended && others <= longest_attended;
  }

  void attend_short(const Tensor &x, int64_t width, int64_t heads, bool wants_gradient) {
    output = at::empty({x.size(0), x.size(1), heads * width}, x.options());
    if (wants_gradient) {
      logarithms = at::empty({x.size(0), heads, x.size(1)}, x.options().dtype(at::kFloat));
    }
    const Tensor &others = keys.defined() ? keys : queries;
    const int64_t part = keys.defined() ? 0 : 1;
    attend({{x.size(0), heads, width, is_half(x)},
            head_rows(queries, 0, heads * width),
            head_rows(others, part, heads * width),
            head_rows(others, part + 1, heads * width)},
           output.mutable_data_ptr(),
           wants_gradient ? logarithms.mutable_data_ptr<float>() : nullptr);
  }

  Tensor k(int64_t heads, int64_t width) const {
    return keys.defined() ? projection(keys, 0, heads, width)
                          : projection(queries, 1, heads, width);
  }

  Tensor v(int64_t heads, int64_t width) const {
    return keys.defined() ? projection(keys, 1, heads, width)
                          : projection(queries, 2, heads, width);
  }

};

struct Attention : torch::autograd::Function<Attention> {
  static Tensor forward(AutogradContext *state, const Tensor &x,
                        const std::optional<Tensor> &given_context,
                        const std::optional<Tensor> &given_images, const Tensor &wq,
                        const Tensor &wk, const Tensor &wv, const std::optional<Tensor> &cos,
                        const std::optional<Tensor> &sin,
                        const std::optional<Tensor> &context_cos,
                        const std::optional<Tensor> &context_sin, int64_t heads,
                        const std::vector<Tensor> &halves) {
    const Tensor context = defined(given_context), images = defined(given_images);
    remember(state, "x", x);
    remember(state, "context", context);
    state->saved_data["weights"] =
        wq.requires_grad() || wk.requires_grad() || wv.requires_grad();
    const Tables at{defined(cos), defined(sin)};
    const Tables context_at{defined(context_cos), defined(context_sin)};
    const Forward made(x, context, images, wq, wk, wv, halves, at, context_at, heads, true);
    state->save_for_backward({x, images, at.cos, at.sin, context_at.cos, context_at.sin, made.source,
                              made.first, made.second, made.queries, made.keys, made.output,
                              made.logarithms});
    state->saved_data["heads"] = heads;
    state->saved_data["images"] = context.defined() ? context.size(0) : 0;
    return made.output;
  }

  static variable_list backward(AutogradContext *state, variable_list gradients) {
    const auto saved = state->get_saved_variables();
    const Tensor &x = saved[0], &images = saved[1], &source = saved[6], &first = saved[7],
                 &second = saved[8], &queries = saved[9], &keys = saved[10];
    const Tables at{saved[2], saved[3]}, context_at{saved[4], saved[5]};
    const int64_t heads = state->saved_data["heads"].toInt();
    const bool is_cross = keys.defined();
    const int64_t channels = is_cross ? first.size(0) : first.size(0) / 3;
    const int64_t width = channels / heads;
    const Tensor gradient = gradients[0].contiguous();
    Tensor of_x = at::empty_like(queries);
    Tensor of_context = is_cross ? at::empty_like(keys) : Tensor();
    Tensor &of_keys = is_cross ? of_context : of_x;
    const Tensor &others = is_cross ? keys : queries;
    const int64_t part = is_cross ? 0 : 1;
    if (Forward::fits(x.size(1), source.size(1))) {
      attend_backward({{x.size(0), heads, width, is_half(x)},
                       head_rows(queries, 0, channels),
                       head_rows(others, part, channels),
                       head_rows(others, part + 1, channels)},
                      head_rows(saved[11], 0, channels), head_rows(gradient, 0, channels),
                      floats(saved[12]),
                      {head_gradients(of_x, 0, channels), head_gradients(of_keys, part, channels),
                       head_gradients(of_keys, part + 1, channels)});
    } else {
      auto heads_of = [&](const Tensor &tensor) {
        return tensor.unflatten(2, {heads, width}).transpose(1, 2);
      };
      const auto [gq, gk, gv] = at::_scaled_dot_product_flash_attention_for_cpu_backward(
          heads_of(gradient), projection(queries, 0, heads, width),
          projection(others, part, heads, width), projection(others, part + 1, heads, width),
          heads_of(saved[11]), saved[12], 0.0, false);
      projection(of_x, 0, heads, width).copy_(gq);
      projection(of_keys, part, heads, width).copy_(gk);
      projection(of_keys, part + 1, heads, width).copy_(gv);
    }
    rotate<false>(of_x, is_cross ? 1 : 2, heads, width, at, images);
    if (is_cross) rotate<false>(of_context, 1, heads, width, context_at, images);

    const Tensor rows = rows_of(of_x);
    const bool wants_weights = remembers(state, "weights");
    Tensor gx = remembers(state, "x") ? at::mm(rows, first).view_as(x) : Tensor();
    Tensor wq, wk, wv, gc;
    if (is_cross) {
      const Tensor context_rows = rows_of(of_context);
      if (wants_weights) {
        wq = weight_gradient(rows, rows_of(x));
        const Tensor both = weight_gradient(context_rows, rows_of(source));
        wk = both.narrow(0, 0, channels);
        wv = both.narrow(0, channels, channels);
      }
      if (remembers(state, "context")) {
        gc = scattered(at::mm(context_rows, second).view_as(source), images,
                       state->saved_data["images"].toInt());
      }
    } else if (wants_weights) {
      const Tensor all = weight_gradient(rows, rows_of(x));
      wq = all.narrow(0, 0, channels);
      wk = all.narrow(0, channels, channels);
      wv = all.narrow(0, 2 * channels, channels);
    }
    return {gx, gc, Tensor(), wq, wk, wv, Tensor(), Tensor(), Tensor(), Tensor(), Tensor(),
            Tensor()};
  }

  /// Images that did not take part have the gradient 0.
  static Tensor scattered(const Tensor &gradient, const Tensor &images, int64_t count) {
    if (!images.defined()) return gradient.to(at::kFloat);
    return at::zeros({count, gradient.size(1), gradient.size(2)},
                     gradient.options().dtype(at::kFloat))
        .index_copy_(0, images, gradient.to(at::kFloat));
  }
};

/// cos and sin, `[image or 1, 1, token, head width]` each.
Tables tables(const std::optional<Tensor> &cos, const std::optional<Tensor> &sin, int64_t images,
              int64_t tokens, int64_t width) {
  const Tables result{contiguous(defined(cos)), contiguous(defined(sin))};
  if (!result.cos.defined()) return result;
  TORCH_CHECK(width % 2 == 0, "heads of ", width, " channels cannot be turned in pairs");
  const auto fits = [&](const Tensor &table) {
    return table.defined() && table.dim() == 4 && table.scalar_type() == at::kFloat &&
           (table.size(0) == 1 || table.size(0) == images) && table.size(1) == 1 &&
           table.size(2) == tokens && table.size(3) == width && !table.requires_grad();
  };
  TORCH_CHECK(fits(result.cos) && fits(result.sin) && result.cos.size(0) == result.sin.size(0),
              "tables of angles have the shape ", result.cos.sizes(), ", not [", images,
              " or 1, 1, ", tokens, ", ", width, "], or want gradients");
  return result;
}

Tensor attention(const Tensor &x, const std::optional<Tensor> &context,
                 const std::optional<Tensor> &images, const Tensor &wq, const Tensor &wk,
                 const Tensor &wv, const std::optional<Tensor> &cos,
                 const std::optional<Tensor> &sin, const std::optional<Tensor> &context_cos,
                 const std::optional<Tensor> &context_sin, int64_t heads,
                 at::TensorList halves) {
  check_elements("attention", x);
  TORCH_CHECK(x.dim() == 3, "attention takes [image, token, channel]");
  const Tensor source = contiguous(defined(context));
  const Tensor &seen = source.defined() ? source : x;
  TORCH_CHECK(!source.defined() || (source.dim() == 3 && source.scalar_type() == at::kFloat),
              "the context of an attention is float32 [image, token, channel]");
  TORCH_CHECK(wq.dim() == 2 && wk.dim() == 2 && wv.dim() == 2 && wq.size(1) == x.size(2) &&
                  wk.sizes() == wv.sizes() && wk.size(0) == wq.size(0) &&
                  wk.size(1) == seen.size(2),
              "weights of shapes ", wq.sizes(), ", ", wk.sizes(), " and ", wv.sizes(),
              " do not fit tokens of ", x.size(2), " and ", seen.size(2), " channels");
  TORCH_CHECK(heads > 0 && wq.size(0) % heads == 0, wq.size(0), " channels do not make ", heads,
              " heads");
  // Of the context and the tables; without them, of x.
  const int64_t all_images = source.defined() ? source.size(0)
                             : cos.has_value() && cos->defined() && cos->size(0) > 1
                                 ? cos->size(0)
                                 : std::numeric_limits<int64_t>::max() / 2;
  const Tensor kept = checked_indices("attention", images, all_images);
  TORCH_CHECK(!kept.defined() || kept.numel() == x.size(0), kept.numel(), " images are named for ",
              x.size(0));
  TORCH_CHECK(kept.defined() || !source.defined() || source.size(0) == x.size(0), "tokens of ",
              x.size(0), " images look at ", source.size(0));
  const int64_t whole = kept.defined() ? all_images : x.size(0);
  const int64_t width = wq.size(0) / heads;
  const Tables at = tables(cos, sin, whole, x.size(1), width);
  const Tables context_at = tables(context_cos, context_sin, whole, seen.size(1), width);
  const Tensor rows = x.contiguous();
  if (wants_gradient(x, source, wq, wk, wv)) {
    return Attention::apply(rows, given(source), given(kept), wq, wk, wv, given(at.cos),
                            given(at.sin), given(context_at.cos), given(context_at.sin), heads,
                            halves.vec());
  }
  return Forward(rows, source, kept, wq, wk, wv, halves, at, context_at, heads, false).output;
}

}  // namespace

TORCH_LIBRARY_FRAGMENT(capi, library) {
  library.def(
      "attention(Tensor x, Tensor? context, Tensor? images, Tensor queries, Tensor keys, "
      "Tensor values, Tensor? cos, Tensor? sin, Tensor? context_cos, Tensor? context_sin, "
      "int heads, Tensor[] halves) -> Tensor",
      attention);
}
