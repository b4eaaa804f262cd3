//! A chat on bare tokio-tungstenite: what one member says, every member hears,
//! also the one.
//!
//! `cargo run -p listings --bin chat_tungstenite`, then run
//! `cargo run -p listings --bin client_tungstenite` in two terminals.

use futures_util::{SinkExt, StreamExt};
use listings::on_tungstenite::{Socket, admit, next_client, say_goodbye};
use tokio::net::TcpStream;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio_tungstenite::tungstenite::{Message, Result};

/// Messages that a slow member may be behind. More are lost to that member,
/// and the server never holds more, however slow anybody is.
const BACKLOG: usize = 64;

type Room = broadcast::Sender<Message>;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let listener = listings::listen().await?;
    let room = Room::new(BACKLOG);
    loop {
        let (tcp, slot) = next_client(&listener).await?;
        let room = room.clone();
        tokio::spawn(async move {
            if let Err(error) = serve(tcp, room).await {
                eprintln!("Client error: {error}");
            }
            drop(slot);
        });
    }
}

async fn serve(tcp: TcpStream, room: Room) -> anyhow::Result<()> {
    let mut socket = admit(tcp).await?;
    if let Err(error) = chat(&mut socket, room).await {
        say_goodbye(socket, &error).await?;
        return Err(error.into());
    }
    Ok(())
}

// ANCHOR: chat
async fn chat(socket: &mut Socket, room: Room) -> Result<()> {
    let mut heard = room.subscribe();
    let mut open = true;
    loop {
        tokio::select! {
            said = socket.next() => match said.transpose()? {
                // The member itself hears it, so there is always a receiver.
                Some(said @ (Message::Text(_) | Message::Binary(_))) => drop(room.send(said)),
                // Nothing may be sent after a close, but its reply: read on.
                Some(Message::Close(_)) => open = false,
                Some(_) => {} // pings are answered by tungstenite
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
