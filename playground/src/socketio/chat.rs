//! The namespace `/`: the source's chat. What one says, all receive.

use socketioxide::{
    SocketIo,
    extract::{AckSender, SocketRef, TryData},
    handler::ConnectHandler,
};

pub(super) fn mount(io: &SocketIo) {
    io.ns("/", (async || {}).with(enter));
}

async fn enter(socket: SocketRef) -> Result<(), std::convert::Infallible> {
    socket.on("chat message", say);
    Ok(())
}

async fn say(io: SocketIo, TryData(text): TryData<String>, ack: AckSender) {
    match text {
        Ok(text) => {
            let _ = io.emit("chat message", &text).await;
            let _ = ack.send(&serde_json::json!({ "ok": true }));
        }
        Err(_) => {
            let _ = ack.send(&serde_json::json!({ "error": "A message must be text" }));
        }
    }
}
