//! `GET /about.json` and `GET /healthz`: is a playground there, which one, and what are its limits?

use std::sync::Arc;

use axum::{Json, extract::State};
use http::{HeaderMap, header};
use serde::Serialize;

use crate::{book::Book, config::Limits};

#[derive(Serialize)]
pub(crate) struct About {
    name: &'static str,
    version: &'static str,
    /// The `Origin` header of this request, as the server saw it.
    your_origin: Option<String>,
    /// This server serves the book too.
    book: bool,
    limits: AboutLimits,
}

/// The limits that a reader can run into; times in seconds.
#[derive(Serialize)]
struct AboutLimits {
    message_bytes: usize,
    connections: usize,
    connections_per_address: usize,
    rooms: usize,
    members_per_room: usize,
    races: usize,
    race_seconds: f64,
    orders: usize,
    ping_seconds: f64,
    idle_seconds: f64,
}

pub(crate) async fn about(
    State(limits): State<Arc<Limits>>,
    State(book): State<Book>,
    headers: HeaderMap,
) -> Json<About> {
    let origin = headers
        .get(header::ORIGIN)
        .map(|origin| String::from_utf8_lossy(origin.as_bytes()).into_owned());
    Json(About {
        name: env!("CARGO_PKG_NAME"),
        version: env!("CARGO_PKG_VERSION"),
        your_origin: origin,
        book: book.is_there(),
        limits: AboutLimits {
            message_bytes: limits.message_bytes,
            connections: limits.connections,
            connections_per_address: limits.connections_per_address,
            rooms: limits.rooms,
            members_per_room: limits.members_per_room,
            races: limits.races,
            race_seconds: limits.race_seconds.as_secs_f64(),
            orders: limits.orders,
            ping_seconds: limits.ping_seconds.as_secs_f64(),
            idle_seconds: limits.idle_seconds.as_secs_f64(),
        },
    })
}

pub(crate) async fn healthz() -> &'static str {
    "ok"
}
