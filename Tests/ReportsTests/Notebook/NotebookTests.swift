import Foundation
import Reports
import Store
import Testing

@Suite struct NotebookTests {
  @Test func jsonIsTheSameEachTimeAndKeepsEveryLine() throws {
    let notebook = Notebook(
      title: "t", cells: [.markdown("# a\n\nb"), .code("x = \"/\\n\"\n"), .code("")])
    let json = try notebook.json()
    #expect(try notebook.json() == json)
    struct Document: Decodable {
      struct Cell: Decodable {
        let cell_type: String
        let id: String
        let source: [String]
      }
      let cells: [Cell]
      let nbformat: Int
      let nbformat_minor: Int
    }
    let document = try JSONDecoder().decode(Document.self, from: Data(json.utf8))
    #expect(document.nbformat == 4 && document.nbformat_minor == 5)
    #expect(document.cells.map(\.cell_type) == ["markdown", "code", "code"])
    #expect(document.cells.map { $0.source.joined() } == ["# a\n\nb", "x = \"/\\n\"\n", ""])
    #expect(Set(document.cells.map(\.id)).count == 3)
  }

  @Test func theQuestionStandsAtTheTop() throws {
    let results = FakeSweep().results
    #expect(results.question == "Which loss learns most in a short run?\nExpectation: capi.")
    let notebook = SweepNotebook(name: "losses", question: results.question).notebook
    guard case .markdown(let text) = notebook.cells[0] else {
      Issue.record("the first cell is text")
      return
    }
    #expect(text.hasPrefix("# losses\n\nWhich loss learns most in a short run?\nExpectation"))
    var silent = FakeSweep()
    silent.yaml = "base: x.yaml\n"
    #expect(silent.results.question == "asked in the base")
    silent.baseConfiguration = ""
    #expect(silent.results.question == "")

    let plan = results.specification
    func question(_ asked: String) -> String {
      var plan = plan
      plan.question = asked
      return SweepResults(specification: plan, trials: []).question
    }
    #expect(question("Which loss learns most in a short run?") == results.question)
    #expect(question("Does it?") == "Does it?\n\(results.question)")
  }

  @Test(.enabled(if: TestPython.isExpected, "no Python with nbformat"))
  func nbformatFindsItValid() throws {
    let folder = try TemporaryFolder()
    let file = folder.url.appending(path: "n.ipynb")
    let notebook = SweepNotebook(name: "losses", question: "é?").notebook
    try Data(notebook.json().utf8).write(to: file)
    let output = try TestPython.output(
      of: """
        import sys, nbformat
        notebook = nbformat.read(sys.argv[1], as_version=nbformat.NO_CONVERT)
        nbformat.validate(notebook)
        print("valid", notebook.nbformat, notebook.nbformat_minor)
        """, arguments: [file.path])
    #expect(output == "valid 4 5\n")
  }

  @Test func theNotebookReadsNothingButTheMergedFile() throws {
    let notebook = SweepNotebook(name: "losses", question: "").notebook
    let code = notebook.cells.compactMap { cell -> String? in
      if case .code(let text) = cell { text } else { nil }
    }.joined(separator: "\n")
    #expect(code.components(separatedBy: "h5py.File(").count == 2)
    #expect(!code.contains("open(") && !code.contains("read_csv"))
  }
}
