//! What the table and the bytes of a unit say, as text. `book/widgets/src/wire/unit-rows.js` says the same in JavaScript.

use std::borrow::Cow;
use std::ops::Range;

use wire::{Bits, Field, Unit, Value};

/// Characters of a value that are shown. The bytes show the rest.
const SHOWN_CHARACTERS: usize = 200;
/// The same for a value in hexadecimal digits.
const SHOWN_BYTES: usize = 24;

/// A line of the table of fields.
pub(super) struct Row {
    /// Counts the rows of a unit; it is what joins bytes, bits and rows.
    pub(super) index: usize,
    pub(super) depth: usize,
    pub(super) name: String,
    pub(super) value: String,
    pub(super) place: String,
    pub(super) note: &'static str,
    pub(super) section: &'static str,
    pub(super) span: Range<usize>,
    pub(super) bits: Option<Bits>,
    /// A field line's name and value.
    parts: Vec<Range<usize>>,
    pub(super) children: Vec<Row>,
}

impl Row {
    /// The rows at the top, with those inside.
    pub(super) fn all(unit: &Unit) -> Vec<Self> {
        Self::rows(&unit.fields, &unit.bytes, 0, &mut 0)
    }

    fn rows(fields: &[Field], bytes: &[u8], depth: usize, index: &mut usize) -> Vec<Self> {
        fields.iter().map(|field| Self::read(field, bytes, depth, index)).collect()
    }

    fn read(field: &Field, bytes: &[u8], depth: usize, index: &mut usize) -> Self {
        let (name, says, parts) = match &field.children[..] {
            // A field line is one row: what it is called, and what it says.
            [name, value] if matches!(name.name, "field-name" | "field name") => {
                (value_text(name, bytes), value, vec![name.span.clone(), value.span.clone()])
            }
            _ => (field.name.to_owned(), field, Vec::new()),
        };
        let own = *index;
        *index += 1;
        Self {
            index: own,
            depth,
            name,
            value: value_text(says, bytes),
            place: place_text(field),
            note: field.note,
            section: field.section.unwrap_or_default(),
            span: field.span.clone(),
            bits: field.bits,
            parts,
            children: Self::rows(&says.children, bytes, depth + 1, index),
        }
    }

    /// Each row with those inside it after it.
    pub(super) fn flat(rows: &[Self]) -> Vec<&Self> {
        rows.iter().flat_map(|row| std::iter::once(row).chain(Self::flat(&row.children))).collect()
    }
}

/// Bytes that belong to the same rows, and the groups inside.
#[derive(Clone)]
pub(super) struct Group {
    pub(super) rows: Vec<usize>,
    pub(super) span: Range<usize>,
    pub(super) children: Vec<Group>,
}

impl Group {
    pub(super) fn all(rows: &[Row]) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for Row { index, span, parts, children, .. } in rows {
            let mut inside = Self::all(children);
            if !parts.is_empty() {
                let part = |part: &Range<usize>| Self::new(*index, part, &inside);
                inside = parts.iter().map(part).collect();
            }
            let found = Self::new(*index, span, &inside);
            match groups.last_mut() {
                Some(last) if last.span == *span => {
                    last.rows.extend(found.rows);
                    last.children.extend(found.children);
                }
                Some(last) if span.start < last.span.end => {}
                _ if span.is_empty() => {}
                _ => groups.push(found),
            }
        }
        groups
    }

    /// What is computed from all bytes of a field belongs to the field's own group.
    fn new(index: usize, span: &Range<usize>, groups: &[Self]) -> Self {
        let inside =
            groups.iter().filter(|it| it.span.start >= span.start && it.span.end <= span.end);
        let (same, children): (Vec<Self>, Vec<Self>) =
            inside.cloned().partition(|it| it.span == *span);
        let mut group = Self { rows: vec![index], span: span.clone(), children: Vec::new() };
        for own in same {
            group.rows.extend(own.rows);
            group.children.extend(own.children);
        }
        group.children.extend(children);
        group
    }
}

/// The digits of a bit field.
pub(super) fn digits(span: &Range<usize>, bits: Bits, bytes: &[u8]) -> String {
    let byte = bytes.get(span.start).copied().unwrap_or_default();
    let first = usize::from(bits.first);
    let digits = format!("{byte:08b}");
    digits.get(first..first + usize::from(bits.count)).unwrap_or_default().to_owned()
}

pub(super) fn bytes_word(count: u64) -> String {
    if count == 1 { "1 byte".to_owned() } else { format!("{count} bytes") }
}

/// A byte as the character that it is in ASCII.
pub(super) fn glyph(byte: u8) -> Cow<'static, str> {
    match byte {
        b' ' => "␣".into(),
        b'\r' => "\\r".into(),
        b'\n' => "\\n".into(),
        b'\t' => "\\t".into(),
        0x21..=0x7e => char::from(byte).to_string().into(),
        _ => "·".into(),
    }
}

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(" ")
}

fn value_text(field: &Field, bytes: &[u8]) -> String {
    let digits = field.bits.map(|bits| digits(&field.span, bits, bytes));
    match (&field.value, digits) {
        (Value::Flag(_), Some(digits)) => digits,
        (_, Some(digits)) => format!("{digits} = {}", field.display(bytes)),
        (Value::Flag(_) | Value::Number(_), None) => field.display(bytes).into_owned(),
        (Value::Bytes(own), None) => cut_bytes(own),
        (Value::OwnBytes, None) => cut_bytes(field.bytes(bytes)),
        (Value::Word(_) | Value::Text(_) | Value::OwnText, None) => {
            cut_text(&field.display(bytes), field.span.len())
        }
    }
}

fn cut_text(text: &str, size: usize) -> String {
    match text.char_indices().nth(SHOWN_CHARACTERS) {
        _ if text.is_empty() => "(empty)".to_owned(),
        None => printable(text),
        Some((end, _)) => format!("{}… ({})", printable(&text[..end]), bytes_word(size as u64)),
    }
}

fn cut_bytes(bytes: &[u8]) -> String {
    match bytes.get(..SHOWN_BYTES) {
        _ if bytes.is_empty() => "(empty)".to_owned(),
        Some(shown) if bytes.len() > SHOWN_BYTES => {
            format!("{} … ({})", hex(shown), bytes_word(bytes.len() as u64))
        }
        _ => hex(bytes),
    }
}

/// Writes out what could end a line, hide, or turn the direction of text round it.
fn printable(text: &str) -> String {
    let mut out = String::new();
    for character in text.chars() {
        match character {
            '\r' => out.push_str("\\r"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\0'..='\u{1f}'
            | '\u{7f}'..='\u{9f}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2066}'..='\u{2069}' => out.extend(character.escape_unicode()),
            _ => out.push(character),
        }
    }
    out
}

fn place_text(field: &Field) -> String {
    let Range { start, end } = field.span;
    match field.bits {
        Some(Bits { first, count: 1 }) => format!("{start}, bit {first}"),
        Some(Bits { first, count }) => format!("{start}, bits {first}–{}", first + count - 1),
        None if start == end => "none".to_owned(),
        None if end - start == 1 => start.to_string(),
        None => format!("{start}–{}", end - 1),
    }
}

/// A part of an id.
pub(super) fn slug(name: &str) -> String {
    let words: Vec<&str> =
        name.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { "field".to_owned() } else { words.join("-").to_ascii_lowercase() }
}

/// Where a section can be read; empty if it is no section of a standard.
pub(super) fn section_address(section: &str) -> String {
    if let Some((rfc, place)) =
        section.strip_prefix("RFC ").and_then(|it| it.split_once(" section "))
    {
        return format!("https://www.rfc-editor.org/rfc/rfc{rfc}#section-{place}");
    }
    if let Some((protocol, part)) = section.split_once(".IO protocol ")
        && let Some((_, heading)) = part.split_once(", ")
    {
        let page = format!("https://socket.io/docs/v4/{}-io-protocol/", slug(protocol));
        return format!("{page}#{}", slug(heading));
    }
    if section.starts_with("HTML section 9.2") {
        return "https://html.spec.whatwg.org/multipage/server-sent-events.html".to_owned();
    }
    if section.starts_with("IANA WebSocket") {
        return "https://www.iana.org/assignments/websocket/websocket.xhtml".to_owned();
    }
    String::new()
}
