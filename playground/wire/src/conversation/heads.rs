use super::{
    Decision, Packets, Shared, Upgrade,
    exchange::{Exchange, Method, Session},
};
use crate::{
    engineio::Transport,
    http::{
        Head, Length, Offer, StartLine, annotate_head, is_switch_asked, request_length,
        request_rules, response_length, response_rules,
    },
    limits::MAX_PENDING_REQUESTS,
    rule::Rule,
    unit::{Direction, Kind, Unit},
};

/// What follows a head on its side of the connection.
pub(super) struct Following {
    pub(super) length: Length,
    /// The body is an event stream.
    pub(super) events: bool,
    /// The body is an Engine.IO payload of this session.
    pub(super) payload: Option<Session>,
    /// What the side speaks once the body is over.
    pub(super) then: Then,
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Then {
    Head,
    /// Whatever the server decides.
    Held,
    Frames(Upgrade),
    Opaque,
}

/// Reads a request's head.
pub(super) fn request(
    head: &mut Head<'_>,
    offset: u64,
    shared: &mut Shared,
    out: &mut Vec<Unit>,
) -> Following {
    let mut broken = std::mem::take(&mut head.broken);
    let (mut method, mut target) = ("", "");
    if let StartLine::Request { method: name, target: place, version } = &head.start_line {
        (method, target) = (head.text(name), head.text(place));
        if head.text(version) == "HTTP/1.1" && head.values("host").count() != 1 {
            broken.push((head.first_line.clone(), Rule::HostMissing));
        }
    }
    let offer = request_rules(head, &mut broken);
    let length = request_length(head, &mut broken);
    let session = Session::of(head, &mut broken);
    let kind = Kind::RequestHead { method: method.to_owned(), target: target.to_owned() };
    let method = Method::new(method);
    let polling =
        session.as_ref().is_some_and(|session| session.transport == Some(Transport::Polling));
    let payload = session.clone().filter(|_| polling && method == Method::Post);
    let switches = offer.is_some() || is_switch_asked(head) || method == Method::Connect;
    if shared.exchanges.len() == MAX_PENDING_REQUESTS {
        broken.push((head.first_line.clone(), Rule::TooManyRequests));
        shared.exchanges.clear();
        shared.blind = true;
    }
    if !shared.blind {
        shared.exchanges.push_back(Exchange { method, offer, switches, session });
    }
    emit(head, offset, Direction::ClientToServer, kind, None, broken, out);
    let then = if switches && !shared.blind { Then::Held } else { Then::Head };
    Following { length, events: false, payload, then }
}

/// Reads a response's head.
pub(super) fn response(
    head: &mut Head<'_>,
    offset: u64,
    shared: &mut Shared,
    out: &mut Vec<Unit>,
) -> Following {
    let mut broken = std::mem::take(&mut head.broken);
    let (mut status, mut reason) = (0, "");
    if let StartLine::Status { code, reason: place, .. } = &head.start_line {
        (status, reason) = (head.text(code).parse().unwrap_or(0), head.text(place));
    }
    let interim = matches!(status, 100 | 102..=199);
    let exchange = if interim { None } else { shared.exchanges.pop_front() };
    let exchange = exchange.unwrap_or_default();
    let tunnel = exchange.method == Method::Connect && matches!(status, 200..=299);
    let bodiless = tunnel || exchange.method == Method::Head;
    let then = if tunnel { Then::Opaque } else { after(status, head, &exchange, &mut broken) };
    if matches!(then, Then::Opaque) {
        broken.push((head.first_line.clone(), Rule::UnknownProtocol));
    }
    match then {
        Then::Frames(upgrade) => shared.decision = Some(Decision::Frames(upgrade)),
        Then::Opaque => shared.decision = Some(Decision::Opaque),
        _ if exchange.switches => shared.decision = Some(Decision::Http),
        _ => {}
    }
    let length = response_length(head, status, bodiless, &mut broken);
    let kind = Kind::ResponseHead { status, reason: reason.to_owned() };
    let key = exchange.offer.as_ref().and_then(|offer| offer.key.as_deref());
    emit(head, offset, Direction::ServerToClient, kind, key, broken, out);
    // Only the answer to a successful poll holds packets; that to a POST is the word ok.
    let poll = exchange.method == Method::Get && status == 200;
    let payload = exchange.session.filter(|session| {
        poll && session.transport == Some(Transport::Polling) && !is_compressed(head)
    });
    Following { length, events: is_event_stream(head), payload, then }
}

/// Compressed bodies are shown, not inflated.
fn is_compressed(head: &Head<'_>) -> bool {
    head.values("content-encoding").any(|coding| !coding.eq_ignore_ascii_case("identity"))
}

fn is_event_stream(head: &Head<'_>) -> bool {
    let content_type = head.values("content-type").next().and_then(|value| value.split(';').next());
    content_type.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/event-stream"))
        && !is_compressed(head)
}

/// What the server speaks after a response.
fn after(
    status: u16,
    head: &Head<'_>,
    exchange: &Exchange,
    broken: &mut Vec<(std::ops::Range<usize>, Rule)>,
) -> Then {
    if status != 101 {
        return Then::Head;
    }
    if !exchange.switches {
        broken.push((head.first_line.clone(), Rule::SwitchNotAsked));
    }
    let offer: Option<&Offer> = exchange.offer.as_ref();
    if offer.is_none() && !head.has_member("upgrade", "websocket") {
        return Then::Opaque;
    }
    let deflate = response_rules(head, offer, broken);
    let session =
        exchange.session.as_ref().filter(|session| session.transport == Some(Transport::WebSocket));
    Then::Frames(Upgrade {
        deflate,
        packets: session.map_or(Packets::None, |session| session.packets),
    })
}

fn emit(
    head: &Head<'_>,
    offset: u64,
    direction: Direction,
    kind: Kind,
    key: Option<&str>,
    broken: Vec<(std::ops::Range<usize>, Rule)>,
    out: &mut Vec<Unit>,
) {
    out.push(Unit::wire(direction, offset, head.bytes, kind, annotate_head(head, key)));
    for (range, rule) in broken {
        out.push(Unit::remark(direction, offset, head.bytes, range, rule));
    }
}
