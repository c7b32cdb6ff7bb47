import ArgumentParser

/// A duration as people write it: "90", "90s", "15m", "2h", "1h30m".
struct DurationArgument: ExpressibleByArgument {
  let duration: Duration

  init?(argument: String) {
    var seconds = 0.0
    var digits = ""
    for character in argument {
      let factor: Double
      switch character {
      case "0"..."9", ".":
        digits.append(character)
        continue
      case "s": factor = 1
      case "m": factor = 60
      case "h": factor = 3600
      default: return nil
      }
      guard let number = Double(digits) else { return nil }
      seconds += number * factor
      digits = ""
    }
    if !digits.isEmpty {
      // A bare number is seconds, but "1h30" says too little.
      guard seconds == 0, let number = Double(digits) else { return nil }
      seconds = number
    }
    guard seconds > 0, seconds < 1e9 else { return nil }
    duration = .seconds(seconds)
  }
}
