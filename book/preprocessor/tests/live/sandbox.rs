//! A book in a temporary folder, and what the preprocessor makes of it.

use std::fs;
use std::path::Path;

use mdbook_live::Live;
use mdbook_preprocessor::book::{Book, Chapter};
use mdbook_preprocessor::config::Config;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};
use tempfile::TempDir;

/// A drawing with everything that needs rewriting.
pub(crate) const FIGURE: &str = r##"<?xml version="1.0" encoding="UTF-8"?>
<!-- drawn by hand -->
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40" role="presentation">
<title>The handshake</title>
<desc id="old">The browser asks, the server answers.</desc>

<style>.line { stroke: var(--client) } .tip { fill: url(#blend) }</style>
<defs><marker id="tip"/><linearGradient id="blend"/></defs>
<path class="line" d="M0 0H80" marker-end="url(#tip)"/>

<use href="#tip"/>
</svg>
"##;

/// A message and its echo, with a word and without.
pub(crate) const CONVERSATION: &str = r#"
[[feed]]
from = "client"
text = "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"
says = "The client *asks*. <script>"

[[feed]]
from = "server"
text = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"

[[feed]]
from = "client"
hex = "81 85 37 fa 21 3d 7f 9f 4d 51 58"

[[feed]]
from = "server"
hex = "81 05 48 65 6c 6c 6f"
"#;

/// The root of a book, with the files that directives refer to.
pub(crate) struct Sandbox {
    root: TempDir,
}

impl Sandbox {
    /// Holds a listing, a listing with anchors, a figure, a conversation and two recordings.
    pub(crate) fn new() -> Self {
        let sandbox = Self { root: TempDir::new().unwrap() };
        sandbox
            .file("book/listings/node/hello.js", "const a = 1;\n\nconsole.log(`a: ${a}`);\n")
            .file(
                "book/listings/rust/echo.rs",
                "fn main() {\n    // ANCHOR: body\n    let a = 1;\n\n    // ANCHOR: deep\n    \
                 if a > 0 {\n        run(a);\n    }\n    // ANCHOR_END: deep\n    \
                 // ANCHOR_END: body\n}\n",
            )
            .file("book/figures/handshake.svg", FIGURE)
            .file("book/conversations/hello.toml", CONVERSATION)
            .file(
                "book/widgets/recordings/echo.json",
                r#"{"recorded":"2026-11-23","by":"Chromium 156","events":[
                    {"at_ms":0.0,"from":"note","text":"open"},
                    {"at_ms":1.25,"from":"client","text":"<b>hi</b>\n\n    there"},
                    {"at_ms":2,"from":"server","text":"<b>hi</b>"}]}"#,
            )
            .file(
                "book/widgets/recordings/race.json",
                r#"{"recorded":"2026-11-23","by":"Chromium 156","table":{
                    "head":["Lane","Requests"],"rows":[["Short\n\npolling","100"]]}}"#,
            );
        sandbox
    }

    pub(crate) fn file(&self, path: &str, text: &str) -> &Self {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    pub(crate) fn path(&self) -> &Path {
        self.root.path()
    }

    pub(crate) fn context(&self) -> PreprocessorContext {
        let mut config = Config::default();
        config.book.src = "book/src".into();
        PreprocessorContext::new(self.path().to_owned(), config, "html".to_owned())
    }

    /// The chapters' new texts, or the error in words.
    pub(crate) fn render(&self, chapters: &[(&str, &str)]) -> Result<Vec<String>, String> {
        let book = Live.run(&self.context(), book(chapters)).map_err(|error| error.to_string())?;
        Ok(book.chapters().map(|chapter| chapter.content.clone()).collect())
    }

    /// One chapter, `a.md`.
    pub(crate) fn render_one(&self, text: &str) -> Result<String, String> {
        self.render(&[("a.md", text)]).map(|mut chapters| chapters.remove(0))
    }

    /// The problems of a book, one a line, without the heading.
    pub(crate) fn problems(&self, chapters: &[(&str, &str)]) -> Vec<String> {
        let error = self.render(chapters).expect_err("the book should fail");
        error.lines().skip(1).map(str::to_owned).collect()
    }
}

/// A book of chapters, each a path and its Markdown.
pub(crate) fn book(chapters: &[(&str, &str)]) -> Book {
    let items = chapters
        .iter()
        .map(|(path, text)| Chapter::new(path, (*text).to_owned(), *path, Vec::new()).into())
        .collect();
    Book::new_with_items(items)
}
