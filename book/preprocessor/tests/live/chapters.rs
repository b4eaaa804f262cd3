//! `tests/chapters/NAME.md` becomes `NAME.expected.md`. After a wanted change run
//! `BLESS=1 cargo test -p mdbook-live`, and read the diff before you commit it.

use std::fs;
use std::path::Path;

use crate::sandbox::Sandbox;
use pretty_assertions::StrComparison;

#[test]
fn each_chapter_becomes_what_is_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/chapters");
    let bless = std::env::var_os("BLESS").is_some();
    let sandbox = Sandbox::new();
    let mut seen = 0;
    let mut differing = Vec::new();
    for entry in fs::read_dir(&folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(stem) = name.strip_suffix(".md").filter(|stem| !stem.ends_with(".expected"))
        else {
            continue;
        };
        seen += 1;
        let text = fs::read_to_string(folder.join(&name)).unwrap();
        let output = sandbox.render(&[(&name, &text)]).unwrap().remove(0);
        let expected_file = folder.join(format!("{stem}.expected.md"));
        if bless {
            fs::write(&expected_file, &output).unwrap();
        }
        let expected = fs::read_to_string(&expected_file).unwrap_or_default();
        if output != expected {
            differing.push(format!("{name}:\n{}", StrComparison::new(&expected, &output)));
        }
    }
    assert!(seen >= 8, "only {seen} chapters in {}", folder.display());
    assert!(differing.is_empty(), "expected (<) and made (>) differ\n{}", differing.join("\n"));
}
