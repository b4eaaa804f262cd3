//! One WebSocket from the 101 to the end of TCP.

use std::{
    future::{pending, poll_fn},
    pin::Pin,
    task::Poll,
    time::Duration,
};

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    time::{self, Instant, Interval, MissedTickBehavior},
};
use tokio_tungstenite::{
    WebSocketStream,
    tungstenite::{
        Error, Message,
        protocol::{CloseFrame, Role},
    },
};
use tokio_util::sync::WaitForCancellationFutureOwned;

use super::{CLOSE_GRACE, CloseCode, Endpoint, WebSockets, closing};
use crate::{
    message::Data,
    watch::{Goodbye, Orders},
};

type Io = TokioIo<Upgraded>;

/// Nothing more can be sent on this connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Closed;

/// An open WebSocket, for an [`Endpoint`].
///
/// What is sent is gathered in the outgoing buffer, and written when the buffer is full or when the session has to wait
/// in [`receive`](Self::receive): many messages then go out in one write. The buffer has a bound, so a peer that reads slowly makes
/// `send` wait.
pub(crate) struct Session {
    socket: WebSocketStream<Io>,
    heartbeat: Heartbeat,
    /// Completes when the server ends.
    shutdown: Pin<Box<WaitForCancellationFutureOwned>>,
    /// Of the page that watches this connection.
    orders: Option<Orders>,
    /// Why nothing more will be received.
    end: Option<End>,
    /// How we end; the first reason wins.
    farewell: Option<Farewell>,
}

/// What a session receives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Received {
    /// A whole data message.
    Data(Data),
    /// A Pong frame's payload, asked for or not.
    Pong(Bytes),
}

/// How a session ends.
#[derive(Debug)]
enum Farewell {
    /// With a Close frame, which may be empty (RFC 6455 section 5.5.1).
    Close(Option<CloseFrame>),
    /// TCP ends without one, which the peer calls 1006 (section 7.1.5).
    Cut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The library has nothing more to read: the peer closed or is gone, or it broke the protocol.
    Input,
    /// We end it: the server stops, or the peer gave no sign of life.
    Ours,
}

/// When a silent peer is pinged, and when it is given up.
struct Heartbeat {
    ticks: Interval,
    heard_at: Instant,
    heard: bool,
    give_up_after: Duration,
}

impl Heartbeat {
    fn new(ping_after: Duration, give_up_after: Duration) -> Self {
        let now = Instant::now();
        let mut ticks = time::interval_at(now + ping_after, ping_after);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        Self { ticks, heard_at: now, heard: false, give_up_after }
    }

    /// Called at each tick: whether the peer was silent since the last one, and whether for too long.
    fn silence(&mut self, now: Instant) -> Silence {
        if std::mem::take(&mut self.heard) {
            self.heard_at = now;
            Silence::None
        } else if now - self.heard_at >= self.give_up_after {
            Silence::TooLong
        } else {
            Silence::Some
        }
    }
}

enum Silence {
    None,
    Some,
    TooLong,
}

impl Session {
    /// The next data message; `None` when the connection is over or about to be.
    ///
    /// Cancel safe. While this waits, what was sent is written, pings are answered, and a close is answered.
    pub(crate) async fn receive(&mut self) -> Option<Data> {
        loop {
            if let Received::Data(data) = self.receive_any().await? {
                return Some(data);
            }
        }
    }

    /// The same for who wants to know of pongs too.
    pub(crate) async fn receive_any(&mut self) -> Option<Received> {
        while self.end.is_none() {
            tokio::select! {
                biased;
                () = &mut self.shutdown => self.leave(CloseCode::Away, "The playground is shutting down."),
                Goodbye { code, reason } = goodbye(&mut self.orders) => self.leave(code.into(), &reason),
                item = next_or_flush(&mut self.socket) => {
                    if let Some(received) = self.take(item) {
                        return Some(received);
                    }
                }
                now = self.heartbeat.ticks.tick() => self.beat(now).await,
            }
        }
        None
    }

    /// Puts a message into the outgoing buffer; waits while the buffer is full.
    ///
    /// Cancel safe: a message that has to wait is sent later or not at all, never in part.
    pub(crate) async fn send(&mut self, data: Data) -> Result<(), Closed> {
        self.feed(data.into()).await
    }

    /// The same for a Ping frame, whose payload is at most [`MOST_CONTROL_BYTES`](super::MOST_CONTROL_BYTES) long.
    pub(crate) async fn ping(&mut self, payload: Bytes) -> Result<(), Closed> {
        self.feed(Message::Ping(payload)).await
    }

    async fn feed(&mut self, message: Message) -> Result<(), Closed> {
        if self.end.is_some() {
            return Err(Closed);
        }
        tokio::select! {
            biased;
            () = &mut self.shutdown => self.leave(CloseCode::Away, "The playground is shutting down."),
            Goodbye { code, reason } = goodbye(&mut self.orders) => self.leave(code.into(), &reason),
            fed = self.socket.feed(message) => {
                if fed.is_err() {
                    self.end = Some(End::Input);
                }
            }
        }
        if self.end.is_none() { Ok(()) } else { Err(Closed) }
    }

    /// Chooses what the close frame says that goes out when the endpoint returns.
    pub(crate) fn close(&mut self, code: CloseCode, reason: &str) {
        self.farewell.get_or_insert_with(|| Farewell::Close(Some(closing::frame(code, reason))));
    }

    /// The same with a Close frame that says nothing: the peer calls it 1005.
    pub(crate) fn close_without_code(&mut self) {
        self.farewell.get_or_insert(Farewell::Close(None));
    }

    /// The same with no Close frame at all: TCP just ends, in order (FIN, no reset).
    pub(crate) fn cut(&mut self) {
        self.farewell.get_or_insert(Farewell::Cut);
    }

    fn leave(&mut self, code: CloseCode, reason: &str) {
        self.close(code, reason);
        self.end = Some(End::Ours);
    }

    /// What is for the endpoint in what the library has read. It answers pings and closes itself, while it reads on until `None`
    /// (RFC 6455 section 5.5).
    fn take(&mut self, item: Option<Result<Message, Error>>) -> Option<Received> {
        match item {
            Some(Ok(message)) => {
                self.heartbeat.heard = true;
                match message {
                    Message::Text(text) => return Some(Received::Data(Data::Text(text))),
                    Message::Binary(bytes) => return Some(Received::Data(Data::Binary(bytes))),
                    Message::Pong(payload) => return Some(Received::Pong(payload)),
                    Message::Close(frame) => tracing::debug!(?frame, "the peer closes"),
                    Message::Ping(_) | Message::Frame(_) => {}
                }
            }
            Some(Err(error)) => {
                tracing::debug!(%error, "cannot read on");
                let frame = closing::frame_for(&error);
                self.farewell =
                    self.farewell.take().or_else(|| Some(Farewell::Close(Some(frame?))));
                self.end = Some(End::Input);
            }
            None => self.end = Some(End::Input),
        }
        None
    }

    async fn beat(&mut self, now: Instant) {
        match self.heartbeat.silence(now) {
            Silence::None => {}
            // Feeding waits only behind a full buffer, and then this peer is sent more than a ping already.
            Silence::Some => drop(self.ping(Bytes::new()).await),
            Silence::TooLong => {
                self.leave(CloseCode::Policy, "No sign of life, not even an answer to a ping.");
            }
        }
    }

    /// After the endpoint: the close handshake, then the end of TCP.
    async fn finish(mut self) {
        let normal = || Farewell::Close(Some(closing::frame(CloseCode::Normal, "")));
        let farewell = self.farewell.take().unwrap_or_else(normal);
        let _ = time::timeout(CLOSE_GRACE, async {
            let Farewell::Close(frame) = farewell else {
                let _ = self.socket.flush().await;
                return;
            };
            // Fails at once if the peer has closed: its close is answered already, and must not be twice.
            let _ = self.socket.close(frame).await;
            // What still comes is forgotten, up to the peer's close.
            while let Some(Ok(_)) = self.socket.next().await {}
        })
        .await;
        let _ = time::timeout(CLOSE_GRACE, hang_up(self.socket.into_inner())).await;
    }
}

/// The next item; while there is none, writes what is in the outgoing buffer.
async fn next_or_flush(socket: &mut WebSocketStream<Io>) -> Option<Result<Message, Error>> {
    poll_fn(|cx| {
        if let Poll::Ready(item) = socket.poll_next_unpin(cx) {
            return Poll::Ready(item);
        }
        match socket.poll_flush_unpin(cx) {
            Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
            Poll::Ready(Ok(())) | Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Completes when who watches the connection wants it to end.
async fn goodbye(orders: &mut Option<Orders>) -> Goodbye {
    match orders {
        Some(orders) => orders.goodbye().await,
        None => pending().await,
    }
}

/// Closes our side of TCP, then reads until the peer closes its side. Closing with unread bytes would send a reset, which
/// can destroy the close frame on its way.
pub(super) async fn hang_up(mut io: impl AsyncRead + AsyncWrite + Unpin) {
    let mut unread = [0; 1_024];
    let _ = io.shutdown().await;
    while io.read(&mut unread).await.is_ok_and(|count| count > 0) {}
}

/// Lets `endpoint` talk on an upgraded connection.
pub(super) async fn run(
    upgraded: Upgraded,
    sockets: WebSockets,
    orders: Option<Orders>,
    endpoint: impl Endpoint,
) {
    let config = Some(sockets.config());
    let mut session = Session {
        socket: WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, config)
            .await,
        heartbeat: Heartbeat::new(sockets.limits.ping_seconds, sockets.limits.idle_seconds),
        shutdown: Box::pin(sockets.shutdown.cancelled_owned()),
        orders,
        end: None,
        farewell: None,
    };
    endpoint.talk(&mut session).await;
    session.finish().await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn only_a_peer_that_stays_silent_is_given_up() {
        let second = Duration::from_secs(1);
        let mut heartbeat = Heartbeat::new(second, 3 * second);
        for _ in 0..10 {
            heartbeat.heard = true;
            let now = heartbeat.ticks.tick().await;
            assert!(matches!(heartbeat.silence(now), Silence::None));
        }
        for _ in 0..2 {
            let now = heartbeat.ticks.tick().await;
            assert!(matches!(heartbeat.silence(now), Silence::Some));
        }
        let now = heartbeat.ticks.tick().await;
        assert!(matches!(heartbeat.silence(now), Silence::TooLong));
    }
}
