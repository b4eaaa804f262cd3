//! `/race`: the same numbered ticks by short polling, long polling, server-sent events and WebSocket.

mod settings;

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{Path, Query, State},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use futures_util::{StreamExt, stream};
use http::{HeaderMap, StatusCode, header};
use serde::{Deserialize, Serialize};
use tokio::time;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use settings::{Change, Start};

use crate::{
    config::Limits,
    error::{ApiError, JsonBody, Refusal},
    feed::{Feed, NO_SUCH_RACE, Races},
    message::Data,
    websocket::{CloseCode, Endpoint, Handshake, Session},
};

/// Ticks in one answer or one batch: with the largest payload 2 MiB.
const TICKS_AT_ONCE: usize = 500;
/// What a page says that wants a sign of life: a browser gives it no Ping frame.
const PING: &str = "ping";
const PONG: &str = "pong";
/// How often a silent event stream gets a comment, so that nothing between us and the reader takes it for dead.
const COMMENT_AFTER: Duration = Duration::from_secs(15);

/// What the server tells about a race.
#[derive(Serialize)]
pub(crate) struct Description {
    id: String,
    rate: u32,
    count: u32,
    size: u32,
    paused: bool,
    /// The last tick made; not told when the race is created.
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
}

impl Description {
    fn of(feed: &Feed) -> Self {
        let pace = feed.pace();
        let (rate, size, paused) = (pace.rate, pace.size, pace.paused);
        Self {
            id: feed.id.clone(),
            rate,
            count: feed.count,
            size,
            paused,
            seq: Some(feed.head().newest),
        }
    }
}

/// `POST /race`
pub(crate) async fn create(
    State(races): State<Arc<Races>>,
    JsonBody(start): JsonBody<Start>,
) -> Result<(StatusCode, Json<Description>), ApiError> {
    let (pace, count) = start.check().map_err(Refusal::bad_request)?;
    let feed = races.start(pace, count).ok_or_else(|| {
        Refusal::busy("As many races run as this playground can hold. Wait until one is over.")
    })?;
    Ok((StatusCode::CREATED, Json(Description { seq: None, ..Description::of(&feed) })))
}

/// `GET /race/{id}`
pub(crate) async fn show(entry: Entry) -> Json<Description> {
    Json(Description::of(&entry.0))
}

/// `PATCH /race/{id}`
pub(crate) async fn change(
    Entry(feed): Entry,
    JsonBody(change): JsonBody<Change>,
) -> Result<Json<Description>, ApiError> {
    feed.set_pace(|pace| change.apply(pace)).map_err(Refusal::bad_request)?;
    Ok(Json(Description::of(&feed)))
}

/// `GET /race/{id}/poll`: what is there now.
pub(crate) async fn poll(Entry(feed): Entry, After(after): After) -> Response {
    array(&feed.after(after, TICKS_AT_ONCE).entries)
}

/// `GET /race/{id}/long-poll`: waits for a tick if there is none, but not for ever.
pub(crate) async fn long_poll(
    State(limits): State<Arc<Limits>>,
    Entry(feed): Entry,
    After(after): After,
) -> Response {
    let mut reader = feed.reader(after);
    let batch = time::timeout(limits.long_poll_seconds, reader.next(TICKS_AT_ONCE)).await;
    array(&batch.ok().flatten().map(|batch| batch.entries).unwrap_or_default())
}

/// A JSON array of ticks that are JSON already.
fn array(ticks: &[Utf8Bytes]) -> Response {
    let body = format!("[{}]", ticks.iter().map(Utf8Bytes::as_str).collect::<Vec<_>>().join(","));
    ([(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], body)
        .into_response()
}

/// `GET /race/{id}/sse`: an event stream (HTML section 9.2). A browser that reconnects repeats the `id` it saw last.
pub(crate) async fn events(
    Entry(feed): Entry,
    After(after): After,
    headers: HeaderMap,
) -> Result<Response, ApiError> {
    let seen = match headers.get("last-event-id") {
        Some(value) => Some(number(value.to_str().unwrap_or_default(), "Last-Event-ID")?),
        None => None,
    };
    if seen.is_some_and(|seen| feed.is_complete() && seen >= u64::from(feed.count)) {
        // The one answer after which an EventSource does not come back.
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let reader = feed.reader(seen.unwrap_or(after));
    let batches = stream::unfold((feed, Some(reader)), async |(feed, reader)| {
        let mut reader = reader?;
        if let Some(batch) = reader.next(TICKS_AT_ONCE).await {
            let first = batch.position + 1 - batch.entries.len() as u64;
            let events =
                (first..).zip(&batch.entries).map(|(seq, tick)| event(seq, tick)).collect();
            Some((events, (feed, Some(reader))))
        } else {
            // A race that was dropped before its end just ends here, and the browser will come back and get 404.
            let end = feed.is_complete().then(|| Event::default().event("end").data("{}"));
            Some((Vec::from_iter(end), (feed, None)))
        }
    });
    let events = batches.flat_map(stream::iter).map(Ok::<_, Infallible>);
    Ok(Sse::new(events).keep_alive(KeepAlive::new().interval(COMMENT_AFTER)).into_response())
}

fn event(seq: u64, tick: &Utf8Bytes) -> Event {
    Event::default().id(seq.to_string()).data(tick)
}

/// `GET /race/{id}/ws`: a text message for each tick, then close 1000.
///
/// ```text
/// client               server
///   ── ?after=N ─────────▶
///   ◀─────── tick N+1, … ──
///   ── text "ping" ──────▶
///   ◀────── text "pong" ──   the only message that is not a tick
/// ```
pub(crate) async fn connect(
    Entry(feed): Entry,
    After(after): After,
    handshake: Handshake,
) -> Response {
    handshake.accept(Lane { feed, after })
}

struct Lane {
    feed: Arc<Feed>,
    after: u64,
}

impl Endpoint for Lane {
    async fn talk(self, session: &mut Session) {
        let mut reader = self.feed.reader(self.after);
        loop {
            tokio::select! {
                said = session.receive() => {
                    let Some(said) = said else { return };
                    if is_ping(&said) && session.send(Data::Text(PONG.into())).await.is_err() {
                        return;
                    }
                }
                batch = reader.next(TICKS_AT_ONCE) => {
                    let Some(batch) = batch else { break };
                    for tick in batch.entries {
                        if session.send(Data::Text(tick)).await.is_err() {
                            return;
                        }
                    }
                }
            }
        }
        if self.feed.is_complete() {
            session.close(CloseCode::Normal, "That was the last tick.");
        } else {
            session.close(CloseCode::Away, "The race was dropped before its end.");
        }
    }
}

/// A reader of ticks has nothing else to say; the rest is taken and forgotten.
fn is_ping(said: &Data) -> bool {
    matches!(said, Data::Text(text) if text.as_str() == PING)
}

/// The race that the path names.
pub(crate) struct Entry(Arc<Feed>);

impl<S> axum::extract::FromRequestParts<S> for Entry
where
    S: Send + Sync,
    Arc<Races>: axum::extract::FromRef<S>,
{
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut http::request::Parts,
        state: &S,
    ) -> Result<Self, ApiError> {
        use axum::extract::FromRef;
        let races = Arc::<Races>::from_ref(state);
        let id = Path::<String>::from_request_parts(parts, state).await.map(|Path(id)| id);
        let feed = id.ok().and_then(|id| races.get(&id));
        feed.map(Self).ok_or_else(|| ApiError(Refusal::not_found(NO_SUCH_RACE)))
    }
}

/// The `seq` after which a reader wants to go on: `?after=N`, 0 if absent.
pub(crate) struct After(u64);

#[derive(Deserialize)]
struct AfterQuery {
    after: Option<String>,
}

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for After {
    type Rejection = ApiError;

    async fn from_request_parts(
        parts: &mut http::request::Parts,
        state: &S,
    ) -> Result<Self, ApiError> {
        match Query::<AfterQuery>::from_request_parts(parts, state).await {
            Ok(Query(AfterQuery { after })) => {
                Ok(Self(after.map_or(Ok(0), |text| number(&text, "after"))?))
            }
            Err(_) => Err(ApiError(Refusal::bad_request("The query is not of the form ?after=N."))),
        }
    }
}

fn number(text: &str, name: &str) -> Result<u64, ApiError> {
    text.parse().map_err(|_| {
        ApiError(Refusal::bad_request(format!(
            "`{name}` must be the number of a tick: 0 or a whole number above."
        )))
    })
}
