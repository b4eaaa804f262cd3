//! Questions to Markdown, answered by mdBook's own parser with mdBook's own options.

use std::ops::Range;

use mdbook_markdown::pulldown_cmark::{
    Event, HeadingLevel, OffsetIter, Parser, Tag, TagEnd, html::push_html,
};
use mdbook_markdown::{MarkdownOptions, new_cmark_parser};

/// HTML blocks whose content is no Markdown and no place for a directive.
const VERBATIM_HTML: [&str; 5] = ["<!--", "<pre", "<script", "<style", "<textarea"];

/// A chapter's `# heading`.
pub(crate) struct Title {
    /// Its words, without markup.
    pub(crate) text: String,
    /// The byte after it.
    pub(crate) end: usize,
}

fn parser(text: &str) -> Parser<'_> {
    new_cmark_parser(text, &MarkdownOptions::default())
}

fn offsets(text: &str) -> OffsetIter<'_> {
    parser(text).into_offset_iter()
}

/// The byte ranges in which `{{#…}}` is an example and not a directive: code and comments.
pub(crate) fn verbatim_ranges(text: &str) -> Vec<Range<usize>> {
    offsets(text)
        .filter(|(event, range)| match event {
            Event::Start(Tag::CodeBlock(_)) | Event::Code(_) => true,
            Event::Start(Tag::HtmlBlock) => starts_verbatim_html(&text[range.clone()]),
            Event::InlineHtml(html) => html.starts_with("<!--"),
            _ => false,
        })
        .map(|(_, range)| range)
        .collect()
}

fn starts_verbatim_html(html: &str) -> bool {
    let html = html.trim_start().to_ascii_lowercase();
    VERBATIM_HTML.iter().any(|start| html.starts_with(start))
}

/// The first level-one heading.
pub(crate) fn title(text: &str) -> Option<Title> {
    let mut events = offsets(text).skip_while(|(event, _)| !is_h1(event));
    let (_, range) = events.next()?;
    let words = events
        .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))))
        .filter_map(|(event, _)| match event {
            Event::Text(words) | Event::Code(words) => Some(words.into_string()),
            _ => None,
        })
        .collect();
    Some(Title { text: words, end: range.end })
}

fn is_h1(event: &Event<'_>) -> bool {
    matches!(event, Event::Start(Tag::Heading { level: HeadingLevel::H1, .. }))
}

/// A sentence of Markdown as HTML that fits inside a paragraph; tags in it are shown as text.
pub(crate) fn inline_html(text: &str) -> String {
    let inline = parser(text)
        .filter(|event| !matches!(event, Event::Start(_) | Event::End(_)) || is_phrase(event))
        .map(|event| match event {
            Event::InlineHtml(tag) | Event::Html(tag) => Event::Text(tag),
            other => other,
        });
    let mut html = String::new();
    push_html(&mut html, inline);
    html.replace('\n', " ")
}

/// The first paragraph as HTML without its links, which point from another chapter.
pub(crate) fn first_paragraph(text: &str) -> Option<String> {
    let mut events = parser(text);
    if !matches!(events.next()?, Event::Start(Tag::Paragraph)) {
        return None;
    }
    let inline = events
        .take_while(|event| !matches!(event, Event::End(TagEnd::Paragraph)))
        .filter(|event| !matches!(event, Event::FootnoteReference(_)))
        .filter(|event| !is_link(event));
    let mut html = String::new();
    push_html(&mut html, inline);
    Some(html.replace('\n', " "))
}

fn is_link(event: &Event<'_>) -> bool {
    matches!(
        event,
        Event::Start(Tag::Link { .. } | Tag::Image { .. })
            | Event::End(TagEnd::Link | TagEnd::Image)
    )
}

fn is_phrase(event: &Event<'_>) -> bool {
    is_link(event)
        || matches!(
            event,
            Event::Start(Tag::Emphasis | Tag::Strong | Tag::Strikethrough)
                | Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough)
        )
}
