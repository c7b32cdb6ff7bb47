/// The frame of a report: head, style, contents, sections, script.
struct ReportPage {
  let title: String
  let header: String
  let sections: [ReportSection]

  var html: String {
    let links = sections.map { "<li><a href=\"#\($0.id)\">\(HTML.escaped($0.title))</a></li>" }
      .joined()
    let body = sections.map { section in
      "<section id=\"\(section.id)\" aria-labelledby=\"\(section.id)-h\">"
        + "<h2 id=\"\(section.id)-h\">\(HTML.escaped(section.title))</h2>\n\(section.html)</section>\n"
    }.joined()
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark">
      <meta http-equiv="Content-Security-Policy" \
      content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:">
      <title>\(HTML.escaped(title))</title>
      <style>\(ReportStyle.css)</style>
      </head>
      <body>
      <a class="skip" href="#main">Skip to the results</a>
      <header>\(header)</header>
      <nav aria-label="Sections"><ul>\(links)</ul></nav>
      <main id="main">
      \(body)</main>
      <footer><p>Made by <code>capi report</code>. Everything is inside this file.</p></footer>
      <script>\(ReportStyle.script)</script>
      </body>
      </html>

      """
  }
}
