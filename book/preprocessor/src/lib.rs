//! mdBook preprocessor: lesson directives in, HTML with live demos out.
//!
//! A lesson is Markdown with `{{#name …}}` directives, each alone on its line at the line's
//! start. [`Live`] replaces them by HTML (or by HTML around Markdown) before mdBook renders the
//! chapter. Every mistake in every chapter is collected, and one error lists them all.
//!
//! # Layout
//!
//! - `main.rs`: mdBook's plug-in protocol (`supports`, stdin, stdout).
//! - `lib.rs`: [`Live`], which reads all chapters, then renders all chapters.
//! - `chapter.rs`: one chapter as read: front matter, title, directives with their lines.
//! - `directive.rs`: finds directives outside code and splits them into name and words.
//! - `arguments.rs`: takes a directive's words one by one and notes what is wrong with them.
//! - `kind.rs`: what each directive is called and takes.
//! - `page.rs`: writes one chapter: each directive's HTML in its place.
//! - `blocks.rs`: the blocks around Markdown (source, correction, steps, check, notes).
//! - `demo.rs`, `recording.rs`: a demo's arguments, and the recorded run that stands in for it.
//! - `listing.rs`, `figure.rs`: a real file, an inlined SVG.
//! - `dump/`: bytes, explained by the crate `wire`: some of them, a whole conversation, the table of close codes.
//! - `lesson.rs`: front matter and lesson header.
//! - `course.rs`: what spans chapters: outline, lesson plans, the list of corrections.
//! - `markdown.rs`: questions to mdBook's own Markdown parser.
//! - `problem.rs`, `suggest.rs`: the error list, and "did you mean".
//! - `templates/*.html`: the HTML. None may hold a blank line, which would end the HTML block.
//! - `tests/chapters/NAME.md`: a chapter, and `NAME.expected.md` what becomes of it.

mod arguments;
mod blocks;
mod chapter;
mod course;
mod demo;
mod directive;
mod dump;
mod figure;
mod kind;
mod lesson;
mod listing;
mod markdown;
mod page;
mod problem;
mod recording;
mod site;
mod suggest;

use mdbook_preprocessor::book::Book;
use mdbook_preprocessor::errors::Result;
use mdbook_preprocessor::{Preprocessor, PreprocessorContext};

use chapter::Chapter;
use course::Course;
use figure::Figures;
use problem::Problems;
use site::Site;

/// The preprocessor, as a command of its own or through `MDBook::with_preprocessor(Live)`.
///
/// It reads `book/listings`, `book/figures`, `book/conversations` and `book/widgets/recordings` under the book's root,
/// and one key of its table in `book.toml`: `playground`, the address at which a page that the
/// playground does not serve itself looks for one (default `http://localhost:4000`).
#[derive(Clone, Copy, Debug, Default)]
pub struct Live;

impl Preprocessor for Live {
    fn name(&self) -> &'static str {
        "live"
    }

    /// Fails with every problem of every chapter, each as `chapter-path:line: what is wrong`.
    fn run(&self, ctx: &PreprocessorContext, mut book: Book) -> Result<Book> {
        let site = Site::new(ctx)?;
        let mut problems = Problems::default();
        let mut chapters = Vec::new();
        // Drafts have no file, so nothing to say.
        for chapter in book.chapters().filter(|chapter| !chapter.is_draft_chapter()) {
            chapters.push(Chapter::read(&site, chapter, chapters.len(), &mut problems));
        }
        let course = Course::gather(&chapters, &mut problems);
        let mut figures = Figures::default();
        let mut chapters = chapters.iter();
        book.for_each_chapter_mut(|chapter| {
            if let Some(read) = chapters.next() {
                chapter.content = page::render(&site, &course, read, &mut figures, &mut problems);
            }
        });
        problems.into_result()?;
        Ok(book)
    }

    fn supports_renderer(&self, renderer: &str) -> Result<bool> {
        Ok(renderer == "html")
    }
}
