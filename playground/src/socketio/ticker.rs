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
    /// A client that takes nothing for so long is left alone; its session ends with its heartbeat.
    patience: Duration,
    /// The client has left.
    gone: CancellationToken,
}

/// The client has left, or takes nothing.
struct Gone;

pub(super) fn mount(io: &SocketIo, races: Arc<Races>, patience: Duration) {
    let enter = move |socket: SocketRef, TryData(ticket): TryData<Ticket>| {
        future::ready(enter(&socket, ticket.ok(), &races, patience))
    };
    io.ns("/ticker", run.with(enter));
}

fn enter(
    socket: &SocketRef,
    ticket: Option<Ticket>,
    races: &Races,
    patience: Duration,
) -> Result<(), &'static str> {
    let Ticket { race, after } = ticket.ok_or(
        "Expected {race: ID, after: NUMBER} as auth: which race, and the last tick that you have.",
    )?;
    let feed = races.get(&race).ok_or(NO_SUCH_RACE)?;
    let gone = CancellationToken::new();
    socket.extensions.insert(Lane { feed, after, patience, gone: gone.clone() });
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
                self.when_there_is_room(|| socket.emit("tick", tick)).await?;
            }
            if batch.entries.len() == TICKS_AT_ONCE {
                time::sleep(PAUSE).await;
            }
        }
        if self.feed.is_complete() {
            let nothing = Arguments(Vec::new());
            self.when_there_is_room(|| socket.emit("end", &nothing)).await?;
        }
        self.when_there_is_room(|| socket.clone().disconnect().map_err(SendError::Socket)).await
    }

    async fn when_there_is_room(
        &self,
        mut send: impl FnMut() -> Result<(), SendError>,
    ) -> Result<(), Gone> {
        let sent = time::timeout(self.patience, async {
            loop {
                match send() {
                    Err(SendError::Socket(SocketError::InternalChannelFull)) => {
                        time::sleep(PAUSE).await;
                    }
                    outcome => return outcome,
                }
            }
        });
        sent.await.ok().and_then(Result::ok).ok_or(Gone)
    }
}
