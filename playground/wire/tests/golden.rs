//! Whole conversations and the units that they must give, as JSON files that the JavaScript tests read too.
//! `WIRE_BLESS=1 cargo test -p wire --test golden` writes them anew; look at the difference before you commit it.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
#[path = "common/conversations.rs"]
mod conversations;

use std::{env, fs, path::PathBuf};

use common::{Feed, assert_fields, assert_tiles, decode};
use serde_json::{Value, json};

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures").join(format!("{name}.json"))
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// `{"about", "feeds": [{"direction", "hex"}], "units": [...]}`; both directions end after the last feed.
fn fixture(about: &str, feeds: &[Feed]) -> Value {
    let units = decode(feeds);
    assert_tiles(feeds, &units);
    units.iter().for_each(assert_fields);
    let feeds: Vec<Value> = feeds
        .iter()
        .map(|(direction, bytes)| json!({ "direction": direction, "hex": hex(bytes) }))
        .collect();
    json!({ "about": about, "feeds": feeds, "units": units })
}

/// The fixture with a line for each feed and each unit.
fn lines(fixture: &Value) -> String {
    let list = |name: &str| {
        let items: Vec<String> =
            fixture[name].as_array().unwrap().iter().map(Value::to_string).collect();
        items.join(",\n")
    };
    let about = &fixture["about"];
    format!(
        "{{\"about\":{about},\n\"feeds\":[\n{}\n],\n\"units\":[\n{}\n]}}\n",
        list("feeds"),
        list("units")
    )
}

#[test]
fn conversations_give_their_golden_units() {
    let bless = env::var_os("WIRE_BLESS").is_some();
    for (name, about, feeds) in conversations::all() {
        let found = fixture(about, &feeds);
        if bless {
            fs::write(path(name), lines(&found)).unwrap();
        }
        let text = fs::read_to_string(path(name))
            .unwrap_or_else(|error| panic!("{name}: {error}; run with WIRE_BLESS=1"));
        let golden: Value = serde_json::from_str(&text).unwrap();
        for (index, unit) in golden["units"].as_array().unwrap().iter().enumerate() {
            assert_eq!(unit, &found["units"][index], "{name}, unit {index}");
        }
        assert_eq!(golden, found, "{name}");
    }
}

#[test]
fn no_fixture_is_left_over() {
    let names: Vec<String> =
        conversations::all().iter().map(|(name, ..)| format!("{name}.json")).collect();
    for entry in fs::read_dir(path("x").parent().unwrap()).unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        assert!(names.contains(&file), "{file} has no conversation");
    }
}
