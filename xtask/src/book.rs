//! The book, built in this process: the same mdBook and the same preprocessor as `mdbook build`, without two more
//! processes.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use anyhow::{Context as _, Result, bail};
use mdbook_driver::MDBook;
use mdbook_live::Live;
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::{
    EnvFilter, Layer,
    layer::{Context, SubscriberExt},
};

use crate::step::root;

/// Counts the warnings that mdBook logs.
struct Warnings(Arc<AtomicUsize>);

impl<S: Subscriber> Layer<S> for Warnings {
    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        if *event.metadata().level() <= Level::WARN {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Builds the book into `destination`. A warning is an error.
pub(crate) fn build(destination: &Path) -> Result<()> {
    let warnings = Arc::new(AtomicUsize::new(0));
    let subscriber = tracing_subscriber::registry()
        .with(EnvFilter::new("warn"))
        .with(tracing_subscriber::fmt::layer().with_writer(std::io::stderr).without_time())
        .with(Warnings(Arc::clone(&warnings)));
    tracing::subscriber::with_default(subscriber, || -> Result<()> {
        let mut book = MDBook::load(root()).context("cannot read the book")?;
        book.config.build.build_dir = destination.to_path_buf();
        book.with_preprocessor(Live);
        book.build().context("cannot build the book")
    })?;
    match warnings.load(Ordering::Relaxed) {
        0 => Ok(()),
        count => bail!(
            "the book has {count} warning(s), printed above: mend them, a warning is an error"
        ),
    }
}
