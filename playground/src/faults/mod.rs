//! `/faults/{token}`: a page wishes for something to go wrong with its own exchanges.
//!
//! ```text
//! PUT    /faults/{token}  {"up": WAY, "down": WAY, "half_open": true, "strip_upgrade": true, "one_connection": true}   204
//!                 WAY  =  {"latency_ms": 200, "jitter_ms": 50, "bytes_per_second": 1000}   up: from client to server
//! DELETE /faults/{token}                                           204: nothing goes wrong any more
//! POST   /faults/{token}/stall    {"seconds": 5}                   nothing gets through, and then all of it
//! POST   /faults/{token}/cut      {"seconds": 3}                   FIN; for so long each new exchange, too
//! POST   /faults/{token}/reset    {"seconds": 3}                   RST; for so long each new exchange, too
//! POST   /faults/{token}/close    {"code": 1012, "reason": "…"}    a Close frame to each WebSocket
//! POST   /faults/{token}/restart  {"seconds": 3}                   1012 or FIN; for so long each new exchange is reset
//! ```
//!
//! Each POST answers 200 `{"connections": n}`: so many were harmed at once. A WebSocket of Socket.IO knows no close codes and
//! ends with FIN instead. Whoever knows a token may harm what carries it, and nothing else. A plan ends when its page stops
//! watching the token, or ten minutes after its last change.

mod wish;

use std::{borrow::Cow, ops::RangeInclusive, sync::Arc, time::Duration};

use axum::{
    Json,
    extract::{FromRequestParts, Path, State},
};
use http::{StatusCode, request::Parts};
use serde::{Deserialize, Serialize};

use crate::{
    connection::End,
    error::{ApiError, JsonBody, Refusal},
    watch::{Goodbye, Plan, TapHub, TapToken},
    websocket::{CloseCode, check_close},
};

use wish::Wish;

/// Longer than Socket.IO's longest pause between two tries, 5 s, and shorter than anybody's patience.
const END_SECONDS: RangeInclusive<u64> = 0..=30;
/// As long as our server waits for a sign of life.
const STALL_SECONDS: RangeInclusive<u64> = 1..=60;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct StallWish {
    seconds: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct EndWish {
    /// For so long each new exchange ends, too.
    #[serde(default)]
    seconds: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CloseWish {
    code: u16,
    #[serde(default)]
    reason: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Harmed {
    connections: usize,
}

type Answer = Result<Json<Harmed>, ApiError>;
type Hub = State<Arc<TapHub>>;

/// `PUT /faults/{token}`
pub(crate) async fn plan(
    State(hub): Hub,
    Token(token): Token,
    JsonBody(wish): JsonBody<Wish>,
) -> Result<StatusCode, ApiError> {
    let conditions = wish.check().map_err(Refusal::bad_request)?;
    harmed(hub.set_plan(token, |plan| plan.set(conditions))).map(|_| StatusCode::NO_CONTENT)
}

/// `DELETE /faults/{token}`
pub(crate) async fn forget(State(hub): Hub, Token(token): Token) -> Result<StatusCode, ApiError> {
    harmed(hub.set_plan(token, |plan| *plan = Plan::default())).map(|_| StatusCode::NO_CONTENT)
}

/// `POST /faults/{token}/stall`
pub(crate) async fn stall(
    State(hub): Hub,
    Token(token): Token,
    JsonBody(StallWish { seconds }): JsonBody<StallWish>,
) -> Answer {
    let time = within(seconds, &STALL_SECONDS, "A stall")?;
    harmed(hub.set_plan(token, |plan| plan.stall_for(time)))
}

/// `POST /faults/{token}/cut`
pub(crate) async fn cut(
    State(hub): Hub,
    Token(token): Token,
    JsonBody(EndWish { seconds }): JsonBody<EndWish>,
) -> Answer {
    let time = within(seconds, &END_SECONDS, "A cut")?;
    harmed(hub.end(token, End::Cut, time))
}

/// `POST /faults/{token}/reset`
pub(crate) async fn reset(
    State(hub): Hub,
    Token(token): Token,
    JsonBody(EndWish { seconds }): JsonBody<EndWish>,
) -> Answer {
    let time = within(seconds, &END_SECONDS, "A reset")?;
    harmed(hub.end(token, End::Reset, time))
}

/// `POST /faults/{token}/close`
pub(crate) async fn close(
    State(hub): Hub,
    Token(token): Token,
    JsonBody(CloseWish { code, reason }): JsonBody<CloseWish>,
) -> Answer {
    check_close(code, &reason).map_err(Refusal::bad_request)?;
    harmed(hub.close(token, &Goodbye { code, reason: Cow::Owned(reason) }))
}

/// `POST /faults/{token}/restart`
pub(crate) async fn restart(
    State(hub): Hub,
    Token(token): Token,
    JsonBody(EndWish { seconds }): JsonBody<EndWish>,
) -> Answer {
    let time = within(seconds, &END_SECONDS, "A restart")?;
    let reason = Cow::Borrowed("The server restarts.");
    harmed(hub.restart(token, &Goodbye { code: CloseCode::Restart.into(), reason }, time))
}

fn within(seconds: u64, bounds: &RangeInclusive<u64>, what: &str) -> Result<Duration, ApiError> {
    if bounds.contains(&seconds) {
        return Ok(Duration::from_secs(seconds));
    }
    let (least, most) = (bounds.start(), bounds.end());
    let sentence = format!("{what} lasts {least} to {most} seconds, and {seconds} is not that.");
    Err(Refusal::bad_request(sentence).into())
}

fn harmed(connections: Option<usize>) -> Answer {
    let connections = connections.ok_or_else(|| {
        Refusal::not_found(
            "No page watches that token, and only what a page watches can be harmed. Watch it first: say \
             {\"type\":\"watch\",\"token\":\"…\"} on /tap.",
        )
    })?;
    Ok(Json(Harmed { connections }))
}

/// The token in the path.
pub(crate) struct Token(TapToken);

impl<S: Send + Sync> FromRequestParts<S> for Token {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, ApiError> {
        let Path(text) = Path::<String>::from_request_parts(parts, state)
            .await
            .map_err(|rejection| Refusal::bad_request(rejection.body_text()))?;
        let token = text.parse().map_err(|error| Refusal::bad_request(format!("{error}.")))?;
        Ok(Self(token))
    }
}
