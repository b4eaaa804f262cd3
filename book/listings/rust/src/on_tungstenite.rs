//! Lets a client in and says goodbye, with bare tokio-tungstenite: what axum
//! does and hides.

use std::time::Duration;

use anyhow::Context;
use http::StatusCode;
use tokio::io::{self, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::tungstenite::handshake::server::{ErrorResponse, Request, Response};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Result};
use tokio_tungstenite::{WebSocketStream, accept_hdr_async_with_config};

use crate::{MAX_MESSAGE, READ_BUFFER, SLOTS, Slot, origin};

/// A client's WebSocket over plain TCP.
pub type Socket = WebSocketStream<TcpStream>;

/// A client that has not finished its handshake by then is dropped.
const HANDSHAKE_WITHIN: Duration = Duration::from_secs(5);
/// How long a client may take to read why it was closed.
const GOODBYE_WITHIN: Duration = Duration::from_secs(2);

/// Pause after the operating system could not hand over a client.
const ACCEPT_AGAIN_AFTER: Duration = Duration::from_secs(1);

/// Waits for a free slot, then for a client to put in it. More clients than
/// slots wait in the operating system's queue.
pub async fn next_client(listener: &TcpListener) -> anyhow::Result<(TcpStream, Slot)> {
    let slot = SLOTS.acquire().await?;
    loop {
        match listener.accept().await {
            Ok((tcp, _)) => return Ok((tcp, slot)),
            // One client's trouble, or too many open files: no reason to stop.
            Err(error) => eprintln!("Client not accepted: {error}"),
        }
        sleep(ACCEPT_AGAIN_AFTER).await;
    }
}

// ANCHOR: admit
/// Checks and answers the handshake, and sets the limits.
pub async fn admit(tcp: TcpStream) -> anyhow::Result<Socket> {
    tcp.set_nodelay(true)?; // small messages leave at once
    let limits = WebSocketConfig::default()
        .max_message_size(Some(MAX_MESSAGE))
        .max_frame_size(Some(MAX_MESSAGE))
        .read_buffer_size(READ_BUFFER);
    let handshake = accept_hdr_async_with_config(tcp, check_origin, Some(limits));
    let socket = timeout(HANDSHAKE_WITHIN, handshake).await.context("no handshake in time")??;
    Ok(socket)
}

#[expect(clippy::result_large_err, reason = "tungstenite's Callback asks for this type")]
fn check_origin(request: &Request, accept: Response) -> Result<Response, ErrorResponse> {
    if origin::allowed(request.headers()) {
        return Ok(accept);
    }
    let mut refusal = ErrorResponse::new(Some(origin::REFUSAL.to_owned()));
    *refusal.status_mut() = StatusCode::FORBIDDEN;
    Err(refusal)
}
// ANCHOR_END: admit

// ANCHOR: goodbye
/// Tells a client that broke a rule which one (RFC 6455 section 7.4.1).
pub async fn say_goodbye(mut socket: Socket, error: &Error) -> Result<()> {
    let (code, reason) = match error {
        Error::Protocol(_) => (CloseCode::Protocol, "Not as RFC 6455 says"),
        Error::Utf8(_) => (CloseCode::Invalid, "Text that is not UTF-8"),
        Error::Capacity(_) => (CloseCode::Size, "Longer than 64 KiB"),
        _ => return Ok(()), // nobody is there to read it
    };
    socket.close(Some(CloseFrame { code, reason: reason.into() })).await?;
    // To close TCP with bytes unread resets it, and the frame may get lost.
    let mut tcp = socket.into_inner();
    tcp.shutdown().await?;
    let rest = timeout(GOODBYE_WITHIN, io::copy(&mut tcp, &mut io::sink())).await;
    rest.map_or(Ok(()), |read| read.map(drop).map_err(Error::from))
}
// ANCHOR_END: goodbye
