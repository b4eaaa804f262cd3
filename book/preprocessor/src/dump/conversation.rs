//! `{{#conversation NAME}}`: `book/conversations/NAME.toml`, a connection from its first byte to its last.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use askama::Template;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use toml::Spanned;
use wire::{Direction, Kind, Layer, Unit};

use super::unit::{Frame, unit_html};
use super::{bytes_of_hex, complain_of, pcap};
use crate::markdown::inline_html;
use crate::suggest::{is_plain_name, suggest_file};

/// A conversation as asked for.
pub(crate) struct Conversation {
    name: String,
}

/// The file's shape.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    feed: Vec<Spanned<Feed>>,
}

/// Bytes of one side, in one or more units.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Feed {
    from: From,
    text: Option<String>,
    hex: Option<String>,
    /// What is said above the first unit that begins here, as Markdown.
    #[serde(default)]
    says: String,
    /// It breaks a rule, and is meant to.
    #[serde(default)]
    malformed: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum From {
    Client,
    Server,
}

impl From {
    fn direction(self) -> Direction {
        match self {
            Self::Client => Direction::ClientToServer,
            Self::Server => Direction::ServerToClient,
        }
    }
}

/// A unit of the wire, and what was read from it.
struct Part {
    unit: Unit,
    says: String,
    inside: Vec<Unit>,
}

#[derive(Template)]
#[template(path = "conversation.html")]
struct Page<'a> {
    name: &'a str,
    up: u64,
    down: u64,
    pcap: String,
    units: &'a [String],
}

impl Conversation {
    pub(crate) fn named(name: String) -> Self {
        Self { name }
    }

    pub(crate) fn html(&self, folder: &Path) -> Result<String, String> {
        let file = format!("book/conversations/{}.toml", self.name);
        if !is_plain_name(&self.name) {
            return Err(format!(
                "conversation `{}`: expected the name of a file in book/conversations, without `.toml`",
                self.name
            ));
        }
        let text =
            fs::read_to_string(folder.join(format!("{}.toml", self.name))).map_err(|error| {
                let help = suggest_file(&self.name, folder, ".toml");
                format!("conversation {file} cannot be read: {error}. {help}")
            })?;
        let at = |offset: usize| text[..offset.min(text.len())].matches('\n').count() + 1;
        let told =
            |offset, problem: String| format!("conversation {file}:{}: {problem}", at(offset));
        let read: File = toml::from_str(&text).map_err(|error| {
            told(error.span().map_or(0, |span| span.start), error.message().to_owned())
        })?;
        let mut feeds = Vec::new();
        for feed in &read.feed {
            let bytes = feed.get_ref().bytes().map_err(|text| told(feed.span().start, text))?;
            feeds.push((feed, bytes));
        }
        let parts = explain(&feeds).map_err(|(offset, text)| told(offset, text))?;
        let packets: Vec<(Direction, &[u8])> = feeds
            .iter()
            .map(|(feed, bytes)| (feed.get_ref().from.direction(), bytes.as_slice()))
            .collect();
        let sent = |direction| {
            packets.iter().filter(|it| it.0 == direction).map(|it| it.1.len() as u64).sum()
        };
        let page = Page {
            name: &self.name,
            up: sent(Direction::ClientToServer),
            down: sent(Direction::ServerToClient),
            pcap: STANDARD.encode(pcap::file(&packets)?),
            units: &self.units_html(&parts).map_err(|error| error.to_string())?,
        };
        page.render().map_err(|error| error.to_string())
    }

    fn units_html(&self, parts: &[Part]) -> askama::Result<Vec<String>> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        let mut id = |unit: &Unit| {
            let kind = short_name(&unit.kind);
            let count = counts.entry(kind).or_default();
            *count += 1;
            format!("{}-{kind}-{count}", self.name)
        };
        let mut units = Vec::new();
        for (index, part) in parts.iter().enumerate() {
            let own_id = id(&part.unit);
            let mut inside_html = String::new();
            for unit in &part.inside {
                let frame = Frame::Folded { open: false, says_html: "", inside_html: "" };
                inside_html += &unit_html(unit, &id(unit), &frame)?;
            }
            let says_html = &inline_html(&part.says);
            let frame = Frame::Folded { open: index == 0, says_html, inside_html: &inside_html };
            units.push(unit_html(&part.unit, &own_id, &frame)?);
        }
        Ok(units)
    }
}

impl Feed {
    fn bytes(&self) -> Result<Vec<u8>, String> {
        match (&self.text, &self.hex) {
            (Some(text), None) => Ok(text.as_bytes().to_vec()),
            (None, Some(hex)) => bytes_of_hex(hex),
            _ => {
                Err("a feed without bytes, or with two kinds of them: expected `text` or `hex`"
                    .into())
            }
        }
    }
}

/// Every byte of the feeds, or what is wrong with one of them, and where that stands.
fn explain(feeds: &[(&Spanned<Feed>, Vec<u8>)]) -> Result<Vec<Part>, (usize, String)> {
    let mut conversation = wire::Conversation::new();
    let mut parts: Vec<Part> = Vec::new();
    let mut sent = HashMap::new();
    for (spanned, bytes) in feeds {
        let feed = spanned.get_ref();
        let wrong = |text| (spanned.span().start, text);
        let direction = feed.from.direction();
        let units = conversation.feed(direction, bytes);
        if !feed.malformed {
            complain_of(&units, "`malformed = true`").map_err(wrong)?;
        }
        let sent: &mut u64 = sent.entry(direction).or_default();
        *sent += bytes.len() as u64;
        take(&mut parts, units, &feed.says);
        let shown: u64 = parts
            .iter()
            .filter(|part| part.unit.direction == direction)
            .map(|part| part.unit.span.len())
            .sum();
        if shown < *sent && !feed.malformed {
            return Err(wrong(format!("{} bytes are left that are no whole unit", *sent - shown)));
        }
    }
    for direction in [Direction::ClientToServer, Direction::ServerToClient] {
        take(&mut parts, conversation.finish(direction), "");
    }
    Ok(parts)
}

/// A unit of the wire begins a part; what follows it was read from it, or remarks on it.
fn take(parts: &mut Vec<Part>, units: Vec<Unit>, says: &str) {
    let mut says = Some(says.to_owned());
    for unit in units {
        match parts.last_mut() {
            Some(part) if unit.layer != Layer::Wire => part.inside.push(unit),
            _ => {
                let says = says.take().unwrap_or_default();
                parts.push(Part { unit, says, inside: Vec::new() });
            }
        }
    }
}

/// What stands in ids.
fn short_name(kind: &Kind) -> &'static str {
    match kind {
        Kind::RequestHead { .. } => "request",
        Kind::ResponseHead { .. } => "response",
        Kind::Body { .. } => "body",
        Kind::SseEvent { .. } => "event",
        Kind::Frame { .. } => "frame",
        Kind::Message { .. } => "message",
        Kind::EngineIo { .. } | Kind::SocketIo { .. } => "packet",
        Kind::SocketIoAttachment { .. } => "attachment",
        Kind::Malformed { .. } => "remark",
    }
}
