//! The namespace `/ticker`: the race's feed, over whatever transport the session has.
//!
//! ```text
//! Client                                              Server
//!   |--- CONNECT {"race": ID, "after": 0} ------------->|
//!   |<-- CONNECT {"sid": …} ----------------------------|  or CONNECT_ERROR: no such race
//!   |<-- tick ({"seq": 1, "at_ms": …, "payload": …}) ---|
//!   |<-- end () ----------------------------------------|
//!   |<-- DISCONNECT ------------------------------------|
//! ```
//!
//! A tick is the JSON text that goes over every transport of a race, byte for byte.

use std::{future, sync::Arc, time::Duration};

use serde::Deserialize;
use serde_json::value::RawValue;
use socketioxide::{
    SendError, SocketError, SocketIo,
    extract::{SocketRef, TryData},
    handler::ConnectHandler,
};
use tokio::time;
use tokio_util::sync::CancellationToken;

use super::payload::Arguments;
use crate::feed::{Feed, NO_SUCH_RACE, Races};

/// Half of what the crate queues for one session, 128 packets: it ends a session whose ping finds no room, and the first
/// ping comes just after a client that is late has connected.
const TICKS_AT_ONCE: usize = 64;
/// The crate tells nobody when a queue has room again, so it is tried now and then: seldom enough to cost nothing, and
/// often enough to send thousands of ticks a second.
const PAUSE: Duration = Duration::from_millis(20);
/// A client that takes nothing for so long gets no more ticks. Its session ends with its heartbeat.
const PATIENCE: Duration = Duration::from_secs(20);

/// What a client says when it connects.
#[derive(Deserialize)]
struct Ticket {
    race: String,
    #[serde(default)]
    after: u64,
}

/// One reader of a race.
#[derive(Clone)]
struct Lane {
    feed: Arc<Feed>,
    after: u64,
    /// The client has left.
    gone: CancellationToken,
}

/// The client has left, or takes nothing.
#[derive(Debug, PartialEq)]
struct Gone;

pub(super) fn mount(io: &SocketIo, races: Arc<Races>) {
    let enter = move |socket: SocketRef, TryData(ticket): TryData<Ticket>| {
        future::ready(enter(&socket, ticket.ok(), &races))
    };
    io.ns("/ticker", run.with(enter));
}

fn enter(socket: &SocketRef, ticket: Option<Ticket>, races: &Races) -> Result<(), &'static str> {
    let Ticket { race, after } = ticket.ok_or(
        "Expected {race: ID, after: NUMBER} as auth: which race, and the last tick that you have.",
    )?;
    let feed = races.get(&race).ok_or(NO_SUCH_RACE)?;
    let gone = CancellationToken::new();
    socket.extensions.insert(Lane { feed, after, gone: gone.clone() });
    socket.on_disconnect(move || {
        gone.cancel();
        future::ready(())
    });
    Ok(())
}

async fn run(socket: SocketRef) {
    let Some(lane) = socket.extensions.remove::<Lane>() else { return };
    let told = lane.gone.run_until_cancelled(lane.tell(&socket)).await;
    if told.is_some_and(|told| told.is_err()) {
        tracing::info!("a Socket.IO client takes no ticks");
    }
}

impl Lane {
    async fn tell(&self, socket: &SocketRef) -> Result<(), Gone> {
        let mut reader = self.feed.reader(self.after);
        while let Some(batch) = reader.next(TICKS_AT_ONCE).await {
            for tick in &batch.entries {
                let tick: &RawValue = serde_json::from_str(tick).map_err(|_| Gone)?;
                when_there_is_room(|| socket.emit("tick", tick)).await?;
            }
            if batch.entries.len() == TICKS_AT_ONCE {
                time::sleep(PAUSE).await;
            }
        }
        if self.feed.is_complete() {
            let nothing = Arguments(Vec::new());
            when_there_is_room(|| socket.emit("end", &nothing)).await?;
        }
        when_there_is_room(|| socket.clone().disconnect().map_err(SendError::Socket)).await
    }
}

async fn when_there_is_room(mut send: impl FnMut() -> Result<(), SendError>) -> Result<(), Gone> {
    let in_time = time::timeout(PATIENCE, async {
        loop {
            match send() {
                Err(SendError::Socket(SocketError::InternalChannelFull)) => {
                    time::sleep(PAUSE).await;
                }
                outcome => return outcome,
            }
        }
    });
    in_time.await.ok().and_then(Result::ok).ok_or(Gone)
}

#[cfg(test)]
mod tests {
    use tokio::time::Instant;

    use super::*;

    const FULL: SendError = SendError::Socket(SocketError::InternalChannelFull);

    #[tokio::test(start_paused = true)]
    async fn a_full_queue_is_tried_again_now_and_then_and_not_for_ever() {
        let (begin, mut tries) = (Instant::now(), 0);
        let third = || {
            tries += 1;
            if tries < 3 { Err(FULL) } else { Ok(()) }
        };
        assert_eq!(when_there_is_room(third).await, Ok(()));
        assert_eq!((tries, begin.elapsed()), (3, 2 * PAUSE));
        assert_eq!(when_there_is_room(|| Err(FULL)).await, Err(Gone));
        assert_eq!(begin.elapsed(), 2 * PAUSE + PATIENCE);
    }

    #[tokio::test(start_paused = true)]
    async fn a_client_that_has_left_is_not_waited_for() {
        let begin = Instant::now();
        let closed = || Err(SendError::Socket(SocketError::Closed));
        assert_eq!(when_there_is_room(closed).await, Err(Gone));
        assert_eq!(begin.elapsed(), Duration::ZERO);
    }
}
