//! The list of verbs; dispatch and the printed help both come from it.

mod bench;
mod build;
mod fmt;
mod goldens;
mod instructions;
mod lint;
mod run;
mod size;
mod test;

use crate::failure::Failure;

pub struct Verb {
    pub name: &'static str,
    pub help: &'static str,
    pub run: fn(&[String]) -> Result<(), Failure>,
}

pub const VERBS: &[Verb] = &[
    Verb {
        name: "run",
        help: "set up, build, and serve page and edge on http://127.0.0.1:8080  [--port N]",
        run: run::run,
    },
    Verb {
        name: "test",
        help: "every check there is, from format to a real browser; ends with `N passed, N failed`",
        run: test::run,
    },
    Verb {
        name: "build",
        help: "the page into dist/ and the edge into functions/build/  [--test-build]",
        run: build::run,
    },
    Verb {
        name: "fmt",
        help: "format every Rust file  [--check]",
        run: fmt::run,
    },
    Verb {
        name: "lint",
        help: "clippy for native and for wasm, crate arrows, licences",
        run: lint::run,
    },
    Verb {
        name: "bench",
        help: "time the engine natively, in wasm and in Chromium; each result is checked first  [--instructions | NAME]",
        run: bench::run,
    },
    Verb {
        name: "goldens",
        help: "compare with the golden cases of a folder; ends with `N passed, N failed, N unsupported`  DIR [--data DIR]",
        run: goldens::run,
    },
    Verb {
        name: "size",
        help: "raw and brotli bytes of every shipped file, against the budget",
        run: size::run,
    },
];

/// Refuses arguments a verb does not know, so that a typing error is never silently ignored.
fn only(known: &[&str], arguments: &[String]) -> Result<(), Failure> {
    match arguments
        .iter()
        .find(|given| !known.contains(&given.as_str()))
    {
        None => Ok(()),
        Some(unknown) if known.is_empty() => Err(Failure::told(
            format!("This verb takes no argument, but `{unknown}` was given."),
            "Run it without arguments.",
        )),
        Some(unknown) => Err(Failure::told(
            format!("`{unknown}` is not an argument of this verb."),
            format!("It knows: {}.", known.join(", ")),
        )),
    }
}
