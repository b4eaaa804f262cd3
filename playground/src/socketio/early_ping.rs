//! Hides the ping with which engineioxide begins a session; the reference server waits a ping interval first.
//!
//! ```text
//! engineioxide                 EarlyPing                      client
//!   | 0{"sid":…}                  |                              |
//!   |---------------------------->|----------------------------->|
//!   | 2                           |                              |
//!   |---------------------------->|  dropped                     |
//!   |                           3 |                              |
//!   |<----------------------------|                           40 |
//!   |<----------------------------|<-----------------------------|  held back until then
//! ```
//!
//! What the client says waits until the pong was read. So the pong stands between two frames, whatever the client sends
//! and when, and nothing of it has to be understood. The ping needs no client, so this waits for no one.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll, Waker, ready},
};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use wire::{FrameHeader, OpCode};

/// Engine.IO's packets ping and pong (<https://socket.io/docs/v4/engine-io-protocol/#heartbeat>).
pub(super) const PING: &[u8] = b"2";
pub(super) const PONG: &[u8] = b"3";

/// The server's side of a WebSocket.
pub(super) struct EarlyPing<S> {
    stream: S,
    stage: Stage,
}

enum Stage {
    /// So many bytes of the server's current frame are still to pass.
    Before { rest: usize, reader: Option<Waker> },
    /// The ping was dropped; what the server has not yet read of the pong.
    Pong(Vec<u8>),
    /// Nothing is looked at any more.
    Over,
}

impl<S> EarlyPing<S> {
    /// For a session that begins on this stream.
    pub(super) fn hidden(stream: S) -> Self {
        Self { stream, stage: Stage::Before { rest: 0, reader: None } }
    }

    /// For a session that began elsewhere.
    pub(super) fn none(stream: S) -> Self {
        Self { stream, stage: Stage::Over }
    }

    fn go_on(&mut self, stage: Stage) {
        if let Stage::Before { reader: Some(reader), .. } =
            std::mem::replace(&mut self.stage, stage)
        {
            reader.wake();
        }
    }
}

/// The text frame at the start of `bytes`: its length on the wire, and whether it is the ping. The server hands over whole
/// frames. Anything else, such as a Close frame, means that no ping will come.
fn text_frame(bytes: &[u8]) -> Option<(usize, bool)> {
    let (header, head) = FrameHeader::parse(bytes).ok()??;
    let whole = head + usize::try_from(header.payload_length).ok()?;
    let is_ping = header.payload_length == PING.len() as u64 && bytes[head..].starts_with(PING);
    (header.opcode == OpCode::Text).then_some((whole, is_ping))
}

impl<S: AsyncRead + Unpin> AsyncRead for EarlyPing<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        match &mut this.stage {
            Stage::Over => Pin::new(&mut this.stream).poll_read(cx, buffer),
            Stage::Before { reader, .. } => {
                *reader = Some(cx.waker().clone());
                Poll::Pending
            }
            Stage::Pong(rest) => {
                let taken = rest.len().min(buffer.remaining());
                buffer.put_slice(&rest[..taken]);
                rest.drain(..taken);
                if rest.is_empty() {
                    this.stage = Stage::Over;
                }
                Poll::Ready(Ok(()))
            }
        }
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for EarlyPing<S> {
    /// `poll_write_vectored` comes here too, by its default; tungstenite does not use it.
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        let Stage::Before { rest, .. } = &mut this.stage else {
            return Pin::new(&mut this.stream).poll_write(cx, bytes);
        };
        if *rest == 0 {
            match text_frame(bytes) {
                Some((whole, true)) => {
                    let pong = FrameHeader::new(OpCode::Text, Some([0; 4]), PONG.len() as u64);
                    this.go_on(Stage::Pong(pong.frame(PONG)));
                    return Poll::Ready(Ok(whole));
                }
                Some((whole, false)) => *rest = whole,
                None => {
                    this.go_on(Stage::Over);
                    return Pin::new(&mut this.stream).poll_write(cx, bytes);
                }
            }
        }
        let most = bytes.len().min(*rest);
        let written = ready!(Pin::new(&mut this.stream).poll_write(cx, &bytes[..most]))?;
        *rest -= written;
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex},
        task::JoinHandle,
    };

    use super::*;

    /// A frame of the server.
    fn frame(payload: &[u8]) -> Vec<u8> {
        FrameHeader::new(OpCode::Text, None, payload.len() as u64).frame(payload)
    }

    /// A frame of the client.
    fn masked(payload: &[u8]) -> Vec<u8> {
        FrameHeader::new(OpCode::Text, Some([1, 2, 3, 4]), payload.len() as u64).frame(payload)
    }

    const OPEN: &[u8] = br#"0{"sid":"2"}"#;

    /// What the server reads on a stream whose client sent `40` before anything came.
    fn reads(
        stream: EarlyPing<DuplexStream>,
    ) -> (JoinHandle<Vec<u8>>, tokio::io::WriteHalf<EarlyPing<DuplexStream>>) {
        let (mut reader, writer) = tokio::io::split(stream);
        let read = tokio::spawn(async move {
            let mut read = vec![0; 7 + masked(b"40").len()];
            reader.read_exact(&mut read).await.unwrap();
            read
        });
        (read, writer)
    }

    #[tokio::test]
    async fn the_client_sees_no_ping_and_the_server_a_pong_before_all_else() {
        // One byte at a time as well: partial writes.
        for room in [1, 7, 1_024] {
            let (near, mut client) = duplex(room);
            let (read, mut server) = reads(EarlyPing::hidden(near));
            let talk = tokio::spawn(async move {
                for payload in [OPEN, PING, b"4hello", PING] {
                    server.write_all(&frame(payload)).await.unwrap();
                }
            });
            let (mut down, mut up) = tokio::io::split(&mut client);
            let expected = [frame(OPEN), frame(b"4hello"), frame(PING)].concat();
            let mut seen = vec![0; expected.len()];
            let said = masked(b"40");
            let (saw, sent) = tokio::join!(down.read_exact(&mut seen), up.write_all(&said));
            saw.unwrap();
            sent.unwrap();
            assert_eq!(seen, expected, "room for {room}");
            assert_eq!(read.await.unwrap(), [&[0x81, 0x81, 0, 0, 0, 0, b'3'][..], &said].concat());
            talk.await.unwrap();
        }
    }

    #[tokio::test]
    async fn frames_that_are_written_together_are_told_apart() {
        let (near, mut client) = duplex(1_024);
        let mut server = EarlyPing::hidden(near);
        server.write_all(&[frame(OPEN), frame(PING), frame(b"4a")].concat()).await.unwrap();
        drop(server);
        let mut seen = Vec::new();
        client.read_to_end(&mut seen).await.unwrap();
        assert_eq!(seen, [frame(OPEN), frame(b"4a")].concat());
    }

    #[tokio::test]
    async fn a_server_that_closes_instead_of_pinging_reads_on() {
        let (near, mut client) = duplex(1_024);
        let mut server = EarlyPing::hidden(near);
        let close = FrameHeader::new(OpCode::Close, None, 0).frame(b"");
        server.write_all(&frame(OPEN)).await.unwrap();
        server.write_all(&close).await.unwrap();
        client.write_all(b"answer").await.unwrap();
        let mut read = [0; 6];
        server.read_exact(&mut read).await.unwrap();
        assert_eq!(&read, b"answer");
    }

    #[tokio::test]
    async fn a_session_that_began_elsewhere_is_left_alone() {
        let (near, mut client) = duplex(1_024);
        let mut server = EarlyPing::none(near);
        server.write_all(&frame(PING)).await.unwrap();
        drop(server);
        let mut seen = Vec::new();
        client.read_to_end(&mut seen).await.unwrap();
        assert_eq!(seen, frame(PING));
    }
}
