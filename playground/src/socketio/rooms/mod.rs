//! The namespaces `/rooms` and `/rooms-2`, which are alike and know nothing of each other.
//!
//! ```text
//! Ada                                     Server                     Bo, in the room
//!  |--- join ("tea", ack 0) --------------->|                           |
//!  |<-- ack 0 ({ok, me, rooms}) ------------|                           |
//!  |--- to-room ("tea", "Hi!", ack 1) ----->|                           |
//!  |<-- said {room, from, message} ---------|-- said ------------------>|
//!  |<-- ack 1 ({ok}) -----------------------|                           |
//!  |--- ask ("tea", "Milk?", 500, ack 2) -->|-- question (…, ack 0) --->|
//!  |<-- ack 2 ({ok, answers, missing}) -----|<-- ack 0 ("yes") ---------|
//! ```
//!
//! Who connects with `{"join": "tea"}` as auth is in that room before its first event: after a reconnection too, when
//! a client sends what it has kept before the page can say anything.
//!
//! Also `to-others` (all but me), `volatile` (the same, and lost for whom is busy), `leave` and `list`.

mod guest;
mod question;

use std::{future, sync::Arc};

use futures_util::FutureExt;
use rmpv::Value;
use serde::Serialize;
use serde_json::json;
use socketioxide::{
    SocketIo,
    extract::{SocketRef, TryData},
    handler::ConnectHandler,
    operators::BroadcastOperators,
};

use super::event::{Event, Refused, on, refuse_others};
use crate::text::{ROOM_NAME_RULE, is_room_name};
use guest::{Guest, Guests};

/// Rooms of one socket: a screenful.
const MOST_ROOMS: usize = 16;
/// Members of one room: a class with two panes each and some to spare, as for the broadcast's rooms.
const MOST_MEMBERS: usize = 200;
/// Bytes of one event: each member's queue may hold it, so it is less than the largest payload.
const MOST_BYTES: usize = 16 * 1_024;

pub(super) fn mount(io: &SocketIo) {
    let guests = Arc::new(Guests::default());
    for namespace in ["/rooms", "/rooms-2"] {
        let guests = Arc::clone(&guests);
        io.ns(
            namespace,
            (async || {}).with(move |socket: SocketRef, TryData(auth): TryData<Value>| {
                let room = auth.ok().and_then(|auth| wished_room(&auth));
                enter(&socket, &guests);
                future::ready(room.map_or(Ok(()), |room| join_room(&guests, &socket, &room)))
            }),
        );
    }
}

/// What the auth says under `join`.
fn wished_room(auth: &Value) -> Option<Value> {
    auth.as_map()?
        .iter()
        .find(|(key, _)| key.as_str() == Some("join"))
        .map(|(_, room)| room.clone())
}

fn enter(socket: &SocketRef, guests: &Arc<Guests>) {
    let me = guests.welcome();
    // Where the others find my name.
    socket.extensions.insert(me.clone());
    let lobby = Arc::clone(guests);
    hear(socket, "join", &me, move |me, event| join(&lobby, me, event));
    hear(socket, "leave", &me, leave);
    hear(socket, "list", &me, list);
    hear(socket, "to-room", &me, |me, event| say(me, event, |socket, room| socket.within(room)));
    hear(socket, "to-others", &me, |me, event| say(me, event, |socket, room| socket.to(room)));
    hear(socket, "volatile", &me, |me, event| {
        say(me, event, |socket, room| socket.to(room).volatile())
    });
    question::listen(socket, &me);
    refuse_others(socket, "`join`, `leave`, `list`, `to-room`, `to-others`, `volatile`, `ask`");
}

/// Handles `name` after what holds for every event here.
fn hear<T: Serialize>(
    socket: &SocketRef,
    name: &'static str,
    me: &Guest,
    handle: impl Fn(&Guest, &Event) -> Result<T, Refused> + Clone + Send + Sync + 'static,
) {
    let me = me.clone();
    on(socket, name, move |event| {
        me.may_act(event)?;
        handle(&me, event)
    });
}

/// The answer to `join`, `leave` and `list`.
#[derive(Serialize)]
struct MyRooms {
    ok: bool,
    me: String,
    rooms: Vec<RoomView>,
}

#[derive(Serialize)]
struct RoomView {
    name: String,
    members: Vec<String>,
}

fn join(guests: &Guests, me: &Guest, event: &Event) -> Result<MyRooms, Refused> {
    join_room(guests, &event.socket, one_argument(event)?)?;
    Ok(my_rooms(me, &event.socket))
}

fn join_room(guests: &Guests, socket: &SocketRef, room: &Value) -> Result<(), Refused> {
    let room = room_name(room)?;
    // One at a time, or two would take the last place.
    let _joining = guests.one_at_a_time();
    let mine = socket.rooms();
    if mine.iter().any(|it| it == room) {
        return Ok(());
    }
    if mine.len() >= MOST_ROOMS {
        let sentence = format!("You are in {MOST_ROOMS} rooms already. Leave one first.");
        return Err(Refused::because(sentence));
    }
    if socket.within(room.to_owned()).sockets().len() >= MOST_MEMBERS {
        return Err(Refused::because("This room is full. Choose another."));
    }
    socket.join(room.to_owned());
    Ok(())
}

fn leave(me: &Guest, event: &Event) -> Result<MyRooms, Refused> {
    let room = room_name(one_argument(event)?)?;
    must_be_in(&event.socket, room)?;
    event.socket.leave(room.to_owned());
    Ok(my_rooms(me, &event.socket))
}

fn list(me: &Guest, event: &Event) -> Result<MyRooms, Refused> {
    if !event.arguments()?.is_empty() || !event.wants_answer() {
        return Err(Refused::because("`list` takes nothing but an acknowledgement"));
    }
    Ok(my_rooms(me, &event.socket))
}

/// What a member said, as the others hear it.
#[derive(Serialize)]
struct Said<'a> {
    room: &'a str,
    from: String,
    message: &'a Value,
}

fn say(
    me: &Guest,
    event: &Event,
    whom: impl Fn(&SocketRef, String) -> BroadcastOperators,
) -> Result<serde_json::Value, Refused> {
    let [room, message] = event.arguments()? else {
        return Err(Refused::because("Expected two arguments: the room and the message"));
    };
    let room = room_name(room)?;
    must_be_in(&event.socket, room)?;
    let said = Said { room, from: me.to_string(), message };
    // All sockets are in this process, so it is done at once. Who does not take its messages loses this one.
    let _ = whom(&event.socket, room.to_owned()).emit("said", &said).now_or_never();
    Ok(json!({ "ok": true }))
}

fn one_argument(event: &Event) -> Result<&Value, Refused> {
    match event.arguments()? {
        [room] => Ok(room),
        _ => Err(Refused::because("Expected one argument: the room")),
    }
}

fn room_name(value: &Value) -> Result<&str, Refused> {
    value.as_str().filter(|name| is_room_name(name)).ok_or(Refused::because(ROOM_NAME_RULE))
}

fn must_be_in(socket: &SocketRef, room: &str) -> Result<(), Refused> {
    if socket.rooms().iter().any(|it| it == room) {
        Ok(())
    } else {
        Err(Refused::because(format!("You are not in the room `{room}`. Join it first.")))
    }
}

fn my_rooms(me: &Guest, socket: &SocketRef) -> MyRooms {
    let mut names: Vec<String> = socket.rooms().iter().map(ToString::to_string).collect();
    names.sort_unstable();
    let rooms = names
        .into_iter()
        .map(|name| {
            let sockets = socket.within(name.clone()).sockets();
            let mut members: Vec<Guest> =
                sockets.iter().filter_map(|it| it.extensions.get()).collect();
            members.sort_unstable_by_key(Guest::number);
            RoomView { name, members: members.iter().map(Guest::to_string).collect() }
        })
        .collect();
    MyRooms { ok: true, me: me.to_string(), rooms }
}
