/// What a worker tells the sweep: one JSON object a line on its standard output.
///
/// ```
/// {"event":"step","step":10,"steps":500,"loss":5.25,"images_per_second":131.2,"batch":64}
/// {"event":"stage","text":"probing: knn-segmentation"}
/// {"event":"failed","reason":"the loss is NaN at step 12"}
/// ```
///
/// A line that is no such object belongs to the log of the trial and to nothing else.
public enum ProgressEvent: Sendable, Equatable {
  /// A training step has ended.
  case step(StepProgress)
  /// What the worker does when it does not train.
  case stage(String)
  /// Why the worker is about to end without success, in one sentence.
  case failed(reason: String)
}
