//! The namespace `/echo`: what came goes back, as an event or as an acknowledgement.

use rmpv::Value;
use socketioxide::{
    SocketIo,
    extract::{AckSender, Data, SocketRef, TryData},
    handler::ConnectHandler,
};

use super::payload::Arguments;

pub(super) fn mount(io: &SocketIo) {
    io.ns("/echo", greet.with(enter));
}

/// The handlers are there before the client hears that it is connected, or its first events would be lost.
async fn enter(socket: SocketRef) -> Result<(), std::convert::Infallible> {
    socket.on("message", async |socket: SocketRef, Data::<Arguments>(arguments)| {
        let _ = socket.emit("message-back", &arguments);
    });
    socket.on("message-with-ack", async |Data::<Arguments>(arguments), ack: AckSender| {
        let _ = ack.send(&arguments);
    });
    Ok(())
}

async fn greet(socket: SocketRef, TryData(auth): TryData<Value>) {
    let auth = auth.unwrap_or_else(|_| Value::Map(Vec::new()));
    let _ = socket.emit("auth", &auth);
}
