//! One HTTP request on a connection of its own.

use std::net::SocketAddr;

use http_body_util::{BodyExt, Full};
use hyper::{
    StatusCode,
    body::{Bytes, Incoming},
    header::{HeaderMap, HeaderName},
};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

use super::soon;

pub(crate) struct Request {
    address: SocketAddr,
    builder: http::request::Builder,
    body: Bytes,
}

impl Request {
    pub(super) fn new(address: SocketAddr, method: &str, path: &str) -> Self {
        let mut builder = http::Request::builder().method(method).uri(path);
        let host = address.to_string().parse().unwrap();
        builder.headers_mut().unwrap().insert("host", host);
        Self { address, builder, body: Bytes::new() }
    }

    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        let headers = self.builder.headers_mut().unwrap();
        headers.insert(HeaderName::from_static(name), value.parse().unwrap());
        self
    }

    pub(crate) fn json(self, body: &str) -> Self {
        let mut this = self.header("content-type", "application/json");
        this.body = Bytes::copy_from_slice(body.as_bytes());
        this
    }

    /// Sends `body` without a type, as the text that it is.
    pub(crate) fn body(mut self, body: &str) -> Self {
        self.body = Bytes::copy_from_slice(body.as_bytes());
        self
    }

    pub(crate) async fn send(self) -> Answer {
        let (head, mut body) = self.open().await;
        let mut bytes = Vec::new();
        while let Some(frame) = soon("the body", body.frame()).await {
            bytes.extend_from_slice(frame.unwrap().data_ref().unwrap());
        }
        Answer { status: head.status, headers: head.headers, body: bytes }
    }

    /// The head, and the body as it comes.
    pub(crate) async fn open(self) -> (http::response::Parts, Incoming) {
        let stream = TcpStream::connect(self.address).await.unwrap();
        let (mut sender, connection) =
            hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        let request = self.builder.body(Full::new(self.body)).unwrap();
        let response = soon("an answer", sender.send_request(request)).await.unwrap();
        response.into_parts()
    }
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// A header's value, or "" if it is not there.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.body).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The sentence of a JSON endpoint's refusal.
    pub(crate) fn error(&self) -> String {
        self.json()["error"].as_str().unwrap().to_owned()
    }
}
