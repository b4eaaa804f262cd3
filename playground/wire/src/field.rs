use std::{borrow::Cow, ops::Range};

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::hex::Hex;

/// A named part of a unit: where it stands, what it is, what it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The bytes that it came from, counted from the start of the unit's `bytes`.
    pub span: Range<usize>,
    /// Set if the field is part of a byte: which bits, counted from the most significant one (0), as RFC 6455 draws
    /// them. `span` is then that one byte.
    pub bits: Option<Bits>,
    /// Its name in the standard's words.
    pub name: &'static str,
    /// What it says.
    pub value: Value,
    /// One sentence for a reader; may be empty.
    pub note: &'static str,
    /// Where it is written, such as `RFC 6455 section 5.2`.
    pub section: Option<&'static str>,
    /// Its own parts, in order.
    pub children: Vec<Field>,
}

/// Some bits of one byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Bits {
    /// The first bit; 0 is the most significant.
    pub first: u8,
    /// How many, 1 to 8.
    pub count: u8,
}

/// What a field says.
///
/// The two `Own…` forms hold nothing: the value is what stands in the field's own bytes, so no copy is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// One bit.
    Flag(bool),
    /// A whole number.
    Number(u64),
    /// A word of the standard, such as an opcode's name.
    Word(&'static str),
    /// Text that does not stand in the bytes as it is: unmasked or computed.
    Text(String),
    /// Bytes that do not stand in the stream as they are: unmasked or computed.
    Bytes(Vec<u8>),
    /// The field's own bytes, read as UTF-8 (what is not becomes U+FFFD).
    OwnText,
    /// The field's own bytes.
    OwnBytes,
}

impl Field {
    /// A field without bits, note, section and children.
    pub(crate) const fn new(span: Range<usize>, name: &'static str, value: Value) -> Self {
        Self { span, bits: None, name, value, note: "", section: None, children: Vec::new() }
    }

    pub(crate) const fn bits(mut self, first: u8, count: u8) -> Self {
        self.bits = Some(Bits { first, count });
        self
    }

    pub(crate) const fn note(mut self, note: &'static str) -> Self {
        self.note = note;
        self
    }

    pub(crate) const fn section(mut self, section: &'static str) -> Self {
        self.section = Some(section);
        self
    }

    pub(crate) fn children(mut self, children: Vec<Self>) -> Self {
        self.children = children;
        self
    }

    /// The field's bytes in `unit_bytes`, the bytes of the unit that it belongs to.
    pub fn bytes<'a>(&self, unit_bytes: &'a [u8]) -> &'a [u8] {
        unit_bytes.get(self.span.clone()).unwrap_or_default()
    }

    /// The value as a reader should see it: a word, a number, text, or hexadecimal digits.
    pub fn display<'a>(&'a self, unit_bytes: &'a [u8]) -> Cow<'a, str> {
        match &self.value {
            Value::Flag(set) => if *set { "1" } else { "0" }.into(),
            Value::Number(number) => number.to_string().into(),
            Value::Word(word) => (*word).into(),
            Value::Text(text) => text.into(),
            Value::Bytes(bytes) => Hex(bytes).to_string().into(),
            Value::OwnText => lossy(self.bytes(unit_bytes)),
            Value::OwnBytes => Hex(self.bytes(unit_bytes)).to_string().into(),
        }
    }
}

/// Like [`String::from_utf8_lossy`], which takes three times as long to see that text is all right.
fn lossy(bytes: &[u8]) -> Cow<'_, str> {
    str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// The largest whole number that JavaScript keeps exactly.
const MAX_SAFE_INTEGER: u64 = (1 << 53) - 1;

/// Fields as JSON: `[{"name","span":[from,to],"bits":[first,count]?,"value"?,"note"?,"section"?,"children"?}]`.
///
/// `value` is true or false, a number (a string beyond 2^53), a string, or `{"hex"}` for bytes that do not stand in
/// the unit; it is absent where the unit's own bytes are the value.
pub(crate) struct InUnit<'a, T: ?Sized> {
    pub(crate) of: &'a T,
    pub(crate) bytes: &'a [u8],
}

impl Serialize for InUnit<'_, [Field]> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.of.iter().map(|of| InUnit { of, bytes: self.bytes }))
    }
}

#[derive(Serialize)]
#[serde(untagged)]
enum JsonValue<'a> {
    Flag(bool),
    Number(u64),
    Text(Cow<'a, str>),
    Bytes { hex: Hex<'a> },
}

impl Serialize for InUnit<'_, Field> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { of: field, bytes } = self;
        let mut out = serializer.serialize_struct("Field", 7)?;
        out.serialize_field("name", field.name)?;
        out.serialize_field("span", &[field.span.start, field.span.end])?;
        if let Some(Bits { first, count }) = field.bits {
            out.serialize_field("bits", &[first, count])?;
        }
        let value = match &field.value {
            Value::Flag(set) => Some(JsonValue::Flag(*set)),
            Value::Number(number) if *number <= MAX_SAFE_INTEGER => {
                Some(JsonValue::Number(*number))
            }
            Value::Bytes(bytes) => Some(JsonValue::Bytes { hex: Hex(bytes) }),
            Value::OwnBytes => None,
            _ => Some(JsonValue::Text(field.display(bytes))),
        };
        if let Some(value) = value {
            out.serialize_field("value", &value)?;
        }
        if !field.note.is_empty() {
            out.serialize_field("note", field.note)?;
        }
        if let Some(section) = field.section {
            out.serialize_field("section", section)?;
        }
        if !field.children.is_empty() {
            out.serialize_field("children", &InUnit { of: &field.children[..], bytes })?;
        }
        out.end()
    }
}
