//! What one WebSocket message carries.

use bytes::Bytes;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

/// The payload of a data message (RFC 6455 section 5.6). Cloning shares the bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Data {
    /// Valid UTF-8.
    Text(Utf8Bytes),
    /// Any bytes.
    Binary(Bytes),
}

impl Data {
    /// Length of the payload in bytes.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Binary(bytes) => bytes.len(),
        }
    }

    /// A text message that says `value` in JSON.
    pub(crate) fn json(value: &impl serde::Serialize) -> Self {
        // Only a map with keys that are not strings, or a failing Serialize, can fail: ours are plain structs.
        let text = serde_json::to_string(value).expect("plain structs serialize");
        Self::Text(text.into())
    }
}

impl From<Data> for Message {
    fn from(data: Data) -> Self {
        match data {
            Data::Text(text) => Message::Text(text),
            Data::Binary(bytes) => Message::Binary(bytes),
        }
    }
}
