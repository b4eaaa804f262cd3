//! Each mistake is told with its chapter and line, and all mistakes are told at once.

use crate::sandbox::{FIGURE, Sandbox};
use pretty_assertions::assert_eq;

/// The one problem of a chapter, after `book/src/a.md:`.
fn problem(text: &str) -> String {
    let problems = Sandbox::new().problems(&[("a.md", text)]);
    assert_eq!(problems.len(), 1, "{problems:#?}");
    problems[0].strip_prefix("book/src/a.md:").expect("chapter").to_owned()
}

#[track_caller]
fn assert_problem(text: &str, line: usize, words: &str) {
    let problem = problem(text);
    let told = problem.strip_prefix(&format!("{line}: "));
    assert!(told.is_some_and(|told| told.contains(words)), "{text:?} gave {problem:?}");
}

#[test]
fn all_problems_of_all_chapters_come_at_once_in_order() {
    let error = Sandbox::new()
        .render(&[
            ("a.md", "# A\n\n{{#demo ecko}}\n\n{{#listing node/none.js}}\n\n{{#demo race rate=0 cout=1}}\n"),
            ("deep/b.md", "# B\n{{#end}}\n"),
        ])
        .unwrap_err();
    let expected = "\
mdbook-live found 5 problems:
book/src/a.md:3: unknown demo `ecko`. Did you mean `echo`? Expected one of `echo`, `goodbye`, `violation`, `broadcast`, `chat`, `race`, `restaurant`, `handshake`, `forge`, `table`, `upgrade`, `heartbeat`, `ending`, `reconnect`, `herd`, `resume`, `faults`, `backpressure`, `compression`, `playground-status`.
book/src/a.md:5: listing book/listings/node/none.js cannot be read: No such file or directory (os error 2)
book/src/a.md:7: rate=0 in `demo race`: expected a number from 1 to 100
book/src/a.md:7: `demo race` has no argument `cout`. Did you mean `count`? Expected one of `lanes`, `rate`, `count`, `size`.
book/src/deep/b.md:2: `end` without an open block before it";
    assert_eq!(error, expected);
}

#[test]
fn lines_are_counted_with_the_front_matter() {
    let text = "+++\nminutes = 1\nobjectives = [\"a\"]\n+++\n# A\n\n{{#ottline}}\n";
    assert_problem(text, 7, "unknown directive `ottline`. Did you mean `outline`?");
}

#[test]
fn a_directive_stands_alone_at_the_start_of_its_line() {
    for text in [
        "a {{#demo echo}}\n",
        "- {{#demo echo}}\n",
        "> {{#demo echo}}\n",
        "|a|\n|-|\n|{{#demo echo}}|\n",
        "  {{#demo echo}}\n",
    ] {
        let line = text.lines().count();
        assert_problem(text, line, "expected it alone on its line, at the line's start");
    }
    assert_problem("{{#demo echo}} words\n", 1, "words after `}}`");
    assert_problem("{{#demo echo}} {{#demo echo}}\n", 1, "a second directive on the line");
    assert_problem("{{#demo echo\n}}\n", 1, "expected `}}` on the same line");
    assert_problem("{{ #demo echo}}\n", 1, "expected `{{#name …}}`");
    assert_problem("{{#}}\n", 1, "a directive without a name");
    assert_problem("{{#demo=echo}}\n", 1, "right after the name `demo`");
}

#[test]
fn words_must_be_well_formed() {
    assert_problem("{{#demo echo message=\"a}}\n", 1, "a quote that does not close");
    assert_problem("{{#demo echo message=\"a\"b}}\n", 1, "right after a closing quote");
    assert_problem("{{#demo echo message=a\"b}}\n", 1, "expected quotes around the whole value");
    assert_problem("{{#demo echo message= }}\n", 1, "nothing after `=`");
}

#[test]
fn arguments_must_be_known() {
    assert_problem("{{#demo}}\n", 1, "`demo` without a name");
    assert_problem("{{#demo echo loud}}\n", 1, "`loud` is too much for `demo echo`");
    assert_problem("{{#demo echo message=a message=b}}\n", 1, "`demo echo` has message twice");
    assert_problem("{{#demo restaurant dish=soup}}\n", 1, "`demo restaurant` takes no argument");
    assert_problem("{{#demo echo endpoint=/ws/hallo}}\n", 1, "Did you mean `/ws/hello`?");
    assert_problem("{{#demo broadcast room=Lobby!}}\n", 1, "expected 1 to 32 of the characters");
    assert_problem("{{#demo broadcast panes=9}}\n", 1, "expected a number from 1 to 4");
    assert_problem("{{#demo race lanes=ws,sss}}\n", 1, "unknown lane `sss`. Did you mean `sse`?");
    assert_problem("{{#demo race lanes=ws,ws}}\n", 1, "lane `ws` twice");
    assert_problem("{{#demo table rows=ack}}\n", 1, "unknown row `ack`. Did you mean `acks`?");
    assert_problem("{{#demo table rows=acks,acks}}\n", 1, "row `acks` twice");
    assert_problem("{{#plan long}}\n", 1, "unknown plan `long`");
    assert_problem("{{#plan}}\n", 1, "`plan` without a length");
    assert_problem("{{#listing}}\n", 1, "`listing` without a file");
}

#[test]
fn blocks_close_and_do_not_nest() {
    assert_problem("# A\n\n{{#source}}\nwords\n", 3, "`source` is never closed");
    assert_problem("{{#run}}\n{{#see}}\na\n{{#end}}\n", 2, "`see` inside the `run` of line 1");
    assert_problem("{{#check}}\na\n{{#end}}\n", 1, "`check` without question");
}

#[test]
fn corrections_are_numbered_once() {
    let block = |head: &str| format!("{{{{#correction {head}}}}}\nRight.\n{{{{#end}}}}\n");
    assert_problem("{{#correction 9 source=a}}\n- list\n{{#end}}\n", 1, "no paragraph");
    let no_number = problem(&block("source=a"));
    assert!(no_number.contains("without a number"), "{no_number}");
    for (head, words) in [
        ("0 source=a", "from 1 to 28"),
        ("29 source=a", "from 1 to 28"),
        ("nine source=a", "`nine`"),
        ("9", "without source"),
    ] {
        let text = block(head);
        assert!(problem(&text).contains(words), "{head}");
    }
    let nine = block("9 source=a");
    assert_eq!(
        Sandbox::new().problems(&[("a.md", &nine), ("b.md", &nine)]),
        ["book/src/b.md:1: correction 9 again: it is at book/src/a.md:1 already"]
    );
    let claimed = format!("{{{{#corrections}}}}\n\n{nine}");
    assert_problem(&claimed, 1, "none with number 1, 2, 3, 4, 5, 6, 7, 8, 10, 11");
}

#[test]
fn front_matter_is_complete_and_adds_up() {
    let lesson = |toml: &str| format!("+++\n{toml}\n+++\n# A\n");
    assert_problem("+++\nminutes = 1\n", 1, "expected a second `+++` line");
    assert_problem(
        &lesson("minutes = 1\nobjectives = [\"a\"]\nneed = []"),
        4,
        "unknown field `need`",
    );
    assert_problem(
        &lesson("minutes = 1\nobjectives = [\"a\"]\nneeds = [\"gin\"]"),
        4,
        "unknown variant `gin`",
    );
    assert_problem(&lesson("objectives = [\"a\"]"), 2, "missing field `minutes`");
    assert_problem(&lesson("minutes = 1\nobjectives = []"), 1, "no objectives");
    assert_problem(&lesson("minutes = 0\nobjectives = [\"a\"]"), 1, "expected at least 1");
    assert_problem(&lesson("minutes = 1\nobjectives = [\"a\"]\ncore = true"), 1, "go together");
    assert_problem(
        &lesson("minutes = 1\nobjectives = [\"a\"]\nplans = { full = 0 }"),
        1,
        "0 minutes in plan `full`",
    );
    assert_problem(
        "+++\nminutes = 1\nobjectives = [\"a\"]\n+++\nwords\n",
        5,
        "expected a `# heading`",
    );
    let long = |minutes| {
        lesson(&format!("minutes = 9\nobjectives = [\"a\"]\nplans = {{ short = {minutes} }}"))
    };
    assert_eq!(
        Sandbox::new().problems(&[("a.md", &long(40)), ("b.md", &long(6)), ("c.md", &long(1))]),
        [
            "book/src/b.md:1: plan `short` takes 47 minutes with this lesson or a later one, expected at most 45: a.md 40, b.md 6, c.md 1"
        ]
    );
    assert!(Sandbox::new().render(&[("a.md", &long(40)), ("b.md", &long(5))]).is_ok());
}

#[test]
fn listings_stay_in_their_folder() {
    let sandbox = Sandbox::new();
    sandbox
        .file("secret.js", "secret")
        .file("book/listings/a.exe", "a")
        .file("book/listings/template.js", "`{{#each}}`\n")
        .file("book/listings/open.js", "// ANCHOR: a\n");
    let told = |path: &str, words: &str| {
        let problems = sandbox.problems(&[("a.md", &format!("\n{{{{#listing {path}}}}}\n"))]);
        assert!(
            problems.len() == 1
                && problems[0].starts_with("book/src/a.md:2: ")
                && problems[0].contains(words),
            "{path} gave {problems:?}"
        );
    };
    told("../../secret.js", "leaves book/listings");
    told("/etc/passwd", "leaves book/listings");
    told("node/../../../secret.js", "leaves book/listings");
    told("a.exe", "unknown extension");
    told("template.js", "contains `{{#`");
    told("node/hello.js anchor=a", "has no anchors");
    told("rust/echo.rs anchor=bodi", "Did you mean `body`?");
    told("open.js anchor=a", "has no `ANCHOR_END: a`");
    #[cfg(unix)]
    {
        let link = sandbox.path().join("book/listings/link.js");
        std::os::unix::fs::symlink(sandbox.path().join("secret.js"), link).unwrap();
        told("link.js", "is a link out of book/listings");
    }
}

#[test]
fn figures_are_described_and_harmless() {
    let told = |from: &str, to: &str, words: &str| {
        let svg = FIGURE.replacen(from, to, 1);
        assert_ne!(svg, FIGURE, "{from} is not in the drawing");
        let sandbox = Sandbox::new();
        sandbox.file("book/figures/handshake.svg", &svg);
        let problems = sandbox.problems(&[("a.md", "\n{{#figure handshake}}\n")]);
        assert!(
            problems.len() == 1
                && problems[0].starts_with("book/src/a.md:2: figure handshake: ")
                && problems[0].contains(words),
            "{to} gave {problems:?}"
        );
    };
    told("<title>The handshake</title>", "", "without <title>");
    told("The handshake", " ", "without <title>");
    told("The browser asks, the server answers.", "", "without <desc>");
    told("viewBox", "data-box", "without viewBox");
    told("</svg>", "", "no well-formed SVG");
    told("<use href=\"#tip\"/>", "<script>alert(1)</script>", "contains <script>");
    told("<use href", "<use onclick=\"alert(1)\" href", "runs a script");
    told("href=\"#tip\"", "href=\"https://example.com/a.svg#tip\"", "leads outside");
    told("href=\"#tip\"", "href=\"javascript:alert(1)\"", "leads outside");
    told("marker-end=\"url(#tip)\"", "marker-end=\"url(https://example.com/)\"", "leads outside");
    told("url(#blend)", "url(//example.com/a)", "leads outside");
    told(".line {", "@import 'a.css'; .line {", "@import in <style>");
    told(
        ".line {",
        "@media (prefers-color-scheme: dark) { .line { color: red } } .line {",
        "currentColor",
    );
    assert_problem("{{#figure handshak}}\n", 1, "Did you mean `handshake`?");
    assert_problem("{{#figure ../handshake}}\n", 1, "expected the name of a file");
}

#[test]
fn recordings_must_have_their_shape() {
    let sandbox = Sandbox::new();
    sandbox.file("book/widgets/recordings/echo.json", "{\"recorded\":\"2026-11-23\"}").file(
        "book/widgets/recordings/race.json",
        r#"{"recorded":"a","by":"b","table":{"head":["a"],"rows":[["b","c"]]}}"#,
    );
    let problems = sandbox.problems(&[("a.md", "{{#demo echo}}\n{{#demo race}}\n")]);
    assert_eq!(problems.len(), 2);
    assert!(problems[0].starts_with(
        "book/src/a.md:1: book/widgets/recordings/echo.json is not a recording: missing field `by`"
    ));
    assert!(
        problems[1].starts_with("book/src/a.md:2: book/widgets/recordings/race.json: expected")
    );
}
