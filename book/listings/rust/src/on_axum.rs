//! Lets a client in, with axum.
//!
//! What stays open here: `axum::serve` waits for ever for a request's headers,
//! and a client that breaks a rule is dropped without a close frame, since axum
//! hides which rule it was. [`on_tungstenite`](crate::on_tungstenite) does both.

use axum::extract::ws::WebSocketUpgrade;
use axum::http::{HeaderMap, StatusCode};

use crate::{MAX_MESSAGE, READ_BUFFER, SLOTS, Slot, origin};

/// Status and sentence for a client that may not connect.
pub type Refusal = (StatusCode, &'static str);

// ANCHOR: admit
/// Checks the handshake and sets the limits, before the upgrade is answered.
pub fn admit(
    headers: &HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<(WebSocketUpgrade, Slot), Refusal> {
    if !origin::allowed(headers) {
        return Err((StatusCode::FORBIDDEN, origin::REFUSAL));
    }
    let slot = SLOTS
        .try_acquire()
        .map_err(|_| (StatusCode::SERVICE_UNAVAILABLE, "Too many clients, come back later.\n"))?;
    let upgrade = upgrade
        .max_message_size(MAX_MESSAGE)
        .max_frame_size(MAX_MESSAGE)
        .read_buffer_size(READ_BUFFER);
    Ok((upgrade, slot))
}
// ANCHOR_END: admit
