//! A silent peer is pinged, then given up.

use std::time::Duration;

use crate::common::{Frame, RawClient, TestServer};

const PING: u8 = 0x89;
const CLOSE: u8 = 0x88;

#[tokio::test]
async fn a_peer_that_does_not_answer_pings_is_closed() {
    let server = TestServer::with_limits(|limits| {
        limits.ping_seconds = Duration::from_millis(20);
        limits.idle_seconds = Duration::from_millis(200);
    })
    .await;
    let mut client = RawClient::open(server.address, "/ws/echo").await;
    let mut pings = 0;
    let last = loop {
        let frame = client.frame().await;
        if frame != (Frame { first: PING, payload: vec![] }) {
            break frame;
        }
        pings += 1;
    };
    assert!(pings > 0, "pinged before it is given up");
    assert_eq!(last.first, CLOSE);
    assert_eq!(
        last.payload,
        [&1008_u16.to_be_bytes()[..], b"No sign of life, not even an answer to a ping."].concat()
    );
    assert_eq!(client.rest().await, b"");
}

#[tokio::test]
async fn a_peer_that_answers_pings_stays() {
    let server =
        TestServer::with_limits(|limits| limits.ping_seconds = Duration::from_millis(20)).await;
    let mut client = RawClient::open(server.address, "/ws/echo").await;
    for _ in 0..5 {
        assert_eq!(client.frame().await, Frame { first: PING, payload: vec![] });
        client.send_frame(0x8a, b"").await;
    }
    client.send_frame(0x81, b"still here").await;
    let echo = loop {
        let frame = client.frame().await;
        if frame.first != PING {
            break frame;
        }
    };
    assert_eq!(echo.payload, b"still here");
}
