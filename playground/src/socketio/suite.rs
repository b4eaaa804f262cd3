//! What the public test suites of Engine.IO 4 and Socket.IO 5 expect, and nothing else: `--socketio-suite`.
//!
//! - Namespaces `/` and `/custom`, which echo.
//! - An Engine.IO server without Socket.IO at `/engine.io/`, which echoes.

use std::sync::Arc;

use bytes::Bytes;
use engineioxide::{
    DisconnectReason, Socket, Str, config::EngineIoConfig, handler::EngineIoHandler,
    service::EngineIoService,
};
use socketioxide::SocketIo;

use super::echo;

/// Where the suite looks for Engine.IO.
pub(super) const ENGINE_PATH: &str = "/engine.io";

pub(super) fn mount(io: &SocketIo) {
    for namespace in ["/", "/custom"] {
        echo::mount(io, namespace);
    }
}

/// With the times and bounds of `io`.
pub(super) fn engine_echo(io: &SocketIo) -> EngineIoService<Echo> {
    let bounds = io.config().engine_config.clone();
    let config = EngineIoConfig { req_path: ENGINE_PATH.into(), ..bounds };
    EngineIoService::with_config(Arc::new(Echo), config)
}

/// Sends back what comes.
#[derive(Debug)]
pub(super) struct Echo;

impl EngineIoHandler for Echo {
    type Data = ();

    fn on_connect(self: Arc<Self>, _: Arc<Socket<()>>) {}

    fn on_disconnect(&self, _: Arc<Socket<()>>, _: DisconnectReason) {}

    fn on_message(self: &Arc<Self>, message: Str, socket: Arc<Socket<()>>) {
        // A client that takes nothing loses what it asked for.
        let _ = socket.emit(message);
    }

    fn on_binary(self: &Arc<Self>, data: Bytes, socket: Arc<Socket<()>>) {
        let _ = socket.emit_binary(data);
    }
}
