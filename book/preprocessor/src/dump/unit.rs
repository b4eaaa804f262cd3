//! One unit of the wire as HTML. `book/widgets/src/wire/unit-view.js` draws the same in the browser, and a test compares
//! both; `bytes.js` lights what belongs together, `bytes.css` says how it looks.

use std::collections::HashMap;

use askama::Template;
use wire::{Direction, Kind, Unit};

use super::bytes::{BitsByte, BytesView, Fold, Xor, bits, bits_label, byte_views, xor};
use super::rows::{Row, bytes_word, section_address, slug};

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
        let count = if dropped > 0 { dropped } else { unit.bytes.len() as u64 };
        let (_, kind) = kind_words(&unit.kind);
        Self { arrow, side, kind, summary: unit.summary(), size: bytes_word(count) }
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
