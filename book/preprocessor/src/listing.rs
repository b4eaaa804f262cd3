//! `{{#listing PATH anchor=NAME}}`: a real file from `book/listings`, or the part of it between
//! `ANCHOR: NAME` and `ANCHOR_END: NAME` comments.
//!
//! The code itself is a Markdown code block: mdBook highlights it and gives it a copy button.
//! The download link carries the file in a `data:` URL, so it works without any server.

use std::fs;
use std::path::{Component, Path};

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::suggest::suggest;

/// File extension to mdBook's code language. `noplayground`: mdBook's run button would send
/// Rust code to a server on the internet.
const LANGUAGES: [(&str, &str); 14] = [
    ("js", "js"),
    ("mjs", "js"),
    ("cjs", "js"),
    ("html", "html"),
    ("css", "css"),
    ("json", "json"),
    ("rs", "rust,noplayground"),
    ("toml", "toml"),
    ("sh", "bash"),
    ("py", "python"),
    ("go", "go"),
    ("java", "java"),
    ("md", "markdown"),
    ("txt", "text"),
];

/// What comments begin with in those languages.
const COMMENT_MARKS: [&str; 5] = ["//", "#", "<!--", "/*", "--"];

/// A listing as asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listing {
    /// Relative to `book/listings`, with `/`.
    pub(crate) path: String,
    /// The part to show; the whole file without.
    pub(crate) anchor: Option<String>,
}

#[derive(Template)]
#[template(path = "listing-open.html")]
struct ListingOpen<'a> {
    path: &'a str,
    file: &'a str,
    excerpt: bool,
    data: String,
}

impl Listing {
    /// HTML, a Markdown code block, HTML.
    pub(crate) fn markdown(&self, listings: &Path) -> Result<String, String> {
        let text = self.read(listings)?;
        let language = self.language()?;
        let code = match &self.anchor {
            Some(anchor) => dedent(&part(&text, anchor, &self.path)?),
            None => text.lines().filter(|line| mark(line).is_none()).collect(),
        };
        let code = code.join("\n");
        let code = code.trim_matches('\n');
        if code.contains("{{#") {
            return Err(format!(
                "listing {} contains `{{{{#`, which mdBook would take for a directive",
                self.path
            ));
        }
        let open = ListingOpen {
            path: &self.path,
            file: self.path.rsplit('/').next().unwrap_or(&self.path),
            excerpt: self.anchor.is_some(),
            data: STANDARD.encode(&text),
        };
        let open = open.render().map_err(|error| error.to_string())?;
        let fence = fence(code);
        Ok(format!("{open}\n\n{fence}{language}\n{code}\n{fence}\n\n</figure>"))
    }

    /// Reads the file; a path or a link that leads out of the folder is refused.
    fn read(&self, listings: &Path) -> Result<String, String> {
        let path = Path::new(&self.path);
        let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
        if !inside || self.path.contains('\\') {
            return Err(format!(
                "listing {} leaves book/listings: expected a path inside it",
                self.path
            ));
        }
        let cannot = |error| format!("listing book/listings/{} cannot be read: {error}", self.path);
        let folder = listings.canonicalize().map_err(cannot)?;
        let file = listings.join(path).canonicalize().map_err(cannot)?;
        if !file.starts_with(&folder) {
            return Err(format!(
                "listing {} is a link out of book/listings: expected a file inside it",
                self.path
            ));
        }
        fs::read_to_string(file).map_err(cannot)
    }

    fn language(&self) -> Result<&'static str, String> {
        let extension = Path::new(&self.path).extension().and_then(|name| name.to_str());
        let extension = extension.unwrap_or_default();
        LANGUAGES.iter().find(|(known, _)| *known == extension).map_or_else(
            || {
                let known = LANGUAGES.map(|(known, _)| known);
                let help = suggest(extension, &known);
                Err(format!("listing {} has an unknown extension. {help}", self.path))
            },
            |(_, language)| Ok(*language),
        )
    }
}

/// An anchor mark alone in a comment line.
#[derive(Debug, PartialEq, Eq)]
enum Mark<'a> {
    Begin(&'a str),
    End(&'a str),
}

fn mark(line: &str) -> Option<Mark<'_>> {
    let line = line.trim_start();
    let comment = COMMENT_MARKS.iter().find_map(|mark| line.strip_prefix(mark))?.trim_start();
    let name = |rest: &'_ str| rest.trim_start().split([' ', '*', '\r']).next().map(str::len);
    if let Some(rest) = comment.strip_prefix("ANCHOR:") {
        let rest = rest.trim_start();
        return name(rest).map(|length| Mark::Begin(&rest[..length]));
    }
    let rest = comment.strip_prefix("ANCHOR_END:")?.trim_start();
    name(rest).map(|length| Mark::End(&rest[..length]))
}

/// The lines between an anchor's two marks, without the marks of others.
fn part<'a>(text: &'a str, anchor: &str, path: &str) -> Result<Vec<&'a str>, String> {
    let begins = text.lines().position(|line| mark(line) == Some(Mark::Begin(anchor)));
    let Some(begins) = begins else {
        let known: Vec<&str> = text
            .lines()
            .filter_map(|line| match mark(line) {
                Some(Mark::Begin(name)) => Some(name),
                _ => None,
            })
            .collect();
        if known.is_empty() {
            return Err(format!("listing {path} has no anchors, so none called `{anchor}`"));
        }
        let help = suggest(anchor, &known);
        return Err(format!("listing {path} has no anchor `{anchor}`. {help}"));
    };
    let after = text.lines().skip(begins + 1);
    let length = after.clone().position(|line| mark(line) == Some(Mark::End(anchor)));
    let Some(length) = length else {
        return Err(format!("listing {path}: `ANCHOR: {anchor}` has no `ANCHOR_END: {anchor}`"));
    };
    Ok(after.take(length).filter(|line| mark(line).is_none()).collect())
}

/// Takes away the indentation that all lines share.
fn dedent<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let indentation = |line: &&str| line.len() - line.trim_start().len();
    let filled = lines.iter().filter(|line| !line.trim().is_empty());
    let shared = filled.map(indentation).min().unwrap_or(0);
    lines.iter().map(|line| line.get(shared..).unwrap_or_default()).collect()
}

/// A code fence longer than any run of backticks inside.
fn fence(code: &str) -> String {
    let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    "`".repeat(longest.max(2) + 1)
}
