//! A demo's recorded run, `book/widgets/recordings/NAME.json`: made by a real run, shown when
//! there is no playground.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use serde::Deserialize;

/// The file's shape.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Recording {
    /// The day, as `2026-11-23`.
    pub(crate) recorded: String,
    /// The programs that took part, with versions.
    pub(crate) by: String,
    /// What was said, in order.
    #[serde(default)]
    pub(crate) events: Vec<Event>,
    /// A demo whose result is a table has one instead, or besides.
    pub(crate) table: Option<Table>,
}

/// One line of a log.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Event {
    /// Milliseconds since the reader acted.
    at_ms: f64,
    pub(crate) from: From,
    text: String,
}

/// Who said it.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum From {
    Client,
    Server,
    /// The bench itself: "connected", "closed".
    Note,
}

/// A result table.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Table {
    pub(crate) head: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Recording {
    /// `None` when nothing has been recorded yet.
    pub(crate) fn read(folder: &Path, name: &str) -> Result<Option<Self>, String> {
        let file = format!("book/widgets/recordings/{name}.json");
        let text = match fs::read_to_string(folder.join(format!("{name}.json"))) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("{file} cannot be read: {error}")),
        };
        let recording: Self = serde_json::from_str(&text)
            .map_err(|error| format!("{file} is not a recording: {error}"))?;
        if let Some(table) = &recording.table
            && table.rows.iter().any(|row| row.len() != table.head.len())
        {
            return Err(format!("{file}: expected as many cells in each row as in the head"));
        }
        Ok(Some(recording))
    }
}

impl Event {
    pub(crate) fn time(&self) -> String {
        format!("{:.1} ms", self.at_ms)
    }

    /// A line break becomes a character reference: a blank line would end the HTML block.
    pub(crate) fn text_html(&self) -> String {
        let text = self.text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        text.replace("\r\n", "\n").replace(['\n', '\r'], "&#10;")
    }
}

impl From {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::Server => "server",
            Self::Note => "note",
        }
    }

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Client => "Client",
            Self::Server => "Server",
            Self::Note => "Note",
        }
    }
}
