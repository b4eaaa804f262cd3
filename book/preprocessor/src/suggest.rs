//! Help with a name that nobody knows.

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

/// `` `a`, `b`, `c` ``
pub(crate) fn list(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}
