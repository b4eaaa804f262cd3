//! Who may talk to the server: Origin, Host, CORS.

use crate::common::{RawClient, TestServer};

/// The status of a WebSocket handshake from a page of `origin`.
async fn handshake(server: &TestServer, path: &str, origin: &str) -> (u16, String) {
    let mut client = RawClient::connect(server.address).await;
    let request = client.handshake(path, &[("Origin", origin)]);
    client.send(request).await;
    let head = client.head().await;
    let status = head[9..12].parse().unwrap();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
    (status, String::from_utf8(client.read(length.parse().unwrap()).await).unwrap())
}

const PATHS: [&str; 4] = ["/ws/echo", "/ws/hello", "/ws/broadcast/lobby", "/ws/restaurant"];

#[tokio::test]
async fn programs_near_pages_and_allowed_pages_may_open_every_websocket() {
    let server = TestServer::with(|config| {
        config.allow_origins = vec!["https://book.example".parse().unwrap()];
    })
    .await;
    let own = format!("http://{}", server.address);
    for path in PATHS {
        for origin in [
            "",
            &own,
            "http://127.0.0.1:3000",
            "http://localhost:3000",
            "https://localhost",
            "http://[::1]:8080",
            "https://book.example",
        ] {
            assert_eq!(handshake(&server, path, origin).await.0, 101, "{origin:?} at {path}");
        }
    }
}

#[tokio::test]
async fn foreign_pages_are_refused_with_a_sentence() {
    let server = TestServer::start().await;
    for path in PATHS {
        for origin in [
            "https://evil.example",
            "http://localhost.evil.example",
            "http://192.168.1.20:3000",
            "file://",
            "x",
        ] {
            let (status, body) = handshake(&server, path, origin).await;
            assert_eq!(status, 403, "{origin} at {path}");
            assert!(body.contains(&format!("--allow-origin {origin}")), "{body}");
        }
    }
}

#[tokio::test]
async fn the_same_host_on_any_port_is_near_when_a_teacher_serves_a_lan() {
    let server = TestServer::start().await;
    for (origin, status) in [("http://192.168.1.20:3000", 101), ("http://192.168.1.21:3000", 403)] {
        let mut client = RawClient::connect(server.address).await;
        let request =
            client.handshake("/ws/echo", &[("Host", "192.168.1.20:4000"), ("Origin", origin)]);
        client.send(request).await;
        let head = client.head().await;
        assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{origin}: {head}");
    }
}

#[tokio::test]
async fn null_may_use_only_what_carries_no_authority() {
    let server = TestServer::start().await;
    for (path, status) in [
        ("/ws/echo", 101),
        ("/ws/hello", 101),
        ("/ws/broadcast/lobby", 403),
        ("/ws/restaurant", 403),
        ("/race/x/ws", 403),
    ] {
        let (answered, body) = handshake(&server, path, "null").await;
        assert_eq!(answered, status, "{path}");
        assert_eq!(status == 403, body.contains("The origin `null`"), "{path}: {body}");
    }
    for (path, status) in
        [("/about.json", 200), ("/healthz", 200), ("/race/x", 403), ("/restaurant/orders/x", 403)]
    {
        let answer = server.request("GET", path).header("origin", "null").send().await;
        assert_eq!(answer.status, status, "{path}");
    }
}

#[tokio::test]
async fn a_foreign_host_is_refused_everywhere() {
    let server = TestServer::with(|config| {
        config.allow_hosts = vec!["classroom.example".parse().unwrap()];
        config.allow_origins = vec!["https://book.example".parse().unwrap()];
    })
    .await;
    for path in ["/", "/about.json", "/assets/widgets.js", "/ws/echo", "/race/x"] {
        let answer = server.request("GET", path).header("host", "evil.example:4000").send().await;
        assert_eq!(answer.status, 403, "{path}");
        assert!(answer.text().contains("--allow-host evil.example"), "{path}: {}", answer.text());
    }
    for host in [
        "localhost",
        "127.0.0.1:4000",
        "[::1]:4000",
        "192.168.1.20:4000",
        "classroom.example:4000",
        "book.example",
    ] {
        let answer = server.request("GET", "/healthz").header("host", host).send().await;
        assert_eq!(answer.status, 200, "{host}");
    }
}

#[tokio::test]
async fn a_request_without_a_host_or_with_two_is_refused() {
    let server = TestServer::start().await;
    for request in
        ["GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n"]
    {
        let mut client = RawClient::connect(server.address).await;
        client.send(request).await;
        let head = client.head().await;
        assert!(head.starts_with("HTTP/1.1 400 "), "{head}");
    }
    let mut client = RawClient::connect(server.address).await;
    client.send("GET http://evil.example/ HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    assert!(client.head().await.starts_with("HTTP/1.1 403 "));
}

#[tokio::test]
async fn near_pages_may_read_the_answers_and_foreign_ones_may_not() {
    let server = TestServer::start().await;
    for path in ["/about.json", "/race/x", "/restaurant/orders/x", "/assets/no-such-file.js"] {
        let near =
            server.request("GET", path).header("origin", "http://localhost:3000").send().await;
        assert_eq!(near.header("access-control-allow-origin"), "http://localhost:3000", "{path}");
        assert_eq!(
            near.header("vary").contains("origin"),
            near.headers.get_all("vary").iter().count() == 1,
            "{path}"
        );
        let foreign =
            server.request("GET", path).header("origin", "https://evil.example").send().await;
        assert_eq!(
            (foreign.status.as_u16(), foreign.header("access-control-allow-origin")),
            (403, ""),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_preflight_allows_what_the_demos_send() {
    let server = TestServer::start().await;
    let ask = |origin: &str| {
        server
            .request("OPTIONS", "/race/x")
            .header("origin", origin)
            .header("access-control-request-method", "PATCH")
            .header("access-control-request-headers", "content-type")
            .header("access-control-request-private-network", "true")
            .send()
    };
    let near = ask("http://localhost:3000").await;
    assert_eq!(near.status, 200);
    assert_eq!(near.header("access-control-allow-origin"), "http://localhost:3000");
    assert_eq!(near.header("access-control-allow-methods"), "GET,POST,PUT,PATCH,DELETE");
    assert_eq!(near.header("access-control-allow-headers"), "content-type,last-event-id");
    assert_eq!(near.header("access-control-allow-private-network"), "true");
    assert_eq!(ask("https://evil.example").await.status, 403);
}
