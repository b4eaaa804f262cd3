//! One step of a task: a command that is announced before it runs.

use std::{
    ffi::OsStr,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use anyhow::{Context, Result, bail};

/// The project's root, wherever the task was called from.
pub(crate) fn root() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent();
    root.expect("xtask lies one folder below the root").to_path_buf()
}

/// Announces a step.
pub(crate) fn say(what: &str) {
    eprintln!("==> {what}");
}

/// npm is a script; Windows wants its full name.
pub(crate) const NPM: &str = if cfg!(windows) { "npm.cmd" } else { "npm" };

/// A command in the project's root (or a folder of it).
pub(crate) struct Step {
    command: Command,
}

impl Step {
    /// The program `program`, run in the root.
    pub(crate) fn new(program: &str) -> Self {
        let mut command = Command::new(program);
        command.current_dir(root());
        Self { command }
    }

    /// The npm script `script` of the package in `folder`.
    pub(crate) fn npm(folder: &str, script: &str) -> Self {
        Self::new(NPM).folder(folder).args(["run", "--silent", script])
    }

    pub(crate) fn folder(mut self, folder: &str) -> Self {
        self.command.current_dir(root().join(folder));
        self
    }

    pub(crate) fn args<S: AsRef<OsStr>>(mut self, args: impl IntoIterator<Item = S>) -> Self {
        self.command.args(args);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs the step to its end; a failure names the command to repeat by hand.
    pub(crate) fn run(mut self, what: &str) -> Result<()> {
        say(what);
        let status = self.command.status().with_context(|| self.cannot_start())?;
        if !status.success() {
            bail!("“{what}” failed ({status}).\nThe command was: {}", self.words());
        }
        Ok(())
    }

    /// Runs the step and gives back what it printed on both streams, passing it on as well.
    pub(crate) fn run_and_read(mut self, what: &str) -> Result<String> {
        say(what);
        let output = self.command.output().with_context(|| self.cannot_start())?;
        let text = [output.stdout, output.stderr].concat();
        let text = String::from_utf8_lossy(&text).into_owned();
        eprint!("{text}");
        if !output.status.success() {
            bail!("“{what}” failed ({}).\nThe command was: {}", output.status, self.words());
        }
        Ok(text)
    }

    /// Starts the step and goes on. What it prints on standard error is seen.
    pub(crate) fn start(mut self) -> Result<()> {
        self.command.stdin(Stdio::null()).stdout(Stdio::null());
        self.command.spawn().with_context(|| self.cannot_start())?;
        Ok(())
    }

    /// Lets the command take this process's place, so that signals reach it directly.
    #[cfg(unix)]
    pub(crate) fn become_it(mut self, what: &str) -> Result<()> {
        use std::os::unix::process::CommandExt;
        say(what);
        let error = self.command.exec();
        Err(error).with_context(|| self.cannot_start())
    }

    /// Where a process cannot be replaced, runs it to its end.
    #[cfg(not(unix))]
    pub(crate) fn become_it(self, what: &str) -> Result<()> {
        self.run(what)
    }

    fn cannot_start(&self) -> String {
        format!("cannot start `{}`: is it installed and on the PATH?", self.words())
    }

    fn words(&self) -> String {
        let folder = self.command.get_current_dir().map(Path::display);
        let words = std::iter::once(self.command.get_program()).chain(self.command.get_args());
        let words: Vec<_> = words.map(OsStr::to_string_lossy).collect();
        match folder {
            Some(folder) => format!("cd {folder} && {}", words.join(" ")),
            None => words.join(" "),
        }
    }
}
