use std::mem;

use bytes::Bytes;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::events::TapEvent;
use crate::{
    message::Data,
    websocket::{Closed, Session},
};

/// A message is sent once it has so many bytes: a flood of small events costs few frames, and making one message keeps
/// nobody waiting for longer than some dozen microseconds.
const MESSAGE_BYTES: usize = 32 * 1_024;

/// Events on their way to the page: one message is a JSON array of some.
#[derive(Debug, Default)]
pub(super) struct Teller {
    array: Vec<u8>,
}

impl Teller {
    /// Adds an event; sends what there is if that is enough for a message.
    pub(super) async fn tell(
        &mut self,
        event: &TapEvent<'_>,
        session: &mut Session,
    ) -> Result<(), Closed> {
        if self.array.is_empty() {
            self.array.reserve(2 * MESSAGE_BYTES);
        }
        self.array.push(if self.array.is_empty() { b'[' } else { b',' });
        // Only a map with keys that are not strings, or a failing Serialize, can fail: ours are plain structs.
        serde_json::to_writer(&mut self.array, event).expect("plain structs serialize");
        if self.array.len() < MESSAGE_BYTES {
            return Ok(());
        }
        self.send(session).await?;
        // The connections that this is about go first.
        tokio::task::yield_now().await;
        Ok(())
    }

    /// Sends what there is.
    pub(super) async fn send(&mut self, session: &mut Session) -> Result<(), Closed> {
        if self.array.is_empty() {
            return Ok(());
        }
        self.array.push(b']');
        let text = Utf8Bytes::try_from(Bytes::from(mem::take(&mut self.array)));
        session.send(Data::Text(text.expect("JSON is UTF-8"))).await
    }
}
