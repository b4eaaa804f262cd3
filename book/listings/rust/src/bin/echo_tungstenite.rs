//! The echo server of the book's first lesson, on bare tokio-tungstenite.
//!
//! `cargo run -p listings --bin echo_tungstenite`, then talk to it with
//! `cargo run -p listings --bin client_tungstenite`.

use futures_util::{SinkExt, StreamExt};
use listings::on_tungstenite::{Socket, admit, next_client, say_goodbye};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::{Message, Result};

// ANCHOR: main
#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let listener = listings::listen().await?;
    loop {
        let (tcp, slot) = next_client(&listener).await?;
        tokio::spawn(async move {
            if let Err(error) = serve(tcp).await {
                eprintln!("Client error: {error}");
            }
            drop(slot);
        });
    }
}

async fn serve(tcp: TcpStream) -> anyhow::Result<()> {
    let mut socket = admit(tcp).await?;
    if let Err(error) = echo(&mut socket).await {
        say_goodbye(socket, &error).await?;
        return Err(error.into());
    }
    Ok(())
}
// ANCHOR_END: main

// ANCHOR: echo
async fn echo(socket: &mut Socket) -> Result<()> {
    socket.send("Hello from the server!".into()).await?;
    // Read until None: the reply to a close is sent by the read after it.
    while let Some(message) = socket.next().await {
        match message? {
            Message::Text(text) => socket.send(format!("You said: {text}").into()).await?,
            Message::Binary(bytes) => socket.send(Message::Binary(bytes)).await?,
            // Answered by tungstenite itself.
            Message::Ping(_) | Message::Pong(_) | Message::Close(_) | Message::Frame(_) => {}
        }
    }
    Ok(())
}
// ANCHOR_END: echo
