internal import HDF5

/// Lays arrays and attributes out in a file.
struct TensorWriter {
  let root: Group

  func write(_ file: TensorFile) throws(HDF5Error) {
    let byObject = Dictionary(grouping: file.attributes, by: \.object)
    try write(byObject["/"] ?? [], to: root.attributes)
    for array in file.arrays {
      var group = root
      var names = array.path.split(separator: "/").map(String.init)
      let last = names.removeLast()
      for name in names {
        if try group.contains(name) {
          group = try group.group(name)
        } else {
          group = try group.createGroup(name)
          try write(byObject[group.path] ?? [], to: group.attributes)
        }
      }
      let dataset = try write(array, named: last, to: group)
      try write(byObject[array.path] ?? [], to: dataset.attributes)
    }
  }

  private func write(
    _ array: NamedArray, named name: String, to group: Group
  ) throws(HDF5Error) -> Dataset {
    switch array.values {
    case .float32(let values): try group.write(name, values, shape: array.shape)
    case .float64(let values): try group.write(name, values, shape: array.shape)
    case .int64(let values): try group.write(name, values, shape: array.shape)
    case .uint8(let values): try group.write(name, values, shape: array.shape)
    }
  }

  private func write(_ list: [TensorAttribute], to attributes: Attributes) throws(HDF5Error) {
    for attribute in list {
      switch attribute.value {
      case .text(let value): try attributes.set(attribute.name, value)
      case .texts(let value): try attributes.set(attribute.name, value)
      case .integer(let value): try attributes.set(attribute.name, value)
      case .integers(let value): try attributes.set(attribute.name, value)
      case .number(let value): try attributes.set(attribute.name, value)
      case .numbers(let value): try attributes.set(attribute.name, value)
      }
    }
  }
}
