use std::time::Duration;

use clap::Args;
use socketioxide::{SocketIo, SocketIoBuilder};

/// The largest frame or message over WebSocket is as large as the largest payload over polling: the crate's own limits for
/// WebSocket are 16 and 64 MiB.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Socket.IO")]
pub struct SocketIoSettings {
    /// Largest payload of one request or one WebSocket message, in bytes
    #[arg(long = "socketio-max-payload", value_name = "BYTES", default_value_t = 65_536)]
    pub max_payload: usize,
}

impl Default for SocketIoSettings {
    fn default() -> Self {
        Self { max_payload: 65_536 }
    }
}

impl SocketIoSettings {
    pub(super) fn builder(&self) -> SocketIoBuilder {
        SocketIo::builder()
            .ping_interval(Duration::from_secs(25))
            .ping_timeout(Duration::from_secs(20))
            .max_payload(self.max_payload as u64)
            .ws_max_message_size(self.max_payload)
            .ws_max_frame_size(self.max_payload)
    }
}
