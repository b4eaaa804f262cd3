use std::ops::Range;

use super::parse::Parsed;
use crate::{
    field::{Field, Value},
    json::Json,
    limits::MAX_JSON_FIELDS,
};

const ENCODING: &str = "Socket.IO protocol 5, Packet encoding";

/// The fields of a packet. `text` is the packet's own.
pub(super) fn packet(parsed: &Parsed, text: &str) -> Vec<Field> {
    let packet = &parsed.packet;
    let kind = packet.packet_type;
    let mut fields = vec![
        Field::new(0..1, "packet type", Value::Word(kind.name()))
            .note(kind.note())
            .section(ENCODING),
    ];
    if !parsed.attachments.is_empty() {
        let value = Value::Number(packet.attachments.into());
        fields.push(
            Field::new(parsed.attachments.clone(), "number of binary attachments", value)
                .note("So many binary messages follow; a hyphen ends the number.")
                .section(ENCODING),
        );
    }
    if !parsed.namespace.is_empty() {
        fields.push(
            Field::new(parsed.namespace.clone(), "namespace", Value::OwnText)
                .note("A channel within the connection; the main one, /, is left out. A comma ends it.")
                .section(ENCODING),
        );
    }
    if !parsed.ack_id.is_empty() {
        let value = packet.ack_id.map_or(Value::OwnText, |id| Value::Number(id.0));
        let note = if kind.is_ack() {
            "The id of the event that this answers."
        } else {
            "The sender wants an answer; it will carry this id."
        };
        let field = Field::new(parsed.ack_id.clone(), "acknowledgment id", value).note(note);
        fields.push(field.section("Socket.IO protocol 5, Acknowledgement"));
    }
    if !packet.data.is_empty() {
        let field = Field::new(packet.data.clone(), "payload", Value::OwnText)
            .note("JSON without the binary data.");
        fields.push(field.section(ENCODING).children(payload(parsed, text)));
    }
    fields
}

fn payload(parsed: &Parsed, text: &str) -> Vec<Field> {
    let base = parsed.packet.data.start;
    match &parsed.json {
        Some(Json::Array(elements)) => elements
            .iter()
            .enumerate()
            .map(|(index, span)| argument(parsed, index, base + span.start..base + span.end))
            .collect(),
        Some(Json::Object(members)) => members
            .iter()
            .map(|(key, span)| member(key, base + span.start..base + span.end, text))
            .collect(),
        _ => Vec::new(),
    }
}

fn argument(parsed: &Parsed, index: usize, span: Range<usize>) -> Field {
    if index == 0 && parsed.packet.packet_type.is_event() {
        return Field::new(span, "event name", Value::OwnText)
            .note("The first element of the array is the event's name.")
            .section("Socket.IO protocol 5, Sending and receiving data");
    }
    let inside = parsed.placeholders.iter().filter(|placeholder| {
        placeholder.span.start >= span.start && placeholder.span.end <= span.end
    });
    let children = inside.take(MAX_JSON_FIELDS).map(|placeholder| {
        Field::new(placeholder.span.clone(), "placeholder", Value::Number(placeholder.num))
            .note("Binary data was taken out here; it follows as the attachment with this number, from 0.")
            .section(ENCODING)
    });
    let children = children.collect();
    Field::new(span, "argument", Value::OwnText)
        .note("What the program gave, as JSON.")
        .children(children)
}

fn member(key: &str, span: Range<usize>, text: &str) -> Field {
    let (name, value, note) = match key {
        "sid" => (
            "sid",
            Value::OwnText,
            "The id of this socket; it differs from the Engine.IO session's id.",
        ),
        "message" => ("message", Value::OwnText, "Why the server refuses."),
        _ => (
            "member",
            Value::Text(format!("{key}: {}", &text[span.clone()])),
            "What the program gave.",
        ),
    };
    Field::new(span, name, value)
        .note(note)
        .section("Socket.IO protocol 5, Connection to a namespace")
}

/// The field of an attachment.
pub(super) fn attachment(bytes: usize) -> Vec<Field> {
    let note = "Belongs in the place of the placeholder with the same number.";
    vec![Field::new(0..bytes, "attachment", Value::OwnBytes).note(note).section(ENCODING)]
}
