//! `ask`: a question to all others in a room, and their answers, which are acknowledgements.

use std::{pin::Pin, sync::Arc, time::Duration};

use futures_util::{FutureExt, StreamExt};
use rmpv::Value;
use serde::Serialize;
use socketioxide::{ack::AckStream, extract::SocketRef};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{
    super::{
        event::{Event, Refused},
        payload::Arguments,
    },
    Guest, Said, must_be_in, room_name,
};

/// The longest wait for answers, in milliseconds: a reader who must decide takes some seconds.
const MOST_WAIT: u64 = 10_000;
/// Questions of one socket that are still open.
const OPEN_QUESTIONS: usize = 8;
/// Bytes of one answer. A larger one counts as missing, or all answers together would be too large for one packet.
const MOST_ANSWER: usize = 1_024;

/// What came back until the time was over.
#[derive(Serialize)]
struct Outcome {
    ok: bool,
    answers: Vec<Answer>,
    missing: usize,
}

#[derive(Serialize)]
struct Answer {
    from: String,
    answer: Value,
}

/// Asked, and waiting.
struct Open {
    /// Ends when the time is over, at the latest.
    acks: Pin<Box<AckStream<Arguments>>>,
    room: String,
    _place: OwnedSemaphorePermit,
}

pub(super) fn listen(socket: &SocketRef, me: &Guest) {
    let (me, places) = (me.clone(), Arc::new(Semaphore::new(OPEN_QUESTIONS)));
    socket.on("ask", move |event: Event| {
        // The question is on its way, in order, before the wait begins.
        let open = me.may_act(&event).and_then(|()| ask(&me, &event, places));
        async move {
            let outcome = match open {
                Ok(open) => Ok(open.answers(&event.socket).await),
                Err(refused) => Err(refused),
            };
            event.answer(&outcome);
        }
    });
}

fn ask(me: &Guest, event: &Event, places: Arc<Semaphore>) -> Result<Open, Refused> {
    let [room, message, wait] = event.arguments()? else {
        return Err(Refused::because(
            "Expected three arguments: the room, the message and the time to wait",
        ));
    };
    let room = room_name(room)?;
    let wait = wait.as_u64().filter(|wait| (1..=MOST_WAIT).contains(wait)).ok_or_else(|| {
        Refused::because(format!("The time to wait is a whole number from 1 to {MOST_WAIT}, in ms"))
    })?;
    if !event.wants_answer() {
        return Err(Refused::because("Send `ask` with an acknowledgement, for the answers"));
    }
    must_be_in(&event.socket, room)?;
    let place = places.try_acquire_owned().map_err(|_| {
        Refused::because(format!(
            "{OPEN_QUESTIONS} of your questions are open. Wait for the answers."
        ))
    })?;
    let said = Said { room, from: me.to_string(), message };
    let others = event.socket.to(room.to_owned()).timeout(Duration::from_millis(wait));
    match others.emit_with_ack("question", &said).now_or_never() {
        Some(Ok(acks)) => Ok(Open { acks: Box::pin(acks), room: room.to_owned(), _place: place }),
        _ => Err(Refused::because("The question could not be asked")),
    }
}

impl Open {
    async fn answers(mut self, socket: &SocketRef) -> Outcome {
        let (mut answers, mut missing) = (Vec::new(), 0);
        while let Some((id, ack)) = self.acks.next().await {
            let member = socket.to(self.room.clone()).get_socket(id);
            let guest: Option<Guest> = member.and_then(|member| member.extensions.get());
            match (guest, ack.ok().and_then(only_answer)) {
                (Some(guest), Some(answer)) => {
                    answers.push(Answer { from: guest.to_string(), answer });
                }
                _ => missing += 1,
            }
        }
        Outcome { ok: true, answers, missing }
    }
}

/// The first argument of an acknowledgement; `null` if it has none.
fn only_answer(Arguments(arguments): Arguments) -> Option<Value> {
    let answer = arguments.into_iter().next().unwrap_or(Value::Nil);
    let mut bytes = Vec::new();
    rmpv::encode::write_value(&mut bytes, &answer).ok()?;
    (bytes.len() <= MOST_ANSWER).then_some(answer)
}
