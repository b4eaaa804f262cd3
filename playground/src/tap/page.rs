//! `GET /tap`: one WebSocket of a page, on which it sees the exchanges that carry its tokens.

use std::{collections::HashMap, sync::Arc, time::Instant};

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use wire::{Conversation, Direction, Polling, Span, Unit};

use super::{
    events::{Said, TapEvent, Why},
    redact::Redactor,
    teller::Teller,
};
use crate::{
    connection::{Batch, Entry, Sums, TrackId},
    error::Refusal,
    message::Data,
    watch::{PageTokens, TapHub},
    websocket::{Closed, Endpoint, Handshake, Session},
};

/// The longest unit that is told whole: the largest message that the playground takes by default, with its header. As
/// JSON it can have sixteen times as many bytes.
const UNIT_BYTES: usize = 65 * 1_024;
/// What is told of a longer one.
const CUT_BYTES: usize = 1_024;

pub(crate) async fn connect(State(hub): State<Arc<TapHub>>, handshake: Handshake) -> Response {
    match hub.page() {
        Ok(tokens) => {
            let (open, polling) = (HashMap::new(), HashMap::new());
            let (opened, teller) = (Instant::now(), Teller::new());
            handshake.accept(Page { tokens, opened, open, polling, teller })
        }
        Err(sentence) => Refusal::busy(sentence).into_response(),
    }
}

struct Page {
    tokens: PageTokens,
    opened: Instant,
    /// Exchanges that have not ended and whose bytes are shown: no more than there are connections.
    open: HashMap<TrackId, Reading>,
    /// By token: what one request of a polling session leaves to the next. No more than there are tokens.
    polling: HashMap<u128, Polling>,
    teller: Teller,
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
        let mut batch = Batch::default();
        loop {
            let told = tokio::select! {
                data = session.receive() => match data {
                    Some(data) => self.hear(&data, &mut batch, session).await,
                    None => break,
                },
                () = tape.news() => {
                    tape.swap(&mut batch);
                    self.tell_all(&mut batch, session).await
                }
            };
            if told.is_err() {
                break;
            }
        }
    }
}

impl Page {
    async fn hear(
        &mut self,
        data: &Data,
        batch: &mut Batch,
        session: &mut Session,
    ) -> Result<(), Closed> {
        let event = match understand(data) {
            Ok(Said::Watch { token, detail }) => match self.tokens.watch(token, detail) {
                Ok(()) => TapEvent::Watching { token },
                Err(reason) => TapEvent::Refused { token: Some(token), reason },
            },
            Ok(Said::Settle) => {
                self.tokens.tape.swap(batch);
                self.tell_all(batch, session).await?;
                TapEvent::Settled
            }
            Ok(Said::Unwatch { token }) if self.tokens.unwatch(token) => {
                self.open.retain(|id, _| id.owner != token.0);
                self.polling.remove(&token.0);
                return Ok(());
            }
            Ok(Said::Unwatch { token }) => {
                let reason = "This page does not watch that token.".to_owned();
                TapEvent::Refused { token: Some(token), reason }
            }
            Err(reason) => TapEvent::Refused { token: None, reason },
        };
        self.teller.tell(&event, session).await?;
        self.teller.send(session).await
    }

    /// Tells all of a batch, and leaves it empty.
    async fn tell_all(&mut self, batch: &mut Batch, session: &mut Session) -> Result<(), Closed> {
        self.teller.begin();
        let mut at = 0;
        for entry in batch.entries.drain(..) {
            match entry {
                Entry::Bytes { track, direction, at: when, count } => {
                    let bytes = &batch.bytes[at..at + count];
                    at += count;
                    if self.tokens.shows(track) {
                        self.tell_bytes(track, direction, self.micros(when), bytes, session)
                            .await?;
                    }
                }
                Entry::Cut { track, why, bytes } if self.tokens.shows(track) => {
                    let (why, sentence) = Why::of(why);
                    let event = TapEvent::Dropped { of: track.into(), bytes, why, sentence };
                    self.teller.tell(&event, session).await?;
                }
                Entry::Ended { track, sums, up, down, dropped } if self.tokens.shows(track) => {
                    let (of, at_us) = (track.into(), self.micros(sums.at));
                    self.tell_rest(track, at_us, session).await?;
                    self.tell_sums(track, sums, session).await?;
                    let event = TapEvent::Ended { of, at_us, up, down, dropped };
                    self.teller.tell(&event, session).await?;
                }
                // Recorded just before the token was unwatched.
                Entry::Cut { .. } | Entry::Ended { .. } => {}
            }
        }
        batch.bytes.clear();
        for (track, sums) in batch.moved.drain() {
            if self.tokens.shows(track) {
                self.tell_sums(track, sums, session).await?;
            }
        }
        self.teller.send(session).await
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
        let event = TapEvent::Read { of: track.into(), direction, at_us, span };
        self.teller.tell(&event, session).await?;
        let polling = self.polling.entry(track.owner).or_default();
        for mut unit in reading.conversation.feed_of(polling, direction, bytes) {
            let redacted = reading.redactor.redact(&mut unit);
            let (of, cut) = (track.into(), cut(&mut unit));
            let event = TapEvent::Unit { of, at_us, redacted, cut, unit: &unit };
            self.teller.tell(&event, session).await?;
        }
        Ok(())
    }

    /// What was unfinished when the exchange ended.
    async fn tell_rest(
        &mut self,
        track: TrackId,
        at_us: u64,
        session: &mut Session,
    ) -> Result<(), Closed> {
        let Some(mut reading) = self.open.remove(&track) else { return Ok(()) };
        for direction in [Direction::ClientToServer, Direction::ServerToClient] {
            for mut unit in reading.conversation.finish(direction) {
                let redacted = reading.redactor.redact(&mut unit);
                let (of, cut) = (track.into(), cut(&mut unit));
                let event = TapEvent::Unit { of, at_us, redacted, cut, unit: &unit };
                self.teller.tell(&event, session).await?;
            }
        }
        Ok(())
    }

    async fn tell_sums(
        &mut self,
        track: TrackId,
        sums: Sums,
        session: &mut Session,
    ) -> Result<(), Closed> {
        let Sums { at, up, down } = sums;
        let event = TapEvent::Counts { of: track.into(), at_us: self.micros(at), up, down };
        self.teller.tell(&event, session).await
    }

    fn micros(&self, at: Instant) -> u64 {
        u64::try_from(at.saturating_duration_since(self.opened).as_micros()).unwrap_or(u64::MAX)
    }
}

/// Leaves only the beginning of a unit that is too long to tell; how many bytes it had then.
fn cut(unit: &mut Unit) -> Option<usize> {
    let length = unit.bytes.len();
    if length <= UNIT_BYTES {
        return None;
    }
    unit.bytes.truncate(CUT_BYTES);
    unit.fields.clear();
    Some(length)
}

fn understand(data: &Data) -> Result<Said, String> {
    let Data::Text(text) = data else {
        return Err("A tap takes JSON in text messages, and this one was binary.".to_owned());
    };
    serde_json::from_str(text).map_err(|error| {
        format!(
            "Expected {{\"type\":\"watch\",\"token\":\"…\"}}, {{\"type\":\"unwatch\",\"token\":\"…\"}} or \
             {{\"type\":\"settle\"}}. {error}."
        )
    })
}
