//! `/ws/firehose`: numbered messages, made faster than a slow reader takes them, and what becomes of them.
//!
//! ```text
//! Page, control                                   Server
//!   |--- GET /ws/firehose ------------------------->|
//!   |<-- {"type":"hose","id":"…"} ------------------|  made when the control opens, gone with it
//!   |--- {"rate":200,"policy":"drop-oldest"} ------>|  at any time; what is not named stays
//!   |<-- {"type":"gauge","made":…,"sent":…} --------|  ten times a second
//!
//! Page, data                                      Server
//!   |--- GET /ws/firehose/{id} -------------------->|  one reader a hose; with it the making begins
//!   |<-- {"number":1,"at_ms":…,"payload":"abc"} ----|
//!   |<-- Close 1013 --------------------------------|  the policy "disconnect", and the queue was full
//! ```
//!
//! A message that was made and not dropped is in one of these places, in this order:
//!
//! | Place | Its bound | Who can see it |
//! |---|---|---|
//! | the hose's queue | `queue` messages | the gauge: `queued`, `queued_bytes` |
//! | the session's outgoing buffer | 16 KiB and one message | nobody; the gauge calls it `sent` |
//! | both kernels' socket buffers, and the line | some MiB, as the systems choose | nobody here; `sent` |
//! | the browser | as it chooses | nobody; `sent` |
//! | the page | | the page, which subtracts what it has from `sent` |
//!
//! So the queue begins to fill only when all that stands behind it is full. 1013 says "try again later", as in a room of
//! `broadcast`: the reader did nothing forbidden, which would be 1008.

mod hose;
mod memory;
mod queue;
mod settings;

use std::{sync::Arc, time::Duration};

use axum::{
    extract::{Path, State},
    response::Response,
};
use http::StatusCode;
use serde::Serialize;
use tokio::time::{self, MissedTickBehavior};

pub(crate) use hose::Hoses;
use hose::{Gauge, Maker, Over, Reading};

use crate::{
    config::Limits,
    error::Refusal,
    message::Data,
    websocket::{CloseCode, Endpoint, Handshake, Session},
};

/// How often the gauge is told: as often as a bar has to move to look alive.
const GAUGE_EVERY: Duration = Duration::from_millis(100);

/// All that the server says to the control.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Told<'a> {
    /// First of all.
    Hose { id: &'a str },
    Gauge {
        #[serde(flatten)]
        gauge: Gauge,
        /// What the whole playground holds in memory, where the system tells.
        resident_bytes: Option<u64>,
    },
    /// The wish before was not fulfilled.
    Refused { reason: String },
}

/// `GET /ws/firehose`
pub(crate) async fn control(
    State(hoses): State<Arc<Hoses>>,
    State(limits): State<Arc<Limits>>,
    handshake: Handshake,
) -> Result<Response, Refusal> {
    let maker = hoses.open().ok_or_else(|| {
        Refusal::busy(
            "As many hoses run as this playground can feed. Wait until one is turned off.",
        )
    })?;
    Ok(handshake.accept(Control { maker, lifetime: limits.hose_seconds }))
}

struct Control {
    maker: Maker,
    lifetime: Duration,
}

impl Endpoint for Control {
    async fn talk(mut self, session: &mut Session) {
        let lifetime = self.lifetime;
        if time::timeout(lifetime, self.run(session)).await.is_err() {
            let reason = format!("A hose runs for {} s. Open another.", lifetime.as_secs());
            session.close(CloseCode::Normal, &reason);
        }
    }
}

impl Control {
    async fn run(&mut self, session: &mut Session) {
        let mut told = session.send(Data::json(&Told::Hose { id: self.maker.id() })).await;
        let mut ticks = time::interval(GAUGE_EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while told.is_ok() {
            told = tokio::select! {
                said = session.receive() => match said {
                    Some(data) => match settings::apply(&data, self.maker.flow()) {
                        Ok(flow) => {
                            self.maker.set_flow(flow);
                            Ok(())
                        }
                        Err(reason) => session.send(Data::json(&Told::Refused { reason })).await,
                    },
                    None => return,
                },
                _ = ticks.tick() => {
                    let resident_bytes = memory::resident_bytes();
                    session.send(Data::json(&Told::Gauge { gauge: self.maker.gauge(), resident_bytes })).await
                }
                () = self.maker.make() => Ok(()),
            };
        }
    }
}

/// `GET /ws/firehose/{id}`
pub(crate) async fn data(
    State(hoses): State<Arc<Hoses>>,
    Path(id): Path<String>,
    handshake: Handshake,
) -> Result<Response, Refusal> {
    let hose = hoses.get(&id).ok_or_else(|| {
        Refusal::not_found(
            "There is no such hose. It ends with the WebSocket to /ws/firehose that opened it: open another.",
        )
    })?;
    let reading = hose.read().ok_or_else(|| {
        Refusal::new(StatusCode::CONFLICT, "This hose has a reader. Close that WebSocket first.")
    })?;
    Ok(handshake.accept(reading))
}

impl Endpoint for Reading {
    async fn talk(self, session: &mut Session) {
        loop {
            let message = tokio::select! {
                // A reader has nothing to say; what it says is taken and forgotten.
                said = session.receive() => match said {
                    Some(_) => continue,
                    None => return,
                },
                message = self.next() => message,
                over = self.over() => return goodbye(session, over),
            };
            tokio::select! {
                sent = session.send(Data::Text(message)) => if sent.is_err() { return },
                // A slow reader makes `send` wait, and just then it is to be told that it is too slow.
                over = self.over() => return goodbye(session, over),
            }
        }
    }
}

fn goodbye(session: &mut Session, over: Over) {
    match over {
        Over::TooSlow => session
            .close(CloseCode::Again, "You read too slowly: the queue was full. Come back later."),
        Over::Ended => session.close(CloseCode::Normal, "The hose is turned off."),
    }
}
