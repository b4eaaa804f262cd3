//! Finds `{{#name …}}` outside code and splits it into name and words.
//!
//! A directive stands alone on its line, at the line's start: not in a list item, not in a quote,
//! not within a sentence. A backslash before it keeps it literal; mdBook removes that backslash.

use std::ops::Range;

use crate::markdown::verbatim_ranges;

/// Directives of mdBook itself, which its `links` preprocessor handles after us.
const MDBOOK_DIRECTIVES: [&str; 5] =
    ["include", "rustdoc_include", "playground", "playpen", "title"];

/// One word of a directive: bare, `"quoted"`, or `key=` followed by either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) key: Option<String>,
    pub(crate) value: String,
}

/// A directive as written.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) name: String,
    pub(crate) words: Vec<Word>,
}

/// The line that a directive takes, and the directive or what is wrong with it.
pub(crate) struct Found {
    /// Bytes of the searched text, the newline included.
    pub(crate) span: Range<usize>,
    pub(crate) call: Result<Call, String>,
}

/// All directives of a Markdown text, in order.
pub(crate) fn find(text: &str) -> Vec<Found> {
    let verbatim = verbatim_ranges(text);
    let is_verbatim = |offset: usize| verbatim.iter().any(|range| range.contains(&offset));
    let mut found = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let span = start..start + line.len();
        let mut opens = opens(line).filter(|column| !is_verbatim(span.start + column));
        if let Some(column) = opens.next() {
            found.push(Found { span: span.clone(), call: read_line(line, column) });
        }
        start = span.end;
    }
    found
}

/// Columns at which one of our directives seems to begin.
fn opens(line: &str) -> impl Iterator<Item = usize> {
    line.match_indices("{{").map(|(column, _)| column).filter(|&column| {
        let escaped = line[..column].ends_with('\\');
        match line[column + 2..].trim_start().strip_prefix('#') {
            Some(rest) => !escaped && !MDBOOK_DIRECTIVES.contains(&name_of(rest)),
            None => false,
        }
    })
}

fn name_of(text: &str) -> &str {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-' && c != '_')
        .unwrap_or(text.len());
    &text[..end]
}

fn read_line(line: &str, column: usize) -> Result<Call, String> {
    let line = line.trim_end();
    if column > 0 {
        return Err(
            "a directive in the middle of a line, a list or a quote: expected it alone on \
                    its line, at the line's start (a backslash before it makes it literal)"
                .to_owned(),
        );
    }
    let Some(inside) = line.strip_prefix("{{#") else {
        return Err("a space between `{{` and `#`: expected `{{#name …}}`".to_owned());
    };
    let Some(inside) = inside.strip_suffix("}}") else {
        return Err(if inside.contains("}}") {
            "words after `}}`: expected a directive to be alone on its line".to_owned()
        } else {
            "a directive that does not end: expected `}}` on the same line".to_owned()
        });
    };
    let name = name_of(inside);
    if name.is_empty() {
        return Err("a directive without a name: expected `{{#name …}}`".to_owned());
    }
    let rest = &inside[name.len()..];
    if !rest.is_empty() && !rest.starts_with(char::is_whitespace) {
        return Err(format!("`{rest}` right after the name `{name}`: expected a space between"));
    }
    Ok(Call { name: name.to_owned(), words: words(rest)? })
}

/// Splits the text after the name.
fn words(mut text: &str) -> Result<Vec<Word>, String> {
    let mut words = Vec::new();
    loop {
        text = text.trim_start();
        if text.is_empty() {
            return Ok(words);
        }
        let end = text.find(|c: char| c.is_whitespace() || c == '"' || c == '=');
        let key = end.filter(|&end| end > 0 && text[end..].starts_with('='));
        let (key, after) = match key {
            Some(end) => (Some(text[..end].to_owned()), &text[end + 1..]),
            None => (None, text),
        };
        let (value, after) = value(after)?;
        words.push(Word { key, value });
        text = after;
    }
}

/// Reads one value, gives back the text after it.
fn value(text: &str) -> Result<(String, &str), String> {
    if let Some(text) = text.strip_prefix('"') {
        return quoted(text);
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    let (value, after) = text.split_at(end);
    if value.is_empty() {
        return Err("nothing after `=`: expected a value".to_owned());
    }
    if value.contains("}}") {
        return Err("a second directive on the line: expected one".to_owned());
    }
    if value.contains('"') {
        return Err(format!("a quote inside `{value}`: expected quotes around the whole value"));
    }
    Ok((value.to_owned(), after))
}

/// Reads up to the closing quote; `\"` and `\\` stand for themselves.
fn quoted(text: &str) -> Result<(String, &str), String> {
    let mut value = String::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => {
                let after = &text[at + 1..];
                if after.is_empty() || after.starts_with(char::is_whitespace) {
                    return Ok((value, after));
                }
                return Err(format!("`{after}` right after a closing quote: expected a space"));
            }
            '\\' if text[at + 1..].starts_with(['"', '\\']) => {
                value.extend(characters.next().map(|(_, escaped)| escaped));
            }
            _ => value.push(character),
        }
    }
    Err("a quote that does not close: expected `\"` before `}}`".to_owned())
}
