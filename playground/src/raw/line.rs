//! The raw client's TCP connection: it writes what it is told, and reads what comes.

use std::{net::SocketAddr, time::Duration};

use bytes::{Buf, BytesMut};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::{self, Instant},
};
use wire::{Conversation, Direction, Kind, Unit};

use super::{
    protocol::How,
    shorten::{SHOWN_BYTES, shorten},
};

/// Connecting to this machine takes no time, unless its queue of connections is full.
const CONNECT_WITHIN: Duration = Duration::from_secs(2);
/// Bytes of frames on one connection: several of the largest commands.
const MOST_BYTES: usize = 1_024 * 1_024;
/// Read at once.
const READ_BYTES: usize = 4 * 1_024;

/// What happened on the line.
#[derive(Debug)]
pub(super) enum Heard {
    /// The whole answer to the handshake, with the request.
    Answered { status: u16, units: Vec<Unit> },
    /// The server sent something.
    Received(Vec<Unit>),
    /// All that waited to be sent is written.
    Sent(usize),
    /// The last thing there is, with what was unfinished.
    Ended(How, Vec<Unit>),
}

pub(super) struct Line {
    stream: TcpStream,
    /// Reads the request and all answers.
    conversation: Conversation,
    state: State,
    /// What waits to be written.
    out: BytesMut,
    /// Written since the last time that nothing waited.
    written: usize,
    /// Bytes of frames so far.
    sent: usize,
    ends_at: Instant,
}

enum State {
    /// The answer to the handshake so far.
    Asked(Vec<Unit>),
    /// Answered with 101.
    Open,
    /// Answered with anything else: nothing more to say.
    Declined,
}

impl Line {
    /// Connects and begins to send the request.
    pub(super) async fn open(
        address: SocketAddr,
        request: String,
        lasts: Duration,
    ) -> Result<Self, String> {
        let connected = time::timeout(CONNECT_WITHIN, TcpStream::connect(address)).await;
        let stream = connected
            .unwrap_or_else(|late| Err(late.into()))
            .map_err(|error| format!("The raw client cannot connect to {address}: {error}."))?;
        // Frames are written together: Nagle's algorithm would only delay a later one.
        let _ = stream.set_nodelay(true);
        let mut conversation = Conversation::new();
        let units = conversation.feed(Direction::ClientToServer, request.as_bytes());
        Ok(Self {
            stream,
            conversation,
            state: State::Asked(units),
            out: BytesMut::from(request.as_bytes()),
            written: 0,
            sent: 0,
            ends_at: Instant::now() + lasts,
        })
    }

    /// Whether the server has switched to WebSocket.
    pub(super) const fn is_open(&self) -> bool {
        matches!(self.state, State::Open)
    }

    /// Puts bytes behind those that wait.
    pub(super) fn send(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.sent += bytes.len();
        if self.sent > MOST_BYTES {
            self.sent -= bytes.len();
            return Err(format!("One connection takes {MOST_BYTES} bytes. Open a new one."));
        }
        self.out.extend_from_slice(bytes);
        Ok(())
    }

    /// The next thing that happens. Cancel safe. Reads while it writes, or both sides could wait for each other.
    pub(super) async fn next(&mut self) -> Heard {
        if matches!(self.state, State::Declined) {
            return Heard::Ended(How::HungUp, Vec::new());
        }
        let mut input = [0; READ_BYTES];
        loop {
            let (mut reader, mut writer) = self.stream.split();
            tokio::select! {
                () = time::sleep_until(self.ends_at) => return self.ended(How::Time),
                read = reader.read(&mut input) => match read {
                    Ok(0) => return self.ended(How::Fin),
                    Ok(count) => if let Some(heard) = self.read(&input[..count]) { return heard },
                    Err(_) => return self.ended(How::Reset),
                },
                written = writer.write(&self.out), if !self.out.is_empty() => {
                    if let Some(heard) = self.wrote(written.ok()) { return heard }
                }
            }
        }
    }

    fn read(&mut self, bytes: &[u8]) -> Option<Heard> {
        let mut units = self.conversation.feed(Direction::ServerToClient, bytes);
        if let State::Asked(so_far) = &mut self.state {
            so_far.append(&mut units);
            return self.answer();
        }
        (!units.is_empty()).then(|| Heard::Received(shown(units)))
    }

    /// The answer, if it is whole. No frames come with it: the echo never speaks first.
    fn answer(&mut self) -> Option<Heard> {
        let State::Asked(units) = &mut self.state else { return None };
        let status = units.iter().find_map(|unit| match unit.kind {
            Kind::ResponseHead { status, .. } => Some(status),
            _ => None,
        })?;
        let whole = |unit: &Unit| matches!(unit.kind, Kind::Body { last: true, .. });
        if status != 101 && !units.iter().any(whole) {
            return None;
        }
        let units = std::mem::take(units);
        self.state = if status == 101 { State::Open } else { State::Declined };
        Some(Heard::Answered { status, units })
    }

    /// `count` is none when the server takes no more.
    fn wrote(&mut self, count: Option<usize>) -> Option<Heard> {
        let Some(count) = count else {
            // What it said before that is still to be read.
            self.out.clear();
            return None;
        };
        self.out.advance(count);
        self.written += count;
        if !self.out.is_empty() {
            return None;
        }
        let written = std::mem::take(&mut self.written);
        // The request is none of the page's frames.
        self.is_open().then_some(Heard::Sent(written))
    }

    fn ended(&mut self, how: How) -> Heard {
        Heard::Ended(how, shown(self.conversation.finish(Direction::ServerToClient)))
    }
}

fn shown(mut units: Vec<Unit>) -> Vec<Unit> {
    for unit in &mut units {
        shorten(unit, SHOWN_BYTES);
    }
    units
}

#[cfg(test)]
mod tests {
    use tokio::net::TcpListener;

    use super::*;

    const AGES: Duration = Duration::from_hours(1);

    async fn line(lasts: Duration) -> (Line, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let line = Line::open(address, "GET /ws/echo".to_owned(), lasts).await.unwrap();
        (line, listener.accept().await.unwrap().0)
    }

    async fn end(line: &mut Line) -> How {
        loop {
            if let Heard::Ended(how, _) = line.next().await {
                return how;
            }
        }
    }

    #[tokio::test]
    async fn a_fin_is_told_from_a_reset() {
        let (mut line, server) = line(AGES).await;
        // A socket that is closed with unread bytes is reset (RFC 2525 section 2.17).
        let reset = async {
            server.peek(&mut [0]).await.unwrap();
            drop(server);
        };
        assert_eq!(tokio::join!(end(&mut line), reset).0, How::Reset);

        let (mut line, server) = super::tests::line(AGES).await;
        let fin = async move {
            let (mut reader, mut writer) = server.into_split();
            reader.read_exact(&mut [0; 12]).await.unwrap();
            writer.shutdown().await.unwrap();
            reader
        };
        assert_eq!(tokio::join!(end(&mut line), fin).0, How::Fin);
    }

    #[tokio::test]
    async fn a_connection_lasts_so_long_only() {
        let (mut line, _server) = line(Duration::ZERO).await;
        assert_eq!(end(&mut line).await, How::Time);
    }

    #[tokio::test]
    async fn a_server_that_reads_nothing_does_not_keep_it_from_reading() {
        let (mut line, mut server) = line(AGES).await;
        line.send(&vec![0; MOST_BYTES]).unwrap();
        assert!(line.send(&[0]).is_err(), "the bound is for the whole connection");
        let refusal = "HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno";
        server.write_all(refusal.as_bytes()).await.unwrap();
        assert!(matches!(line.next().await, Heard::Answered { status: 400, .. }));
        assert_eq!(end(&mut line).await, How::HungUp);
    }
}
