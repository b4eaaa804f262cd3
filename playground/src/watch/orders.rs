//! How a page ends each WebSocket of its token.

use std::{borrow::Cow, future::pending};

use tokio::sync::watch;

/// What a WebSocket says when it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Goodbye {
    pub(crate) code: u16,
    pub(crate) reason: Cow<'static, str>,
}

/// In the extensions of each request that is watched: who makes a WebSocket of it and knows close codes keeps this, and
/// obeys. A WebSocket that does not is ended with FIN instead.
#[derive(Debug, Clone)]
pub(crate) struct Orders(watch::Receiver<Option<Goodbye>>);

/// The other end.
#[derive(Debug)]
pub(super) struct Commander(watch::Sender<Option<Goodbye>>);

pub(super) fn orders() -> (Commander, Orders) {
    let (sender, receiver) = watch::channel(None);
    (Commander(sender), Orders(receiver))
}

impl Orders {
    /// Completes when the WebSocket shall end. Cancel safe.
    pub(crate) async fn goodbye(&mut self) -> Goodbye {
        match self.0.wait_for(Option::is_some).await.map(|goodbye| goodbye.clone()) {
            Ok(Some(goodbye)) => goodbye,
            // Nobody watches any more.
            Ok(None) | Err(_) => pending().await,
        }
    }
}

impl Commander {
    /// Whether somebody obeys. The first order stands.
    pub(super) fn end(&self, goodbye: &Goodbye) -> bool {
        self.0.send_if_modified(|order| {
            let first = order.is_none();
            order.get_or_insert_with(|| goodbye.clone());
            first
        });
        self.0.receiver_count() > 0
    }
}
