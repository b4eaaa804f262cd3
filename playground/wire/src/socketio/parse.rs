use std::ops::Range;

use serde::Deserialize;

use super::{AckId, Namespace, Packet, PacketType};
use crate::{
    Rule,
    json::{self, Json},
    limits::MAX_JSON_DEPTH,
};

/// The largest id that JavaScript counts exactly.
const MAX_ACK_ID: u64 = (1 << 53) - 1;

/// The words that the reference implementation keeps for itself.
const RESERVED_EVENTS: [&str; 6] =
    ["connect", "connect_error", "disconnect", "disconnecting", "newListener", "removeListener"];

/// A packet, where its parts stand in its text, and the rules that it breaks.
pub(super) struct Parsed {
    pub(super) packet: Packet,
    pub(super) attachments: Range<usize>,
    pub(super) namespace: Range<usize>,
    pub(super) ack_id: Range<usize>,
    /// `None` if there is no data, or if it is not JSON.
    pub(super) json: Option<Json>,
    pub(super) event: Option<String>,
    pub(super) placeholders: Vec<Placeholder>,
    pub(super) broken: Vec<(Range<usize>, Rule)>,
}

/// Stands in the JSON where binary data was taken out.
pub(super) struct Placeholder {
    pub(super) span: Range<usize>,
    pub(super) num: u64,
}

/// Reads as much as there is; only a text without a type is an error.
pub(super) fn parse(text: &str) -> Result<Parsed, Rule> {
    let packet_type =
        text.bytes().next().and_then(PacketType::from_digit).ok_or(Rule::SocketPacketType)?;
    let mut broken = Vec::new();
    let mut at = 1;
    let attachments = attachments(text, packet_type, &mut at, &mut broken);
    let namespace = namespace(text, &mut at);
    let ack_id = digits(text, at);
    at = ack_id.end;
    let data = at..text.len();
    let id = text[ack_id.clone()].parse().ok().filter(|&id| id <= MAX_ACK_ID).map(AckId);
    if id.is_none() && !ack_id.is_empty() {
        broken.push((ack_id.clone(), Rule::SocketAckId));
    }
    let packet = Packet {
        packet_type,
        attachments: text[attachments.clone()].parse().unwrap_or(0),
        namespace: Namespace::new(if namespace.is_empty() {
            "/"
        } else {
            &text[namespace.clone()]
        }),
        ack_id: id,
        data: data.clone(),
    };
    let mut parsed = Parsed {
        packet,
        attachments,
        namespace,
        ack_id,
        json: None,
        event: None,
        placeholders: Vec::new(),
        broken,
    };
    parsed.read_data(text);
    Ok(parsed)
}

/// The digits at `at`.
fn digits(text: &str, at: usize) -> Range<usize> {
    let count = text[at..].bytes().take_while(u8::is_ascii_digit).count();
    at..at + count
}

fn attachments(
    text: &str,
    packet_type: PacketType,
    at: &mut usize,
    broken: &mut Vec<(Range<usize>, Rule)>,
) -> Range<usize> {
    if !packet_type.is_binary() {
        return *at..*at;
    }
    let count = digits(text, *at);
    if text[count.end..].starts_with('-') && text[count.clone()].parse::<u32>().is_ok() {
        *at = count.end + 1;
        count
    } else {
        broken.push((0..count.end, Rule::SocketAttachments));
        *at..*at
    }
}

fn namespace(text: &str, at: &mut usize) -> Range<usize> {
    let rest = &text[*at..];
    if !rest.starts_with('/') {
        return *at..*at;
    }
    // The reference implementation reads to the end of the text if the comma is missing.
    let length = rest.find(',').unwrap_or(rest.len());
    let span = *at..*at + length;
    *at = (span.end + 1).min(text.len());
    span
}

impl Parsed {
    fn read_data(&mut self, text: &str) {
        let span = self.packet.data.clone();
        let data = &text[span.clone()];
        if self.packet.packet_type.is_ack() && self.ack_id.is_empty() {
            self.broken.push((0..1, Rule::SocketAckIdMissing));
        }
        if data.is_empty() {
            let optional =
                matches!(self.packet.packet_type, PacketType::Connect | PacketType::Disconnect);
            if !optional {
                self.broken.push((0..text.len(), Rule::SocketPayloadMissing));
            }
            return;
        }
        let Some(json) = Json::parse(data) else {
            self.broken.push((span, Rule::SocketPayloadJson));
            return;
        };
        if json::depth(data) > MAX_JSON_DEPTH {
            self.broken.push((span.clone(), Rule::SocketTooDeep));
        }
        if let Some(rule) = self.check(&json, data) {
            self.broken.push((span.clone(), rule));
        }
        self.json = Some(json);
        if self.packet.packet_type.is_binary() {
            self.placeholders = placeholders(data, span.start);
            let mut numbers: Vec<u64> =
                self.placeholders.iter().map(|placeholder| placeholder.num).collect();
            numbers.sort_unstable();
            if !numbers.into_iter().eq(0..u64::from(self.packet.attachments)) {
                self.broken.push((span, Rule::SocketPlaceholders));
            }
        }
    }

    /// Whether the data fits the packet's type; notes the event's name.
    fn check(&mut self, json: &Json, data: &str) -> Option<Rule> {
        match (self.packet.packet_type, json) {
            (PacketType::Connect | PacketType::ConnectError, Json::Object(_))
            | (PacketType::Ack | PacketType::BinaryAck, Json::Array(_)) => None,
            (PacketType::Connect | PacketType::ConnectError, _) => Some(Rule::SocketPayloadConnect),
            (PacketType::Disconnect, _) => Some(Rule::SocketPayloadDisconnect),
            (PacketType::Ack | PacketType::BinaryAck, _) => Some(Rule::SocketPayloadAck),
            (PacketType::Event | PacketType::BinaryEvent, Json::Array(elements)) => {
                self.check_event(elements.first().map(|span| &data[span.clone()]))
            }
            (PacketType::Event | PacketType::BinaryEvent, _) => Some(Rule::SocketPayloadEvent),
        }
    }

    fn check_event(&mut self, name: Option<&str>) -> Option<Rule> {
        match Json::parse(name.unwrap_or_default()) {
            _ if name.is_none() => Some(Rule::SocketPayloadEvent),
            Some(Json::Text(name)) => {
                let reserved = RESERVED_EVENTS.contains(&name.as_str());
                self.event = Some(name);
                reserved.then_some(Rule::SocketEventName)
            }
            Some(Json::Number) => None,
            _ => Some(Rule::SocketEventName),
        }
    }
}

/// How far before and after its key a placeholder's braces are looked for. `{"_placeholder":true,"num":4294967295}`
/// needs 26; without a bound, a payload full of keys would take quadratic time.
const PLACEHOLDER_REACH: usize = 64;

/// The placeholders in valid JSON that stands at `offset`. An unescaped quote cannot stand inside a JSON string, so each
/// match of the quoted word is a string of its own; the object around it holds nothing that nests.
fn placeholders(data: &str, offset: usize) -> Vec<Placeholder> {
    #[derive(Deserialize)]
    struct Members {
        _placeholder: bool,
        num: u64,
    }
    let bytes = data.as_bytes();
    let mut found = Vec::new();
    for (at, key) in data.match_indices("\"_placeholder\"") {
        let from = at.saturating_sub(PLACEHOLDER_REACH);
        let to = (at + key.len() + PLACEHOLDER_REACH).min(bytes.len());
        let start = bytes[from..at].iter().rposition(|&byte| byte == b'{').map(|back| from + back);
        let end = bytes[at..to].iter().position(|&byte| byte == b'}').map(|ahead| at + ahead + 1);
        let (Some(start), Some(end)) = (start, end) else { continue };
        if let Ok(Members { _placeholder: true, num }) = serde_json::from_slice(&bytes[start..end])
        {
            found.push(Placeholder { span: offset + start..offset + end, num });
        }
    }
    found
}
