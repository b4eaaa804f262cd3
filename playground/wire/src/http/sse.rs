use std::ops::Range;

use super::event_scan::EventScan;
use crate::{
    Rule,
    content::Content,
    field::{Field, Value},
    limits::{MAX_EVENT_BYTES, MAX_EVENT_LINES},
    unit::{Direction, Kind, Layer, Span, Unit},
};

const STREAM: &str = "HTML section 9.2.6";
const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Reads the body of an event stream.
#[derive(Debug, Default)]
pub(crate) struct SseReader {
    content: Content,
    scan: EventScan,
    /// Where an event began that is too long to keep.
    dropping: Option<u64>,
    /// Where the bytes that were taken end in the stream.
    end: u64,
}

impl SseReader {
    /// Takes body bytes that stand at `offset` of the stream.
    pub(crate) fn push(
        &mut self,
        direction: Direction,
        offset: u64,
        bytes: &[u8],
        out: &mut Vec<Unit>,
    ) {
        self.content.push(offset, bytes);
        self.end = offset + bytes.len() as u64;
        self.read(direction, false, out);
        if self.content.bytes.len() > MAX_EVENT_BYTES {
            let start = self.content.sources(&(0..0)).first().map_or(offset, |span| span.start);
            self.dropping.get_or_insert(start);
            self.content.consume(self.scan.at);
            self.scan.at = 0;
        }
    }

    /// The body has ended: an event without its empty line is never dispatched.
    pub(crate) fn finish(&mut self, direction: Direction, out: &mut Vec<Unit>) {
        self.read(direction, true, out);
        let rest = 0..self.content.bytes.len();
        if let Some(start) = self.dropping {
            let span = Span { start, end: self.end };
            out.push(Unit::dropped(direction, span, Layer::Remark, Rule::EventTooLong));
        } else if !rest.is_empty() {
            out.push(self.content.remark(direction, rest, Rule::EventUnfinished));
        }
        *self = Self::default();
    }

    fn read(&mut self, direction: Direction, ended: bool, out: &mut Vec<Unit>) {
        let mut start = 0;
        while let Some(end) = self.scan.find(&self.content.bytes, ended) {
            if let Some(from) = self.dropping.take() {
                let to = self.content.sources(&(start..end)).last().map_or(from, |span| span.end);
                let span = Span { start: from, end: to };
                out.push(Unit::dropped(direction, span, Layer::Remark, Rule::EventTooLong));
            } else {
                event(&self.content, start..end, direction, out);
            }
            start = end;
        }
        self.content.consume(start);
        self.scan.at -= start;
    }
}

/// What the lines of an event add up to.
#[derive(Default)]
struct Event {
    name: String,
    has_data: bool,
    fields: Vec<Field>,
}

fn event(content: &Content, range: Range<usize>, direction: Direction, out: &mut Vec<Unit>) {
    let bytes = &content.bytes[range.clone()];
    let mut event = Event::default();
    let mut at = 0;
    if bytes.starts_with(BYTE_ORDER_MARK) {
        at = BYTE_ORDER_MARK.len();
        event.fields.push(
            Field::new(0..at, "byte order mark", Value::OwnBytes)
                .note("May begin a stream; it is skipped."),
        );
    }
    while at < bytes.len() {
        let rest = &bytes[at..];
        let length =
            rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(rest.len());
        event.line(bytes, at..at + length);
        at += length + if rest[length..].starts_with(b"\r\n") { 2 } else { 1 };
    }
    let name = if event.name.is_empty() { "message".to_owned() } else { event.name };
    let kind = Kind::SseEvent { event: name, dispatched: event.has_data };
    out.push(content.unit(direction, range.clone(), kind, event.fields));
    if std::str::from_utf8(bytes).is_err() {
        out.push(content.remark(direction, range, Rule::EventNotUtf8));
    }
}

impl Event {
    /// Reads the line at `line` of `bytes`, which is given without its end.
    fn line(&mut self, bytes: &[u8], line: Range<usize>) {
        let text = &bytes[line.clone()];
        let colon = text.iter().position(|&byte| byte == b':');
        let name = &text[..colon.unwrap_or(text.len())];
        let after = colon.map_or(text.len(), |colon| colon + 1);
        let after = after + usize::from(text[after..].starts_with(b" "));
        let (label, note) = match name {
            _ if text.is_empty() => {
                ("empty line", "Ends the event; the browser dispatches it if it has data.")
            }
            b"" => (
                "comment",
                "A line that begins with a colon is ignored; servers send it to keep the connection alive.",
            ),
            b"data" => ("data", "A line of the event's data; several are joined with line feeds."),
            b"event" => ("event", "The event's type, for addEventListener; without it, message."),
            b"id" => ("id", "The browser repeats it as Last-Event-ID when it reconnects."),
            b"retry" => ("retry", "Milliseconds to wait before reconnecting, in digits only."),
            _ => ("unknown field", "Not part of the format, so it is ignored."),
        };
        self.has_data |= label == "data";
        if label == "event" {
            self.name = String::from_utf8_lossy(&text[after..]).into_owned();
        }
        if self.fields.len() >= MAX_EVENT_LINES {
            return;
        }
        let mut children = Vec::new();
        if !name.is_empty() {
            children.push(Field::new(
                line.start..line.start + name.len(),
                "field name",
                Value::OwnText,
            ));
            children.push(Field::new(line.start + after..line.end, "field value", Value::OwnText));
        }
        let value = if text.is_empty() { Value::OwnBytes } else { Value::OwnText };
        self.fields
            .push(Field::new(line, label, value).note(note).section(STREAM).children(children));
    }
}
