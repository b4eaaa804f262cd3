//! A chat on axum: what one member says, every member hears, also the one.
//!
//! `cargo run -p listings --bin chat_axum`, then open
//! <http://localhost:8080/client.html> in two windows.

use axum::Router;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::http::HeaderMap;
use axum::response::{Html, Response};
use axum::routing::{any, get};
use listings::on_axum::{Refusal, admit};
use tokio::sync::broadcast::{self, error::RecvError};

const PAGE: &str = include_str!("../../../node/ws-v1/client.html");

/// Messages that a slow member may be behind. More are lost to that member,
/// and the server never holds more, however slow anybody is.
const BACKLOG: usize = 64;

type Room = broadcast::Sender<Message>;

#[tokio::main]
async fn main() -> std::io::Result<()> {
    let app = Router::new()
        .route("/", any(upgrade))
        .route("/client.html", get(async || Html(PAGE)))
        .with_state(Room::new(BACKLOG));
    axum::serve(listings::listen().await?, app).await
}

async fn upgrade(
    State(room): State<Room>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refusal> {
    let (upgrade, slot) = admit(&headers, upgrade)?;
    Ok(upgrade.on_upgrade(async move |socket| {
        if let Err(error) = chat(socket, room).await {
            eprintln!("Client error: {error}");
        }
        drop(slot);
    }))
}

// ANCHOR: chat
async fn chat(mut socket: WebSocket, room: Room) -> Result<(), axum::Error> {
    let mut heard = room.subscribe();
    let mut open = true;
    loop {
        tokio::select! {
            said = socket.recv() => match said.transpose()? {
                // The member itself hears it, so there is always a receiver.
                Some(said @ (Message::Text(_) | Message::Binary(_))) => drop(room.send(said)),
                // Nothing may be sent after a close, but its reply: read on.
                Some(Message::Close(_)) => open = false,
                Some(Message::Ping(_) | Message::Pong(_)) => {} // answered by axum
                None => return Ok(()),
            },
            message = heard.recv(), if open => match message {
                Ok(message) => socket.send(message).await?,
                Err(RecvError::Lagged(count)) => {
                    socket.send(format!("You missed {count} messages.").into()).await?;
                }
                Err(RecvError::Closed) => return Ok(()),
            },
        }
    }
}
// ANCHOR_END: chat
