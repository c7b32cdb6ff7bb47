import CapiCore
import Experiments

/// Files of weights as JSON, for scripts.
enum WeightsJSON {
  static func contents(_ contents: WeightReader.Contents) -> ConfigurationValue {
    .object([
      .init("format", .string(contents.format)),
      .init(
        "tensors",
        .array(
          contents.tensors.map { tensor in
            .object([
              .init("name", .string(tensor.name)),
              .init("type", .string(tensor.type)),
              .init("shape", .array(tensor.shape.map(ConfigurationValue.int))),
            ])
          })),
      .init(
        "metadata",
        .object(
          contents.metadata.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })),
      .init("other_names", .array(contents.otherNames.map(ConfigurationValue.string))),
    ])
  }

  static func written(_ written: WeightExport.Written, to path: String) -> ConfigurationValue {
    .object([
      .init("path", .string(path)),
      .init("tensors", .int(written.tensors)),
      .init("parameters", .int(written.elements)),
      .init("step", .int(Int(written.step))),
    ])
  }
}
