//! `/tap`: what it shows is what crossed the connection, and only to whom it belongs.

mod bounds;
mod bytes;
mod counts;
mod exchanges;
mod privacy;
mod socketio;

use std::collections::VecDeque;

use serde_json::{Value, json};

use crate::common::{TestServer, WsClient};

pub(crate) const ADA: &str = "0123456789abcdef0123456789abcdef";
pub(crate) const BO: &str = "ffffffffffffffffffffffffffffffff";

/// A page that watches.
pub(crate) struct Tap {
    socket: WsClient,
    /// Told, and not looked at yet.
    told: VecDeque<Value>,
}

/// All that was told of one exchange, to its end.
#[derive(Debug, Default)]
struct Shown {
    events: Vec<Value>,
    end: Value,
}

impl Tap {
    async fn open(server: &TestServer) -> Self {
        Self { socket: WsClient::open(server, "/tap").await, told: VecDeque::new() }
    }

    /// A page that watches one token.
    pub(crate) async fn on(server: &TestServer, token: &str) -> Self {
        let mut tap = Self::open(server).await;
        tap.watch(token).await;
        tap
    }

    pub(crate) async fn say(&mut self, what: &str, token: &str) {
        self.socket.send_text(&json!({"type": what, "token": token}).to_string()).await;
    }

    pub(crate) async fn watch(&mut self, token: &str) {
        self.watch_with(token, "units").await;
    }

    async fn watch_with(&mut self, token: &str, detail: &str) {
        let said = json!({"type": "watch", "token": token, "detail": detail});
        self.socket.send_text(&said.to_string()).await;
        assert_eq!(self.event().await, json!({"type": "watching", "token": token}));
    }

    pub(crate) async fn event(&mut self) -> Value {
        while self.told.is_empty() {
            let Value::Array(events) = self.socket.json().await else { panic!("not an array") };
            self.told.extend(events);
        }
        self.told.pop_front().unwrap()
    }

    /// The next exchange that ends, if others do not come in between.
    async fn exchange(&mut self) -> Shown {
        let mut shown = Shown::default();
        loop {
            let event = self.event().await;
            if event["type"] == "ended" {
                shown.end = event;
                for event in &shown.events {
                    for key in ["token", "connection", "exchange"] {
                        assert_eq!(event[key], shown.end[key], "{event}");
                    }
                }
                return shown;
            }
            shown.events.push(event);
        }
    }
}

impl Shown {
    fn of_type<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Value> {
        self.events.iter().filter(move |event| event["type"] == name)
    }

    fn units(&self) -> impl Iterator<Item = &Value> {
        self.of_type("unit").map(|event| &event["unit"])
    }

    fn kinds(&self, direction: &str) -> Vec<&str> {
        let units = self.units().filter(|unit| unit["direction"] == direction);
        units.map(|unit| unit["kind"].as_str().unwrap()).collect()
    }

    /// The bytes of one direction, put together from its units; its reads have the same length.
    fn bytes(&self, direction: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        let wire = self.units().filter(|unit| unit["layer"] == "wire");
        for unit in wire.filter(|unit| unit["direction"] == direction) {
            assert_eq!(unit["span"][0], bytes.len(), "no gap, no overlap: {unit}");
            bytes.extend(from_hex(unit["bytes"].as_str().unwrap()));
            assert_eq!(unit["span"][1], bytes.len(), "{unit}");
        }
        let mut read = 0;
        for event in self.of_type("read").filter(|event| event["direction"] == direction) {
            assert_eq!(event["span"][0], read, "{event}");
            read = event["span"][1].as_u64().unwrap();
        }
        assert_eq!(read, bytes.len() as u64, "every read is shown, and nothing else");
        bytes
    }

    fn up(&self) -> Vec<u8> {
        self.bytes("client_to_server")
    }

    fn down(&self) -> Vec<u8> {
        self.bytes("server_to_client")
    }

    /// The proof: these are the bytes that the client itself has seen.
    #[track_caller]
    fn assert_is(&self, sent: &[u8], received: &[u8]) {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!((text(&self.up()), text(&self.down())), (text(sent), text(received)));
        assert_eq!((&self.up()[..], &self.down()[..]), (sent, received));
        assert_eq!(self.end["up"], sent.len());
        assert_eq!(self.end["down"], received.len());
        assert_eq!(self.end["dropped"], 0);
        let counts = self.of_type("counts").last().unwrap();
        assert_eq!(counts["up"]["bytes"], sent.len());
        assert_eq!(counts["down"]["bytes"], received.len());
        let times: Vec<u64> =
            self.events.iter().map(|event| event["at_us"].as_u64().unwrap()).collect();
        assert!(times.is_sorted(), "{times:?}");
    }
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits = text.as_bytes().chunks(2);
    digits.map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap()).collect()
}

impl Tap {
    /// The exchange of a client that has read to the end: it is what the client has sent and received.
    async fn exchange_when(&mut self, client: crate::common::RawClient) -> Shown {
        let (sent, received) = (client.sent.clone(), client.received.clone());
        // The server waits for this before it lets the connection go.
        drop(client);
        let shown = self.exchange().await;
        shown.assert_is(&sent, &received);
        shown
    }
}
