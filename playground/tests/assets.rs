//! The book from a folder, as `--book DIR` serves it.

use std::fs;

use playground::{Config, Server};
use tempfile::TempDir;

use crate::common::{Answer, RawClient, TestServer};

const PAGE: &str =
    "<!DOCTYPE html><title>Start</title><p>A page that is long enough to be worth compressing.</p>";

/// A folder with a small book, beside a file that is nobody's business.
fn book() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    fs::create_dir_all(book.join("css")).unwrap();
    for (name, content) in [
        ("index.html", PAGE),
        ("start.html", PAGE),
        ("404.html", "<!DOCTYPE html><title>Not here</title>"),
        ("loader-0123abcd.js", "console.log('loader')"),
        ("css/chrome.css", "body { margin: 0 }"),
    ] {
        fs::write(book.join(name), content).unwrap();
    }
    fs::write(folder.path().join("secret.txt"), "secret").unwrap();
    folder
}

async fn serve(folder: &TempDir) -> TestServer {
    TestServer::with(|config| config.book = Some(folder.path().join("book"))).await
}

#[tokio::test]
async fn serves_the_book_at_the_root() {
    let folder = book();
    let server = serve(&folder).await;
    for (path, content_type, body) in [
        ("/", "text/html", PAGE),
        ("/start.html", "text/html", PAGE),
        ("/css/chrome.css", "text/css", "body { margin: 0 }"),
    ] {
        let answer = server.get(path).await;
        assert_eq!((answer.status.as_u16(), answer.text()), (200, body), "{path}");
        assert!(answer.header("content-type").starts_with(content_type), "{path}");
        assert_eq!(answer.header("cache-control"), "no-cache", "{path}");
    }
    assert_eq!(server.get("/about.json").await.json()["book"], true);
}

#[tokio::test]
async fn only_files_with_a_hash_in_their_name_are_kept_for_ever() {
    let folder = book();
    let server = serve(&folder).await;
    let hashed = server.get("/loader-0123abcd.js").await;
    assert_eq!(hashed.header("cache-control"), "public, max-age=31536000, immutable");
    assert_eq!(server.get("/gone-0123abcd.js").await.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn a_page_that_does_not_exist_is_the_books_own_404() {
    let folder = book();
    let server = serve(&folder).await;
    let missing = server.get("/nothing/here.html").await;
    assert_eq!(
        (missing.status.as_u16(), missing.text()),
        (404, "<!DOCTYPE html><title>Not here</title>")
    );
    fs::remove_file(folder.path().join("book/404.html")).unwrap();
    let missing = server.get("/nothing/here.html").await;
    assert_eq!(
        (missing.status.as_u16(), missing.text()),
        (404, "There is no such page. The book begins at /.\n")
    );
}

#[tokio::test]
async fn nothing_outside_the_book_is_served() {
    let folder = book();
    let server = serve(&folder).await;
    for path in [
        "/../secret.txt",
        "/css/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "//../secret.txt",
    ] {
        let mut client = RawClient::connect(server.address).await;
        client
            .send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
            .await;
        let answer = String::from_utf8(client.rest().await).unwrap();
        assert!(answer.starts_with("HTTP/1.1 404 "), "{path}: {answer}");
        assert!(!answer.contains("secret"), "{path}: {answer}");
    }
}

/// The tag by which a browser asks again.
fn tag(answer: &Answer) -> String {
    let tag = answer.header("etag");
    assert!(!tag.is_empty());
    tag.to_owned()
}

#[tokio::test]
async fn an_unchanged_file_is_not_sent_twice() {
    let folder = book();
    let server = serve(&folder).await;
    let tag = tag(&server.get("/start.html").await);
    let again = server.request("GET", "/start.html").header("if-none-match", &tag).send().await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    fs::write(folder.path().join("book/start.html"), "<p>Changed</p>").unwrap();
    let changed = server.request("GET", "/start.html").header("if-none-match", &tag).send().await;
    assert_eq!((changed.status.as_u16(), changed.text()), (200, "<p>Changed</p>"));
}

#[tokio::test]
async fn compresses_for_who_can_read_it() {
    let folder = book();
    let server = serve(&folder).await;
    let packed = server.request("GET", "/").header("accept-encoding", "gzip").send().await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_eq!(packed.body[..2], [0x1f, 0x8b]);
    assert_eq!(server.get("/").await.header("content-encoding"), "");
}

#[tokio::test]
async fn head_has_no_body() {
    let folder = book();
    let server = serve(&folder).await;
    let head = server.request("HEAD", "/").send().await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
}

#[tokio::test]
async fn a_book_folder_that_does_not_exist_is_told_at_once() {
    let folder = book();
    let missing = folder.path().join("no-such-folder");
    let listen = "127.0.0.1:0".parse().unwrap();
    let error = Server::bind(Config { listen, book: Some(missing), ..Config::default() })
        .await
        .err()
        .unwrap();
    assert!(error.to_string().ends_with("no-such-folder: there is no such folder."), "{error}");
}

#[tokio::test]
async fn a_port_that_is_taken_is_told_with_a_way_out() {
    let server = TestServer::start().await;
    let error =
        Server::bind(Config { listen: server.address, ..Config::default() }).await.err().unwrap();
    assert!(error.to_string().contains("Perhaps a playground runs already."), "{error}");
}

#[tokio::test]
async fn the_pages_of_the_socket_io_listings_are_served_unchanged_and_nothing_beside_them() {
    let server = TestServer::start().await;
    for listing in ["socketio-v0", "socketio-v1"] {
        let page = format!("../book/listings/node/{listing}/public/index.html");
        let page = fs::read_to_string(page).unwrap();
        for path in ["", "index.html"] {
            let answer = server.get(&format!("/listings/node/{listing}/public/{path}")).await;
            assert_eq!((answer.status.as_u16(), answer.text()), (200, page.as_str()));
            assert!(answer.header("content-type").starts_with("text/html"));
        }
        for path in
            ["server.js", "server.mjs", "public/../server.mjs", "public/%2e%2e%2fserver.mjs"]
        {
            let answer = server.get(&format!("/listings/node/{listing}/{path}")).await;
            assert_eq!(answer.status.as_u16(), 404, "{path}");
        }
    }
    let nowhere = server.get("/listings/node/ws-v0/public/index.html").await;
    assert!(nowhere.text().contains("There are /listings/node/socketio-v0/public/index.html"));
}
