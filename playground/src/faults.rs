//! `/faults/{token}`: a page wishes for something to go wrong with its own exchanges.
//!
//! ```text
//! PUT    /faults/{token}      {"strip_upgrade": true}   204: requests lose Upgrade and Connection
//! DELETE /faults/{token}                                204: nothing goes wrong any more
//! POST   /faults/{token}/cut  {"seconds": 5}            200 {"connections": n}: so many ended at once
//! ```
//!
//! Whoever knows a token may harm what carries it, and nothing else. A plan ends when its page stops watching the token.

use std::sync::Arc;

use axum::{
    Json,
    extract::{FromRequestParts, Path, State},
};
use http::{StatusCode, request::Parts};
use serde::{Deserialize, Serialize};

use crate::{
    error::{ApiError, JsonBody, Refusal},
    watch::{Plan, TapHub, TapToken},
};

/// Longer than Socket.IO's longest pause between two tries, 5 s, and shorter than anybody's patience.
const MOST_CUT_SECONDS: u64 = 30;

/// All that shall go wrong: what is not named goes right.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    #[serde(default)]
    strip_upgrade: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct CutWish {
    /// For so long each new exchange is cut, too.
    #[serde(default)]
    seconds: u64,
}

#[derive(Debug, Serialize)]
pub(crate) struct WasCut {
    connections: usize,
}

/// `PUT /faults/{token}`
pub(crate) async fn plan(
    State(hub): State<Arc<TapHub>>,
    Token(token): Token,
    JsonBody(wish): JsonBody<Wish>,
) -> Result<StatusCode, ApiError> {
    let done = hub.set_plan(token, |plan| plan.strip_upgrade(wish.strip_upgrade));
    if done { Ok(StatusCode::NO_CONTENT) } else { Err(unwatched()) }
}

/// `DELETE /faults/{token}`
pub(crate) async fn forget(
    State(hub): State<Arc<TapHub>>,
    Token(token): Token,
) -> Result<StatusCode, ApiError> {
    let done = hub.set_plan(token, |plan| *plan = Plan::default());
    if done { Ok(StatusCode::NO_CONTENT) } else { Err(unwatched()) }
}

/// `POST /faults/{token}/cut`
pub(crate) async fn cut(
    State(hub): State<Arc<TapHub>>,
    Token(token): Token,
    JsonBody(CutWish { seconds }): JsonBody<CutWish>,
) -> Result<Json<WasCut>, ApiError> {
    if seconds > MOST_CUT_SECONDS {
        return Err(Refusal::bad_request(format!(
            "A cut lasts 0 to {MOST_CUT_SECONDS} seconds, and {seconds} is more."
        ))
        .into());
    }
    let connections = hub.cut(token, seconds).ok_or_else(unwatched)?;
    Ok(Json(WasCut { connections }))
}

fn unwatched() -> ApiError {
    ApiError(Refusal::not_found(
        "No page watches that token, and only what a page watches can be harmed. Watch it first: say \
         {\"type\":\"watch\",\"token\":\"…\"} on /tap.",
    ))
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
