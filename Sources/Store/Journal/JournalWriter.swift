internal import Dispatch
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Appends records to one journal file: one `write` a record.
///
/// Each record is flushed to the disk at most a second after it was written, on another thread, and
/// before ``synchronize()`` returns. After the first error nothing is appended any more: a record
/// behind a broken one would look like damage.
public final class JournalWriter {
  /// Shared with the thread that flushes.
  private final class Flusher: Sendable {
    struct State {
      var isScheduled = false
      var failure: StoreError?
      var isClosed = false
    }
    let descriptor: Int32
    let path: String
    let queue = DispatchQueue(label: "capi.journal")
    let state = Mutex(State())

    init(descriptor: Int32, path: String) {
      self.descriptor = descriptor
      self.path = path
    }

    /// Flushes a second from now, unless that is going to happen already.
    func schedule() {
      let isNew = state.withLock { state in
        defer { state.isScheduled = true }
        return !state.isScheduled
      }
      guard isNew else { return }
      queue.asyncAfter(deadline: .now() + 1) { self.flush() }
    }

    func flush() {
      let isWanted = state.withLock { state in
        state.isScheduled = false
        return !state.isClosed && state.failure == nil
      }
      guard isWanted else { return }
      do throws(StoreError) {
        try Platform.synchronizeData(descriptor, path: path)
      } catch {
        state.withLock { $0.failure = error }
      }
    }
  }

  public let path: String
  public let generation: UInt64
  /// The last record's number.
  public private(set) var sequence: UInt64
  /// Bytes written to this file.
  public private(set) var length = 0
  private let attempt: UInt32
  private let flusher: Flusher
  private var failure: StoreError?
  private var writer = ByteWriter()
  private var payload = ByteWriter()

  /// Makes a journal file with its opening record, and flushes both file and folder.
  ///
  /// - Parameters:
  ///   - folder: the run; the caller holds its lease.
  ///   - generation: the number in the file's name; no file has it.
  ///   - runID: the run's identity.
  ///   - attempt: which start of the run this is.
  ///   - sequence: number of the last record before this file.
  public init(
    _ folder: RunFolder, generation: UInt64, runID: String, attempt: UInt32, after sequence: UInt64
  ) throws(StoreError) {
    path = folder.journalPath(generation: generation)
    self.generation = generation
    self.attempt = attempt
    self.sequence = sequence
    let descriptor = try Platform.open(
      path, O_WRONLY | O_CREAT | O_EXCL | O_APPEND, "the journal could not be made")
    flusher = Flusher(descriptor: descriptor, path: path)
    try append(.opened(JournalOpening(generation: generation, runID: runID)), step: -1)
    try synchronize()
    try Platform.synchronizeFolder(folder.path)
  }

  deinit { close() }

  /// Writes one record. When this returns, the end of the process does not lose it; the machine's
  /// may, for a second.
  ///
  /// - Throws: ``StoreError``; the file then ends with the last record that was whole, and nothing
  ///   more can be appended.
  public func append(_ entry: JournalEntry, step: Int64) throws(StoreError) {
    try check()
    payload.removeAll()
    entry.write(to: &payload)
    guard payload.bytes.count <= JournalRecord.longestPayload else {
      throw StoreError(
        .invalidRecord, path: path,
        reason: "a record of \(payload.bytes.count) bytes is longer than a journal takes")
    }
    writer.removeAll()
    JournalRecord.begin(
      &writer, length: payload.bytes.count, type: entry.type, attempt: attempt,
      sequence: sequence + 1, step: step)
    writer.append(payload.bytes)
    JournalRecord.finish(&writer)
    do throws(StoreError) {
      try Platform.write(writer.bytes, to: flusher.descriptor, path: path)
    } catch {
      failure = error
      throw error
    }
    sequence += 1
    length += writer.bytes.count
    flusher.schedule()
  }

  /// Returns once everything appended is on the disk.
  public func synchronize() throws(StoreError) {
    try check()
    flusher.queue.sync { flusher.flush() }
    try check()
  }

  /// Ends writing; doing so twice does nothing.
  public func close() {
    flusher.queue.sync {
      let isFirst = flusher.state.withLock { state in
        defer { state.isClosed = true }
        return !state.isClosed
      }
      if isFirst { Platform.closeQuietly(flusher.descriptor) }
    }
  }

  private func check() throws(StoreError) {
    let (late, isClosed) = flusher.state.withLock { ($0.failure, $0.isClosed) }
    if let error = failure ?? late { throw error }
    if isClosed {
      throw StoreError(.invalidRecord, path: path, reason: "the journal has been closed")
    }
  }
}
