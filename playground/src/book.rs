//! Where the book comes from.

use std::path::{Path, PathBuf};

use rust_embed::Embed;

/// What the build left in `target/book`.
#[derive(Embed)]
#[folder = "$PLAYGROUND_TARGET/book"]
#[allow_missing = true]
pub(crate) struct BuiltInBook;

pub(crate) const FRONT_PAGE: &str = "index.html";

/// Where the book comes from.
#[derive(Debug, Clone)]
pub(crate) enum Book {
    BuiltIn,
    Folder(PathBuf),
}

impl Book {
    pub(crate) fn new(folder: Option<&Path>) -> Self {
        folder.map_or(Self::BuiltIn, |folder| Self::Folder(folder.to_owned()))
    }

    /// Whether there is a front page to show.
    pub(crate) fn is_there(&self) -> bool {
        match self {
            Self::BuiltIn => BuiltInBook::get(FRONT_PAGE).is_some(),
            Self::Folder(folder) => folder.join(FRONT_PAGE).is_file(),
        }
    }
}
