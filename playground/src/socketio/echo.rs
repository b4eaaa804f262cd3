//! The namespace `/echo`: what came goes back, as an event or as an acknowledgement.
//!
//! ```text
//! Client                                    Server
//!  |--- CONNECT {"token": 1} --------------->|
//!  |<-- CONNECT -----------------------------|
//!  |<-- auth ({"token": 1}) -----------------|
//!  |--- message (1, "two", <bytes>) -------->|
//!  |<-- message-back (1, "two", <bytes>) ----|
//!  |--- message-with-ack (1, ack 0) -------->|
//!  |<-- ack 0 (1) ---------------------------|
//! ```
//!
//! Who says in its auth payload `{"refuse": "words"}` is refused with these words.

use std::{future, sync::Arc};

use rmpv::Value;
use socketioxide::{
    SocketIo,
    extract::{SocketRef, TryData},
    handler::ConnectHandler,
};

use super::{
    event::{Event, Refused, on, refuse_others},
    payload::Arguments,
    rate::Rate,
};
use crate::text::printable;

/// Characters of a reason that the client gives itself: a sentence.
const MOST_REASON: usize = 100;
/// Bytes that one client may have echoed at once: some of the largest payloads. All of it waits in the server if it polls
/// for no answer.
const BYTES_AT_ONCE: u32 = 1 << 20;
/// The largest payload each second: until the heartbeat ends a session that never polls, a few MiB have come.
const BYTES_PER_SECOND: u32 = 64 * 1_024;

pub(super) fn mount(io: &SocketIo, namespace: &'static str) {
    // Not async: it must have spoken before the first event is answered.
    let greet = |socket: SocketRef, TryData(auth): TryData<Value>| {
        let _ = socket.emit("auth", &auth.unwrap_or_else(|_| Value::Map(Vec::new())));
        future::ready(())
    };
    io.ns(
        namespace,
        greet.with(|socket: SocketRef, TryData(auth): TryData<Value>| {
            let refusal = auth.ok().and_then(|auth| asked_refusal(&auth));
            if refusal.is_none() {
                enter(&socket);
            }
            future::ready(refusal.map_or(Ok(()), Err))
        }),
    );
}

/// The handlers are there before the client hears that it is connected, or its first events would be lost.
fn enter(socket: &SocketRef) {
    let rate = Arc::new(Rate::new(BYTES_AT_ONCE, BYTES_PER_SECOND));
    let same = Arc::clone(&rate);
    socket.on("message", move |event: Event| {
        match arguments(&event, &same) {
            // Fails if the client does not take what it asked for: then this is lost.
            Ok(arguments) => drop(event.socket.emit("message-back", &arguments)),
            Err(refused) => event.answer::<()>(&Err(refused)),
        }
        future::ready(())
    });
    on(socket, "message-with-ack", move |event| {
        if !event.wants_answer() {
            return Err(Refused::because("Send `message-with-ack` with an acknowledgement"));
        }
        arguments(event, &rate)
    });
    refuse_others(socket, "`message`, `message-with-ack`");
}

fn arguments(event: &Event, rate: &Rate) -> Result<Arguments, Refused> {
    let arguments = Arguments(event.arguments()?.to_vec());
    if u32::try_from(event.size).is_ok_and(|size| rate.take(size)) {
        Ok(arguments)
    } else {
        Err(Refused::because("Too many bytes, wait a second"))
    }
}

fn asked_refusal(auth: &Value) -> Option<String> {
    let (_, reason) = auth.as_map()?.iter().find(|(key, _)| key.as_str() == Some("refuse"))?;
    let reason = reason.as_str().and_then(|reason| printable(reason, MOST_REASON));
    Some(
        reason
            .unwrap_or("Refused, as you asked; the reason was no text of 1 to 100 characters")
            .to_owned(),
    )
}
