//! Socket.IO through the public edge, packet by packet. What the official client does is tested with that client.

mod ending;
mod hostile;
mod rooms;
mod sessions;
mod settings;
mod suite;

use serde_json::Value;

use crate::common::{Answer, TestServer, WsClient, soon};

/// An Engine.IO session that polls.
struct Session<'a> {
    server: &'a TestServer,
    address: String,
}

impl<'a> Session<'a> {
    async fn open(server: &'a TestServer) -> Self {
        Self::open_at(server, "/socket.io/").await
    }

    async fn open_at(server: &'a TestServer, path: &str) -> Self {
        let address = format!("{path}?EIO=4&transport=polling");
        let answer = server.get(&address).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let open = opened(answer.text());
        let sid = open["sid"].as_str().unwrap();
        Self { server, address: format!("{address}&sid={sid}") }
    }

    /// A session in the namespace `/echo`, which has said `auth`.
    async fn echoing(server: &'a TestServer) -> Self {
        let session = Self::open(server).await;
        assert_eq!(session.send("40/echo,").await.text(), "ok");
        let packets = session.hears(&["42/echo,"]).await;
        assert!(packets[0].starts_with("40/echo,{"), "{packets:?}");
        assert_eq!(packets[1..], ["42/echo,[\"auth\",{}]"]);
        session
    }

    async fn poll(&self) -> Answer {
        self.server.get(&self.address).await
    }

    /// The packets that a poll brings.
    async fn packets(&self) -> Vec<String> {
        let answer = self.poll().await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.text().split('\x1e').map(str::to_owned).collect()
    }

    /// Polls until a packet has come for each of these beginnings; all that came.
    async fn hears(&self, beginnings: &[&str]) -> Vec<String> {
        let mut heard: Vec<String> = Vec::new();
        for beginning in beginnings {
            while !heard.iter().any(|packet| packet.starts_with(beginning)) {
                heard.extend(self.packets().await);
            }
        }
        heard
    }

    async fn send(&self, packets: &str) -> Answer {
        self.server.request("POST", &self.address).body(packets).send().await
    }

    /// Waits until the server does not know this session any more. By itself it would live longer than we wait.
    async fn is_gone(&self) {
        let gone = async {
            while self.send("").await.status == 200 {}
            assert_eq!(self.send("").await.text(), UNKNOWN_SESSION);
        };
        soon("the end of the session", gone).await;
    }
}

/// Waits until a session can be opened again.
async fn there_is_a_place(server: &TestServer) {
    let opens = async { while server.get(POLLING).await.status != 200 {} };
    soon("a place", opens).await;
}

const POLLING: &str = "/socket.io/?EIO=4&transport=polling";
const WEBSOCKET: &str = "/socket.io/?EIO=4&transport=websocket";
const UNKNOWN_SESSION: &str = r#"{"code":1,"message":"Session ID unknown"}"#;

/// What the packet `0` says.
fn opened(packet: &str) -> Value {
    serde_json::from_str(packet.strip_prefix('0').unwrap()).unwrap()
}

/// A WebSocket on which the session was opened.
async fn websocket(server: &TestServer) -> WsClient {
    let mut client = WsClient::open(server, WEBSOCKET).await;
    opened(&client.text().await);
    client
}

/// A session on a WebSocket, in the namespace `/echo`.
async fn echoing_websocket(server: &TestServer) -> WsClient {
    let mut client = websocket(server).await;
    client.send_text("40/echo,").await;
    assert!(client.text().await.starts_with("40/echo,{"));
    assert_eq!(client.text().await, "42/echo,[\"auth\",{}]");
    client
}

/// The server still works: a new client is echoed, over both transports.
async fn is_well(server: &TestServer) {
    assert_eq!(server.get("/healthz").await.text(), "ok");
    let session = Session::echoing(server).await;
    session.send("42/echo,1[\"message-with-ack\",\"well\"]").await;
    assert_eq!(session.packets().await, ["43/echo,1[\"well\"]"]);
    session.send("1").await;
    let mut client = echoing_websocket(server).await;
    client.send_text("42/echo,2[\"message-with-ack\",\"well\"]").await;
    assert_eq!(client.text().await, "43/echo,2[\"well\"]");
}
