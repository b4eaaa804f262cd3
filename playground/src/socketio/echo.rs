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

use std::future;

use rmpv::Value;
use socketioxide::{
    SocketIo,
    extract::{SocketRef, TryData},
    handler::ConnectHandler,
};

use super::{
    event::{Event, Refused, on, refuse_others},
    payload::Arguments,
};
use crate::text::printable;

/// Characters of a reason that the client gives itself: a sentence.
const MOST_REASON: usize = 100;

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
    socket.on("message", |event: Event| {
        match event.arguments() {
            Ok(arguments) => {
                // Fails if the client does not take what it asked for: then this is lost.
                let _ = event.socket.emit("message-back", &Arguments(arguments.to_vec()));
            }
            Err(refused) => event.answer::<()>(&Err(refused)),
        }
        future::ready(())
    });
    on(socket, "message-with-ack", acknowledge);
    refuse_others(socket, "`message`, `message-with-ack`");
}

fn acknowledge(event: &Event) -> Result<Arguments, Refused> {
    if !event.wants_answer() {
        return Err(Refused::because("Send `message-with-ack` with an acknowledgement"));
    }
    Ok(Arguments(event.arguments()?.to_vec()))
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
