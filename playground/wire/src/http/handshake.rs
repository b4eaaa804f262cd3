use std::ops::Range;

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{Head, StartLine};
use crate::{Rule, accept_key};

/// What a client's opening handshake offers; the answer is checked against it.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    pub(crate) key: Option<String>,
    extensions: Vec<String>,
    subprotocols: Vec<String>,
}

type Broken = Vec<(Range<usize>, Rule)>;

/// The name of an extension, without its parameters.
fn extension_name(member: &str) -> &str {
    member.split(';').next().unwrap_or_default().trim()
}

/// Whether a request asks to switch to another protocol.
pub(crate) fn is_switch_asked(head: &Head<'_>) -> bool {
    head.has_member("connection", "upgrade") && head.members("upgrade").next().is_some()
}

/// Checks a request that looks like an opening handshake (RFC 6455 section 4.1). Gives the offer if it asks for
/// WebSocket, whether correctly or not.
pub(crate) fn request_rules(head: &Head<'_>, broken: &mut Broken) -> Option<Offer> {
    let asks = head.has_member("upgrade", "websocket");
    let key = head.values("sec-websocket-key").next();
    if !asks {
        if key.is_some() {
            broken.push((head.place("sec-websocket-key"), Rule::UpgradeMissing));
        }
        return None;
    }
    if let StartLine::Request { method, version, .. } = &head.start_line
        && (head.text(method) != "GET" || head.text(version) == "HTTP/1.0")
    {
        broken.push((head.first_line.clone(), Rule::HandshakeMethod));
    }
    if !head.has_member("connection", "upgrade") {
        broken.push((head.place("connection"), Rule::ConnectionMissing));
    }
    match (key, head.values("sec-websocket-key").count()) {
        (Some(key), 1) if STANDARD.decode(key).is_ok_and(|nonce| nonce.len() == 16) => {}
        (Some(_), 1) => broken.push((head.place("sec-websocket-key"), Rule::KeyLength)),
        _ => broken.push((head.place("sec-websocket-key"), Rule::KeyMissing)),
    }
    if !head.values("sec-websocket-version").eq(["13"]) {
        broken.push((head.place("sec-websocket-version"), Rule::VersionNot13));
    }
    Some(Offer {
        key: key.map(str::to_owned),
        extensions: head
            .members("sec-websocket-extensions")
            .map(|member| extension_name(member).to_owned())
            .collect(),
        subprotocols: head.members("sec-websocket-protocol").map(str::to_owned).collect(),
    })
}

/// Checks a 101 response as a client does (RFC 6455 section 4.1). Gives whether permessage-deflate was chosen.
pub(crate) fn response_rules(head: &Head<'_>, offer: Option<&Offer>, broken: &mut Broken) -> bool {
    if !head.has_member("upgrade", "websocket") {
        broken.push((head.place("upgrade"), Rule::ResponseUpgrade));
    }
    if !head.has_member("connection", "upgrade") {
        broken.push((head.place("connection"), Rule::ResponseConnection));
    }
    let accept = head.values("sec-websocket-accept").next();
    let expected = offer.and_then(|offer| offer.key.as_deref()).map(accept_key);
    match (accept, expected) {
        (None, _) => broken.push((head.first_line.clone(), Rule::AcceptMissing)),
        (Some(accept), Some(expected)) if accept != expected => {
            broken.push((head.place("sec-websocket-accept"), Rule::AcceptWrong));
        }
        _ => {}
    }
    let chosen = || head.members("sec-websocket-extensions").map(extension_name);
    if let Some(offer) = offer {
        if !chosen().all(|name| offer.extensions.iter().any(|offered| offered == name)) {
            broken.push((head.place("sec-websocket-extensions"), Rule::ExtensionNotOffered));
        }
        let subprotocol = head.values("sec-websocket-protocol").next();
        if subprotocol.is_some_and(|name| !offer.subprotocols.iter().any(|offered| offered == name))
        {
            broken.push((head.place("sec-websocket-protocol"), Rule::SubprotocolNotOffered));
        }
    }
    chosen().any(|name| name == "permessage-deflate")
}
