//! Tests that read the sources: rules that no compiler knows.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

use walkdir::WalkDir;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("xtask lies in the root").to_path_buf()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// All files below `folder` whose name ends in one of `endings`, as paths from the root, and their text.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let generated = |name: &str| matches!(name, "node_modules" | "target" | "corpus" | "artifacts");
    let entries = WalkDir::new(root().join(folder))
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| !entry.file_name().to_str().is_some_and(generated));
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.expect("a readable folder");
        let path = entry.path().strip_prefix(root()).expect("below the root");
        let path = path.to_string_lossy().replace('\\', "/");
        if entry.file_type().is_file() && endings.iter().any(|ending| path.ends_with(ending)) {
            let text = read(&path);
            found.push((path, text));
        }
    }
    assert!(
        !found.is_empty(),
        "no {endings:?} in {folder}: does this test look in the right place?"
    );
    found
}

/// Words that stand between `before` and the next character that cannot be in a name.
fn names_after<'a>(text: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    text.split(before).skip(1).map(|rest| {
        let end = rest.find(|c: char| !(c.is_alphanumeric() || "_-./".contains(c)));
        &rest[..end.unwrap_or(rest.len())]
    })
}

#[test]
fn mdbook_does_not_build_into_the_lessons() {
    let config = read("book.toml");
    // mdBook empties its destination first, and its default destination is `book`.
    assert!(config.contains("build-dir = \"target/book\""));
    assert!(config.contains("src = \"book/src\""));
}

#[test]
fn every_line_of_the_source_document_is_in_the_book() {
    let mut book = String::new();
    for (_, text) in files("book/src", &[".md"]) {
        book.push_str(&text);
    }
    for folder in ["ws-v0", "socketio-v0"] {
        for (_, text) in files(&format!("book/listings/node/{folder}"), &[".js", ".html"]) {
            book.push_str(&text);
        }
    }
    let lines: BTreeSet<&str> = book.lines().map(str::trim).collect();
    let source = read("book/source/introduction.md");
    // Pictures became drawings of our own, rules and fences are layout.
    let is_layout = |line: &str| line.is_empty() || line == "---" || line.starts_with("```");
    let missing: Vec<&str> = source
        .lines()
        .map(str::trim)
        .filter(|line| !is_layout(line) && !line.starts_with("!["))
        .filter(|line| !lines.contains(line) && !is_heading_of(&lines, line))
        .collect();
    assert!(missing.is_empty(), "not in the book:\n{}", missing.join("\n"));
}

/// A heading may stand at another level than in the source.
fn is_heading_of(lines: &BTreeSet<&str>, line: &str) -> bool {
    let words = |line: &str| line.trim_start_matches('#').trim().to_owned();
    line.starts_with('#') && lines.iter().any(|it| it.starts_with('#') && words(it) == words(line))
}

#[test]
fn the_pictures_of_the_source_are_drawings_with_the_same_words() {
    let mut book = String::new();
    for (_, text) in files("book/src", &[".md"]) {
        book.push_str(&text);
    }
    for line in read("book/source/introduction.md").lines().filter(|line| line.starts_with("![")) {
        let words = line.trim_start_matches("![").split(']').next().unwrap_or_default();
        let caption = format!("*{words}*");
        assert!(book.contains(&caption), "the picture “{words}” has no drawing with its words");
    }
}

#[test]
fn every_listing_stands_in_a_lesson() {
    let book: String = files("book/src", &[".md"]).into_iter().map(|(_, text)| text).collect();
    let shown: BTreeSet<&str> = names_after(&book, "{{#listing ").collect();
    let mut listings = files("book/listings/rust/src/bin", &[".rs"]);
    for folder in ["ws-v0", "ws-v1", "socketio-v0", "socketio-v1"] {
        let folder = format!("book/listings/node/{folder}");
        listings.extend(files(&folder, &[".js", ".mjs", ".html"]));
    }
    for (path, _) in listings {
        let path = path.trim_start_matches("book/listings/");
        assert!(shown.contains(path), "no lesson shows {path}");
    }
}

#[test]
fn each_known_difference_between_the_servers_stands_in_the_book() {
    let known = read("book/listings/node/test/parity/differences.json");
    let known: Vec<serde_json::Value> = serde_json::from_str(&known).expect("a list in JSON");
    assert!(!known.is_empty(), "does this test look in the right place?");
    let chapter = read("book/src/playground-differences.md");
    let told: Vec<&str> = chapter.lines().filter_map(|line| line.strip_prefix("- ")).collect();
    for difference in &known {
        let sentence = difference["sentence"].as_str().expect("a sentence");
        assert!(told.contains(&sentence), "the book does not say: {sentence}");
    }
    assert_eq!(told.len(), known.len(), "the book tells of a difference that no test knows");
}

#[test]
fn a_demo_has_element_style_and_recording() {
    let demos = read("book/preprocessor/src/demo.rs");
    let main = read("book/widgets/src/main.js");
    let names = demos.split("const NAMES:").nth(1).and_then(|rest| rest.split(';').nth(1));
    let names: Vec<&str> = names.unwrap_or_default().split('"').skip(1).step_by(2).collect();
    assert!(names.contains(&"echo"), "found {names:?}: does this test look in the right place?");
    for name in names {
        assert!(main.contains(&format!("live-{name}")), "the widgets do not load live-{name}");
        read(&format!("book/widgets/src/elements/{name}.js"));
    }
    for name in [
        "echo",
        "echo-hello",
        "goodbye",
        "violation",
        "broadcast",
        "race",
        "restaurant",
        "handshake",
        "faults",
        "forge-hello",
        "forge-fragments",
        "forge-ping-inside",
        "forge-lengths",
        "forge-illegal",
        "table",
        "upgrade",
        "backpressure",
        "compression",
    ] {
        let recording = read(&format!("book/widgets/recordings/{name}.json"));
        assert!(recording.contains("\"recorded\""), "{name} has no recording");
    }
}

#[test]
fn rows_that_a_lesson_shows_alone_have_a_recording() {
    let mut seen = 0;
    for (path, text) in files("book/src", &[".md"]) {
        for line in text.lines().filter(|line| line.starts_with("{{#demo table rows=")) {
            let rows = line.trim_start_matches("{{#demo table rows=").trim_end_matches("}}");
            let name = format!("book/widgets/recordings/table-{}.json", rows.replace(',', "-"));
            assert!(root().join(&name).exists(), "{path} shows {rows}, and there is no {name}");
            seen += 1;
        }
    }
    assert!(seen > 0, "does this test look in the right place?");
}

#[test]
fn a_feature_of_the_playground_never_names_another() {
    let features = [
        "echo",
        "hello",
        "control",
        "violation",
        "broadcast",
        "race",
        "firehose",
        "raw",
        "restaurant",
        "faults",
        "socketio",
        "tap",
        "about",
        "assets",
    ];
    for (path, text) in files("playground/src", &[".rs"]) {
        let home = path.trim_start_matches("playground/src/").split(['/', '.']).next();
        let Some(home) = home.filter(|home| features.contains(home)) else { continue };
        let paths =
            text.split("crate::").skip(1).map(|rest| rest.split(';').next().unwrap_or(rest));
        let named: BTreeSet<&str> =
            paths.flat_map(|path| path.split(|c: char| !c.is_alphanumeric() && c != '_')).collect();
        for other in features.iter().filter(|other| **other != home) {
            assert!(!named.contains(other), "{path} names {other}");
        }
    }
}

#[test]
fn only_socketio_names_the_crates_of_socketio() {
    let mut found = 0;
    for (path, text) in files("playground/src", &[".rs"]) {
        let names = ["socketioxide::", "engineioxide::"].iter().any(|it| text.contains(it));
        let home = path.starts_with("playground/src/socketio/");
        assert!(!names || home, "{path} names socketioxide or engineioxide");
        found += usize::from(names);
    }
    assert!(found > 0, "nobody names them: does this test look in the right place?");
}

#[test]
fn only_main_reads_arguments_and_environment() {
    for (path, text) in files("playground/src", &[".rs"]) {
        let reads = ["std::env::", "env::args", "env::var"].iter().any(|it| text.contains(it));
        assert!(!reads || path.ends_with("/main.rs"), "{path} reads the environment");
    }
}

#[test]
fn wire_does_no_io_and_knows_no_clock() {
    for (path, text) in files("playground/wire/src", &[".rs"]) {
        for word in ["std::net", "std::io", "std::fs", "std::time", "tokio", "async fn"] {
            assert!(!text.contains(word), "{path} uses {word}");
        }
    }
}

#[test]
fn widgets_never_write_html_from_text() {
    let mut scripts = files("book/widgets/src", &[".js"]);
    for path in ["book/widgets/loader.js", "book/widgets/bytes.js"] {
        scripts.push((path.into(), read(path)));
    }
    for (path, text) in scripts {
        for sink in [".innerHTML", ".outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
            assert!(!text.contains(sink), "{path} uses {sink}");
        }
    }
}

#[test]
fn tests_neither_sleep_nor_skip() {
    let mut tests = files("playground/tests", &[".rs"]);
    tests.extend(files("book/widgets", &[".spec.js", ".test.js"]));
    tests.extend(files(
        "book/listings",
        &[".test.js", ".test.mjs", "tests/echo.rs", "tests/chat.rs"],
    ));
    for (path, text) in tests {
        for word in ["sleep(", "waitForTimeout", "#[ignore", ".skip(", ".only("] {
            assert!(!text.contains(word), "{path} uses {word}");
        }
    }
}
