//! The command that mdBook starts: `mdbook-live supports html` answers with the exit code, and
//! without arguments a book comes in on stdin and goes out on stdout, both as JSON.

use std::io::{stdin, stdout};
use std::process::ExitCode;

use anyhow::Context;
use mdbook_live::Live;
use mdbook_preprocessor::{Preprocessor, parse_input};

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = match arguments[..] {
        [] => preprocess().map(|()| true),
        ["supports", renderer] => Live.supports_renderer(renderer),
        _ => Err(anyhow::anyhow!(
            "mdbook-live is started by mdBook: expected no argument, or `supports RENDERER`"
        )),
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    }
}

fn preprocess() -> anyhow::Result<()> {
    let (ctx, book) = parse_input(stdin())
        .context("stdin holds no book: expected mdBook 0.5's JSON, as `mdbook build` sends it")?;
    let book = Live.run(&ctx, book)?;
    serde_json::to_writer(stdout(), &book).context("could not write the book to stdout")
}
