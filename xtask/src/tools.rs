//! What has to be on the machine besides Rust. Each function leaves its tool in place or says how to get it.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

use crate::step::{NPM, Step, root, say};

/// The mdBook that the book is written for; `book/preprocessor` speaks the protocol of the same version.
const MDBOOK_VERSION: &str = "0.5.4";

/// The oldest Node.js with everything that the build and the tests use.
const NODE_MAJOR: u32 = 20;

fn answers(program: &str) -> Option<String> {
    let output = Command::new(program).arg("--version").stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Checks for the parts of Rust that some installations leave out.
pub(crate) fn rust_components() -> Result<()> {
    for (program, component) in [("cargo-fmt", "rustfmt"), ("cargo-clippy", "clippy")] {
        if answers(program).is_none() {
            bail!("{component} is missing: `rustup component add {component}`");
        }
    }
    Ok(())
}

/// Checks for Node.js and npm.
fn node() -> Result<()> {
    let how = format!(
        "install Node.js {NODE_MAJOR} or later, with npm (https://nodejs.org, or your system's packages). \
         To read the book without Node.js, use `mdbook serve`"
    );
    let Some(version) = answers("node") else { bail!("Node.js is missing: {how}") };
    let major = version.trim_start_matches('v').split('.').next().and_then(|it| it.parse().ok());
    if major.is_none_or(|major: u32| major < NODE_MAJOR) {
        bail!("Node.js {version} is too old: {how}");
    }
    if answers(NPM).is_none() {
        bail!("npm is missing: {how}");
    }
    Ok(())
}

/// Installs the locked npm packages of `folder`, unless they are there already.
pub(crate) fn npm_packages(folder: &str) -> Result<()> {
    node()?;
    let folder_path = root().join(folder);
    // npm writes this file when an install is complete.
    let installed = folder_path.join("node_modules/.package-lock.json");
    if is_newer(&installed, &folder_path.join("package-lock.json")) {
        return Ok(());
    }
    Step::new(NPM)
        .folder(folder)
        .args(["ci", "--no-audit", "--no-fund", "--loglevel=error"])
        .run(&format!("Install the npm packages of {folder}"))
}

fn is_newer(made: &Path, source: &Path) -> bool {
    let time = |path| fs::metadata(path).and_then(|it| it.modified());
    matches!((time(made), time(source)), (Ok(made), Ok(source)) if made >= source)
}

/// Finds Chromium, or installs it with apt where that is allowed.
pub(crate) fn chromium() -> Result<()> {
    let program = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    if answers(&program).is_some() {
        return Ok(());
    }
    let how = "the browser tests need Chromium: `sudo apt-get install chromium`, \
               or set CHROMIUM to the path of a Chromium or Chrome";
    if answers("apt-get").is_none() {
        bail!("{how}");
    }
    Step::new("apt-get").args(["-qq", "update"]).run("Read apt's package lists").context(how)?;
    Step::new("apt-get")
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["-qq", "install", "--no-install-recommends", "chromium"])
        .run("Install Chromium")
        .context(how)
}

/// mdBook itself, for the third way to read: the one on the PATH if its version fits, else our own copy.
pub(crate) fn mdbook() -> Result<PathBuf> {
    let fits = |program: &str| {
        answers(program).is_some_and(|version| version.ends_with(&format!("v{MDBOOK_VERSION}")))
    };
    if fits("mdbook") {
        return Ok("mdbook".into());
    }
    let tools = root().join("target/tools");
    let own = tools.join("bin/mdbook");
    if fits(&own.to_string_lossy()) {
        return Ok(own);
    }
    say("mdBook is not here yet: it is compiled once, which takes minutes");
    Step::new("cargo")
        .args(["install", "mdbook", "--version", MDBOOK_VERSION, "--locked", "--debug", "--quiet"])
        .args(["--root".as_ref(), tools.as_os_str()])
        .env("CARGO_TARGET_DIR", root().join("target/tools-build"))
        .env("CARGO_PROFILE_DEV_DEBUG", "false")
        .run(&format!("Install mdBook {MDBOOK_VERSION} into target/tools"))?;
    Ok(own)
}
