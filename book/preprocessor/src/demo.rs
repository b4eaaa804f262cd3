//! `{{#demo NAME …}}`: a custom element around a recorded run of it.
//!
//! The recording is what readers without a playground and readers on paper see. The widgets take
//! the element over when a playground is found.

use askama::Template;

use crate::arguments::Arguments;
use crate::recording::Recording;
use crate::site::Site;
use crate::suggest::suggest;

/// The demos and their arguments; the element of each is `live-NAME`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Demo {
    /// `endpoint=/ws/echo|/ws/hello message="…"`
    Echo { endpoint: &'static str, message: String },
    /// The server pings and closes as the reader chooses.
    Goodbye,
    /// Servers that break one rule of RFC 6455 each.
    Violation,
    /// `room=lobby panes=2`
    Broadcast { room: String, panes: u32 },
    /// The source's chat, with the official Socket.IO client.
    Chat,
    /// `lanes=poll,long-poll,sse,ws rate=10 count=100 size=64`
    Race { lanes: Vec<String>, rate: u32, count: u32, size: u32 },
    /// Waiter and walkie-talkie.
    Restaurant,
    /// Keys and their answers, and handshakes with a fault.
    Handshake,
    /// `preset=hello|fragments|ping-inside|lengths|illegal`
    Forge { preset: &'static str },
    /// `rows=messaging,rooms`; without it, all rows of the honest table.
    Table { rows: Vec<String> },
    /// How Socket.IO gets from polling to a WebSocket, connection by connection.
    Upgrade,
    /// Five ways to come back, through one outage.
    Reconnect,
    /// Thirty WebSockets that come back at once, or spread.
    Herd,
    /// 1 to 200 through three cuts.
    Resume,
    /// Is a playground there?
    PlaygroundStatus,
}

const NAMES: [&str; 15] = [
    "echo",
    "goodbye",
    "violation",
    "broadcast",
    "chat",
    "race",
    "restaurant",
    "handshake",
    "forge",
    "table",
    "upgrade",
    "reconnect",
    "herd",
    "resume",
    "playground-status",
];
const ENDPOINTS: [&str; 2] = ["/ws/echo", "/ws/hello"];
/// The frames that a forge begins with; `widgets/src/forge/presets.js` has them.
const PRESETS: [&str; 5] = ["hello", "fragments", "ping-inside", "lengths", "illegal"];
/// In the order in which they are shown.
const LANES: [&str; 6] = ["poll", "long-poll", "sse", "ws", "io-poll", "io-ws"];
/// In the order of the table; `widgets/src/table/rows/` has a module for each.
const ROWS: [&str; 15] = [
    "messaging",
    "reconnection",
    "broadcasting",
    "rooms",
    "fallback",
    "easy",
    "acks",
    "heartbeat",
    "offline",
    "binary",
    "delivery",
    "bytes",
    "download",
    "sticky",
    "plain",
];
/// A room's name, as the playground takes it: 1 to 32 of `[a-z0-9-]`.
const ROOM_LENGTH: std::ops::RangeInclusive<usize> = 1..=32;

#[derive(Template)]
#[template(path = "bench.html")]
struct Bench<'a> {
    element: String,
    playground: &'a str,
    attributes: Vec<(&'a str, String)>,
    label: String,
    title: &'a str,
    recording: Option<Recording>,
}

impl Demo {
    /// The first word is the demo's name.
    pub(crate) fn read(arguments: &mut Arguments) -> Result<Self, Vec<String>> {
        let name = arguments.word("a name");
        arguments.rename(format!("demo {name}"));
        match name.as_str() {
            "echo" => Ok(Self::Echo {
                endpoint: arguments.choice("endpoint", &ENDPOINTS),
                message: arguments.value("message").unwrap_or_else(|| "Hello!".to_owned()),
            }),
            "goodbye" => Ok(Self::Goodbye),
            "violation" => Ok(Self::Violation),
            "broadcast" => Ok(Self::Broadcast {
                room: read_room(arguments),
                panes: arguments.number("panes", &(1..=4), 2),
            }),
            "chat" => Ok(Self::Chat),
            "race" => Ok(Self::Race {
                lanes: read_list(arguments, "lanes", "lane", &LANES)
                    .unwrap_or_else(|| LANES.map(str::to_owned).to_vec()),
                rate: arguments.number("rate", &(1..=100), 10),
                count: arguments.number("count", &(1..=2000), 100),
                size: arguments.number("size", &(0..=4096), 64),
            }),
            "restaurant" => Ok(Self::Restaurant),
            "handshake" => Ok(Self::Handshake),
            "forge" => Ok(Self::Forge { preset: arguments.choice("preset", &PRESETS) }),
            "table" => Ok(Self::Table {
                rows: read_list(arguments, "rows", "row", &ROWS).unwrap_or_default(),
            }),
            "upgrade" => Ok(Self::Upgrade),
            "reconnect" => Ok(Self::Reconnect),
            "herd" => Ok(Self::Herd),
            "resume" => Ok(Self::Resume),
            "playground-status" => Ok(Self::PlaygroundStatus),
            "" => Err(vec![format!("`demo` without a name. {}", suggest("", &NAMES))]),
            _ => Err(vec![format!("unknown demo `{name}`. {}", suggest(&name, &NAMES))]),
        }
    }

    /// `nth` counts the benches of the same label on one page, from 1.
    pub(crate) fn html(&self, site: &Site, nth: usize) -> Result<String, String> {
        let label = if nth == 1 {
            format!("{}: {}", self.label(), self.title())
        } else {
            format!("{} ({nth}): {}", self.label(), self.title())
        };
        let bench = Bench {
            element: format!("live-{}", self.name()),
            playground: &site.playground,
            attributes: self.attributes(),
            label,
            title: self.title(),
            recording: Recording::read(&site.recordings(), &self.recording_name())?,
        };
        bench.render().map_err(|error| error.to_string())
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Echo { .. } => "echo",
            Self::Goodbye => "goodbye",
            Self::Violation => "violation",
            Self::Broadcast { .. } => "broadcast",
            Self::Chat => "chat",
            Self::Race { .. } => "race",
            Self::Restaurant => "restaurant",
            Self::Handshake => "handshake",
            Self::Forge { .. } => "forge",
            Self::Table { .. } => "table",
            Self::Upgrade => "upgrade",
            Self::Reconnect => "reconnect",
            Self::Herd => "herd",
            Self::Resume => "resume",
            Self::PlaygroundStatus => "playground-status",
        }
    }

    fn recording_name(&self) -> String {
        match self {
            Self::Echo { endpoint: "/ws/hello", .. } => "echo-hello".to_owned(),
            // What is sent is another experiment.
            Self::Forge { preset } => format!("forge-{preset}"),
            Self::Table { rows } if !rows.is_empty() => format!("table-{}", rows.join("-")),
            other => other.name().to_owned(),
        }
    }

    /// What the bench is called in lists of a page's regions.
    pub(crate) fn label(&self) -> &'static str {
        match self {
            Self::Echo { endpoint: "/ws/hello", .. } => "Hello",
            Self::Echo { .. } => "Echo",
            Self::Goodbye => "Goodbye",
            Self::Violation => "Violation",
            Self::Broadcast { .. } => "Broadcast",
            Self::Chat => "Chat",
            Self::Race { .. } => "Race",
            Self::Restaurant => "Restaurant",
            Self::Handshake => "Handshake",
            Self::Forge { .. } => "Forge",
            Self::Table { .. } => "Table",
            Self::Upgrade => "Upgrade",
            Self::Reconnect => "Reconnect",
            Self::Herd => "Herd",
            Self::Resume => "Resume",
            Self::PlaygroundStatus => "Playground",
        }
    }

    /// Says what will happen.
    fn title(&self) -> &'static str {
        match self {
            Self::Echo { endpoint: "/ws/hello", .. } => {
                "The server greets you, then answers what you send"
            }
            Self::Echo { .. } => "What you send comes back",
            Self::Goodbye => {
                "The server pings and closes as you choose: what does your browser say?"
            }
            Self::Violation => "The server breaks one rule: what does your browser do?",
            Self::Broadcast { .. } => "What one sends, everyone in the room receives",
            Self::Chat => {
                "Chat with the official Socket.IO client, over the transport that you choose"
            }
            Self::Race { .. } => "The same ticks on every lane: which lane has them first?",
            Self::Restaurant => {
                "Order by waiter and by walkie-talkie: who tells you when it is ready?"
            }
            Self::Handshake => "Compute the answer to a key, then break a handshake on purpose",
            Self::Forge { .. } => "Make frames bit by bit, send them, see what comes back",
            Self::Table { rows } if rows.is_empty() => {
                "Every row of the table is an experiment: what does your browser measure?"
            }
            Self::Table { .. } => "From the honest table: what does your browser measure?",
            Self::Upgrade => "From polling to a WebSocket: every request, packet and byte in order",
            Self::Reconnect => {
                "Five clients, one outage of 3 s: who tries how often, who is back when?"
            }
            Self::Herd => "30 clients lose their line at the same moment: when do they knock?",
            Self::Resume => "1 to 200 through three cuts: what is lost, what comes twice?",
            Self::PlaygroundStatus => "Is a playground there?",
        }
    }

    fn attributes(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Echo { endpoint, message } => {
                vec![("endpoint", (*endpoint).to_owned()), ("message", message.clone())]
            }
            Self::Broadcast { room, panes } => {
                vec![("room", room.clone()), ("panes", panes.to_string())]
            }
            Self::Race { lanes, rate, count, size } => vec![
                ("lanes", lanes.join(",")),
                ("rate", rate.to_string()),
                ("count", count.to_string()),
                ("size", size.to_string()),
            ],
            Self::Forge { preset } => vec![("preset", (*preset).to_owned())],
            Self::Table { rows } if !rows.is_empty() => vec![("rows", rows.join(","))],
            Self::Goodbye
            | Self::Violation
            | Self::Chat
            | Self::Restaurant
            | Self::Handshake
            | Self::Table { .. }
            | Self::Upgrade
            | Self::Reconnect
            | Self::Herd
            | Self::Resume
            | Self::PlaygroundStatus => Vec::new(),
        }
    }
}

fn read_room(arguments: &mut Arguments) -> String {
    let room = arguments.value("room").unwrap_or_else(|| "lobby".to_owned());
    let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if !ROOM_LENGTH.contains(&room.len()) || !room.chars().all(allowed) {
        arguments
            .complain(format!("room={room}: expected 1 to 32 of the characters a-z, 0-9 and `-`"));
    }
    room
}

/// Words separated by commas, each known and there once. `None` when the argument is not there.
fn read_list(
    arguments: &mut Arguments,
    key: &'static str,
    what: &str,
    known: &[&'static str],
) -> Option<Vec<String>> {
    let list: Vec<String> = arguments.value(key)?.split(',').map(str::to_owned).collect();
    for (index, word) in list.iter().enumerate() {
        if !known.contains(&word.as_str()) {
            arguments.complain(format!("unknown {what} `{word}`. {}", suggest(word, known)));
        } else if list[..index].contains(word) {
            arguments.complain(format!("{what} `{word}` twice: expected each {what} once"));
        }
    }
    Some(list)
}
