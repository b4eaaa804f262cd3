//! The namespace `/`: the source's chat. What one says, all receive.
//!
//! ```text
//! Ada                                 Server                  Bo
//!  |--- chat message ("Hi!", ack 0) -->|                       |
//!  |<-- chat message ("Hi!") ----------|-- chat message -----> |
//!  |<-- ack 0 ({"ok": true}) ----------|                       |
//! ```
//!
//! The bounds and the words of a refusal are those of `book/listings/node/socketio-v1/server.mjs`.

use std::{convert::Infallible, future, sync::Arc};

use futures_util::FutureExt;
use serde_json::{Value, json};
use socketioxide::{SocketIo, extract::SocketRef, handler::ConnectHandler};

use super::{
    event::{Event, Refused, on, refuse_others},
    rate::Rate,
};

/// Characters of one message, counted as JavaScript does: a screen's worth.
const MOST_TEXT: usize = 500;
/// More than anybody types.
const MESSAGES_PER_SECOND: u32 = 10;

pub(super) fn mount(io: &SocketIo) {
    let everyone = io.clone();
    io.ns(
        "/",
        (async || {}).with(move |socket: SocketRef| {
            enter(&socket, &everyone);
            future::ready(Ok::<(), Infallible>(()))
        }),
    );
}

fn enter(socket: &SocketRef, io: &SocketIo) {
    let (rate, io) = (Arc::new(Rate::new(MESSAGES_PER_SECOND, MESSAGES_PER_SECOND)), io.clone());
    on(socket, "chat message", move |event| say(&io, &rate, event));
    refuse_others(socket, "`chat message`");
}

fn say(io: &SocketIo, rate: &Rate, event: &Event) -> Result<Value, Refused> {
    let text = match event.arguments()? {
        [text] => text.as_str().ok_or_else(|| Refused::because("A message must be text"))?,
        [] => return Err(Refused::because("A message must be text")),
        _ => return Err(Refused::because("A message is one argument, its text")),
    };
    if text.trim().is_empty() {
        return Err(Refused::because("A message must not be empty"));
    }
    if text.encode_utf16().count() > MOST_TEXT {
        return Err(Refused::because(format!("Longer than {MOST_TEXT} characters")));
    }
    if !rate.take(1) {
        return Err(Refused::because("Too many messages, wait a second"));
    }
    // All sockets are in this process, so it is done at once. Who does not take its messages loses this one.
    let _ = io.emit("chat message", text).now_or_never();
    Ok(json!({ "ok": true }))
}
