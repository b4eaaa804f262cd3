//! The one way a WebSocket lives in this server.
//!
//! ```text
//! Client                              Server
//!   | GET, Upgrade: websocket           |
//!   |---------------------------------->|  handshake: checks, or a sentence that says what is wrong
//!   |           101 Switching Protocols |
//!   |<----------------------------------|
//!   | messages             messages     |  session: an Endpoint receives and sends
//!   |<--------------------------------->|  a silent peer is pinged
//!   | Close                             |
//!   |<--------------------------------->|  either side; answered once with the same code
//!   |                               FIN |
//!   |<----------------------------------|  the server closes TCP first (RFC 6455 section 7.1.1)
//! ```
//!
//! Every connection has bounds: on a message, on what waits to be written, on silence, and on the time that closing takes.
//! A peer that takes nothing is the business of `server`, which knows bytes.

mod bare;
mod closing;
mod handshake;
mod held;
mod session;

use std::{sync::Arc, time::Duration};

use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

pub(crate) use closing::{MOST_CONTROL_BYTES, check_close, fits};
pub(crate) use handshake::Handshake;
pub(crate) use held::HeldStream;
pub(crate) use session::{Closed, Received, Session};
pub(crate) use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;

use crate::config::Limits;

/// What a server does on one WebSocket.
pub(crate) trait Endpoint: Send + 'static {
    /// Talks until there is nothing left to say. Returning closes the connection, after all that was sent: with 1000,
    /// unless the session has a better reason.
    fn talk(self, session: &mut Session) -> impl Future<Output = ()> + Send;
}

/// What every WebSocket of this server shares.
#[derive(Debug, Clone)]
pub(crate) struct WebSockets {
    limits: Arc<Limits>,
    /// Cancelled when the server ends: every session then says 1001.
    shutdown: CancellationToken,
    /// Who ends the server waits for these.
    tasks: TaskTracker,
}

impl WebSockets {
    pub(crate) fn new(
        limits: Arc<Limits>,
        shutdown: CancellationToken,
        tasks: TaskTracker,
    ) -> Self {
        Self { limits, shutdown, tasks }
    }

    fn config(&self) -> WebSocketConfig {
        let largest_text = JSON_GROWTH * self.limits.message_bytes + ENVELOPE_BYTES;
        let largest_sent = largest_text.max(LARGEST_OWN_BYTES);
        WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER_BYTES)
            .write_buffer_size(WRITE_BUFFER_BYTES)
            .max_write_buffer_size(WRITE_BUFFER_BYTES + largest_sent)
            .max_message_size(Some(self.limits.message_bytes))
            .max_frame_size(Some(self.limits.message_bytes))
    }
}

/// Allocated for each connection, so an idle one should not hold much: the library's default of 128 KiB is nearly all
/// that it would hold.
const READ_BUFFER_BYTES: usize = 4 * 1_024;
/// Messages are gathered up to this size before they are written. A peer that reads slowly makes the server hold this,
/// and one message.
const WRITE_BUFFER_BYTES: usize = 16 * 1_024;
/// The worst that JSON does to a text: one byte becomes `\u0001`.
const JSON_GROWTH: usize = 6;
/// What goes around a text in our largest JSON message, and control frames; rounded up generously.
const ENVELOPE_BYTES: usize = 64 * 1_024;
/// The longest message that a feature makes by itself: the tap explains up to 65 KiB in sixteen times as many bytes.
const LARGEST_OWN_BYTES: usize = 1_280 * 1_024;
/// How long the server waits for the answer to its Close, and for the end of TCP after that.
const CLOSE_GRACE: Duration = Duration::from_secs(2);
