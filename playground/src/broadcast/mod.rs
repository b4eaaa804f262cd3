//! `GET /ws/broadcast/{room}?name=Ada`: what one member says every member hears, the speaker too.
//!
//! ```text
//! Ada                          Server                          Bo, already there
//!  |--- handshake ------------->|                                |
//!  |<-- welcome (you, members) -|-- joined (Ada) --------------->|
//!  |--- Hi! ------------------->|                                |
//!  |<-- message 1 (Ada: Hi!) ---|-- message 1 (Ada: Hi!) ------->|
//!  |--- Close ----------------->|-- left (Ada) ----------------->|
//! ```
//!
//! A member that cannot keep up loses events and is told how many; one that stays behind is closed with 1013.

mod room;

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use serde::Deserialize;
use tokio::time::{self, Instant};

pub(crate) use room::Rooms;
use room::{CannotJoin, Event, Invitation};

use crate::{
    backlog::Batch,
    config::Limits,
    error::Refusal,
    message::Data,
    text::ROOM_NAME_RULE,
    websocket::{CloseCode, Endpoint, Handshake, Session},
};

#[derive(Deserialize)]
pub(crate) struct Introduction {
    name: Option<String>,
}

pub(crate) async fn connect(
    State(rooms): State<Arc<Rooms>>,
    State(limits): State<Arc<Limits>>,
    Path(room): Path<String>,
    Query(Introduction { name }): Query<Introduction>,
    handshake: Handshake,
) -> Result<Response, Refusal> {
    let invitation = rooms.invite(&room, name.as_deref())?;
    Ok(handshake.accept(Talk { invitation, patience: limits.behind_seconds }))
}

impl From<CannotJoin> for Refusal {
    fn from(reason: CannotJoin) -> Self {
        match reason {
            CannotJoin::RoomName => Refusal::bad_request(ROOM_NAME_RULE),
            CannotJoin::MemberName => {
                Refusal::bad_request("A name has 1 to 24 characters, all of them visible.")
            }
            CannotJoin::TooManyRooms => Refusal::busy(
                "All rooms are taken. Join one that exists, or try again when one is empty.",
            ),
            CannotJoin::RoomFull => Refusal::busy(
                "This room is full. Choose another, or try again when someone has left.",
            ),
        }
    }
}

struct Talk {
    invitation: Invitation,
    /// How long a member may stay behind.
    patience: Duration,
}

impl Endpoint for Talk {
    async fn talk(self, session: &mut Session) {
        let Ok(mut membership) = self.invitation.join() else {
            return session
                .close(CloseCode::Again, "The last place was taken a moment ago. Try again.");
        };
        tracing::info!(member = membership.member().id, name = membership.member().name, "joined");
        if session.send(membership.welcome()).await.is_err() {
            return;
        }
        let mut behind_since = None;
        loop {
            tokio::select! {
                said = session.receive() => match said {
                    Some(Data::Text(text)) => membership.say(&text),
                    Some(Data::Binary(bytes)) => membership.relay(bytes),
                    None => return,
                },
                news = membership.news() => {
                    let Some(batch) = news else { return };
                    if batch.missed > 0 {
                        behind_since.get_or_insert_with(Instant::now);
                    }
                    let deadline = behind_since.unwrap_or_else(Instant::now) + self.patience;
                    match time::timeout_at(deadline, tell(session, batch)).await {
                        Ok(true) => {}
                        Ok(false) => return,
                        Err(_elapsed) => {
                            return session.close(CloseCode::Again, "You stayed behind the room. Reconnect to go on.");
                        }
                    }
                    if membership.is_up_to_date() {
                        behind_since = None;
                    }
                }
            }
        }
    }
}

/// Sends a batch to one member; false if its connection is over.
async fn tell(session: &mut Session, batch: Batch<Data>) -> bool {
    if batch.missed > 0
        && session.send(Data::json(&Event::Missed { count: batch.missed })).await.is_err()
    {
        return false;
    }
    for event in batch.entries {
        if session.send(event).await.is_err() {
            return false;
        }
    }
    true
}
