//! Version 2, the chat that survives, on axum: the same page and the same
//! messages as `node/ws-v2/server.mjs`.
//!
//! `cargo run -p listings --bin lasting_axum`, then open
//! <http://localhost:8080>.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;
use std::{env, io};

use axum::Router;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{Html, Response};
use axum::routing::{any, get};
use listings::log::Log;
use listings::on_axum::{Refusal, admit};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::sync::{Semaphore, watch};
use tokio::time::{Interval, interval, timeout};

const PAGE: &str = include_str!("../../../node/ws-v2/client.html");
const CLIENT: &str = include_str!("../../../node/ws-v2/lasting-socket.mjs");

const MAX_TEXT: usize = 500; // UTF-16 units, as the page counts
const MESSAGES_PER_SECOND: u32 = 10;
/// Who takes nothing for so long is given up: the server waits for nobody.
const SEND_WITHIN: Duration = Duration::from_secs(10);
/// How long a client may take to answer a Close.
const GOODBYE_WITHIN: Duration = Duration::from_secs(2);

/// What all members share. Who waits for a change of the log hears the news.
struct Chat {
    log: watch::Sender<Log>,
    seats: Arc<Semaphore>,
    stops: watch::Sender<bool>,
    heartbeat: Duration,
}

/// A number from the environment.
fn setting<T: std::str::FromStr>(name: &str, default: T) -> T {
    env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let file = env::var_os("LOG_FILE").map(PathBuf::from);
    let log = file.as_deref().map_or_else(|| Ok(Log::new()), Log::take_from)?;
    let seats = setting("MAX_CLIENTS", 50);
    let chat = Arc::new(Chat {
        log: watch::Sender::new(log),
        seats: Arc::new(Semaphore::new(seats as usize)),
        stops: watch::Sender::new(false),
        heartbeat: Duration::from_millis(setting("HEARTBEAT_MS", 25_000)),
    });
    let app = Router::new()
        .route("/", get(async || Html(PAGE)))
        .route(
            "/lasting-socket.mjs",
            get(async || ([(header::CONTENT_TYPE, "text/javascript")], CLIENT)),
        )
        .route("/chat", any(upgrade))
        .with_state(chat.clone());
    let asked_to_stop = asked_to_stop()?; // before anybody can connect
    let server = axum::serve(listings::listen().await?, app);
    // ANCHOR: stop
    tokio::select! {
        ended = server => ended?, // never
        () = asked_to_stop => {}
    }
    chat.stops.send_replace(true); // each member says goodbye and leaves
    let _ = timeout(GOODBYE_WITHIN, chat.seats.acquire_many(seats)).await;
    if let Some(file) = file {
        chat.log.borrow().save_to(&file)?;
    }
    Ok(())
    // ANCHOR_END: stop
}

/// Completes at Ctrl+C or SIGTERM, which from this call on end the process no more.
fn asked_to_stop() -> io::Result<impl Future<Output = ()>> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut pressed = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(async move {
            tokio::select! {
                _ = pressed.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}

/// What a client has had, from its address.
#[derive(Deserialize)]
struct Had {
    #[serde(default)]
    after: u64,
    #[serde(default)]
    log: String,
}

async fn upgrade(
    State(chat): State<Arc<Chat>>,
    Query(had): Query<Had>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Result<Response, Refusal> {
    let (upgrade, slot) = admit(&headers, upgrade)?;
    // Before the 101: from then on, who stops the server waits for this member.
    let seat = chat.seats.clone().try_acquire_owned();
    Ok(upgrade.on_upgrade(async move |socket| {
        let (log, heartbeat) = (chat.log.subscribe(), interval(chat.heartbeat));
        let mut member = Member { socket, log, had, budget: MESSAGES_PER_SECOND, heartbeat };
        let left = match &seat {
            Ok(_) => member.stay(&chat).await,
            Err(_) => member.say_goodbye(1013, "Full").await,
        };
        if let Err(error) = left {
            eprintln!("Client error: {error}");
        }
        drop((seat, slot));
    }))
}

struct Member {
    socket: WebSocket,
    log: watch::Receiver<Log>,
    had: Had,
    budget: u32,
    heartbeat: Interval,
}

impl Member {
    // ANCHOR: stay
    async fn stay(&mut self, chat: &Chat) -> anyhow::Result<()> {
        let mut refill = interval(Duration::from_secs(1));
        let mut stops = chat.stops.subscribe();
        let mut is_alive = true;
        self.log.mark_changed(); // the first news is what was missed
        loop {
            tokio::select! {
                changed = self.log.changed() => { changed?; self.catch_up().await? }
                said = self.socket.recv() => match said.transpose()? {
                    Some(Message::Text(text)) => self.answer(chat, &text).await?,
                    Some(Message::Binary(_)) => self.answer(chat, "").await?,
                    Some(Message::Pong(_)) => is_alive = true,
                    Some(Message::Ping(_) | Message::Close(_)) => {} // answered by axum
                    None => return Ok(()),
                },
                _ = self.heartbeat.tick() => {
                    if !is_alive { return Ok(()); } // no pong since the last ping
                    is_alive = false;
                    self.tell(Message::Ping("".into())).await?;
                }
                _ = refill.tick() => self.budget = MESSAGES_PER_SECOND,
                () = async { drop(stops.wait_for(|stops| *stops).await) } => {
                    return self.say_goodbye(1012, "The server restarts").await;
                }
            }
        }
    }
    // ANCHOR_END: stay

    // ANCHOR: catch-up
    /// Sends what the log has and the member has not. Who is too slow for the
    /// log hears of a gap, as one who was away for too long.
    async fn catch_up(&mut self) -> anyhow::Result<()> {
        let events = {
            let log = self.log.borrow_and_update();
            let events = log.resume(&self.had.log, self.had.after);
            (self.had.log, self.had.after) = log.position();
            events
        };
        for event in events {
            self.tell(serde_json::to_string(&event)?.into()).await?;
        }
        Ok(())
    }
    // ANCHOR_END: catch-up

    // ANCHOR: answer
    async fn answer(&mut self, chat: &Chat, said: &str) -> anyhow::Result<()> {
        let in_budget = self.budget > 0;
        self.budget = self.budget.saturating_sub(1);
        if said == "ping" {
            return if in_budget { self.tell("pong".into()).await } else { Ok(()) };
        }
        let said: Value = serde_json::from_str(said).unwrap_or_default();
        let id = said["id"].as_str().filter(|id| is_id(id));
        let text = said["text"].as_str();
        let receipt = match (id, why_refused(id, text, in_budget)) {
            (None, error) => json!({ "error": error }),
            (id, Some(error)) => json!({ "id": id, "error": error }),
            (Some(id), None) => {
                chat.log.send_if_modified(|log| log.say(id, text.unwrap_or_default()));
                self.catch_up().await?;
                json!({ "id": id, "ok": true })
            }
        };
        self.tell(receipt.to_string().into()).await
    }
    // ANCHOR_END: answer

    /// Sends one message.
    async fn tell(&mut self, message: Message) -> anyhow::Result<()> {
        timeout(SEND_WITHIN, self.socket.send(message)).await??;
        Ok(())
    }

    /// Closes, and reads until the answer.
    async fn say_goodbye(&mut self, code: u16, reason: &'static str) -> anyhow::Result<()> {
        let frame = CloseFrame { code, reason: reason.into() };
        self.tell(Message::Close(Some(frame))).await?;
        let rest = async { while let Some(Ok(_)) = self.socket.recv().await {} };
        Ok(timeout(GOODBYE_WITHIN, rest).await?)
    }
}

fn is_id(id: &str) -> bool {
    (8..=40).contains(&id.len())
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

fn why_refused(id: Option<&str>, text: Option<&str>, in_budget: bool) -> Option<&'static str> {
    let Some(_) = id else { return Some("A message needs an id of 8 to 40 characters") };
    match text {
        None => Some("A message must be text"),
        Some(text) if text.trim().is_empty() => Some("A message must not be empty"),
        Some(text) if text.encode_utf16().count() > MAX_TEXT => Some("Longer than 500 characters"),
        Some(_) if !in_budget => Some("Too many messages, wait a second"),
        Some(_) => None,
    }
}
