use std::ops::Range;

use super::{CloseCode, FrameHeader, LengthForm, MaySend, OpCode};
use crate::{Rule, unit::Direction};

/// Calls `broken` for each rule that a frame breaks by itself, with the frame's bytes that break it.
/// `deflate` says whether permessage-deflate was negotiated.
pub(super) fn header(
    header: &FrameHeader,
    direction: Direction,
    deflate: bool,
    mut broken: impl FnMut(Range<usize>, Rule),
) {
    if header.rsv1
        && deflate
        && (header.opcode.is_control() || header.opcode == OpCode::Continuation)
    {
        broken(0..1, Rule::CompressedBitPlace);
    }
    if (header.rsv1 && !deflate) || header.rsv2 || header.rsv3 {
        broken(0..1, Rule::ReservedBit);
    }
    if matches!(header.opcode, OpCode::Reserved(_)) {
        broken(0..1, Rule::ReservedOpcode);
    }
    if header.opcode.is_control() && !header.fin {
        broken(0..1, Rule::FragmentedControl);
    }
    match (direction, header.mask) {
        (Direction::ClientToServer, None) => broken(1..2, Rule::ClientMustMask),
        (Direction::ServerToClient, Some(_)) => broken(1..2, Rule::ServerMustNotMask),
        _ => {}
    }
    let length_bytes = 1..2 + header.length_form.extended_bytes();
    if header.length_form != LengthForm::shortest(header.payload_length) {
        broken(length_bytes.clone(), Rule::LengthNotShortest);
    }
    if header.opcode.is_control() && header.payload_length > 125 {
        broken(length_bytes, Rule::ControlTooLong);
    }
}

/// Calls `broken` for each rule that a Close frame's payload breaks, with the payload's bytes that break it. An answer
/// may echo the code `first`, whoever is meant to begin with it (RFC 6455 section 5.5.1).
pub(super) fn close_payload(
    payload: &[u8],
    direction: Direction,
    first: Option<CloseCode>,
    mut broken: impl FnMut(Range<usize>, Rule),
) {
    let Some((code, reason)) = payload.split_first_chunk::<2>() else {
        if !payload.is_empty() {
            broken(0..1, Rule::ClosePayload);
        }
        return;
    };
    let code = CloseCode(u16::from_be_bytes(*code));
    match (code.meaning().may_send, direction) {
        (MaySend::Nobody, _) => broken(0..2, Rule::CloseCodeIllegal),
        _ if first == Some(code) => {}
        (MaySend::Client, Direction::ServerToClient)
        | (MaySend::Server, Direction::ClientToServer) => {
            broken(0..2, Rule::CloseCodeSide);
        }
        _ => {}
    }
    if let Err(error) = std::str::from_utf8(reason) {
        broken(2 + error.valid_up_to()..payload.len(), Rule::CloseReasonNotUtf8);
    }
}
