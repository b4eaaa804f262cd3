//! The browser draws the units of `playground/wire/fixtures` too, and `e2e/unit-view.spec.js` compares what it draws with
//! the files that are tested here. `BLESS=1 cargo test -p mdbook-live` writes them anew.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use wire::{Conversation, Direction, Unit};

use super::bytes_of_hex;
use super::unit::{Frame, unit_html};

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../playground/wire/fixtures");
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect()
}

/// Everything that the fixture's bytes are.
fn units(fixture: &Value) -> Vec<Unit> {
    let mut conversation = Conversation::new();
    let mut units = Vec::new();
    for feed in fixture["feeds"].as_array().unwrap() {
        let direction = match feed["direction"].as_str().unwrap() {
            "client_to_server" => Direction::ClientToServer,
            _ => Direction::ServerToClient,
        };
        let bytes = bytes_of_hex(feed["hex"].as_str().unwrap()).unwrap();
        units.extend(conversation.feed(direction, &bytes));
    }
    units.extend(conversation.finish(Direction::ClientToServer));
    units.extend(conversation.finish(Direction::ServerToClient));
    units
}

/// A line for each unit. Every second one has ids.
fn drawn(fixture: &Value) -> String {
    let mut lines = String::new();
    for (index, unit) in units(fixture).iter().enumerate() {
        let id = if index % 2 == 0 { format!("unit-{index}") } else { String::new() };
        lines += &unit_html(unit, &id, &Frame::Plain).unwrap();
        lines += "\n";
    }
    lines
}

#[test]
fn units_look_as_in_the_files_that_the_browser_is_compared_with() {
    let fixtures = fixtures();
    assert!(fixtures.len() >= 7, "{fixtures:?}");
    for path in fixtures {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let golden =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/units").join(format!("{name}.html"));
        let found = drawn(&serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap());
        if std::env::var_os("BLESS").is_some() {
            fs::create_dir_all(golden.parent().unwrap()).unwrap();
            fs::write(&golden, &found).unwrap();
        }
        let expected = fs::read_to_string(&golden).unwrap_or_default();
        for (index, line) in found.lines().enumerate() {
            let expected = expected.lines().nth(index);
            assert_eq!(expected, Some(line), "{name}, unit {index}; BLESS=1 writes it anew");
        }
        assert_eq!(expected.lines().count(), found.lines().count(), "{name}");
    }
}
