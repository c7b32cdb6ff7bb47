package import Foundation

/// Runs a notebook and writes it, with its outputs, back and as HTML.
package struct NotebookExecution: Sendable {
  package let python: Python

  package init(python: Python) { self.python = python }

  /// Executes `notebook` in its own folder.
  ///
  /// Both files are replaced only after every cell has run: a failed run leaves the notebook as
  /// it was and no HTML.
  ///
  /// - Returns: the HTML file, beside the notebook and of the same name.
  /// - Throws: ``ReportError/notebookFailed(notebook:output:)`` with the last lines of Python's
  ///   output.
  package func callAsFunction(_ notebook: URL) throws(ReportError) -> URL {
    try python.checkModules()
    let html = notebook.deletingPathExtension().appendingPathExtension("html")
    let result = try python.run(
      ["-c", Self.script, notebook.lastPathComponent, html.lastPathComponent],
      in: notebook.deletingLastPathComponent())
    guard result.status == 0 else {
      throw .notebookFailed(notebook: notebook.path, output: Self.lastLines(of: result.output))
    }
    return html
  }

  private static func lastLines(of output: String) -> String {
    output.split(separator: "\n").suffix(12).joined(separator: "\n")
  }

  private static let script = """
    import os, re, sys
    import nbformat
    from nbclient import NotebookClient
    from nbclient.exceptions import CellExecutionError
    from nbconvert import HTMLExporter

    source, target = sys.argv[1:]
    notebook = nbformat.read(source, as_version=4)
    try:
        NotebookClient(notebook, timeout=600, kernel_name="python3").execute()
    except CellExecutionError as error:
        # The kernel colours its tracebacks for terminals.
        sys.exit(re.sub("\\x1b\\[[0-9;]*m", "", str(error)))
    html, _ = HTMLExporter().from_notebook_node(notebook)
    for path, text in ((source, nbformat.writes(notebook) + "\\n"), (target, html)):
        with open(path + ".part", "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    for path in (source, target):
        os.replace(path + ".part", path)
    """
}
