use std::ops::Range;

use super::{CloseCode, FrameHeader, LengthForm, OpCode};
use crate::field::{Field, Value};

const FRAMING: &str = "RFC 6455 section 5.2";

/// The fields of a frame's header and payload. `payload` is unmasked; `None` when it was dropped.
pub(super) fn frame(header: &FrameHeader, payload: Option<&[u8]>, compressed: bool) -> Vec<Field> {
    let mut fields = Vec::with_capacity(10);
    first_byte(header, &mut fields);
    let mask_note = if header.mask.is_some() {
        "The payload is masked, as every frame from a client must be."
    } else {
        "The payload is not masked, as in every frame from a server."
    };
    fields.push(bit(1, 0, "MASK", header.mask.is_some()).note(mask_note));
    length(header, &mut fields);
    let payload_at = header.encoded_bytes();
    if header.mask.is_some() {
        let note = "Random for each frame; byte i of the payload is XORed with byte i mod 4 of it.";
        let key = Field::new(payload_at - 4..payload_at, "Masking-key", Value::OwnBytes);
        fields.push(key.note(note).section("RFC 6455 section 5.3"));
    }
    if let Some(payload) = payload {
        fields.push(payload_field(
            header,
            payload,
            payload_at..payload_at + payload.len(),
            compressed,
        ));
    }
    fields
}

const fn bit(byte: usize, first: u8, name: &'static str, set: bool) -> Field {
    Field::new(byte..byte + 1, name, Value::Flag(set)).bits(first, 1).section(FRAMING)
}

fn first_byte(header: &FrameHeader, fields: &mut Vec<Field>) {
    let fin = if header.fin {
        "This frame is the last one of its message."
    } else {
        "More frames of this message follow."
    };
    let rsv1 = if header.rsv1 {
        "Set by permessage-deflate: the message is compressed."
    } else {
        "0 unless a negotiated extension, such as permessage-deflate, uses it."
    };
    let unused = "0: no registered extension uses it.";
    fields.push(bit(0, 0, "FIN", header.fin).note(fin));
    fields.push(bit(0, 1, "RSV1", header.rsv1).note(rsv1));
    fields.push(bit(0, 2, "RSV2", header.rsv2).note(unused));
    fields.push(bit(0, 3, "RSV3", header.rsv3).note(unused));
    let opcode = Field::new(0..1, "opcode", Value::Word(header.opcode.name())).bits(4, 4);
    fields.push(opcode.note(header.opcode.note()).section(FRAMING));
}

fn length(header: &FrameHeader, fields: &mut Vec<Field>) {
    let (seven, note) = match header.length_form {
        LengthForm::Seven => (header.payload_length, "The number of payload bytes, 0 to 125."),
        LengthForm::Sixteen => (126, "126: the length stands in the next 2 bytes."),
        LengthForm::SixtyFour => (127, "127: the length stands in the next 8 bytes."),
    };
    fields.push(
        Field::new(1..2, "Payload len", Value::Number(seven))
            .bits(1, 7)
            .note(note)
            .section(FRAMING),
    );
    let extended = header.length_form.extended_bytes();
    if extended > 0 {
        let field = Field::new(
            2..2 + extended,
            "Extended payload length",
            Value::Number(header.payload_length),
        );
        fields
            .push(field.note("The number of payload bytes, highest byte first.").section(FRAMING));
    }
}

fn payload_field(
    header: &FrameHeader,
    payload: &[u8],
    span: Range<usize>,
    compressed: bool,
) -> Field {
    let note = match header.opcode {
        _ if compressed => "Compressed, not inflated.",
        OpCode::Close => "Empty, or a close code and a reason.",
        OpCode::Ping => "Any bytes; the pong must repeat them.",
        OpCode::Pong => "The payload of the ping that it answers.",
        _ if header.mask.is_some() => "What the sender meant, under the mask.",
        _ => "What the sender meant.",
    };
    let text = !compressed && matches!(header.opcode, OpCode::Text);
    let value = match (text, header.mask.is_some()) {
        (true, false) => Value::OwnText,
        (false, false) => Value::OwnBytes,
        (true, true) => unmasked_text(payload),
        (false, true) => Value::Bytes(payload.to_vec()),
    };
    let children = if matches!(header.opcode, OpCode::Close) {
        close(payload, span.start)
    } else {
        Vec::new()
    };
    Field::new(span, "Payload Data", value).note(note).section(FRAMING).children(children)
}

/// Text, if it is. The first fragment of a message may end inside a character; then the bytes are the value.
fn unmasked_text(payload: &[u8]) -> Value {
    match std::str::from_utf8(payload) {
        Ok(text) => Value::Text(text.to_owned()),
        Err(_) => Value::Bytes(payload.to_vec()),
    }
}

fn close(payload: &[u8], at: usize) -> Vec<Field> {
    let Some((code, reason)) = payload.split_first_chunk::<2>() else { return Vec::new() };
    let code = CloseCode(u16::from_be_bytes(*code));
    let row = code.meaning();
    let mut fields = vec![
        Field::new(at..at + 2, "status code", Value::Number(code.0.into()))
            .note(row.meaning)
            .section(row.section),
    ];
    if !reason.is_empty() {
        let reason = Field::new(at + 2..at + payload.len(), "reason", unmasked_text(reason));
        fields.push(
            reason
                .note("For people and logs; it need not be shown to users.")
                .section("RFC 6455 section 7.1.6"),
        );
    }
    fields
}
