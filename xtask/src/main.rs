//! Project tasks, by the `cargo xtask` convention.
//!
//! # Layout
//! - `main`: the table of tasks.
//! - [`step`]: runs a command, says so first, and fails with words that say what to do.
//! - [`tools`]: what has to be on the machine: Node.js, npm packages, Chromium, mdBook.
//! - [`book`]: builds the book in this process, a warning being an error.
//! - [`test`]: everything that CI runs, in order.
//!
//! The tests that read the sources are in `tests/tidy.rs`.

use std::process::ExitCode;

use clap::{Parser, Subcommand};

mod book;
mod step;
mod test;
mod tools;

use step::{Step, say};

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Project tasks")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Build what changed, start the playground, and print the one URL to open
    Serve {
        /// Where to listen
        #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:4000")]
        listen: String,
        /// Open the browser when the server listens
        #[arg(long)]
        open: bool,
    },
    /// Run everything that CI runs
    Test,
    /// Make target/release/playground, which carries the book and the widgets inside
    Build,
    /// Run every demo in a real browser and write the recordings that the book shows without a server
    Record,
}

fn main() -> ExitCode {
    let done = match Cli::parse().task {
        Task::Serve { listen, open } => serve(&listen, open),
        Task::Test => test::all(),
        Task::Build => build(),
        Task::Record => record(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// The front end and the book, in the places from which the playground takes them.
fn build_site() -> anyhow::Result<()> {
    tools::npm_packages("book/widgets")?;
    Step::npm("book/widgets", "build").run("Bundle the widgets")?;
    say("Build the book");
    book::build(&step::root().join("target/book"))
}

fn serve(listen: &str, open: bool) -> anyhow::Result<()> {
    build_site()?;
    // It ends with the playground, which takes this process's place.
    Step::new("node").folder("book/widgets").args(["build.mjs", "--watch"]).start()?;
    Step::new("cargo")
        .args(["run", "--quiet", "--package", "playground", "--", "--listen", listen])
        .args(open.then_some("--open"))
        .become_it("Start the playground (the first time it is compiled; Ctrl-C ends it)")
}

fn build() -> anyhow::Result<()> {
    build_site()?;
    Step::new("cargo")
        .args(["build", "--quiet", "--release", "--package", "playground"])
        .run("Compile the playground with book and widgets inside")?;
    say("Done: target/release/playground runs alone, on any machine of this kind");
    Ok(())
}

fn record() -> anyhow::Result<()> {
    tools::chromium()?;
    build_site()?;
    Step::new("cargo")
        .args(["build", "--quiet", "--package", "playground"])
        .run("Compile the playground")?;
    Step::npm("book/widgets", "record").run("Run every demo and record it")
}
