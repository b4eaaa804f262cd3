//! What a client can make the crates hold, and for how long.

use std::time::Duration;

use socketioxide::{ParserConfig, SocketIo, SocketIoBuilder};

use super::settings::SocketIoSettings;

/// Packets that wait for one client: the answers to a burst of some hundred events, which a client that was offline sends
/// at once. With 128 a client lost answers that read all the while. What does not fit is lost, and at the next ping the
/// session ends. The namespaces bound the bytes.
const MOST_WAITING: usize = 1_024;
/// How long a namespace waits for a client's acknowledgement, unless it says otherwise.
const ACK_TIMEOUT: Duration = Duration::from_secs(10);
/// From the 101 to the end of the probe: the reference server's.
const UPGRADE_TIMEOUT: Duration = Duration::from_secs(10);
/// Attachments of one packet; the demos send a few. The crate would take 10,000.
const MOST_ATTACHMENTS: usize = 32;
/// A packet whose attachments take longer is given up, and its session with it.
const ATTACHMENTS_TIMEOUT: Duration = Duration::from_secs(10);
/// Allocated for each WebSocket, so an idle one should not hold much.
const READ_BUFFER_BYTES: usize = 4 * 1_024;

/// The largest frame and message over WebSocket, and the attachments of a packet together, are as large as the largest
/// payload over polling: the crate's own limits are 16, 64 and 10 MiB. The edge decides about transports, since it needs
/// polling itself.
pub(super) fn builder(settings: &SocketIoSettings) -> SocketIoBuilder {
    SocketIo::builder()
        .req_path(settings.path.to_string())
        .ping_interval(settings.ping_interval)
        .ping_timeout(settings.ping_timeout)
        .connect_timeout(settings.connect_timeout)
        .upgrade_timeout(UPGRADE_TIMEOUT)
        .ack_timeout(ACK_TIMEOUT)
        .max_buffer_size(MOST_WAITING)
        .max_payload(settings.max_payload as u64)
        .ws_max_message_size(settings.max_payload)
        .ws_max_frame_size(settings.max_payload)
        .ws_read_buffer_size(READ_BUFFER_BYTES)
        .with_parser(
            ParserConfig::common()
                .max_incoming_binaries(MOST_ATTACHMENTS)
                .max_incoming_binary_buf_size(settings.max_payload)
                .packet_completion_timeout(ATTACHMENTS_TIMEOUT),
        )
}
