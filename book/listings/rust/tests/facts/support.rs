//! A listing as a running process, and clients for it.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use futures_util::StreamExt;
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::StatusCode;
use tokio_tungstenite::tungstenite::http::header::{HeaderValue, ORIGIN};
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// A test that waits longer than this for a message has failed.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) type Client = WebSocketStream<TcpStream>;

/// A server listing on a free port; dropping it ends the process.
pub(crate) struct Server {
    process: Child,
    /// `127.0.0.1:PORT`
    pub(crate) address: String,
}

impl Server {
    pub(crate) fn start(program: &str) -> Self {
        let mut process = Command::new(program)
            .arg("127.0.0.1:0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let address = line.trim().strip_prefix("Listening on ws://").unwrap().to_owned();
        Self { process, address }
    }

    pub(crate) fn url(&self) -> String {
        format!("ws://{}/", self.address)
    }

    pub(crate) async fn connect(&self) -> Client {
        let tcp = TcpStream::connect(&self.address).await.unwrap();
        self.handshake(tcp, None).await.unwrap()
    }

    /// The status that a page of this origin gets as the answer.
    pub(crate) async fn status_for(&self, origin: &'static str) -> StatusCode {
        let tcp = TcpStream::connect(&self.address).await.unwrap();
        match self.handshake(tcp, Some(origin)).await {
            Ok(_) => StatusCode::SWITCHING_PROTOCOLS,
            Err(Error::Http(answer)) => answer.status(),
            Err(error) => panic!("no HTTP answer: {error}"),
        }
    }

    pub(crate) async fn handshake(
        &self,
        tcp: TcpStream,
        origin: Option<&'static str>,
    ) -> Result<Client, Error> {
        let mut request: Request = self.url().into_client_request()?;
        if let Some(origin) = origin {
            request.headers_mut().insert(ORIGIN, HeaderValue::from_static(origin));
        }
        client_async(request, tcp).await.map(|(client, _)| client)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Both fail only when the process has ended already.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The next message; `None` after the closing handshake.
pub(crate) async fn next(client: &mut Client) -> Option<Result<Message, Error>> {
    timeout(PATIENCE, client.next()).await.expect("a message in time")
}

/// The next message, which is text.
pub(crate) async fn text(client: &mut Client) -> String {
    match next(client).await {
        Some(Ok(Message::Text(text))) => text.as_str().to_owned(),
        other => panic!("expected text, got {other:?}"),
    }
}

/// Reads to the end and returns the close code as RFC 6455 section 7.1.5 has
/// it: 1005 for a close frame without a code, 1006 for no close frame.
pub(crate) async fn close_code(client: &mut Client) -> u16 {
    let mut code = 1006;
    while let Some(Ok(message)) = next(client).await {
        if let Message::Close(frame) = message {
            code = frame.map_or(1005, |frame| frame.code.into());
        }
    }
    code
}
