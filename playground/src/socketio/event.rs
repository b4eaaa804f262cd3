//! One event of one client: its arguments, and the answer to it.

use std::{borrow::Cow, convert::Infallible, fmt, future, sync::Arc};

use rmpv::Value;
use serde::Serialize;
use socketioxide::{
    adapter::LocalAdapter,
    extract::{AckSender, SocketRef, TryData},
    handler::{FromMessageParts, Value as Encoded},
    socket::Socket,
};

use super::payload::Arguments;

/// Why something is refused, in words. To a client it is `{"error": "…"}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Refused {
    error: Cow<'static, str>,
}

impl Refused {
    pub(super) fn because(sentence: impl Into<Cow<'static, str>>) -> Self {
        Self { error: sentence.into() }
    }
}

/// As the words of a `connect_error`.
impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.error)
    }
}

/// As it came. Garbage is extracted too, so that it can be refused: socketioxide drops what it cannot extract.
pub(super) struct Event {
    pub(super) socket: SocketRef,
    arguments: Option<Arguments>,
    /// Bytes of name and arguments, attachments included.
    pub(super) size: usize,
    ack: Option<AckSender>,
}

impl FromMessageParts<LocalAdapter> for Event {
    type Error = Infallible;

    fn from_message_parts(
        socket: &Arc<Socket>,
        data: &mut Encoded,
        ack: &Option<i64>,
    ) -> Result<Self, Infallible> {
        let size = size(data);
        let TryData(arguments) = TryData::from_message_parts(socket, data, ack)?;
        let sender = AckSender::from_message_parts(socket, data, ack)?;
        Ok(Self {
            socket: SocketRef::from(Arc::clone(socket)),
            arguments: arguments.ok(),
            size,
            ack: ack.map(|_| sender),
        })
    }
}

impl Event {
    pub(super) fn arguments(&self) -> Result<&[Value], Refused> {
        match &self.arguments {
            Some(Arguments(arguments)) => Ok(arguments),
            // A bound of socketioxide: it borrows keys from the JSON text, where these are escaped.
            None => Err(Refused::because(
                "The arguments of this event cannot be read. Perhaps an object has a key with a quote or a backslash",
            )),
        }
    }

    pub(super) fn wants_answer(&self) -> bool {
        self.ack.is_some()
    }

    /// Answers to the acknowledgement. Without one only a refusal is told, as the event `refused`.
    ///
    /// A client that takes nothing has no room for the answer either: that it is lost is no news to it.
    pub(super) fn answer<T: Serialize>(self, outcome: &Result<T, Refused>) {
        let _ = match (self.ack, outcome) {
            (Some(ack), Ok(answer)) => ack.send(answer),
            (Some(ack), Err(refused)) => ack.send(refused),
            (None, Ok(_)) => Ok(()),
            (None, Err(refused)) => self.socket.emit("refused", refused),
        };
    }
}

/// From now on each event `name` of `socket` is handled by `handle`, one after the other, as they came.
///
/// socketioxide spawns the future of every handler, so futures of two events run in any order. What its closure does
/// before it returns the future runs in order: therefore `handle` is no future, and all is done when it returns.
pub(super) fn on<T: Serialize>(
    socket: &SocketRef,
    name: &'static str,
    handle: impl Fn(&Event) -> Result<T, Refused> + Clone + Send + Sync + 'static,
) {
    socket.on(name, move |event: Event| {
        let outcome = handle(&event);
        event.answer(&outcome);
        future::ready(())
    });
}

/// Events with other names are refused; `known` says which there are.
pub(super) fn refuse_others(socket: &SocketRef, known: &'static str) {
    socket.on_fallback(move |event: Event| {
        let sentence = format!("There is no such event here. There are: {known}");
        event.answer::<()>(&Err(Refused::because(sentence)));
        future::ready(())
    });
}

fn size(data: &Encoded) -> usize {
    match data {
        Encoded::Str(text, attachments) => {
            text.len() + attachments.iter().flatten().map(bytes::Bytes::len).sum::<usize>()
        }
        Encoded::Bytes(bytes) => bytes.len(),
    }
}
