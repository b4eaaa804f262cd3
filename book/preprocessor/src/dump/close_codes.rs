//! `{{#close-codes}}`: the table of close codes, from the crate `wire`.

use askama::Template;
use wire::CloseCode;

use super::rows::section_address;

#[derive(Template)]
#[template(path = "close-codes.html")]
struct CloseCodes {
    rows: Vec<CloseCodeRow>,
}

struct CloseCodeRow {
    first: u16,
    code: String,
    name: &'static str,
    may_send: &'static str,
    meaning: &'static str,
    section: &'static str,
    address: String,
}

pub(crate) fn close_codes_html() -> askama::Result<String> {
    use wire::websocket::MaySend;
    let rows = CloseCode::TABLE.iter().map(|row| CloseCodeRow {
        first: row.first,
        code: if row.first == row.last {
            row.first.to_string()
        } else {
            format!("{}–{}", row.first, row.last)
        },
        name: row.name,
        may_send: match row.may_send {
            MaySend::Either => "both",
            MaySend::Client => "client",
            MaySend::Server => "server",
            MaySend::Nobody => "nobody",
        },
        meaning: row.meaning,
        section: row.section,
        address: section_address(row.section),
    });
    CloseCodes { rows: rows.collect() }.render()
}
