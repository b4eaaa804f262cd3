//! `/ws/control`: a server that pings and closes as its client asks.
//!
//! ```text
//! Client                                   Server
//!   |-- {"type":"ping","payload":"hi"} ----->|
//!   |<----------------------- Ping frame, hi-|
//!   |-- Pong frame, hi --------------------->|  a browser does this by itself
//!   |<-- {"type":"pong","payload":"hi",…} ---|
//!
//!   |-- {"type":"close","code":1008} ------->|  any code that a server may send
//!   |<---------------------- Close frame 1008|
//!   |-- {"type":"close"} ------------------->|
//!   |<--------------- Close frame, no payload|
//!   |-- {"type":"cut"} --------------------->|
//!   |<------------------------------------FIN|  no Close frame
//! ```

use std::collections::VecDeque;

use axum::response::Response;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use tokio::time::Instant;

use crate::{
    message::Data,
    websocket::{
        CloseCode, Endpoint, Handshake, MOST_CONTROL_BYTES, Received, Session, check_close, fits,
    },
};

/// Pings that may wait for their pong. A client that answers none of so many needs no more.
const MOST_PINGS: usize = 16;

/// What the client wishes.
#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "lowercase", deny_unknown_fields)]
enum Wish {
    Ping {
        payload: String,
    },
    /// Without a code: an empty Close frame.
    Close {
        code: Option<u16>,
        #[serde(default)]
        reason: String,
    },
    Cut {},
}

/// What the server tells in words.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Told {
    Pong { payload: String, after_ms: f64 },
    Refused { reason: String },
}

/// `GET /ws/control`
pub(crate) async fn connect(handshake: Handshake) -> Response {
    handshake.accept(Control::default())
}

#[derive(Default)]
struct Control {
    /// Sent and not answered, oldest first.
    pings: VecDeque<(Bytes, Instant)>,
}

impl Endpoint for Control {
    async fn talk(mut self, session: &mut Session) {
        while let Some(received) = session.receive_any().await {
            let told = match received {
                Received::Pong(payload) => self.answered(&payload),
                Received::Data(data) => match understand(&data) {
                    Ok(Wish::Ping { payload }) => {
                        let payload = Bytes::from(payload);
                        self.remember(payload.clone());
                        if session.ping(payload).await.is_err() {
                            return;
                        }
                        None
                    }
                    Ok(Wish::Close { code: Some(code), reason }) => {
                        return session.close(CloseCode::from(code), &reason);
                    }
                    Ok(Wish::Close { code: None, .. }) => return session.close_without_code(),
                    Ok(Wish::Cut {}) => return session.cut(),
                    Err(reason) => Some(Told::Refused { reason }),
                },
            };
            if let Some(told) = told
                && session.send(Data::json(&told)).await.is_err()
            {
                return;
            }
        }
    }
}

impl Control {
    fn remember(&mut self, payload: Bytes) {
        if self.pings.len() == MOST_PINGS {
            self.pings.pop_front();
        }
        self.pings.push_back((payload, Instant::now()));
    }

    /// `None` for a pong that answers no ping of this client's wish.
    fn answered(&mut self, payload: &Bytes) -> Option<Told> {
        let nth = self.pings.iter().rposition(|(waiting, _)| waiting == payload)?;
        // A client may answer the newest of several pings alone (RFC 6455 section 5.5.3): the older ones are done too.
        let (payload, sent_at) = self.pings.drain(..=nth).next_back()?;
        let micros = u32::try_from(sent_at.elapsed().as_micros()).unwrap_or(u32::MAX);
        let payload = String::from_utf8_lossy(&payload).into_owned();
        Some(Told::Pong { payload, after_ms: f64::from(micros) / 1_000.0 })
    }
}

/// A wish that can be fulfilled, or why not.
fn understand(data: &Data) -> Result<Wish, String> {
    let said = match data {
        Data::Text(text) => serde_json::from_str(text).ok(),
        Data::Binary(_) => None,
    };
    let wish = said.ok_or(
        r#"Not understood. Say {"type":"ping","payload":"hi"}, {"type":"close","code":1008,"reason":"…"}, {"type":"close"} or {"type":"cut"}. A code is a number from 0 to 65535."#,
    )?;
    match &wish {
        Wish::Ping { payload } => fits("A ping's payload", payload, MOST_CONTROL_BYTES)?,
        Wish::Close { code: Some(code), reason } => {
            check_close(*code, reason)?;
        }
        Wish::Close { code: None, reason } if !reason.is_empty() => {
            return Err(
                "A reason stands behind a code (RFC 6455 section 5.5.1): say both, or neither."
                    .into(),
            );
        }
        Wish::Close { .. } | Wish::Cut {} => {}
    }
    Ok(wish)
}
