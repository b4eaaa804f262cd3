//! Boxes and steps: HTML around Markdown, which stays Markdown because blank lines part them.
//!
//! Titles are paragraphs, so that the page's headings stay those of its text. The boxes are no
//! landmarks (`role="note"` and `"group"`): a page holds many, and landmarks are for few.

use askama::Template;

use crate::markdown::inline_html;

/// A block and its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// The source document's own words.
    Source,
    /// What is right where the source document is not.
    Correction { number: u32, source: String },
    /// Where an analogy stops being true.
    Breaks,
    /// One of the five steps of an experiment.
    Step(Step),
    /// A question, its answer folded away.
    Check { question: String },
    /// For the teacher; hidden unless asked for.
    Notes,
}

/// The steps of an experiment, in the order of a lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Predict,
    Run,
    See,
    Explain,
    Weird,
}

impl Step {
    fn class(self) -> &'static str {
        match self {
            Self::Predict => "predict",
            Self::Run => "run",
            Self::See => "see",
            Self::Explain => "explain",
            Self::Weird => "weird",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Predict => "Predict",
            Self::Run => "Run",
            Self::See => "See",
            Self::Explain => "Explain",
            Self::Weird => "Weird experiment",
        }
    }
}

#[derive(Template)]
#[template(path = "note-open.html")]
struct NoteOpen<'a> {
    class: &'a str,
    label: &'a str,
}

#[derive(Template)]
#[template(path = "correction-open.html")]
struct CorrectionOpen {
    number: u32,
}

#[derive(Template)]
#[template(path = "correction-close.html")]
struct CorrectionClose {
    source_html: String,
}

#[derive(Template)]
#[template(path = "step-open.html")]
struct StepOpen {
    step: Step,
}

#[derive(Template)]
#[template(path = "check-open.html")]
struct CheckOpen {
    question_html: String,
}

impl Block {
    /// What opens it, for messages.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Correction { .. } => "correction",
            Self::Breaks => "breaks",
            Self::Step(step) => step.class(),
            Self::Check { .. } => "check",
            Self::Notes => "notes",
        }
    }

    pub(crate) fn open_html(&self) -> askama::Result<String> {
        match self {
            Self::Source => {
                NoteOpen { class: "source-words", label: "From the source document" }.render()
            }
            Self::Correction { number, .. } => CorrectionOpen { number: *number }.render(),
            Self::Breaks => {
                NoteOpen { class: "analogy-breaks", label: "Where the analogy breaks" }.render()
            }
            Self::Step(step) => StepOpen { step: *step }.render(),
            Self::Check { question } => CheckOpen { question_html: inline_html(question) }.render(),
            Self::Notes => Ok("<details class=\"speaker-notes\">\n\
                               <summary>Speaker notes</summary>"
                .to_owned()),
        }
    }

    pub(crate) fn close_html(&self) -> askama::Result<String> {
        Ok(match self {
            Self::Correction { source, .. } => {
                return CorrectionClose { source_html: inline_html(source) }.render();
            }
            Self::Source | Self::Breaks => "</aside>",
            Self::Step(_) => "</section>",
            Self::Check { .. } | Self::Notes => "</details>",
        }
        .to_owned())
    }
}
