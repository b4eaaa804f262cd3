use std::ops::Range;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Head, StartLine, head::FieldLine, names, target::query};
use crate::{
    field::{Field, Value},
    limits::MAX_QUERY_PARAMETERS,
    websocket::{GUID, accept_hash, accept_key},
};

/// The fields of a head. `key` is the `Sec-WebSocket-Key` that a response answers.
pub(crate) fn head(head: &Head<'_>, key: Option<&str>) -> Vec<Field> {
    let mut fields = Vec::with_capacity(head.lines.len() + 2);
    fields.push(start_line(head));
    fields.extend(head.lines.iter().map(|line| field_line(head, line, key)));
    if !head.empty_line.is_empty() {
        let note = "Ends the head; what follows is the body, or the next protocol.";
        let field = Field::new(head.empty_line.clone(), "empty line", Value::OwnBytes);
        fields.push(field.note(note).section("RFC 9112 section 2.1"));
    }
    fields
}

fn start_line(head: &Head<'_>) -> Field {
    let span = head.first_line.clone();
    match &head.start_line {
        StartLine::Request { method, target, version } => {
            let method = Field::new(method.clone(), "method", Value::OwnText)
                .note(names::method(head.text(method)));
            let children = vec![
                method.section("RFC 9110 section 9"),
                request_target(head, target),
                http_version(version),
            ];
            Field::new(span, "request-line", Value::OwnText)
                .section("RFC 9112 section 3")
                .children(children)
        }
        StartLine::Status { version, code, reason } => {
            let number = head.text(code).parse().unwrap_or(0);
            let code = Field::new(code.clone(), "status-code", Value::Number(number.into()))
                .note(names::status(number));
            let mut children = vec![http_version(version), code.section("RFC 9110 section 15")];
            if !reason.is_empty() {
                let note = "For people; programs read the number.";
                children
                    .push(Field::new(reason.clone(), "reason-phrase", Value::OwnText).note(note));
            }
            Field::new(span, "status-line", Value::OwnText)
                .section("RFC 9112 section 4")
                .children(children)
        }
        StartLine::Bad => {
            Field::new(span, "start-line", Value::OwnText).section("RFC 9112 section 2.1")
        }
    }
}

fn http_version(span: &Range<usize>) -> Field {
    let note = "The protocol and its version.";
    Field::new(span.clone(), "HTTP-version", Value::OwnText)
        .note(note)
        .section("RFC 9112 section 2.3")
}

fn request_target(head: &Head<'_>, span: &Range<usize>) -> Field {
    let text = head.text(span);
    let mut children = Vec::new();
    let query = query(text).unwrap_or(text.len()..text.len());
    let path_end = if query.is_empty() { text.len() } else { query.start - 1 };
    children.push(
        Field::new(span.start..span.start + path_end, "path", Value::OwnText)
            .section("RFC 3986 section 3.3"),
    );
    let mut at = query.start;
    for pair in text[query].split('&').take(MAX_QUERY_PARAMETERS) {
        let place = span.start + at..span.start + at + pair.len();
        at += pair.len() + 1;
        if !pair.is_empty() {
            let name = pair.split('=').next().unwrap_or_default();
            let note = names::parameter(name)
                .unwrap_or("A name and a value for the program on the server.");
            let field = Field::new(place, "query parameter", Value::OwnText).note(note);
            children.push(field.section("RFC 3986 section 3.4"));
        }
    }
    let note = "What the client asks for on this server.";
    Field::new(span.clone(), "request-target", Value::OwnText)
        .note(note)
        .section("RFC 9112 section 3.2")
        .children(children)
}

fn field_line(head: &Head<'_>, line: &FieldLine, key: Option<&str>) -> Field {
    let field = Field::new(line.line.clone(), "field-line", Value::OwnText);
    if line.name.is_empty() {
        return field.section("RFC 9112 section 5");
    }
    let name = head.text(&line.name);
    let known = names::field(name);
    let value_children = computed(head, name, line, key);
    let children = vec![
        Field::new(line.name.clone(), "field-name", Value::OwnText).section("RFC 9110 section 5.1"),
        Field::new(line.value.clone(), "field-value", Value::OwnText)
            .section("RFC 9110 section 5.5")
            .children(value_children),
    ];
    let note = known.map_or("A field that this decoder does not know.", |known| known.note);
    let section = known.map_or("RFC 9112 section 5", |known| known.section);
    field.note(note).section(section).children(children)
}

/// What the key and its answer are made of, step by step.
fn computed(head: &Head<'_>, name: &str, line: &FieldLine, key: Option<&str>) -> Vec<Field> {
    let step = |name, value, note| {
        Field::new(line.value.clone(), name, value).note(note).section("RFC 6455 section 1.3")
    };
    if name.eq_ignore_ascii_case("sec-websocket-key") {
        return match STANDARD.decode(head.text(&line.value)) {
            Ok(nonce) => vec![step(
                "nonce",
                Value::Bytes(nonce),
                "The random bytes that the Base64 stands for.",
            )],
            Err(_) => Vec::new(),
        };
    }
    match key {
        Some(key) if name.eq_ignore_ascii_case("sec-websocket-accept") => vec![
            step(
                "key and GUID",
                Value::Text(format!("{key}{GUID}")),
                "The request's key, as text, and the GUID of RFC 6455.",
            ),
            step(
                "SHA-1",
                Value::Bytes(accept_hash(key).to_vec()),
                "The 20-byte hash of that text.",
            ),
            step(
                "Base64 of the SHA-1",
                Value::Text(accept_key(key)),
                "What the server must answer.",
            ),
        ],
        _ => Vec::new(),
    }
}
