import Foundation

/// Images and labels in tar files, in WebDataset's convention.
///
/// `root/train/*.tar` and `root/test/*.tar`; the members `<key>.jpg` (or `.jpeg`, `.png`),
/// `<key>.cls` (the class as a decimal number) and `<key>.seg.png` (labels as grey values or palette
/// indices) of one shard make a sample. The shards must not be compressed. Only headers are read at
/// first; training then walks through shards in random order with a shuffle buffer, so that reads
/// stay near each other.
public struct ShardsDataset: ImageDataset {
  /// What the labels mean, and how training walks.
  public struct Options: Sendable {
    /// The name of each class; empty where samples have no `.cls`.
    public var classNames: [String] = []
    /// The name of each pixel label; empty where samples have no `.seg.png`.
    public var pixelClassNames: [String] = []
    public var ignoredLabels: [UInt8] = []
    /// Samples of the shuffle buffer, 1 or more.
    public var buffer = 1000
    public var onError = OnError.fail

    public init() {}
  }

  private struct Entry: Sendable {
    /// The shard, relative to the root, and the key.
    let shard: String
    let key: String
    var image: TarIndex.Member?
    var label: TarIndex.Member?
    var map: TarIndex.Member?
  }

  private struct Half: Sendable {
    let entries: [Entry]
    let sizes: [Int]
  }

  private let root: String
  private let train, test: Half
  private let options: Options
  private let damaged: DamagedFiles

  public let info: DatasetInfo
  /// Broken samples met so far under `skip`.
  public var skippedFiles: [String] { damaged.paths }

  /// Reads the headers of every shard.
  ///
  /// - Throws: ``ImagingError``: `layout` where shards or members are missing, `damaged` where a
  ///   shard is no whole tar file.
  public init(root: String, options: Options) throws {
    self.root = root
    self.options = options
    let shards = try ["train", "test"].map { half in
      let names = try FolderTree.names(in: "\(root)/\(half)").filter { $0.hasSuffix(".tar") }
      guard !names.isEmpty else {
        throw ImagingError.layout(path: "\(root)/\(half)", reason: "has no .tar files")
      }
      return names.map { "\(half)/\($0)" }
    }
    train = try Self.half(root, shards[0], options)
    test = try Self.half(root, shards[1], options)
    var fingerprint = FolderFingerprint()
    for names in shards { try fingerprint.add(root, names, options.onError) }
    let ignored = Set(options.ignoredLabels).sorted()
    let listed = ignored.map { "\($0)" }.joined(separator: ", ")
    info = DatasetInfo(
      name: "shards", classNames: options.classNames, pixelClassNames: options.pixelClassNames,
      ignoredLabels: ignored,
      labelConvention: options.pixelClassNames.isEmpty
        ? ""
        : "labels 0 … \(options.pixelClassNames.count - 1) are categories; ignored: "
          + (listed.isEmpty ? "none" : listed),
      fingerprint: "shards v1: \(fingerprint.text); ignored \(listed)")
    damaged = DamagedFiles(options.onError)
  }

  /// The shards.
  public var files: DatasetFiles? {
    DatasetFiles(root: root, paths: (train.entries + test.entries).map(\.shard))
  }

  public func count(_ split: Split) -> Int { half(split).entries.count }

  public func shardedOrder(_ split: Split) -> ShardedOrder? {
    ShardedOrder(sizes: half(split).sizes, buffer: options.buffer)
  }

  public func sample(_ split: Split, at index: Int) throws -> Sample {
    try sample(split, at: index, decoding: .full)
  }

  public func sample(_ split: Split, at index: Int, decoding: Decoding) throws -> Sample {
    let entries = half(split).entries
    return try damaged.sample(
      split, at: index, count: entries.count,
      path: { "\(entries[$0].shard)/\(entries[$0].key)" },
      read: { try read(entries[$0], decoding) })
  }

  private func half(_ split: Split) -> Half { split == .train ? train : test }

  private func read(_ entry: Entry, _ decoding: Decoding) throws -> Sample {
    let identifier = "\(entry.shard)/\(entry.key)"
    let path = "\(root)/\(identifier)"
    guard let member = entry.image else {
      throw ImagingError.layout(path: path, reason: "has no image")
    }
    let image = try ImageFile.decode(try bytes(entry, member), path: path, decoding)
    var label: Int?
    if let member = entry.label {
      let text = String(decoding: try bytes(entry, member), as: UTF8.self).trimming(" \n\r")
      guard let value = Int(text), options.classNames.indices.contains(value) else {
        throw ImagingError.annotation(
          path: "\(path).cls",
          reason: "holds '\(text)', not a class of 0 … \(options.classNames.count - 1)")
      }
      label = value
    }
    var map: LabelMap?
    if let member = entry.map, decoding == .full {
      let found = try ImageFile.decodeLabels(try bytes(entry, member), path: "\(path).seg.png")
      guard found.width == image.width, found.height == image.height else {
        throw ImagingError.annotation(
          path: "\(path).seg.png",
          reason: "is \(found.width)×\(found.height), but its image is "
            + "\(image.width)×\(image.height)")
      }
      map = found
    }
    return Sample(image: image, label: label, labelMap: map, identifier: identifier)
  }

  private func bytes(_ entry: Entry, _ member: TarIndex.Member) throws -> [UInt8] {
    try FileBytes.read("\(root)/\(entry.shard)", from: member.offset, count: member.size)
  }

  private static func half(_ root: String, _ shards: [String], _ options: Options) throws -> Half {
    var entries: [Entry] = []
    var sizes: [Int] = []
    for shard in shards {
      let found = try self.entries(root, shard)
      for entry in found {
        func refuse(_ what: String) -> ImagingError {
          .layout(path: "\(root)/\(shard)", reason: "has no \(what) for the sample \(entry.key)")
        }
        if entry.image == nil { throw refuse("image (.jpg, .jpeg or .png)") }
        if !options.classNames.isEmpty, entry.label == nil { throw refuse("class (.cls)") }
        if !options.pixelClassNames.isEmpty, entry.map == nil { throw refuse("labels (.seg.png)") }
      }
      // Members that the options give no meaning are left alone.
      entries += found.map { entry in
        var entry = entry
        if options.classNames.isEmpty { entry.label = nil }
        if options.pixelClassNames.isEmpty { entry.map = nil }
        return entry
      }
      sizes.append(found.count)
    }
    guard !entries.isEmpty else {
      throw ImagingError.layout(path: "\(root)/\(shards[0])", reason: "holds no sample")
    }
    return Half(entries: entries, sizes: sizes)
  }

  /// The samples of a shard, in the order of their first members.
  private static func entries(_ root: String, _ shard: String) throws -> [Entry] {
    var entries: [Entry] = []
    var places: [String: Int] = [:]
    for member in try TarIndex("\(root)/\(shard)").members {
      let folder = member.name.lastIndex(of: "/").map { member.name.index(after: $0) }
      guard let dot = member.name[(folder ?? member.name.startIndex)...].firstIndex(of: ".")
      else { continue }
      let key = String(member.name[..<dot])
      let place = places[key] ?? entries.endIndex
      if place == entries.endIndex {
        places[key] = place
        entries.append(Entry(shard: shard, key: key))
      }
      switch member.name[member.name.index(after: dot)...].lowercased() {
      case "jpg", "jpeg", "png": entries[place].image = member
      case "cls": entries[place].label = member
      case "seg.png": entries[place].map = member
      default: break
      }
    }
    return entries.filter { $0.image != nil || $0.label != nil || $0.map != nil }
  }
}
