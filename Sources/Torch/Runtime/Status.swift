import CTorch

/// Calls a function of the shim and turns its status into a ``TorchError``.
func check(
  _ operation: @autoclosure () -> String,
  _ body: (UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>) -> ctorch_status
) throws(TorchError) {
  var message: UnsafeMutablePointer<CChar>?
  let status = body(&message)
  guard status != CTORCH_OK else { return }
  let reason = message.map { String(cString: $0) } ?? "no reason given"
  ctorch_string_free(message)
  throw TorchError(
    operation: operation(), reason: reason, isOutOfMemory: status == CTORCH_OUT_OF_MEMORY)
}
