//! `GET /tap`: one WebSocket of a page, on which it sees the exchanges that carry its tokens.

use std::{collections::HashMap, sync::Arc, time::Instant};

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use wire::{Conversation, Direction, Span};

use super::{
    TapHub, TapToken,
    events::{Said, TapEvent, Why},
    hub::PageTokens,
    redact::Redactor,
};
use crate::{
    connection::{Entry, TrackId},
    error::Refusal,
    message::Data,
    websocket::{Closed, Endpoint, Handshake, Session},
};

pub(crate) async fn connect(State(hub): State<Arc<TapHub>>, handshake: Handshake) -> Response {
    match hub.page() {
        Ok(tokens) => {
            handshake.accept(Page { tokens, opened: Instant::now(), open: HashMap::new() })
        }
        Err(sentence) => Refusal::busy(sentence).into_response(),
    }
}

struct Page {
    tokens: PageTokens,
    opened: Instant,
    /// Exchanges that have not ended: no more than there are connections.
    open: HashMap<TrackId, Reading>,
}

/// How far one exchange has been read.
#[derive(Default)]
struct Reading {
    conversation: Conversation,
    redactor: Redactor,
    up: u64,
    down: u64,
}

impl Endpoint for Page {
    async fn talk(mut self, session: &mut Session) {
        let tape = Arc::clone(&self.tokens.tape);
        loop {
            let told = tokio::select! {
                data = session.receive() => match data {
                    Some(data) => self.hear(&data, session).await,
                    None => break,
                },
                entries = tape.take() => self.tell_all(entries, session).await,
            };
            if told.is_err() {
                break;
            }
        }
    }
}

async fn tell(session: &mut Session, event: &TapEvent<'_>) -> Result<(), Closed> {
    session.send(Data::json(event)).await
}

impl Page {
    async fn hear(&mut self, data: &Data, session: &mut Session) -> Result<(), Closed> {
        let event = match understand(data) {
            Ok(Said::Watch { token }) => match self.tokens.watch(token) {
                Ok(()) => TapEvent::Watching { token },
                Err(reason) => TapEvent::Refused { token: Some(token), reason },
            },
            Ok(Said::Unwatch { token }) if self.tokens.unwatch(token) => {
                self.open.retain(|id, _| id.owner != token.0);
                return Ok(());
            }
            Ok(Said::Unwatch { token }) => {
                let reason = "This page does not watch that token.".to_owned();
                TapEvent::Refused { token: Some(token), reason }
            }
            Err(reason) => TapEvent::Refused { token: None, reason },
        };
        tell(session, &event).await
    }

    async fn tell_all(&mut self, entries: Vec<Entry>, session: &mut Session) -> Result<(), Closed> {
        for entry in entries {
            // Taking a burst of frames apart can take a while; the connection that they are from goes first.
            tokio::task::yield_now().await;
            match entry {
                Entry::Bytes { track, direction, at, bytes } if self.shows(track) => {
                    self.tell_bytes(track, direction, self.micros(at), &bytes, session).await?;
                }
                Entry::Cut { track, why, bytes } if self.shows(track) => {
                    let (why, sentence) = Why::of(why);
                    let event = TapEvent::Dropped { of: track.into(), bytes, why, sentence };
                    tell(session, &event).await?;
                }
                Entry::Ended { track, at, dropped } if self.shows(track) => {
                    self.tell_end(track, self.micros(at), dropped, session).await?;
                }
                // Recorded just before the token was unwatched.
                _ => {}
            }
        }
        Ok(())
    }

    async fn tell_bytes(
        &mut self,
        track: TrackId,
        direction: Direction,
        at_us: u64,
        bytes: &[u8],
        session: &mut Session,
    ) -> Result<(), Closed> {
        let reading = self.open.entry(track).or_default();
        let total = match direction {
            Direction::ClientToServer => &mut reading.up,
            Direction::ServerToClient => &mut reading.down,
        };
        let span = Span { start: *total, end: *total + bytes.len() as u64 };
        *total = span.end;
        tell(session, &TapEvent::Read { of: track.into(), direction, at_us, span }).await?;
        for mut unit in reading.conversation.feed(direction, bytes) {
            let redacted = reading.redactor.redact(&mut unit);
            let event = TapEvent::Unit { of: track.into(), at_us, redacted, unit: &unit };
            tell(session, &event).await?;
        }
        Ok(())
    }

    async fn tell_end(
        &mut self,
        track: TrackId,
        at_us: u64,
        dropped: u64,
        session: &mut Session,
    ) -> Result<(), Closed> {
        let mut reading = self.open.remove(&track).unwrap_or_default();
        for direction in [Direction::ClientToServer, Direction::ServerToClient] {
            for mut unit in reading.conversation.finish(direction) {
                let redacted = reading.redactor.redact(&mut unit);
                let event = TapEvent::Unit { of: track.into(), at_us, redacted, unit: &unit };
                tell(session, &event).await?;
            }
        }
        let Reading { up, down, .. } = reading;
        tell(session, &TapEvent::Ended { of: track.into(), at_us, up, down, dropped }).await
    }

    fn shows(&self, track: TrackId) -> bool {
        self.tokens.watches(TapToken(track.owner))
    }

    fn micros(&self, at: Instant) -> u64 {
        u64::try_from(at.saturating_duration_since(self.opened).as_micros()).unwrap_or(u64::MAX)
    }
}

fn understand(data: &Data) -> Result<Said, String> {
    let Data::Text(text) = data else {
        return Err("A tap takes JSON in text messages, and this one was binary.".to_owned());
    };
    serde_json::from_str(text).map_err(|error| {
        format!(
            "Expected {{\"type\":\"watch\",\"token\":\"…\"}} or {{\"type\":\"unwatch\",\"token\":\"…\"}}. {error}."
        )
    })
}
