//! Which close code tells what, and who may send it (RFC 6455 section 7.4.1).

use tokio_tungstenite::tungstenite::{
    Error,
    error::{CapacityError, ProtocolError},
    protocol::{CloseFrame, frame::coding::CloseCode},
};
use wire::websocket::MaySend;

/// What a control frame carries at the most (RFC 6455 section 5.5).
pub(crate) const MOST_CONTROL_BYTES: usize = 125;
/// What is left of it beside the close code.
const MOST_REASON_BYTES: usize = MOST_CONTROL_BYTES - 2;

/// Why a server must not send a Close frame with this code and reason, for a person who wished for it.
pub(crate) fn check_close(code: u16, reason: &str) -> Result<(), String> {
    let row = wire::CloseCode(code).meaning();
    if matches!(row.may_send, MaySend::Client | MaySend::Nobody) {
        return Err(format!(
            "A server must not send {code}: {} ({}). {} It may send 1000 to 1003, 1007 to 1009, 1011 to 1014, and 3000 to 4999.",
            row.name, row.section, row.meaning
        ));
    }
    fits("A close reason", reason, MOST_REASON_BYTES)
}

/// The same for a text that a control frame carries.
pub(crate) fn fits(what: &str, text: &str, most: usize) -> Result<(), String> {
    if text.len() <= most {
        return Ok(());
    }
    Err(format!(
        "{what} is at most {most} bytes of UTF-8, because a control frame carries {MOST_CONTROL_BYTES} \
         (RFC 6455 section 5.5). This one has {}.",
        text.len()
    ))
}

/// A close frame; a long reason is cut.
pub(super) fn frame(code: CloseCode, reason: &str) -> CloseFrame {
    let end =
        (0..=MOST_REASON_BYTES.min(reason.len())).rev().find(|&end| reason.is_char_boundary(end));
    CloseFrame { code, reason: reason[..end.unwrap_or(0)].into() }
}

/// What to tell a peer whose bytes made `error`; `None` if it is not there any more.
pub(super) fn frame_for(error: &Error) -> Option<CloseFrame> {
    match error {
        Error::Capacity(CapacityError::MessageTooLong { max_size, .. }) => Some(frame(
            CloseCode::Size,
            &format!("A message may have {max_size} bytes at the most."),
        )),
        Error::Utf8(_) => Some(frame(CloseCode::Invalid, "A text message must be UTF-8.")),
        Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => None,
        Error::Protocol(protocol) => Some(frame(CloseCode::Protocol, &protocol.to_string())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_fits_a_control_frame_and_is_cut_between_characters() {
        assert_eq!(frame(CloseCode::Normal, "Bye").reason, "Bye");
        assert_eq!(frame(CloseCode::Normal, &"x".repeat(200)).reason.len(), 123);
        assert_eq!(frame(CloseCode::Normal, &"é".repeat(200)).reason, "é".repeat(61));
    }

    #[test]
    fn a_control_frame_that_is_too_big_is_a_protocol_error() {
        let frame = frame_for(&Error::Protocol(ProtocolError::ControlFrameTooBig)).unwrap();
        assert_eq!(frame.code, CloseCode::Protocol);
    }
}
