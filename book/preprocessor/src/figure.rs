//! `{{#figure NAME}}`: inlines `book/figures/NAME.svg`, so that a drawing follows the theme.
//!
//! Inline SVG shares the page with everything else. So ids get a prefix of their own, styles are
//! held inside the figure, and nothing in it may run or be fetched.

use std::collections::HashMap;
use std::fs;
use std::ops::Range;
use std::path::Path;

use roxmltree::{Attribute, Document, Node};

use crate::suggest::{is_plain_name, suggest_file};

/// How often each figure was used: its ids are numbered from the second time on, because the
/// print page holds all chapters.
#[derive(Default)]
pub(crate) struct Figures(HashMap<String, usize>);

/// A replacement in the SVG's text.
type Edit = (Range<usize>, String);

impl Figures {
    /// The figure, or all that is wrong with it in one sentence each.
    pub(crate) fn html(&mut self, folder: &Path, name: &str) -> Result<String, String> {
        let svg = read(folder, name)?;
        let uses = self.0.entry(name.to_owned()).or_default();
        *uses += 1;
        let id =
            if *uses == 1 { format!("figure-{name}") } else { format!("figure-{name}-{uses}") };
        inline(&svg, &id).map_err(|text| format!("figure {name}: {text}"))
    }
}

fn read(folder: &Path, name: &str) -> Result<String, String> {
    if !is_plain_name(name) {
        return Err(format!(
            "figure `{name}`: expected the name of a file in book/figures, without `.svg`"
        ));
    }
    fs::read_to_string(folder.join(format!("{name}.svg"))).map_err(|error| {
        let help = suggest_file(name, folder, ".svg");
        format!("figure book/figures/{name}.svg cannot be read: {error}. {help}")
    })
}

/// The SVG element alone (no XML prolog, no comments around it), with ids that begin with `id`.
fn inline(svg: &str, id: &str) -> Result<String, String> {
    let document = Document::parse(svg).map_err(|error| format!("no well-formed SVG: {error}"))?;
    let root = document.root_element();
    if !root.has_tag_name(("http://www.w3.org/2000/svg", "svg")) {
        return Err("expected an `svg` element with xmlns=\"http://www.w3.org/2000/svg\"".into());
    }
    if !root.has_attribute("viewBox") {
        return Err("without viewBox: expected one, so that it scales".into());
    }
    let title = described_by(root, "title", "its name, read aloud first")?;
    let desc = described_by(root, "desc", "what the drawing shows, in words")?;
    let mut edits = vec![
        (end_of_name(root), format!(" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\"")),
        (end_of_name(title), format!(" id=\"{id}-title\"")),
        (end_of_name(desc), format!(" id=\"{id}-desc\"")),
    ];
    for node in root.descendants() {
        check(node)?;
        for attribute in node.attributes() {
            let ours = (node == root && matches!(attribute.name(), "role" | "aria-labelledby"))
                || ((node == title || node == desc) && attribute.name() == "id");
            if ours {
                edits.push((attribute.range(), String::new()));
            } else {
                edits.extend(prefix(attribute, &svg[attribute.range_value()], id));
            }
        }
        if let Some(style) = node.text_storage().filter(|_| is_in_style(node)) {
            edits.push((node.range(), scope(style.as_str(), id)?));
        }
    }
    let svg = apply(svg, root.range(), edits);
    Ok(format!("<figure class=\"figure\" id=\"{id}\">\n{svg}\n</figure>"))
}

/// The root's `title` or `desc`, which must say something.
fn described_by<'a, 'input>(
    root: Node<'a, 'input>,
    name: &str,
    what: &str,
) -> Result<Node<'a, 'input>, String> {
    let child = root.children().find(|child| child.tag_name().name() == name);
    child
        .filter(|child| child.text().is_some_and(|text| !text.trim().is_empty()))
        .ok_or_else(|| format!("without <{name}>: expected {what}, right inside <svg>"))
}

/// The empty place after `<name`.
fn end_of_name(node: Node<'_, '_>) -> Range<usize> {
    let source = node.document().input_text();
    let start = node.range().start;
    let length = source[start..].find(|c: char| c.is_whitespace() || c == '>' || c == '/');
    let end = start + length.unwrap_or(0);
    end..end
}

/// Nothing may run, and nothing may come from elsewhere.
fn check(node: Node<'_, '_>) -> Result<(), String> {
    let name = node.tag_name().name();
    if name.eq_ignore_ascii_case("script") {
        return Err("contains <script>: expected a drawing that does nothing".into());
    }
    for attribute in node.attributes() {
        let (name, value) = (attribute.name(), attribute.value().trim());
        if name.to_ascii_lowercase().starts_with("on") {
            return Err(format!("{name}=… runs a script: expected a drawing that does nothing"));
        }
        if matches!(name, "href" | "src") && !value.starts_with('#') {
            return Err(format!("{name}=\"{value}\" leads outside: expected `#id` of the drawing"));
        }
        check_urls(value)?;
    }
    Ok(())
}

fn check_urls(css: &str) -> Result<(), String> {
    let outside = css
        .split("url(")
        .skip(1)
        .find(|rest| !rest.trim_start_matches([' ', '"', '\'']).starts_with('#'));
    match outside {
        Some(url) => {
            let url = url.split(')').next().unwrap_or_default();
            Err(format!("url({url}) leads outside: expected url(#id)"))
        }
        None => Ok(()),
    }
}

fn is_in_style(node: Node<'_, '_>) -> bool {
    node.is_text() && node.parent().is_some_and(|parent| parent.has_tag_name("style"))
}

/// Prefixes an id, or the ids that an attribute refers to.
fn prefix(attribute: Attribute<'_, '_>, source: &str, id: &str) -> Option<Edit> {
    let new = match attribute.name() {
        "id" => format!("{id}-{source}"),
        "href" => source.replacen('#', &format!("#{id}-"), 1),
        "aria-labelledby" | "aria-describedby" => source
            .split_whitespace()
            .map(|word| format!("{id}-{word}"))
            .collect::<Vec<_>>()
            .join(" "),
        _ if source.contains("url(") => prefix_urls(source, id),
        _ => return None,
    };
    Some((attribute.range_value(), new))
}

fn prefix_urls(css: &str, id: &str) -> String {
    let mut parts = css.split("url(");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("url(");
        out.push_str(&part.replacen('#', &format!("#{id}-"), 1));
    }
    out
}

/// Styles of an inline SVG hold for the whole page, so they are nested in the figure.
fn scope(css: &str, id: &str) -> Result<String, String> {
    check_urls(css)?;
    if css.contains("prefers-color-scheme") {
        return Err(
            "prefers-color-scheme is the system's choice, not the reader's theme: expected \
                    `currentColor` or a variable such as `var(--client)`"
                .into(),
        );
    }
    let allowed = ["media", "supports"];
    if let Some(rule) =
        css.split('@').skip(1).find(|rule| !allowed.iter().any(|at| rule.starts_with(at)))
    {
        let rule = rule.split([' ', '{', '"']).next().unwrap_or_default();
        return Err(format!("@{rule} in <style>: expected no at-rule but @media and @supports"));
    }
    if css.contains(['<', '&']) {
        return Err(
            "`<` or `&` in <style>: HTML reads it differently than XML, expected neither".into()
        );
    }
    Ok(format!("\n#{id} {{ {} }}\n", prefix_urls(css, id).trim()))
}

/// Edits never overlap: each is an attribute, a place between attributes, or a text.
fn apply(svg: &str, root: Range<usize>, mut edits: Vec<Edit>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut out = String::new();
    let mut at = root.start;
    for (range, new) in edits {
        out.push_str(&svg[at..range.start]);
        out.push_str(&new);
        at = range.end;
    }
    out.push_str(&svg[at..root.end]);
    out
}
