//! A WebSocket client for the command line: sends lines, prints what comes.
//!
//! `client_tungstenite [URL] [LINE]...`: sends the lines, else those of the
//! standard input, then closes and waits for the server's goodbye.

use std::{env, io, thread};

use anyhow::Context;
use futures_util::{SinkExt, StreamExt};
use tokio::sync::mpsc;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::Message;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let mut arguments = env::args().skip(1);
    let url = arguments.next().unwrap_or_else(|| "ws://127.0.0.1:8080/".to_owned());
    let mut lines = read_lines(arguments.collect());

    // ANCHOR: connect
    let (mut socket, _response) =
        connect_async(&url).await.with_context(|| format!("cannot connect to {url}"))?;
    // ANCHOR_END: connect

    // ANCHOR: talk
    let mut open = true;
    loop {
        tokio::select! {
            line = lines.recv(), if open => {
                open = line.is_some(); // after the last line: goodbye
                socket.send(line.map_or(Message::Close(None), Message::from)).await?;
            }
            message = socket.next() => match message.transpose()? {
                Some(Message::Text(text)) => println!("{text}"),
                Some(Message::Binary(bytes)) => println!("{} bytes", bytes.len()),
                Some(Message::Close(frame)) => {
                    open = false;
                    if let Some(frame) = frame {
                        eprintln!("Closed by the server: {frame}");
                    }
                }
                Some(_) => {} // pings are answered by tungstenite
                None => return Ok(()), // both sides have said goodbye
            },
        }
    }
    // ANCHOR_END: talk
}

/// The lines to send, one at a time. The standard input has a thread of its
/// own, which the end of the program does not wait for.
fn read_lines(arguments: Vec<String>) -> mpsc::Receiver<String> {
    let (sender, lines) = mpsc::channel(1);
    thread::spawn(move || {
        if arguments.is_empty() {
            let mut typed = io::stdin().lines().map_while(Result::ok);
            typed.try_for_each(|line| sender.blocking_send(line))
        } else {
            arguments.into_iter().try_for_each(|line| sender.blocking_send(line))
        }
    });
    lines
}
