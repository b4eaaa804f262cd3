//! The namespace `/rooms`: join, leave, list, and emit to a room.

use serde::Deserialize;
use serde_json::{Value, json};
use socketioxide::{
    SocketIo,
    extract::{AckSender, Data, SocketRef},
    handler::ConnectHandler,
};

/// An event for a room.
#[derive(Deserialize)]
struct ToRoom(String, Value);

pub(super) fn mount(io: &SocketIo) {
    io.ns("/rooms", (async || {}).with(enter));
}

async fn enter(socket: SocketRef) -> Result<(), std::convert::Infallible> {
    socket.on("join", async |socket: SocketRef, Data::<String>(room), ack: AckSender| {
        socket.join(room);
        let _ = ack.send(&json!({ "ok": true, "rooms": rooms_of(&socket) }));
    });
    socket.on("leave", async |socket: SocketRef, Data::<String>(room), ack: AckSender| {
        socket.leave(room);
        let _ = ack.send(&json!({ "ok": true, "rooms": rooms_of(&socket) }));
    });
    socket.on("list", async |socket: SocketRef, ack: AckSender| {
        let _ = ack.send(&json!({ "ok": true, "rooms": rooms_of(&socket) }));
    });
    socket.on(
        "to-room",
        async |socket: SocketRef, Data(ToRoom(room, what)): Data<ToRoom>, ack: AckSender| {
            let _ = socket.within(room.clone()).emit("said", &(room, what)).await;
            let _ = ack.send(&json!({ "ok": true }));
        },
    );
    Ok(())
}

fn rooms_of(socket: &SocketRef) -> Vec<String> {
    socket.rooms().into_iter().map(|room| room.to_string()).collect()
}
