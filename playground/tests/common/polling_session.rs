//! A Socket.IO client over polling, on one kept-alive connection.

use std::collections::VecDeque;

use super::{RawClient, TestServer};

pub(crate) struct PollingSession {
    pub(crate) client: RawClient,
    path: String,
    /// Came, and not looked at yet.
    packets: VecDeque<String>,
}

impl PollingSession {
    /// A session that has said `connect`, a CONNECT packet. `query` is added to all its addresses.
    pub(crate) async fn open(server: &TestServer, query: &str, connect: &str) -> Self {
        let mut client = RawClient::connect(server.address).await;
        let path = format!("/socket.io/?EIO=4&transport=polling{query}");
        let opened = String::from_utf8(client.get(&path).await).unwrap();
        let sid = opened.split('"').nth(3).unwrap();
        let path = format!("{path}&sid={sid}");
        let mut session = Self { client, path, packets: VecDeque::new() };
        session.post(connect).await;
        session
    }

    pub(crate) async fn post(&mut self, packet: &str) {
        let (path, length) = (&self.path, packet.len());
        self.client
            .send(format!(
                "POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {length}\r\n\r\n{packet}"
            ))
            .await;
        assert_eq!(self.client.body().await, b"ok");
    }

    /// Sends a poll, and does not wait for its answer.
    pub(crate) async fn ask(&mut self) {
        self.client.send(format!("GET {} HTTP/1.1\r\nHost: localhost\r\n\r\n", self.path)).await;
    }

    /// The next Engine.IO packet. Pings are answered and shown.
    pub(crate) async fn packet(&mut self) -> String {
        while self.packets.is_empty() {
            self.ask().await;
            let payload = String::from_utf8(self.client.body().await).unwrap();
            self.packets.extend(payload.split('\u{1e}').map(str::to_owned));
        }
        let packet = self.packets.pop_front().unwrap();
        if packet == "2" {
            self.post("3").await;
        }
        packet
    }
}
