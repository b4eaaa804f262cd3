//! Long units, cut for a page: their span still says how long they are.

use wire::{Field, Unit, Value};

/// Bytes of a unit that a page is shown: a payload of the shortest length that needs two more bytes (126), and again as
/// many.
pub(super) const SHOWN_BYTES: usize = 256;

/// Keeps the first `most` bytes, and what its fields say of them.
pub(super) fn shorten(unit: &mut Unit, most: usize) {
    if unit.bytes.len() > most {
        unit.bytes.truncate(most);
        cut(&mut unit.fields, most);
    }
}

fn cut(fields: &mut [Field], most: usize) {
    for field in fields {
        field.span.end = field.span.end.min(most);
        field.span.start = field.span.start.min(most);
        match &mut field.value {
            Value::Bytes(bytes) => bytes.truncate(field.span.len()),
            Value::Text(text) => *text = text.chars().take(field.span.len()).collect(),
            _ => {}
        }
        cut(&mut field.children, most);
    }
}
