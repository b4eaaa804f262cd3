//! Bytes of the wire, explained by the crate `wire`.
//!
//! - `{{#wire HEX… from=client}}`: some bytes, as a lesson needs them.
//! - `{{#conversation NAME}}` (`conversation.rs`, `pcap.rs`): a whole connection to its last byte.
//! - `{{#close-codes}}` (`close_codes.rs`): the table of close codes.
//!
//! `rows.rs` says what a unit's fields and bytes are in words; `bytes.rs` and `unit.rs` make HTML of it.

mod bytes;
mod close_codes;
mod conversation;
#[cfg(test)]
mod golden;
mod pcap;
mod rows;
mod unit;

pub(crate) use close_codes::close_codes_html;
pub(crate) use conversation::Conversation;

use wire::{Direction, Kind, Layer, Packets, Unit, Upgrade};

use crate::arguments::Arguments;
use unit::{Frame, unit_html};

/// `{{#wire HEX… from=client|server as=frames|http|packets malformed=false|true}}`
pub(crate) struct Wire {
    bytes: Vec<u8>,
    from: Direction,
    /// `frames`; `http`; or `packets`: the frames of a Socket.IO client or server, and what is in them.
    reading: &'static str,
    malformed: bool,
}

impl Wire {
    pub(crate) fn read(arguments: &mut Arguments) -> Self {
        let digits = arguments.words();
        let bytes = bytes_of_hex(&digits).unwrap_or_else(|problem| {
            arguments.complain(format!("`wire`: {problem}"));
            Vec::new()
        });
        let from = match arguments.choice("from", &["client", "server"]) {
            "client" => Direction::ClientToServer,
            _ => Direction::ServerToClient,
        };
        let reading = arguments.choice("as", &["frames", "http", "packets"]);
        let malformed = arguments.choice("malformed", &["false", "true"]) == "true";
        Self { bytes, from, reading, malformed }
    }

    /// Each unit of the bytes, unless it only says the same again.
    pub(crate) fn html(&self) -> Result<String, String> {
        let mut conversation = match self.reading {
            "http" => wire::Conversation::new(),
            "packets" => {
                let packets = Packets::SocketIo;
                wire::Conversation::upgraded(Upgrade { packets, ..Upgrade::default() })
            }
            _ => wire::Conversation::upgraded(Upgrade::default()),
        };
        let mut units = conversation.feed(self.from, &self.bytes);
        units.extend(conversation.finish(self.from));
        if !self.malformed {
            complain_of(&units, "`malformed=true`")?;
        }
        let mut html = String::new();
        for unit in &units {
            if self.shows(unit) {
                html += &unit_html(unit, "", &Frame::Plain).map_err(|error| error.to_string())?;
                html += "\n";
            }
        }
        Ok(html)
    }

    /// A frame's message says nothing new; the packets in it do.
    fn shows(&self, unit: &Unit) -> bool {
        let is_message = matches!(unit.kind, Kind::Message { .. });
        unit.layer != Layer::Content || (self.reading == "packets" && !is_message)
    }
}

/// The first rule that a unit breaks, if it is not meant to.
fn complain_of(units: &[Unit], meant: &str) -> Result<(), String> {
    let Some(rule) = units.iter().find_map(Unit::rule) else { return Ok(()) };
    Err(format!(
        "these bytes break a rule ({}): {} If that is meant, say {meant}.",
        rule.section(),
        rule.sentence()
    ))
}

/// Hexadecimal digits, with any space between them.
fn bytes_of_hex(digits: &str) -> Result<Vec<u8>, String> {
    let digits: Vec<char> = digits.chars().filter(|c| !c.is_whitespace()).collect();
    if digits.is_empty() {
        return Err("no bytes: expected hexadecimal digits such as `81 05 48 65 6c 6c 6f`".into());
    }
    let byte = |pair: &[char]| {
        let [high, low] = *pair else { return None };
        Some(u8::try_from(high.to_digit(16)? << 4 | low.to_digit(16)?).unwrap_or_default())
    };
    let bytes = digits.chunks(2).map(|pair| {
        byte(pair).ok_or_else(|| {
            let pair: String = pair.iter().collect();
            format!("`{pair}` is no byte: expected two hexadecimal digits")
        })
    });
    bytes.collect()
}
