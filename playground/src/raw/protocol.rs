//! All that is said on `/ws/raw`, as JSON in text messages.

use serde::{Deserialize, Serialize};
use wire::Unit;

use super::{handshake::Wish, preview::Preview, recipe::Recipe};

/// What a page may say.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)]
pub(super) enum FromPage {
    /// Connect and ask for a WebSocket.
    Open {
        /// The page watches this token with its tap.
        token: Option<String>,
        #[serde(default)]
        handshake: Wish,
    },
    /// Which bytes would these be?
    Preview { frames: Vec<Recipe> },
    /// Send them, in one go.
    Send { frames: Vec<Recipe> },
    /// End the connection without a Close.
    HangUp,
}

/// The commands by name, for answers that refuse one.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Command {
    Open,
    Preview,
    Send,
    HangUp,
}

/// What the raw client tells.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum FromRaw {
    /// The server's answer to the handshake; the units are those of the request and of the response.
    Answered { status: u16, units: Vec<Unit> },
    /// To `preview`.
    Preview(Preview),
    /// All that waited is written: so many bytes.
    Sent { bytes: usize },
    /// What the server sent, as far as it is whole.
    Received { units: Vec<Unit> },
    /// The connection is over.
    Ended { how: How, sentence: &'static str },
    /// A command was not obeyed; `to` is null if it was not understood either.
    Refused { to: Option<Command>, reason: String },
}

/// How a connection ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum How {
    /// The server closed its side of TCP.
    Fin,
    /// The server reset TCP.
    Reset,
    /// The page wanted it, or the server declined the handshake.
    HungUp,
    /// The connection was as old as it may get.
    Time,
}

impl FromRaw {
    pub(super) const fn ended(how: How) -> Self {
        let sentence = match how {
            How::Fin => "The server closed TCP: with its FIN it says that it sends no more.",
            How::Reset => {
                "The server reset the connection: TCP ended at once, and what was on its way is lost."
            }
            How::HungUp => "The raw client hung up.",
            How::Time => {
                "The raw client hung up: it holds a connection for some minutes only. Open a new one."
            }
        };
        Self::Ended { how, sentence }
    }
}
