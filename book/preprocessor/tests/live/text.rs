//! What the preprocessor promises about the text around and inside its directives.

use crate::sandbox::Sandbox;
use pretty_assertions::assert_eq;
use proptest::prelude::*;

const LESSON: &str = "+++\nminutes = 5\nobjectives = [\"a\"]\nplans = { full = 5 }\n+++\n# A\n";

/// Every directive that becomes HTML alone.
const LEAVES: [&str; 18] = [
    "demo echo",
    "demo echo endpoint=/ws/hello",
    "demo goodbye",
    "demo violation",
    "demo broadcast",
    "demo race",
    "demo restaurant",
    "demo handshake",
    "demo forge preset=illegal",
    "demo playground-status",
    "figure handshake",
    "wire 81 05 48 65 6c 6c 6f from=server",
    "wire 48545450 2f312e31 20323030 204f4b0d 0a0d0a from=server as=http",
    "wire 81 05 from=server malformed=true",
    "conversation hello",
    "close-codes",
    "outline",
    "plan full",
];

/// Every directive that opens a block.
const BLOCKS: [&str; 10] = [
    "source",
    "correction 9 source=\"RFC 6455 section 10.2\"",
    "breaks",
    "predict",
    "run",
    "see",
    "explain",
    "weird",
    "check question=\"Why?\"",
    "notes",
];

#[track_caller]
fn assert_one_html_block(html: &str) {
    let html = html.trim_matches('\n');
    assert!(html.starts_with('<'), "{html}");
    assert!(html.lines().all(|line| !line.trim().is_empty()), "a blank line in\n{html}");
}

#[test]
fn html_holds_no_blank_line() {
    let sandbox = Sandbox::new();
    let lesson = sandbox.render_one(LESSON).unwrap();
    assert_one_html_block(lesson.strip_prefix("# A\n").unwrap());
    for leaf in LEAVES {
        let text = format!("{{{{#{leaf}}}}}\n");
        let chapters = sandbox.render(&[("a.md", LESSON), ("b.md", &text)]).unwrap();
        assert_one_html_block(&chapters[1]);
    }
    for block in BLOCKS {
        let text = format!("{{{{#{block}}}}}\nWORDS\n{{{{#end}}}}\n");
        let output = sandbox.render_one(&text).unwrap();
        let (open, close) = output.split_once("\n\nWORDS\n\n").expect("Markdown between blanks");
        assert_one_html_block(open);
        assert_one_html_block(close);
    }
    let corrections = (1..=28).fold("{{#corrections}}\n".to_owned(), |text, number| {
        text + &format!("{{{{#correction {number} source=a}}}}\nRight.\n{{{{#end}}}}\n")
    });
    let output = sandbox.render_one(&corrections).unwrap();
    let (list, _) = output.split_once("</ol>").unwrap();
    assert_one_html_block(list);
}

#[test]
fn links_lead_from_any_folder_to_any_folder() {
    let lesson = |title: &str| LESSON.replace("# A", title).replace("full = 5", "full = 1");
    let chapters = Sandbox::new()
        .render(&[
            ("a.md", &lesson("# First")),
            ("deep/b.md", &(lesson("# Second") + "{{#outline}}\n")),
            ("deep/er/c.md", &lesson("# Third")),
            ("other/d.md", "{{#plan full}}\n"),
        ])
        .unwrap();
    for href in ["\"../a.md\">First", "\"b.md\">Second", "\"er/c.md\">Third"] {
        assert!(chapters[1].contains(href), "{href} in {}", chapters[1]);
    }
    for href in ["\"../a.md\">First", "\"../deep/b.md\">Second", "\"../deep/er/c.md\">Third"] {
        assert!(chapters[3].contains(href), "{href} in {}", chapters[3]);
    }
}

#[test]
fn a_plan_starts_each_lesson_where_the_one_before_ends() {
    let lesson = |minutes| LESSON.replace("full = 5", &format!("full = {minutes}"));
    let chapters = Sandbox::new()
        .render(&[("a.md", &lesson(50)), ("b.md", &lesson(25)), ("c.md", "{{#plan full}}\n")])
        .unwrap();
    for text in [">0:00<", ">0:50<", ">1:15<", ">75<", "of 360 minutes, 285 minutes to spare"] {
        assert!(chapters[2].contains(text), "{text} in {}", chapters[2]);
    }
}

#[test]
fn ids_stay_unique_across_chapters() {
    let figure = "{{#figure handshake}}\n";
    let chapters = Sandbox::new().render(&[("a.md", figure), ("b.md", figure)]).unwrap().concat();
    let ids: Vec<&str> =
        chapters.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(ids.len(), 10);
    assert_eq!(unique.len(), ids.len());
}

#[test]
fn windows_line_ends_are_read() {
    let text = LESSON.replace('\n', "\r\n") + "\r\n{{#source}}\r\nWORDS\r\n{{#end}}\r\n";
    let output = Sandbox::new().render_one(&text).unwrap();
    assert!(output.starts_with("# A\r\n"), "{output}");
    assert!(output.contains("</p>\n\nWORDS\r\n\n</aside>\n"), "{output}");
}

/// Code that talks about directives, on one line.
fn code_line() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("{{#demo echo}}".to_owned()),
        Just("{{#end}}".to_owned()),
        Just("{{#unknown thing=\"x}}".to_owned()),
        "[a-z{}#\" ]{0,20}",
    ]
}

proptest! {
    // A case makes a folder on disk, so fewer than the default 256.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_chapter_without_directives_is_not_changed(
        text in "([^{+]|\\{[^{]|`|\n|- |> |<!--|    ){0,80}",
    ) {
        prop_assert_eq!(Sandbox::new().render_one(&text), Ok(text));
    }

    #[test]
    fn text_inside_code_is_never_touched(
        before in "[a-z ]{0,20}",
        lines in prop::collection::vec(code_line(), 0..6),
        inline in code_line(),
        leaf in prop::sample::select(LEAVES.to_vec()),
    ) {
        let fence = format!("~~~~js\n{}\n~~~~\n", lines.join("\n"));
        let inline = format!("Words ``` {inline} ``` words.\n");
        let text = format!("{before}\n\n{{{{#{leaf}}}}}\n{fence}\n{inline}\n{{{{#{leaf}}}}}\n");
        let output = Sandbox::new().render_one(&text).unwrap();
        prop_assert!(output.contains(&fence), "{}", output);
        prop_assert!(output.contains(&inline), "{}", output);
        let prose = output.replacen(&fence, "", 1).replacen(&inline, "", 1);
        prop_assert!(!prose.contains("{{#"), "{}", prose);
    }
}
