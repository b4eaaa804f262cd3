use super::Packets;
use crate::{
    engineio::Transport,
    http::{Head, Offer, StartLine, query_parameters},
    rule::Rule,
};

/// A request, as far as its response must know of it.
#[derive(Debug, Clone, Default)]
pub(super) struct Exchange {
    pub(super) method: Method,
    /// The opening handshake, if it is one.
    pub(super) offer: Option<Offer>,
    /// It asks to switch to another protocol; what follows it waits for the answer.
    pub(super) switches: bool,
    /// It belongs to an Engine.IO session.
    pub(super) session: Option<Session>,
}

/// The methods that change how a response is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Method {
    Get,
    Head,
    Post,
    Connect,
    #[default]
    Other,
}

impl Method {
    pub(super) fn new(name: &str) -> Self {
        match name {
            "GET" => Self::Get,
            "HEAD" => Self::Head,
            "POST" => Self::Post,
            "CONNECT" => Self::Connect,
            _ => Self::Other,
        }
    }
}

/// What an Engine.IO request says of its session.
#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) packets: Packets,
    pub(super) transport: Option<Transport>,
    /// Empty in the first request.
    pub(super) sid: String,
}

impl Session {
    /// The session of a request, recognized by the query parameter `EIO`. Its packets hold Socket.IO, unless the path
    /// is the one that Engine.IO has by itself.
    pub(super) fn of(
        head: &Head<'_>,
        broken: &mut Vec<(std::ops::Range<usize>, Rule)>,
    ) -> Option<Self> {
        let StartLine::Request { target: place, .. } = &head.start_line else { return None };
        let target = head.text(place);
        let parameter = |name| {
            query_parameters(target).find(|(found, _)| *found == name).map(|(_, value)| value)
        };
        let version = parameter("EIO")?;
        if version != "4" {
            broken.push((place.clone(), Rule::EngineVersion));
            return None;
        }
        let transport = match parameter("transport") {
            Some("polling") => Some(Transport::Polling),
            Some("websocket") => Some(Transport::WebSocket),
            _ => {
                broken.push((place.clone(), Rule::EngineTransport));
                None
            }
        };
        let packets =
            if target.starts_with("/engine.io/") { Packets::EngineIo } else { Packets::SocketIo };
        Some(Self { packets, transport, sid: parameter("sid").unwrap_or_default().to_owned() })
    }
}
