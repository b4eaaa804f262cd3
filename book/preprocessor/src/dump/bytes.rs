//! The bytes of a unit: in hexadecimal with their characters, as bits, and with their mask taken off.
//! `book/widgets/src/wire/unit-bytes.js` draws the same.

use std::ops::Range;

use askama::Template;
use wire::{Kind, Unit};

use super::rows::{Group, Row, bytes_word, digits, glyph, hex};

/// Bytes that are drawn at once; the rest is folded away. A head's lines are words, so more of them.
const SHOWN_BYTES: usize = 128;
const SHOWN_BYTES_OF_HEAD: usize = 256;
/// Fewer bytes than these are not worth folding.
const WORTH_FOLDING: usize = 32;
/// Bytes that are drawn at all: each is an element, and a page holds many units.
const MAX_DRAWN: usize = 2048;
/// Columns of the XOR table: three times through the key, and it fits a phone.
const XOR_COLUMNS: usize = 12;
/// Names in the sentence about what is folded.
const NAMES_OF_FOLDED: usize = 4;

pub(super) struct BytesView {
    pub(super) class: &'static str,
    pub(super) label: String,
    pub(super) html: String,
}

pub(super) struct Fold {
    pub(super) words: String,
    pub(super) view: BytesView,
    /// How many bytes are not drawn; empty if none.
    pub(super) undrawn: String,
}

pub(super) struct BitsByte<'a> {
    pub(super) hex: String,
    pub(super) fields: Vec<(&'a Row, String)>,
}

pub(super) struct Xor {
    pub(super) lines: [(&'static str, usize, Vec<String>); 4],
    pub(super) rest: String,
}

pub(super) fn byte_views(
    unit: &Unit,
    rows: &[Row],
) -> askama::Result<(Vec<BytesView>, Option<Fold>)> {
    let length = unit.bytes.len();
    if length == 0 {
        return Ok((Vec::new(), None));
    }
    let head = matches!(unit.kind, Kind::RequestHead { .. } | Kind::ResponseHead { .. });
    let groups = Group::all(rows);
    let lines = head || matches!(unit.kind, Kind::SseEvent { .. });
    let view = |range: Range<usize>| -> askama::Result<BytesView> {
        let count = bytes_word(range.len() as u64);
        Ok(BytesView {
            class: if lines { "unit-bytes unit-lines" } else { "unit-bytes" },
            label: format!("{count} in hexadecimal, and as text"),
            html: bytes_html(&groups, &unit.bytes, range)?,
        })
    };
    let cut = cut_at(rows, length, if head { SHOWN_BYTES_OF_HEAD } else { SHOWN_BYTES });
    let views = vec![view(0..cut)?];
    if cut == length {
        return Ok((views, None));
    }
    let end = length.min(MAX_DRAWN);
    let undrawn = if end < length { bytes_word((length - end) as u64) } else { String::new() };
    let fold = Fold { words: folded_words(rows, cut, length), view: view(cut..end)?, undrawn };
    Ok((views, Some(fold)))
}

/// Where to fold: before a field, if one begins in the second half of what is shown.
fn cut_at(rows: &[Row], length: usize, shown: usize) -> usize {
    if length <= shown + WORTH_FOLDING {
        return length;
    }
    let starts = rows.iter().map(|row| row.span.start);
    starts.filter(|at| (shown / 2 + 1..=shown).contains(at)).max().unwrap_or(shown)
}

fn folded_words(rows: &[Row], cut: usize, length: usize) -> String {
    let hidden = rows.iter().filter(|row| row.span.end > cut);
    let mut names: Vec<String> = hidden
        .map(|row| {
            let whole = row.span.start >= cut;
            if whole { row.name.clone() } else { format!("the rest of {}", row.name) }
        })
        .collect();
    if names.len() > NAMES_OF_FOLDED {
        let more = names.split_off(NAMES_OF_FOLDED).len();
        names.push(format!("{more} more"));
    }
    let list = if names.is_empty() { String::new() } else { format!(": {}", names.join(", ")) };
    format!("{} more{list}", bytes_word((length - cut) as u64))
}

#[derive(Template)]
#[template(path = "unit-bytes.html")]
struct Bytes {
    nodes: Vec<Node>,
}

enum Node {
    Byte { hex: String, text: String },
    Group { rows: String, html: String },
}

fn bytes_html(groups: &[Group], bytes: &[u8], range: Range<usize>) -> askama::Result<String> {
    let mut nodes = Vec::new();
    let mut at = range.start;
    let plain = |range: Range<usize>| {
        let bytes = bytes.get(range).unwrap_or_default();
        bytes.iter().map(|byte| Node::Byte { hex: hex(&[*byte]), text: glyph(*byte).into_owned() })
    };
    for group in groups {
        let from = group.span.start.max(range.start);
        let to = group.span.end.min(range.end);
        if from >= to {
            continue;
        }
        nodes.extend(plain(at..from));
        let rows: Vec<String> = group.rows.iter().map(usize::to_string).collect();
        let html = bytes_html(&group.children, bytes, from..to)?;
        nodes.push(Node::Group { rows: rows.join(" "), html });
        at = to;
    }
    nodes.extend(plain(at..range.end));
    Bytes { nodes }.render()
}

/// The bytes that have bit fields, with these.
pub(super) fn bits<'a>(rows: &'a [Row], bytes: &[u8]) -> Vec<BitsByte<'a>> {
    let mut places: Vec<(usize, BitsByte<'a>)> = Vec::new();
    for row in rows {
        let Some(bits) = row.bits else { continue };
        let place = row.span.start;
        if places.last().is_none_or(|last| last.0 != place) {
            let byte = bytes.get(place).copied().unwrap_or_default();
            places.push((place, BitsByte { hex: hex(&[byte]), fields: Vec::new() }));
        }
        if let Some((_, byte)) = places.last_mut() {
            byte.fields.push((row, digits(&row.span, bits, bytes)));
        }
    }
    places.into_iter().map(|(_, byte)| byte).collect()
}

pub(super) fn bits_label(rows: &[Row], bytes: &[u8]) -> String {
    let byte = |byte: &BitsByte<'_>| {
        let place = byte.fields.first().map_or(0, |(row, _)| row.span.start);
        let names: Vec<String> =
            byte.fields.iter().map(|(row, digits)| format!("{} {digits}", row.name)).collect();
        format!("byte {place}: {}", names.join(", "))
    };
    let places: Vec<String> = bits(rows, bytes).iter().map(byte).collect();
    format!("Bits of {}", places.join("; "))
}

pub(super) fn xor(unit: &Unit, rows: &[Row]) -> Option<Xor> {
    let key = rows.iter().find(|row| row.name == "Masking-key")?;
    let data = rows.iter().find(|row| row.name == "Payload Data")?;
    if data.span.is_empty() || !matches!(unit.kind, Kind::Frame { .. }) {
        return None;
    }
    let masked = unit.bytes.get(data.span.clone())?;
    let shown = masked.get(..XOR_COLUMNS).unwrap_or(masked);
    let keys: Vec<u8> =
        unit.bytes.get(key.span.clone())?.iter().copied().cycle().take(shown.len()).collect();
    let payload: Vec<u8> = shown.iter().zip(&keys).map(|(byte, key)| byte ^ key).collect();
    let digits = |bytes: &[u8]| bytes.iter().map(|byte| hex(&[*byte])).collect();
    let rest = masked.len() - shown.len();
    Some(Xor {
        lines: [
            ("masked", data.index, digits(shown)),
            ("XOR key", key.index, digits(&keys)),
            ("= payload", data.index, digits(&payload)),
            ("as text", data.index, payload.iter().map(|byte| glyph(*byte).into_owned()).collect()),
        ],
        rest: if rest > 0 { bytes_word(rest as u64) } else { String::new() },
    })
}
