//! Help with a name that nobody knows.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Words closer than this (Jaro-Winkler, 1.0 is equal) are offered as what was meant.
const CLOSE: f64 = 0.8;

/// A sentence or two: the nearest of the `known` words if one is near, and all of them.
pub(crate) fn suggest(word: &str, known: &[&str]) -> String {
    let nearest = known
        .iter()
        .map(|name| (strsim::jaro_winkler(word, name), name))
        .filter(|(closeness, _)| *closeness >= CLOSE)
        .max_by(|(a, _), (b, _)| a.total_cmp(b));
    let list = list(known);
    match nearest {
        Some((_, name)) => format!("Did you mean `{name}`? Expected one of {list}."),
        None => format!("Expected one of {list}."),
    }
}

/// The same for the name of a file in a folder, without its ending.
pub(crate) fn suggest_file(word: &str, folder: &Path, ending: &str) -> String {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let known: BTreeSet<String> = files
        .filter_map(|file| Some(file.file_name().to_str()?.strip_suffix(ending)?.to_owned()))
        .collect();
    let known: Vec<&str> = known.iter().map(String::as_str).collect();
    suggest(word, &known)
}

/// Whether it can be the name of a file, and leads nowhere else.
pub(crate) fn is_plain_name(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    !name.is_empty() && name.chars().all(allowed)
}

/// `` `a`, `b`, `c` ``
pub(crate) fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
