//! The command as mdBook starts it: `supports RENDERER`, then a book through stdin and stdout.

use std::io::Write;
use std::process::{Command, Output, Stdio};

use crate::sandbox::{Sandbox, book};
use mdbook_preprocessor::book::Book;

fn command() -> Command {
    Command::new(env!("CARGO_BIN_EXE_mdbook-live"))
}

/// Sends `input` to the command, as mdBook sends `[context, book]`.
fn send(input: &[u8]) -> Output {
    let mut child = command()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn supports_html_and_nothing_else() {
    assert!(command().args(["supports", "html"]).status().unwrap().success());
    assert!(!command().args(["supports", "latex"]).status().unwrap().success());
}

#[test]
fn renders_a_book_with_the_configured_playground() {
    let mut context = Sandbox::new().context();
    context.config.set("preprocessor.live.playground", "http://192.168.1.2:4000/").unwrap();
    let input = serde_json::to_vec(&(context, book(&[("a.md", "{{#demo echo}}\n")]))).unwrap();
    let output = send(&input);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let book: Book = serde_json::from_slice(&output.stdout).unwrap();
    let chapter = book.chapters().next().unwrap();
    assert!(
        chapter
            .content
            .contains("<live-echo class=\"bench\" data-playground=\"http://192.168.1.2:4000\"")
    );
}

#[test]
fn tells_problems_on_stderr_and_fails() {
    let input = (Sandbox::new().context(), book(&[("a.md", "\n{{#demo ecko}}\n")]));
    let output = send(&serde_json::to_vec(&input).unwrap());
    assert!(!output.status.success());
    assert!(output.stdout.is_empty());
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("book/src/a.md:2: unknown demo `ecko`"), "{told}");
}

#[test]
fn refuses_an_address_that_is_none() {
    let mut context = Sandbox::new().context();
    context.config.set("preprocessor.live.playground", "localhost").unwrap();
    let output = send(&serde_json::to_vec(&(context, book(&[]))).unwrap());
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("expected an address such as"));
}

#[test]
fn says_what_it_expects_instead_of_no_book() {
    let output = send(b"hello");
    assert!(!output.status.success());
    assert!(String::from_utf8(output.stderr).unwrap().contains("expected mdBook 0.5's JSON"));
}
