//! The mistakes found in the chapters, told all at once.

use std::fmt::Write;
use std::path::PathBuf;

use anyhow::bail;

/// Where a chapter stands in the book and which file it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Position among the book's chapters: problems are told in that order.
    pub(crate) order: usize,
    /// The file, from the book's root: what an editor opens.
    pub(crate) file: PathBuf,
}

struct Problem {
    place: Place,
    line: usize,
    text: String,
}

/// Collects problems until the whole book has been read.
#[derive(Default)]
pub(crate) struct Problems(Vec<Problem>);

impl Problems {
    /// `line` counts from 1 in the file, front matter included.
    pub(crate) fn add(&mut self, place: &Place, line: usize, text: impl Into<String>) {
        self.0.push(Problem { place: place.clone(), line, text: text.into() });
    }

    pub(crate) fn into_result(mut self) -> anyhow::Result<()> {
        if self.0.is_empty() {
            return Ok(());
        }
        self.0.sort_by_key(|problem| (problem.place.order, problem.line));
        let mut list = String::new();
        for Problem { place, line, text } in &self.0 {
            // Writing to a String cannot fail.
            let _ = write!(list, "\n{}:{line}: {text}", place.file.display());
        }
        let count = self.0.len();
        bail!("mdbook-live found {count} problem{}:{list}", if count == 1 { "" } else { "s" })
    }
}
