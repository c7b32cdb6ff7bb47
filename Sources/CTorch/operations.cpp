// Calls into libtorch's dispatcher by operator name.
#include <ATen/core/dispatch/Dispatcher.h>
#include <ATen/core/Generator.h>
#include <ATen/core/ivalue.h>
#include <ATen/core/stack.h>

#include "internal.h"

using c10::IValue;

namespace {

const c10::OperatorHandle &handle(ctorch_operator operation) {
  return *reinterpret_cast<const c10::OperatorHandle *>(operation);
}

/// Whether the schema wants a floating-point number here; Swift's integer literals then convert.
bool wants_double(const c10::Argument &argument) {
  const c10::Type *type = argument.type().get();
  if (const auto *optional = type->castRaw<c10::OptionalType>()) {
    type = optional->getElementType().get();
  }
  return type->kind() == c10::TypeKind::FloatType;
}

bool wants_optional_tensors(const c10::Argument &argument) {
  const auto *list = argument.type()->castRaw<c10::ListType>();
  return list != nullptr && list->getElementType()->kind() == c10::TypeKind::OptionalType;
}

template <typename Element>
c10::List<Element> list(const ctorch_argument &argument) {
  const auto *first = static_cast<const Element *>(argument.value.pointer);
  c10::List<Element> result;
  result.reserve(argument.count);
  for (int32_t i = 0; i < argument.count; ++i) result.push_back(first[i]);
  return result;
}

IValue tensors(const ctorch_argument &argument, bool optional) {
  const auto *first = static_cast<const ctorch_tensor *>(argument.value.pointer);
  if (optional) {
    c10::List<std::optional<at::Tensor>> result;
    for (int32_t i = 0; i < argument.count; ++i) {
      result.push_back(first[i] == nullptr ? std::nullopt
                                           : std::optional<at::Tensor>(ctorch::tensor(first[i])));
    }
    return result;
  }
  c10::List<at::Tensor> result;
  result.reserve(argument.count);
  for (int32_t i = 0; i < argument.count; ++i) result.push_back(ctorch::tensor(first[i]));
  return result;
}

IValue value(const ctorch_argument &argument, const c10::Argument &declared) {
  switch (argument.tag) {
    case CTORCH_ARG_DEFAULT:
      TORCH_CHECK(declared.default_value().has_value(), "argument '", declared.name(),
                  "' has no default");
      return *declared.default_value();
    case CTORCH_ARG_NONE:
      return IValue();
    case CTORCH_ARG_TENSOR:
      return IValue(ctorch::tensor(
          static_cast<ctorch_tensor>(const_cast<void *>(argument.value.pointer))));
    case CTORCH_ARG_INT:
      if (wants_double(declared)) return IValue(static_cast<double>(argument.value.integer));
      return IValue(argument.value.integer);
    case CTORCH_ARG_DOUBLE:
      return IValue(argument.value.real);
    case CTORCH_ARG_BOOL:
      return IValue(argument.value.integer != 0);
    case CTORCH_ARG_INTS:
      return IValue(list<int64_t>(argument));
    case CTORCH_ARG_DOUBLES:
      return IValue(list<double>(argument));
    case CTORCH_ARG_TENSORS:
      return tensors(argument, wants_optional_tensors(declared));
    case CTORCH_ARG_DTYPE:
      return IValue(argument.value.integer);
    case CTORCH_ARG_DEVICE:
      return IValue(ctorch::device(argument.value.device));
    case CTORCH_ARG_GENERATOR:
      return IValue(*static_cast<const at::Generator *>(argument.value.pointer));
    case CTORCH_ARG_STRING:
      return IValue(std::string(static_cast<const char *>(argument.value.pointer)));
    default:
      TORCH_CHECK(false, "unknown argument tag ", argument.tag);
  }
}

/// The names that Swift's DType and PyTorch use.
std::string name_of(at::ScalarType type) {
  switch (type) {
    case at::kByte: return "uint8";
    case at::kLong: return "int64";
    case at::kHalf: return "float16";
    case at::kFloat: return "float32";
    case at::kDouble: return "float64";
    case at::kBool: return "bool";
    case at::kBFloat16: return "bfloat16";
    default: return c10::toString(type);
  }
}

/// " (self: float32 [3, 4], mat2: float32 [5, 6])": the operands of a call that failed.
std::string operands(ctorch_operator operation, const ctorch_argument *arguments, int32_t count) {
  const auto &declared = handle(operation).schema().arguments();
  std::string text;
  auto append = [&](const std::string &name, const at::Tensor &tensor) {
    text += text.empty() ? " (" : ", ";
    text += name + ": ";
    if (!tensor.defined()) {
      text += "undefined";
      return;
    }
    text += name_of(tensor.scalar_type());
    text += " [";
    for (int64_t axis = 0; axis < tensor.dim(); ++axis) {
      text += (axis == 0 ? "" : ", ") + std::to_string(tensor.size(axis));
    }
    text += "]";
  };
  for (int32_t i = 0; i < count && i < static_cast<int32_t>(declared.size()); ++i) {
    if (arguments[i].tag == CTORCH_ARG_TENSOR) {
      append(declared[i].name(), ctorch::tensor(static_cast<ctorch_tensor>(
                                     const_cast<void *>(arguments[i].value.pointer))));
    } else if (arguments[i].tag == CTORCH_ARG_TENSORS) {
      const auto *first = static_cast<const ctorch_tensor *>(arguments[i].value.pointer);
      for (int32_t j = 0; j < arguments[i].count && j < 8; ++j) {
        if (first[j] == nullptr) continue;
        append(declared[i].name() + "[" + std::to_string(j) + "]", ctorch::tensor(first[j]));
      }
    }
  }
  return text.empty() ? text : text + ")";
}

void deliver(const IValue &result, ctorch_tensor *results, int32_t capacity, int32_t *count) {
  auto add = [&](at::Tensor tensor) {
    TORCH_CHECK(*count < capacity, "more than ", capacity, " results");
    results[(*count)++] = ctorch::wrap(std::move(tensor));
  };
  if (result.isTensor()) {
    add(result.toTensor());
  } else if (result.isTensorList()) {
    for (const at::Tensor &tensor : result.toTensorVector()) add(tensor);
  } else {
    TORCH_CHECK(false, "result of type ", result.tagKind(), " is not a tensor");
  }
}

}  // namespace

extern "C" {

ctorch_status ctorch_operator_find(const char *name, const char *overload,
                                   ctorch_operator *operation, char **message) {
  return ctorch::guarded(message, [&] {
    auto found = c10::Dispatcher::singleton().findSchema({name, overload});
    TORCH_CHECK(found.has_value(), "this libtorch has no operation ", name,
                overload[0] == 0 ? "" : ".", overload);
    *operation = reinterpret_cast<ctorch_operator>(new c10::OperatorHandle(*found));
  });
}

ctorch_status ctorch_call(ctorch_operator operation, const ctorch_argument *arguments,
                          int32_t argument_count, ctorch_tensor *results, int32_t capacity,
                          int32_t *result_count, char **message) {
  *result_count = 0;
  ctorch_status status = ctorch::guarded(message, [&] {
    const c10::OperatorHandle &op = handle(operation);
    const auto &declared = op.schema().arguments();
    TORCH_CHECK(argument_count <= static_cast<int32_t>(declared.size()), "takes ",
                declared.size(), " arguments, not ", argument_count);
    torch::jit::Stack stack;
    stack.reserve(declared.size());
    for (size_t i = 0; i < declared.size(); ++i) {
      static const ctorch_argument absent = {CTORCH_ARG_DEFAULT, 0, {0}};
      stack.push_back(
          value(static_cast<int32_t>(i) < argument_count ? arguments[i] : absent, declared[i]));
    }
    op.callBoxed(stack);
    for (const IValue &result : stack) deliver(result, results, capacity, result_count);
  });
  if (status != CTORCH_OK) {
    for (int32_t i = 0; i < *result_count; ++i) ctorch_tensor_free(results[i]);
    *result_count = 0;
    std::string text;
    (void)ctorch::guarded(message, [&] {
      text = *message == nullptr ? "" : *message;
      text += operands(operation, arguments, argument_count);
      ctorch_string_free(*message);
      *message = ctorch::copy(text);
    });
  }
  return status;
}

}  // extern "C"
