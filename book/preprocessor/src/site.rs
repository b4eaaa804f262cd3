//! What every chapter shares: the book's folders and settings.

use std::path::PathBuf;

use anyhow::{Context, bail};
use mdbook_preprocessor::PreprocessorContext;

/// Where a playground is looked for when `book.toml` names no address.
const DEFAULT_PLAYGROUND: &str = "http://localhost:4000";

/// The book on disk, and where its playground is.
pub(crate) struct Site {
    root: PathBuf,
    /// The folder of the chapters, relative to the root.
    pub(crate) src: PathBuf,
    /// The address in `data-playground`, without a slash at its end.
    pub(crate) playground: String,
}

impl Site {
    pub(crate) fn new(ctx: &PreprocessorContext) -> anyhow::Result<Self> {
        let playground = ctx
            .config
            .get::<String>("preprocessor.live.playground")
            .context("`playground` in [preprocessor.live] of book.toml must be a string")?
            .unwrap_or_else(|| DEFAULT_PLAYGROUND.to_owned());
        if !playground.starts_with("http://") && !playground.starts_with("https://") {
            bail!(
                "`playground` in [preprocessor.live] of book.toml is `{playground}`: \
                 expected an address such as {DEFAULT_PLAYGROUND}"
            );
        }
        let playground = playground.trim_end_matches('/').to_owned();
        Ok(Self { root: ctx.root.clone(), src: ctx.config.book.src.clone(), playground })
    }

    /// Real files that lessons show.
    pub(crate) fn listings(&self) -> PathBuf {
        self.root.join("book/listings")
    }

    /// SVG drawings.
    pub(crate) fn figures(&self) -> PathBuf {
        self.root.join("book/figures")
    }

    /// Conversations that a page explains to the last byte.
    pub(crate) fn conversations(&self) -> PathBuf {
        self.root.join("book/conversations")
    }

    /// Recorded runs of the demos.
    pub(crate) fn recordings(&self) -> PathBuf {
        self.root.join("book/widgets/recordings")
    }
}
