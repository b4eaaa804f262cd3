//! One unit of the wire as HTML. `book/widgets/src/wire/unit-view.js` draws the same in the browser, and a test compares
//! both; `bytes.js` lights what belongs together, `bytes.css` says how it looks.

use std::collections::HashMap;
use std::ops::Range;

use askama::Template;
use wire::{Direction, Kind, Unit};

use super::rows::{Group, Row, bytes_word, digits, glyph, hex, section_address, slug};

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

/// How a unit stands on the page.
pub(super) enum Frame<'a> {
    /// Its body is always there.
    Plain,
    /// Its body opens and closes.
    Folded {
        open: bool,
        /// What is said above it, as HTML.
        says_html: &'a str,
        /// Units that were read from it, or remark on it, as HTML.
        inside_html: &'a str,
    },
}

/// The unit as an element. `id` is its own, with which those of its fields begin; none if it is empty.
pub(super) fn unit_html(unit: &Unit, id: &str, frame: &Frame<'_>) -> askama::Result<String> {
    let (kind, _) = kind_words(&unit.kind);
    let body_html = body_html(unit, id)?;
    let article = Article {
        id,
        from: if unit.direction == Direction::ClientToServer { "client" } else { "server" },
        kind,
        head_html: &Head::of(unit).render()?,
        body_html: &body_html,
        frame,
    };
    // One line, so no blank one; and mdBook's `links` would read `{{#…}}` that stands in somebody's bytes.
    let html: String = article.render()?.lines().collect();
    Ok(html.replace("{{", "&#123;&#123;"))
}

#[derive(Template)]
#[template(path = "unit.html")]
struct Article<'a> {
    id: &'a str,
    from: &'static str,
    kind: &'static str,
    head_html: &'a str,
    body_html: &'a str,
    frame: &'a Frame<'a>,
}

#[derive(Template)]
#[template(path = "unit-head.html")]
struct Head {
    arrow: &'static str,
    side: &'static str,
    kind: &'static str,
    summary: String,
    size: String,
}

impl Head {
    fn of(unit: &Unit) -> Self {
        let (arrow, side) = match unit.direction {
            Direction::ClientToServer => ("→", "Client"),
            Direction::ServerToClient => ("←", "Server"),
        };
        let dropped = if let Kind::Malformed { dropped, .. } = unit.kind { dropped } else { 0 };
        let size = if dropped > 0 { dropped } else { unit.bytes.len() as u64 };
        let (_, kind) = kind_words(&unit.kind);
        Self { arrow, side, kind, summary: unit.summary(), size: bytes_word(size) }
    }
}

/// The kind's name in JSON, and in words.
fn kind_words(kind: &Kind) -> (&'static str, &'static str) {
    match kind {
        Kind::RequestHead { .. } => ("request_head", "HTTP request head"),
        Kind::ResponseHead { .. } => ("response_head", "HTTP response head"),
        Kind::Body { .. } => ("body", "HTTP body"),
        Kind::SseEvent { .. } => ("sse_event", "Server-sent event"),
        Kind::Frame { .. } => ("frame", "WebSocket frame"),
        Kind::Message { .. } => ("message", "WebSocket message"),
        Kind::EngineIo { .. } => ("engine_io", "Engine.IO packet"),
        Kind::SocketIo { .. } => ("socket_io", "Socket.IO packet"),
        Kind::SocketIoAttachment { .. } => ("socket_io_attachment", "Socket.IO attachment"),
        Kind::Malformed { rule, .. } if rule.section() == "this decoder's limits" => {
            ("malformed", "Limit of this view")
        }
        Kind::Malformed { .. } => ("malformed", "Rule broken"),
    }
}

#[derive(Template)]
#[template(path = "unit-body.html")]
struct Body<'a> {
    rule: Option<RuleLine>,
    views: Vec<BytesView>,
    fold: Option<Fold>,
    bits: Vec<BitsByte<'a>>,
    bits_label: String,
    xor: Option<Xor>,
    rows: Vec<FieldRow<'a>>,
}

struct RuleLine {
    section: Section,
    answer: String,
}

struct Section {
    name: &'static str,
    address: String,
}

impl Section {
    fn new(name: &'static str) -> Self {
        Self { name, address: section_address(name) }
    }
}

struct BytesView {
    class: &'static str,
    label: String,
    html: String,
}

struct Fold {
    words: String,
    view: BytesView,
    /// How many bytes are not drawn; empty if none.
    undrawn: String,
}

struct BitsByte<'a> {
    hex: String,
    fields: Vec<(&'a Row, String)>,
}

struct Xor {
    lines: [(&'static str, usize, Vec<String>); 4],
    rest: String,
}

struct FieldRow<'a> {
    row: &'a Row,
    id: String,
    section: Option<Section>,
}

fn body_html(unit: &Unit, id: &str) -> askama::Result<String> {
    let rows = Row::all(unit);
    let (views, fold) = byte_views(unit, &rows)?;
    let bits = bits(&rows, &unit.bytes);
    let mut ids = Ids { prefix: id, seen: HashMap::new() };
    let body = Body {
        rule: unit.rule().map(|rule| RuleLine {
            section: Section::new(rule.section()),
            answer: rule
                .close_code()
                .map(|code| format!(" Answered with close code {}.", code.0))
                .unwrap_or_default(),
        }),
        views,
        fold,
        bits_label: bits_label(&rows, &unit.bytes),
        bits,
        xor: xor(unit, &rows),
        rows: Row::flat(&rows)
            .into_iter()
            .map(|row| FieldRow {
                row,
                id: ids.next(&row.name),
                section: (!row.section.is_empty()).then(|| Section::new(row.section)),
            })
            .collect(),
    };
    body.render()
}

fn byte_views(unit: &Unit, rows: &[Row]) -> askama::Result<(Vec<BytesView>, Option<Fold>)> {
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
        .map(|row| match row.span.start < cut {
            true => format!("the rest of {}", row.name),
            false => row.name.clone(),
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
fn bits<'a>(rows: &'a [Row], bytes: &[u8]) -> Vec<BitsByte<'a>> {
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

fn bits_label(rows: &[Row], bytes: &[u8]) -> String {
    let byte = |byte: &BitsByte<'_>| {
        let place = byte.fields.first().map_or(0, |(row, _)| row.span.start);
        let names: Vec<String> =
            byte.fields.iter().map(|(row, digits)| format!("{} {digits}", row.name)).collect();
        format!("byte {place}: {}", names.join(", "))
    };
    let places: Vec<String> = bits(rows, bytes).iter().map(byte).collect();
    format!("Bits of {}", places.join("; "))
}

fn xor(unit: &Unit, rows: &[Row]) -> Option<Xor> {
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

/// Names may come twice in a unit, ids may not.
struct Ids<'a> {
    prefix: &'a str,
    seen: HashMap<String, usize>,
}

impl Ids<'_> {
    fn next(&mut self, name: &str) -> String {
        if self.prefix.is_empty() {
            return String::new();
        }
        let id = format!("{}-{}", self.prefix, slug(name));
        let times = self.seen.entry(id.clone()).or_default();
        *times += 1;
        if *times == 1 { id } else { format!("{id}-{times}") }
    }
}

/// The browser draws the units of `playground/wire/fixtures` too, and `e2e/unit-view.spec.js` compares what it draws with
/// the files that are tested here. `BLESS=1 cargo test -p mdbook-live` writes them anew.
#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

    use std::fs;
    use std::path::{Path, PathBuf};

    use serde_json::Value;
    use wire::{Conversation, Direction, Unit};

    use super::super::bytes_of_hex;
    use super::{Frame, unit_html};

    fn fixtures() -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../playground/wire/fixtures");
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
    }

    /// Everything that the fixture's bytes are.
    fn units(fixture: &Value) -> Vec<Unit> {
        let mut conversation = Conversation::new();
        let mut units = Vec::new();
        for feed in fixture["feeds"].as_array().unwrap() {
            let direction = match feed["direction"].as_str().unwrap() {
                "client_to_server" => Direction::ClientToServer,
                _ => Direction::ServerToClient,
            };
            let bytes = bytes_of_hex(feed["hex"].as_str().unwrap()).unwrap();
            units.extend(conversation.feed(direction, &bytes));
        }
        units.extend(conversation.finish(Direction::ClientToServer));
        units.extend(conversation.finish(Direction::ServerToClient));
        units
    }

    /// A line for each unit. Every second one has ids.
    fn drawn(fixture: &Value) -> String {
        let mut lines = String::new();
        for (index, unit) in units(fixture).iter().enumerate() {
            let id = if index % 2 == 0 { format!("unit-{index}") } else { String::new() };
            lines += &unit_html(unit, &id, &Frame::Plain).unwrap();
            lines += "\n";
        }
        lines
    }

    #[test]
    fn units_look_as_in_the_files_that_the_browser_is_compared_with() {
        let fixtures = fixtures();
        assert!(fixtures.len() >= 7, "{fixtures:?}");
        for path in fixtures {
            let name = path.file_stem().unwrap().to_str().unwrap();
            let golden = Path::new(env!("CARGO_MANIFEST_DIR"))
                .join("tests/units")
                .join(format!("{name}.html"));
            let found = drawn(&serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap());
            if std::env::var_os("BLESS").is_some() {
                fs::create_dir_all(golden.parent().unwrap()).unwrap();
                fs::write(&golden, &found).unwrap();
            }
            let expected = fs::read_to_string(&golden).unwrap_or_default();
            for (index, line) in found.lines().enumerate() {
                let expected = expected.lines().nth(index);
                assert_eq!(expected, Some(line), "{name}, unit {index}; BLESS=1 writes it anew");
            }
            assert_eq!(expected.lines().count(), found.lines().count(), "{name}");
        }
    }
}
