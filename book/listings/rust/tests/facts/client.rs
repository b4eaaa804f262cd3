use std::process::{Output, Stdio};

use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::support::{PATIENCE, Server};

const ECHO: &str = env!("CARGO_BIN_EXE_echo_tungstenite");

fn start(url: &str, lines: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_client_tungstenite"))
        .arg(url)
        .args(lines)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

async fn finished(client: Child) -> Output {
    timeout(PATIENCE, client.wait_with_output()).await.expect("the client to end").unwrap()
}

fn assert_answered(output: &Output) {
    assert!(output.status.success(), "{output:?}");
    let answers = "Hello from the server!\nYou said: one\nYou said: two\n";
    assert_eq!(String::from_utf8_lossy(&output.stdout), answers);
}

#[tokio::test]
async fn sends_its_arguments_and_prints_the_answers() {
    let server = Server::start(ECHO);
    assert_answered(&finished(start(&server.url(), &["one", "two"])).await);
}

#[tokio::test]
async fn sends_the_lines_of_its_standard_input() {
    let server = Server::start(ECHO);
    let mut client = start(&server.url(), &[]);
    client.stdin.take().unwrap().write_all(b"one\ntwo\n").await.unwrap();
    assert_answered(&finished(client).await);
}

#[tokio::test]
async fn says_why_the_server_closed_and_does_not_wait_for_more_input() {
    let server = Server::start(ECHO);
    let mut client = start(&server.url(), &[]);
    let mut typed = client.stdin.take().unwrap(); // stays open
    // More than the buffers on the way: still being sent when the server closes.
    let line = format!("{}\n", "x".repeat(16 * 1024 * 1024));
    typed.write_all(line.as_bytes()).await.unwrap();
    let output = finished(client).await;
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains("Closed by the server: Longer than 64 KiB (1009)"), "{said}");
    drop(typed);
}

#[tokio::test]
async fn fails_with_a_sentence_when_nobody_listens() {
    let server = Server::start(ECHO);
    let url = server.url();
    drop(server);
    let output = finished(start(&url, &["hi"])).await;
    assert!(!output.status.success());
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(said.contains(&format!("cannot connect to {url}")), "{said}");
}
