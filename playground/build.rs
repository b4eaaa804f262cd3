//! Tells the `assets` module where the built book and widgets lie.

use std::{env, path::Path};

fn main() {
    let manifest = env::var("CARGO_MANIFEST_DIR").expect("Cargo sets CARGO_MANIFEST_DIR");
    let workspace = Path::new(&manifest).parent().expect("playground/ lies in the workspace");
    let target = workspace.join("target");
    // An absolute path without "..": rust-embed compares it with canonical paths.
    println!("cargo::rustc-env=PLAYGROUND_TARGET={}", target.display());
    println!("cargo::rerun-if-changed=build.rs");
    // A release build carries the files, so it is stale when they change. A debug build reads them from disk.
    if env::var("PROFILE").as_deref() == Ok("release") {
        for folder in ["book", "widgets"] {
            println!("cargo::rerun-if-changed={}", target.join(folder).display());
        }
    }
}
