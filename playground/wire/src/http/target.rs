use std::ops::Range;

/// Where the query of a request target stands, without its question mark.
pub(crate) fn query(target: &str) -> Option<Range<usize>> {
    let start = target.find('?')? + 1;
    let end = target[start..].find('#').map_or(target.len(), |hash| start + hash);
    Some(start..end)
}

/// The names and values of a target's query parameters, as they stand in it (not percent-decoded).
pub(crate) fn query_parameters(target: &str) -> impl Iterator<Item = (&str, &str)> {
    let query = query(target).map_or("", |range| &target[range]);
    query
        .split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}
