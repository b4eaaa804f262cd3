//! Everything that CI runs, quick checks first.

use std::{fs, path::Path};

use anyhow::{Context, Result, bail};

use crate::{
    build_site,
    step::{Step, root, say},
    tools,
};

/// Runs all checks and tests, and stops at the first that fails.
pub(crate) fn all() -> Result<()> {
    style()?;
    build_site()?;
    Step::new("cargo").args(["test", "--quiet", "--workspace"]).run("Rust tests")?;
    Step::npm("book/widgets", "test").run("Widgets: unit tests")?;
    tools::chromium()?;
    Step::npm("book/listings/node", "test").run("Listings: real Node, real browser")?;
    book_with_mdbook_itself()?;
    browser()?;
    say("All of it works");
    Ok(())
}

fn style() -> Result<()> {
    tools::rust_components()?;
    Step::new("cargo").args(["fmt", "--all", "--check"]).run("Format")?;
    Step::new("cargo")
        .args(["clippy", "--quiet", "--workspace", "--all-targets", "--", "--deny", "warnings"])
        .run("Lints")?;
    tools::npm_packages("book/widgets")?;
    Step::npm("book/widgets", "check").run("Widgets: types, lints, format")?;
    tools::npm_packages("book/listings/node")?;
    Step::npm("book/listings/node", "check").run("Listings: lints, format")
}

/// The third way to read: mdBook on the checked-in book.toml, without Node.js, a warning being an error.
fn book_with_mdbook_itself() -> Result<()> {
    let mdbook = tools::mdbook()?;
    let output = Step::new(&mdbook.to_string_lossy())
        .args(["build", "--dest-dir", "target/book-by-mdbook"])
        .env("PATH", path_without_node()?)
        .run_and_read("Build the book with mdBook itself, without Node.js")?;
    if output.contains("WARN") || output.contains("ERROR") {
        bail!("mdBook warns (above): a warning is an error");
    }
    Ok(())
}

/// A PATH on which `node`, `npm` and `npx` fail, so that a build that needs them fails too.
fn path_without_node() -> Result<std::ffi::OsString> {
    let folder = root().join("target/without-node");
    fs::create_dir_all(&folder)?;
    for program in ["node", "npm", "npx"] {
        write_failing_program(&folder.join(program))?;
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::iter::once(folder).chain(std::env::split_paths(&path));
    std::env::join_paths(folders).context("PATH has a folder whose name cannot be joined")
}

#[cfg(unix)]
fn write_failing_program(path: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::write(path, "#!/bin/sh\necho \"$0: Node.js was called\" >&2\nexit 97\n")?;
    fs::set_permissions(path, fs::Permissions::from_mode(0o755))?;
    Ok(())
}

#[cfg(not(unix))]
fn write_failing_program(path: &Path) -> Result<()> {
    Ok(fs::write(path.with_extension("cmd"), "@exit /b 97\r\n")?)
}

/// Book and playground together in a real browser; the release binary alone in an empty folder.
fn browser() -> Result<()> {
    Step::new("cargo")
        .args(["build", "--quiet", "--package", "playground", "--package", "mdbook-live"])
        .run("Compile playground and preprocessor")?;
    Step::new("cargo")
        .args(["build", "--quiet", "--release", "--package", "playground"])
        .run("Compile the playground for release, book and widgets inside")?;
    Step::npm("book/widgets", "e2e")
        .env("MDBOOK", tools::mdbook()?)
        .run("Book and playground in a real browser")
}
