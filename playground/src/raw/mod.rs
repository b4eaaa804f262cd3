//! `GET /ws/raw`: a page says what the server's own raw client sends to the server's own `/ws/echo`, bit by bit.
//!
//! A browser keeps the rules for its page, so a page alone can break none. This client keeps none.
//!
//! ```text
//! Page                        Raw client                     /ws/echo
//!  |--- open ------------------->|--- TCP, GET /ws/echo ------->|  any handshake
//!  |<--------------- answered ---|<---------------- 101, 426 ---|
//!  |--- preview ---------------->|                              |  which bytes, which rules they break
//!  |<---------------- preview ---|
//!  |--- send ------------------->|--- frames, legal or not ---->|
//!  |<------------------- sent ---|
//!  |<--------------- received ---|<------- what really comes ---|
//!  |<------------------ ended ---|<--------------- FIN, reset --|
//! ```
//!
//! `recipe`: a frame as the page wants it, and its bytes. `preview`: the same, explained by `wire`. `handshake`: the
//! request. `line`: the TCP connection. `protocol`: all that is said.

mod handshake;
mod line;
mod preview;
mod protocol;
mod recipe;
mod shorten;

use std::{
    future::pending,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::Arc,
    time::Duration,
};

use axum::{extract::State, response::Response};
use wire::Unit;

use crate::{
    config::Limits,
    message::Data,
    websocket::{Endpoint, Handshake, Session},
};
use line::{Heard, Line};
use protocol::{Command, FromPage, FromRaw, How};
use recipe::Recipe;

/// Units in one message to the page. One takes up to 5 KiB of JSON, so they fit into the outgoing buffer.
const UNITS_PER_MESSAGE: usize = 32;

const UNREADABLE: &str = r#"Not understood. Say {"type":"open"}, {"type":"preview","frames":[…]}, {"type":"send","frames":[…]} or {"type":"hang_up"}; playground/src/raw/protocol.rs says more."#;
const OPEN_ALREADY: &str = "The raw client has a connection already. One at a time: hang up first.";
const NOT_OPEN: &str = "The raw client has no open WebSocket. Open one first.";

/// Where this server reaches itself: the only place that the raw client connects to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct OwnAddress(SocketAddr);

impl OwnAddress {
    /// `listening` is a place to connect to, unless it stands for all addresses of this machine: then loopback is one.
    pub(crate) fn new(listening: SocketAddr) -> Self {
        let ip = match listening.ip() {
            IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
            IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
            ip => ip,
        };
        Self(SocketAddr::new(ip, listening.port()))
    }
}

pub(crate) async fn connect(
    State(own): State<OwnAddress>,
    State(limits): State<Arc<Limits>>,
    handshake: Handshake,
) -> Response {
    handshake.accept(Raw { own, lasts: limits.raw_seconds, line: None })
}

/// The raw client of one page.
struct Raw {
    own: OwnAddress,
    lasts: Duration,
    line: Option<Line>,
}

impl Endpoint for Raw {
    /// The connection that the page commands ends with this.
    async fn talk(mut self, session: &mut Session) {
        loop {
            let answers = tokio::select! {
                data = session.receive() => match data {
                    Some(data) => vec![self.obey(&data).await],
                    None => return,
                },
                heard = next(&mut self.line) => self.tell(heard),
            };
            for answer in answers.iter().flatten() {
                if session.send(Data::json(answer)).await.is_err() {
                    return;
                }
            }
        }
    }
}

async fn next(line: &mut Option<Line>) -> Heard {
    match line {
        Some(line) => line.next().await,
        None => pending().await,
    }
}

impl Raw {
    /// What there is to answer at once.
    async fn obey(&mut self, data: &Data) -> Option<FromRaw> {
        let said = match data {
            Data::Text(text) => serde_json::from_str(text).ok(),
            Data::Binary(_) => None,
        };
        let (command, answer) = match said {
            None => (None, Err(UNREADABLE.to_owned())),
            Some(FromPage::Open { token, handshake }) if self.line.is_none() => {
                let opened = match handshake.request(self.own.0, token.as_deref()) {
                    Ok(request) => Line::open(self.own.0, request, self.lasts).await,
                    Err(reason) => Err(reason),
                };
                (
                    Some(Command::Open),
                    opened.map(|line| {
                        self.line = Some(line);
                        None
                    }),
                )
            }
            Some(FromPage::Open { .. }) => (Some(Command::Open), Err(OPEN_ALREADY.to_owned())),
            Some(FromPage::Preview { frames }) => {
                let preview = Recipe::encode_all(&frames).map(|frames| preview::of(&frames));
                (Some(Command::Preview), preview.map(|preview| Some(FromRaw::Preview(preview))))
            }
            Some(FromPage::Send { frames }) => (Some(Command::Send), self.send(&frames)),
            Some(FromPage::HangUp) if self.line.take().is_some() => {
                (Some(Command::HangUp), Ok(Some(FromRaw::ended(How::HungUp))))
            }
            Some(FromPage::HangUp) => (Some(Command::HangUp), Err(NOT_OPEN.to_owned())),
        };
        answer.unwrap_or_else(|reason| Some(FromRaw::Refused { to: command, reason }))
    }

    fn send(&mut self, frames: &[Recipe]) -> Result<Option<FromRaw>, String> {
        // Before the 101 the server reads HTTP: frames would be taken for a request that the page may not make.
        let line = self.line.as_mut().filter(|line| line.is_open()).ok_or(NOT_OPEN)?;
        line.send(&Recipe::encode_all(frames)?.concat())?;
        Ok(None)
    }

    /// What came over the line, in messages of a bounded size.
    fn tell(&mut self, heard: Heard) -> Vec<Option<FromRaw>> {
        let mut answers = Vec::new();
        match heard {
            Heard::Answered { status, units } => {
                answers.push(Some(FromRaw::Answered { status, units }));
            }
            Heard::Received(units) => answers.extend(received(units)),
            Heard::Sent(bytes) => answers.push(Some(FromRaw::Sent { bytes })),
            Heard::Ended(how, rest) => {
                self.line = None;
                answers.extend(received(rest));
                answers.push(Some(FromRaw::ended(how)));
            }
        }
        answers
    }
}

fn received(units: Vec<Unit>) -> impl Iterator<Item = Option<FromRaw>> {
    let mut units = units.into_iter().peekable();
    std::iter::from_fn(move || {
        units.peek()?;
        Some(Some(FromRaw::Received { units: units.by_ref().take(UNITS_PER_MESSAGE).collect() }))
    })
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    #[tokio::test]
    async fn no_frame_is_sent_to_a_server_that_still_speaks_http() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own = listener.local_addr().unwrap();
        let lasts = Duration::from_hours(1);
        let line = Line::open(own, "GET /ws/echo".to_owned(), lasts).await.unwrap();
        let mut raw = Raw { own: OwnAddress(own), lasts, line: Some(line) };
        let frame: Recipe = serde_json::from_str(r#"{"opcode":1}"#).unwrap();
        assert!(raw.send(&[frame]).is_err_and(|reason| reason == NOT_OPEN));
    }

    #[test]
    fn all_addresses_are_reached_at_loopback() {
        for (listening, own) in [
            ("0.0.0.0:4000", "127.0.0.1:4000"),
            ("[::]:4000", "[::1]:4000"),
            ("127.0.0.1:4000", "127.0.0.1:4000"),
            ("192.168.1.20:4000", "192.168.1.20:4000"),
        ] {
            assert_eq!(OwnAddress::new(listening.parse().unwrap()).0, own.parse().unwrap());
        }
    }
}
