//! `GET /about.json` and `GET /healthz`: is a playground there, which one, and what are its limits?

use std::sync::Arc;

use axum::{Json, extract::State};
use http::{HeaderMap, header};
use serde::Serialize;

use crate::{
    book::Book,
    config::{Limits, SocketIoSettings},
};

#[derive(Serialize)]
pub(crate) struct About {
    name: &'static str,
    version: &'static str,
    /// The `Origin` header of this request, as the server saw it.
    your_origin: Option<String>,
    /// This server serves the book too.
    book: bool,
    limits: AboutLimits,
    socketio: AboutSocketIo,
}

/// How to reach the Socket.IO server, and what an Engine.IO session begins with.
#[derive(Serialize)]
struct AboutSocketIo {
    path: String,
    transports: Vec<String>,
    ping_interval_ms: u128,
    ping_timeout_ms: u128,
    connect_timeout_ms: u128,
    max_payload: usize,
}

impl From<&SocketIoSettings> for AboutSocketIo {
    fn from(settings: &SocketIoSettings) -> Self {
        Self {
            path: settings.path.to_string(),
            transports: settings.transports.iter().map(ToString::to_string).collect(),
            ping_interval_ms: settings.ping_interval.as_millis(),
            ping_timeout_ms: settings.ping_timeout.as_millis(),
            connect_timeout_ms: settings.connect_timeout.as_millis(),
            max_payload: settings.max_payload,
        }
    }
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
    State(socketio): State<Arc<SocketIoSettings>>,
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
        socketio: AboutSocketIo::from(socketio.as_ref()),
    })
}

pub(crate) async fn healthz() -> &'static str {
    "ok"
}
